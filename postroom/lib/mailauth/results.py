"""Authentication-Results: ours to write, those of a trusted sealer to read (RFC 8601)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from postroom.lib.mailauth.model import Authentication

_SEPARATING = re.compile(r"[^A-Za-z0-9._@+/:-]")
_LONGEST = 16_384
_MOST_METHODS = 100
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class MethodResult:
    """`dkim=pass header.d=example.com`."""

    method: str
    result: str
    properties: dict[str, str]


def write_results(authserv_id: str, found: Authentication) -> str:
    """The value of our own field."""
    methods = [_spf(found), *_dkim(found), _dmarc(found), _arc(found)]
    shown = [one for one in methods if one]
    return "; ".join([authserv_id, *(shown or ["none"])])


def read_results(value: str) -> tuple[str, list[MethodResult]]:
    """The authserv-id and what it says. Total; comments are left out."""
    first, *others = _without_comments(value[:_LONGEST]).split(";")
    words = first.split()
    return (words[0].lower() if words else ""), [one for text in others[:_MOST_METHODS] for one in _method(text)]


def authserv_id(value: str) -> str:
    """Whose results a field claims to be."""
    return read_results(value[:1_000])[0]


def printable(found: Authentication) -> Authentication:
    """The same without control characters and lone surrogates, which strangers may have put into names."""
    try:
        if b"\\u00" not in msgspec.json.encode(found):
            return found
    except UnicodeEncodeError:
        pass
    return msgspec.convert(_cleaned(msgspec.to_builtins(found)), Authentication)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(char if char.isprintable() else "\ufffd" for char in value)
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list) else value


def _method(text: str) -> Iterator[MethodResult]:
    words = text.split()
    method, equals, result = words[0].partition("=") if words else ("", "", "")
    if equals:
        pairs = (word.partition("=") for word in words[1:])
        properties = {name.lower(): value.lower() for name, equals, value in pairs if equals}
        yield MethodResult(method.partition("/")[0].lower(), result.lower(), properties)


def _without_comments(text: str) -> str:
    """Without comments, and without what separates where it stands between quotation marks."""
    if "(" not in text and '"' not in text:
        return text
    kept, depth, quoted, escaped = [], 0, False, False
    for char in text:
        if escaped or char == "\\":
            escaped = not escaped
        elif char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            kept.append("_" if char in "; \t\r\n=" else char)
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(char)
    return "".join(kept)


def _spf(found: Authentication) -> str:
    spf = found.spf
    if spf.result in ("none", "pending") and spf.domain is None:
        return ""
    name = "smtp.helo" if spf.identity == "helo" else "smtp.mailfrom"
    return f"spf={spf.result}{_property(name, spf.domain)}"


def _dkim(found: Authentication) -> Iterator[str]:
    for one in found.dkim[:_MOST_SHOWN]:
        names = (("header.d", one.domain), ("header.s", one.selector), ("header.a", one.algorithm))
        yield f"dkim={one.result}" + "".join(_property(name, value) for name, value in names)


def _dmarc(found: Authentication) -> str:
    dmarc = found.dmarc
    if dmarc.domain is None:
        return ""
    policy = f" (p={dmarc.policy})" if dmarc.policy else ""
    return f"dmarc={dmarc.result}{policy}{_property('header.from', dmarc.domain)}"


def _arc(found: Authentication) -> str:
    return "" if found.arc.result == "none" else f"arc={found.arc.result}"


def _property(name: str, value: str | None) -> str:
    """Whatever a stranger wrote into a name separates nothing here."""
    return f" {name}={_SEPARATING.sub('_', value[:255])}" if value else ""
