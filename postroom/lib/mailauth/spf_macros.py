"""Macros in SPF records (RFC 7208 §7)."""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import quote

import msgspec

_MACRO = re.compile(r"%(?:\{([a-z])([0-9]{0,6}+)(r?)([-.+,/_=]*+)\}|([%_-]))", re.IGNORECASE)
_LONGEST_NAME = 253
_LONGEST_EXPANSION = 10_000
_LITERALS = {"%": "%", "_": " ", "-": "%20"}


class Client(msgspec.Struct, frozen=True):
    """Who handed the mail over, and in whose name."""

    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    local: str
    sender_domain: str
    helo: str


def expand(text: str, client: Client, domain: str, names: Sequence[str]) -> str:
    """A domain to look up: macros replaced, without what is too much of it on the left (§7.3)."""
    expanded = _MACRO.sub(lambda found: _replace(found, client, domain, names), text)[:_LONGEST_EXPANSION].lower().removesuffix(".")
    while len(expanded) > _LONGEST_NAME and "." in expanded:
        expanded = expanded.partition(".")[2]
    return expanded


def _replace(found: "re.Match[str]", client: Client, domain: str, names: Sequence[str]) -> str:
    if found[5]:
        return _LITERALS[found[5]]
    value = _value(found[1].lower(), client, domain, names)[:1_000]
    if found[2] or found[3] or found[4]:
        parts = re.split("[" + re.escape(found[4] or ".") + "]", value)
        if found[3]:
            parts.reverse()
        value = ".".join(parts[-int(found[2]) :] if found[2] else parts)
    return quote(value, safe="") if found[1].isupper() else value


def _value(letter: str, client: Client, domain: str, names: Sequence[str]) -> str:
    address = client.address
    values = {
        "s": f"{client.local}@{client.sender_domain}",
        "l": client.local,
        "o": client.sender_domain,
        "d": domain,
        "i": str(address) if address.version == 4 else ".".join(address.exploded.replace(":", "")),
        "v": "in-addr" if address.version == 4 else "ip6",
        "h": client.helo,
    }
    return values[letter] if letter in values else _best_name(domain, names)


def _best_name(domain: str, names: Sequence[str]) -> str:
    """%{p}: the domain itself, else one below it, else any (§7.3)."""
    ranked = sorted(names, key=lambda name: (name != domain, not name.endswith(f".{domain}")))
    return ranked[0] if ranked else "unknown"
