"""Inline styles for people: what a mail may say about its own look, and nothing that fetches, moves or covers."""

import re
from functools import lru_cache
from typing import Final

_MAX_CHARS: Final = 4_000
_MAX_VALUE: Final = 200
_ALLOWED: Final = frozenset(
    """background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color
    border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color border-right-style
    border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width border-width clear color
    direction display float font font-family font-size font-style font-variant font-weight height letter-spacing line-height
    list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-width opacity overflow
    overflow-wrap padding padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration
    text-decoration-color text-decoration-line text-indent text-transform vertical-align visibility white-space width word-break
    word-spacing word-wrap""".split()
)
_DISPLAYS: Final = frozenset("none block inline inline-block table table-cell table-row inline-table list-item".split())
_PLAIN: Final = re.compile(r"[a-z0-9#%.,\s'\"+!-]*+(?:(?:rgba?|hsla?)\([0-9.,%\s/deg]{1,60}\)[a-z0-9#%.,\s'\"+!-]*+)*+")
_COMMENT: Final = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
_NEGATIVE: Final = re.compile(r"(?:^|\s)-[0-9.]")
_COLOUR: Final = re.compile(r"#[0-9a-f]{3,8}|(?:rgba?|hsla?)\([0-9.,%\s/deg]{1,60}\)|[a-z]{3,20}")


@lru_cache(maxsize=1024)
def safe_style(source: str) -> str:
    """The declarations that may stay, in order."""
    kept = []
    for one in _COMMENT.sub("", source[:_MAX_CHARS].lower()).split(";"):
        name, _, value = one.partition(":")
        name, value = name.strip(), value.partition("!")[0].strip()
        if name == "background":
            name, value = "background-color", _ground(value)
        if name in _ALLOWED and value and len(value) <= _MAX_VALUE and _is_harmless(name, value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _is_harmless(name: str, value: str) -> bool:
    if not _PLAIN.fullmatch(value) or value.count('"') % 2 or value.count("'") % 2:
        return False
    if name == "display":
        return value in _DISPLAYS
    return not (name.startswith(("margin", "text-indent")) and _NEGATIVE.search(value))


def _ground(value: str) -> str:
    """The colour of a background that may also say more; the rest goes."""
    found = _COLOUR.match(value)
    return found[0] if found and "(" not in value[: found.end()].partition("(")[0] and not value.startswith("url") else ""
