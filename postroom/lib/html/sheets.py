"""The simple rules of style sheets: those of a name, a class or an id, outside of conditions."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_MAX_CHARS: Final = 200_000
_MAX_RULES: Final = 200
_MAX_BODY: Final = 1_000
_COMMENT: Final = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)|<!--|-->")
_BRACE: Final = re.compile("[{}]")
_SIMPLE: Final = re.compile(r"\s*+([a-zA-Z][a-zA-Z0-9]{0,15}|)([.#][\w-]{1,80}|)\s*+")


class Sheet(NamedTuple):
    """Declarations by selector (`td`, `.x`, `td.x`, `#x`); `is_sure` is false where rules that are not read may colour grounds."""

    rules: dict[str, str]
    is_sure: bool

    def declarations(self, name: str, classes: Iterable[str], ident: str) -> str:
        """What the rules say about one element, the more special last."""
        rules, found = self.rules, ""
        if name in rules:
            found = rules[name]
        for one in classes:
            for key in (f".{one}", f"{name}.{one}"):
                if key in rules:
                    found = f"{found};{rules[key]}"
        for key in (f"#{ident}", f"{name}#{ident}") if ident else ():
            if key in rules:
                found = f"{found};{rules[key]}"
        return found


def read_sheet(source: str) -> Sheet:
    """The first 200 simple selectors; linear."""
    rules: dict[str, str] = {}
    is_sure = True
    for selectors, body in _rules(source[:_MAX_CHARS]):
        for selector in selectors.split(",")[:50]:
            found = _SIMPLE.fullmatch(selector)
            if not found:
                is_sure = is_sure and "background" not in body
                continue
            one = found[1].lower() + found[2]
            if one in rules:
                rules[one] = f"{rules[one][:_MAX_BODY]};{body[:_MAX_BODY]}"
            elif len(rules) < _MAX_RULES:
                rules[one] = body[:_MAX_BODY]
    return Sheet(rules, is_sure)


def _rules(source: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold without condition."""
    depth, selectors, at = 0, "", 0
    source = _COMMENT.sub("", source)
    for brace in _BRACE.finditer(source):
        text = source[at : brace.start()]
        at = brace.end()
        if brace[0] == "{":
            depth += 1
            if depth == 1:
                selectors = text.rpartition(";")[2] if ";" in text else text
        elif depth:
            if depth == 1 and "@" not in selectors:
                yield selectors, text
            depth -= 1
