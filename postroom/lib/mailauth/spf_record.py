"""An SPF record as terms (RFC 7208 §4.6, §12). The whole record is checked before any term counts."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MACRO = r"%\{[slodiphv](?:[1-9][0-9]{0,5}+)?+r?+[-.+,/_=]*+\}|%%|%_|%-"
_EXPLAINED = r"%\{[slodiphcrtv](?:[1-9][0-9]{0,5}+)?+r?+[-.+,/_=]*+\}|%%|%_|%-"
_MACRO_STRING = re.compile(rf"(?:{_MACRO}|[!-$&-~])*+\Z", re.IGNORECASE)
_EXPLAINED_STRING = re.compile(rf"(?:{_EXPLAINED}|[!-$&-~])*+\Z", re.IGNORECASE)
_ENDS_IN_MACRO = re.compile(r"%\{[^{}]*+\}\Z")
_LABEL = re.compile(r"[0-9A-Za-z]++(?:-++[0-9A-Za-z]++)*+\Z")
_DIRECTIVE = re.compile(r"([-+?~]?)([A-Za-z][-0-9A-Za-z_.]*+)(?::(.*)|(/.*))?\Z")
_MODIFIER = re.compile(r"([A-Za-z][-0-9A-Za-z_.]*+)=(.*)\Z")
_CIDR = re.compile(r"(?:/(0|[1-9][0-9]?[0-9]?))?(?://(0|[1-9][0-9]?[0-9]?))?\Z")
_RESULTS = {"": "pass", "+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_LONGEST = 16_384


class SpfSyntaxError(Exception):
    """The record is none that RFC 7208 allows; says which term."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One directive: where it matches, `result` is the answer."""

    text: str
    name: str
    result: str
    target: str = ""
    network: Network | None = None
    prefix4: int = 32
    prefix6: int = 128


@dataclass(slots=True)
class SpfRecord:
    """The directives in order, and where to go on when none matches."""

    mechanisms: list[Mechanism] = field(default_factory=list)
    redirect: str | None = None


def is_spf(text: str) -> bool:
    """Whether a TXT record is meant for SPF (§4.5)."""
    return text[:6].lower() == "v=spf1" and (len(text) == 6 or text[6] == " ")


@lru_cache(maxsize=4096)
def parse_spf(text: str) -> SpfRecord:
    """The record, which nobody changes. Raises SpfSyntaxError."""
    if len(text) > _LONGEST or not text.isascii():
        raise SpfSyntaxError("the record is too long or not ASCII")
    record, seen = SpfRecord(), set[str]()
    for term in text[6:].split(" "):
        if not term:
            continue
        modifier = _MODIFIER.match(term)
        if modifier is None:
            record.mechanisms.append(_mechanism(term))
            continue
        name, value = modifier[1].lower(), modifier[2]
        if name in ("redirect", "exp") and (name in seen or not _is_domain_spec(value)):
            raise SpfSyntaxError(f"bad modifier {term[:80]}")
        if not _EXPLAINED_STRING.match(value):
            raise SpfSyntaxError(f"bad modifier {term[:80]}")
        seen.add(name)
        if name == "redirect":
            record.redirect = value
    return record


def _mechanism(term: str) -> Mechanism:
    found = _DIRECTIVE.match(term)
    if found is None:
        raise SpfSyntaxError(f"bad term {term[:80]}")
    qualifier, name, value, bare_cidr = found[1], found[2].lower(), found[3], found[4] or ""
    read = _READERS.get(name)
    if read is None:
        raise SpfSyntaxError(f"unknown mechanism {name[:40]}")
    mechanism = read(term, name, _RESULTS[qualifier], value, bare_cidr)
    if mechanism is None:
        raise SpfSyntaxError(f"bad mechanism {term[:80]}")
    return mechanism


def _all(term: str, name: str, result: str, value: str | None, cidr: str) -> Mechanism | None:
    return Mechanism(term, name, result) if value is None and not cidr else None


def _named(term: str, name: str, result: str, value: str | None, cidr: str) -> Mechanism | None:
    return Mechanism(term, name, result, value) if value and not cidr and _is_domain_spec(value) else None


def _ptr(term: str, name: str, result: str, value: str | None, cidr: str) -> Mechanism | None:
    if value is None:
        return Mechanism(term, name, result) if not cidr else None
    return _named(term, name, result, value, cidr)


def _hosts(term: str, name: str, result: str, value: str | None, cidr: str) -> Mechanism | None:
    """`a` and `mx`: a name or the domain itself, and the lengths of two prefixes (§12 dual-cidr-length)."""
    target = ""
    if value is not None:
        place = _cidr_start(value)
        target, cidr = value[:place], value[place:]
        if not _is_domain_spec(target):
            return None
    lengths = _CIDR.match(cidr)
    if lengths is None:
        return None
    prefix4, prefix6 = int(lengths[1] or 32), int(lengths[2] or 128)
    return Mechanism(term, name, result, target, None, prefix4, prefix6) if prefix4 <= 32 and prefix6 <= 128 else None


def _cidr_start(value: str) -> int:
    """Where the prefix lengths begin; a slash within a macro is none of them."""
    end = len(value)
    while end and (value[end - 1].isdigit() or value[end - 1] == "/"):
        end -= 1
    place = value.find("/", end)
    return len(value) if place < 0 else place


def _network(kind: type[Network], term: str, name: str, result: str, value: str | None, _cidr: str) -> Mechanism | None:
    address, slash, length = (value or "").partition("/")
    if not address or "%" in address or (slash and not _is_length(length)):
        return None
    try:
        return Mechanism(term, name, result, network=kind(value, strict=False))
    except ValueError:
        return None


def _is_length(text: str) -> bool:
    return text == "0" or (text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= 3)


def _is_domain_spec(value: str) -> bool:
    """A macro string that ends in a macro or in a top label, which is no number (§7.1 domain-end)."""
    if not _MACRO_STRING.match(value):
        return False
    if _ENDS_IN_MACRO.search(value):
        return True
    head, dot, label = value.removesuffix(".").rpartition(".")
    return bool(dot and (head or value.startswith("."))) and _LABEL.match(label) is not None and not label.isdigit()


_READERS: dict[str, Callable[[str, str, str, str | None, str], Mechanism | None]] = {
    "all": _all,
    "include": _named,
    "exists": _named,
    "a": _hosts,
    "mx": _hosts,
    "ptr": _ptr,
    "ip4": partial(_network, ipaddress.IPv4Network),
    "ip6": partial(_network, ipaddress.IPv6Network),
}
