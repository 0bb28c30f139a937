"""Reads the host of a URL the way the most lenient resolver would, so that no spelling of an address slips by."""

from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import idna

from postroom.lib.netguard.addresses import IPAddress

_MAX_NAME_LENGTH = 253  # RFC 1035 §2.3.4, without the root's dot
_MAX_LABEL_LENGTH = 63
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_DIGITS = {8: frozenset("01234567"), 10: frozenset("0123456789"), 16: frozenset("0123456789abcdef")}

# Names that never mean a host on the Internet (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal), and the clouds' own.
_SPECIAL_NAMES = frozenset(
    {"localhost", "localhost4", "localhost6", "localdomain", "localdomain4", "localdomain6", "ip6-localhost"}
    | {"ip6-loopback", "local", "internal", "home.arpa", "intranet", "lan", "svc", "default"}
    | {"metadata", "metadata.goog", "instance-data"}
)
_MOST_LABELS = max(name.count(".") + 1 for name in _SPECIAL_NAMES)


class HostInvalid(ValueError):
    """The text is no host: `str(error)` says why, in words that may be shown to whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host in canonical form: lower-case ASCII `text`, and its `address` if it is written as a number."""

    text: str
    address: IPAddress | None


def parse_host(text: str) -> Host:
    """`text` as it stands in a URL, brackets included. Raises HostInvalid; nothing else, whatever the input."""
    if text.startswith("["):
        return _parse_v6(text)
    name = _strip_root(_to_ascii(text))
    address = _parse_v4(name) if _ends_in_number(name) else None
    if address is not None:
        return Host(str(address), address)
    _require_labels(name)
    return Host(name, None)


def is_special_name(name: str) -> bool:
    """True for a canonical name that belongs to a machine or a local network: `localhost`, `x.internal`, `metadata`."""
    labels = name.rsplit(".", _MOST_LABELS)[-_MOST_LABELS:]
    return any(".".join(labels[start:]) in _SPECIAL_NAMES for start in range(len(labels)))


def _parse_v6(text: str) -> Host:
    if not text.endswith("]") or not text.isascii() or len(text) > 64:
        raise HostInvalid("the IPv6 address in brackets is malformed")
    if "%" in text:
        raise HostInvalid("an IPv6 zone id is not allowed")
    try:
        address = IPv6Address(text[1:-1])
    except AddressValueError:
        raise HostInvalid("the IPv6 address in brackets is malformed") from None
    return Host(str(address), address)


def _to_ascii(text: str) -> str:
    if len(text) > _MAX_NAME_LENGTH + 1:
        raise HostInvalid("the host is longer than 253 characters")
    if not text.isascii():
        try:
            # UTS 46 folds full-width and circled digits and the ideographic full stop, as resolvers and browsers do.
            text = idna.encode(text, uts46=True, std3_rules=True).decode("ascii")
        except ValueError:  # IDNAError is a UnicodeError, which is a ValueError
            raise HostInvalid("the international host name is malformed") from None
    lowered = text.lower()
    if not _NAME_CHARACTERS.issuperset(lowered):
        raise HostInvalid("the host holds a character that no host name has")
    return lowered


def _strip_root(name: str) -> str:
    return name[:-1] if name.endswith(".") else name


def _ends_in_number(name: str) -> bool:
    # WHATWG URL, "ends in a number checker": such a host is an IPv4 address or an error, never a name.
    last = name.rpartition(".")[2]
    return bool(last) and (last.isdigit() or (last.startswith("0x") and _DIGITS[16].issuperset(last[2:])))


def _parse_v4(name: str) -> IPv4Address:
    """Every form of inet_aton: one to four parts, each decimal, octal (0…) or hexadecimal (0x…)."""
    parts = name.split(".")
    if len(parts) > 4:
        raise HostInvalid("the host ends in a number but is no IPv4 address")
    numbers = [_parse_number(part) for part in parts]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise HostInvalid("the IPv4 address is out of range")
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return IPv4Address(value)


def _parse_number(part: str) -> int:
    base, digits = 10, part
    if part.startswith("0x"):
        base, digits = 16, part[2:] or "0"
    elif len(part) > 1 and part.startswith("0"):
        base, digits = 8, part[1:]
    if not digits or len(digits) > _MAX_LABEL_LENGTH or not _DIGITS[base].issuperset(digits):
        raise HostInvalid("the host ends in a number but is no IPv4 address")
    return int(digits, base)


def _require_labels(name: str) -> None:
    if not name:
        raise HostInvalid("the host is empty")
    if len(name) > _MAX_NAME_LENGTH:
        raise HostInvalid("the host is longer than 253 characters")
    if not all(0 < len(label) <= _MAX_LABEL_LENGTH for label in name.split(".")):
        raise HostInvalid("a label of the host is empty or longer than 63 characters")
