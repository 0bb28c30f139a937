"""Paths of MAIL and RCPT (RFC 5321 §4.1.2): angle brackets, source routes, quoted local parts, address literals."""

import re
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

_MAX_LOCAL_CHARS = 256  # RFC 5321 asks for 64; bounce addresses of large senders are longer
_MAX_DOMAIN_CHARS = 255
_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff"
# One character class after another without overlap: linear in the length of the line.
_PATH = re.compile(
    rf"""\ *<
    (?:(?P<route>@[^:<>\s]+):)?
    (?:(?P<local>[{_ATEXT}.]+)|"(?P<quoted>(?:[^"\\]|\\.)*)")
    (?:@(?:(?P<domain>[A-Za-z0-9_.\-\u0080-\U0010ffff]+)|\[(?P<literal>[0-9A-Za-z:.]+)\]))?
    >(?P<rest>.*)""",
    re.VERBOSE,
)
_NULL = re.compile(r" *<>(?P<rest>.*)")
_ESCAPED = re.compile(r"\\(.)")
_PLAIN_LOCAL = re.compile(rf"[{_ATEXT}]+(?:\.[{_ATEXT}]+)*")


class Path(NamedTuple):
    """An address, unquoted but otherwise as given ("" for `<>`), and what stood behind the closing bracket."""

    address: str
    rest: str


def parse_path(text: str) -> Path | None:
    """The path at the head of `text`, source route dropped, or None if there is none. Total, linear.

    Only `postmaster` may stand without a domain. Dots may stand anywhere in the local part: real senders do that.
    """
    found = _PATH.match(text)
    if found is None:
        null = _NULL.match(text)
        return None if null is None else _path("", null["rest"])
    route, local, quoted, domain, literal, rest = found.groups()
    if route is not None and not all(_is_route_hop(hop) for hop in route.split(",")):
        return None
    if local is None:
        local = _unquoted(quoted)
    if not local or len(local) > _MAX_LOCAL_CHARS:
        return None
    return _with_domain(local, domain, literal, rest)


def quote_address(address: str) -> str:
    """The address as it stands in a command or a header: the local part quoted where it must be."""
    local, at, domain = address.rpartition("@")
    if not at or _PLAIN_LOCAL.fullmatch(local):
        return address
    escaped = local.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{domain}'


def _with_domain(local: str, domain: str | None, literal: str | None, rest: str) -> Path | None:
    if domain is not None:
        return _path(f"{local}@{domain}", rest) if _is_domain(domain) else None
    if literal is not None:
        return _path(f"{local}@[{literal}]", rest) if _is_literal(literal) else None
    return _path(local, rest) if local.lower() == "postmaster" else None  # RFC 5321 §4.5.1


def _path(address: str, rest: str) -> Path | None:
    if rest and rest[0] != " ":
        return None
    if not address.isascii() and not address.isprintable():
        return None
    return Path(address, rest)


def _unquoted(quoted: str) -> str:
    # RFC 5321 §4.1.2: quoted text and pairs are printable; the line was checked for control characters before
    return _ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted


def _is_route_hop(hop: str) -> bool:
    return hop[:1] == "@" and _is_domain(hop[1:])


def _is_domain(domain: str) -> bool:
    """Whether labels are non-empty, at most 63 characters, and neither begin nor end with a hyphen."""
    if len(domain) > _MAX_DOMAIN_CHARS:
        return False
    return all(label and len(label) <= 63 and label[0] != "-" != label[-1] for label in domain.split("."))


def _is_literal(literal: str) -> bool:
    """Whether the text between brackets is an IPv4 address or `IPv6:` and an IPv6 address (RFC 5321 §4.1.3)."""
    try:
        if literal[:5].upper() == "IPV6:":
            IPv6Address(literal[5:])
        else:
            IPv4Address(literal)
    except ValueError:
        return False
    return True
