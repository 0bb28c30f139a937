"""The addresses of HTML without a tree: only for HTML that holds no other than the plain part does."""

import html as entities
import re
from collections.abc import Container
from typing import Final

URL_MAX: Final = 4_096
WORDS_MAX: Final = 300


def words_of_known(html: str, known: Container[str]) -> dict[str, str] | None:
    """The words of each address's first anchor. None where an `href` is not one of `known` or written in an unusual way."""
    found: dict[str, str] = {}
    count, at = 0, html.find("href")
    while at >= 0:
        quote = html[at + 5 : at + 6]
        end = html.find(quote, at + 6, at + URL_MAX) if quote in ('"', "'") and html[at + 4] == "=" else -1
        url = _unescaped(html[at + 6 : end]).strip() if end > 0 else ""
        if url not in known:
            return None
        if url not in found:
            found[url] = _words(html, end)
        count += 1
        at = html.find("href", end)
    return found if count and html.lower().count("href") == count else None


def _words(html: str, at: int) -> str:
    """What stands between the tag that is open at `at` and the next `</a`, without tags."""
    start = html.find(">", at, at + WORDS_MAX) + 1
    end = html.find("</", start, start + WORDS_MAX) if start else -1
    while end > 0 and html[end + 2 : end + 3] not in ("a", "A"):
        end = html.find("</", end + 2, start + WORDS_MAX)
    inner = html[start:end] if end > 0 else ""
    return " ".join(_unescaped(_TAG.sub(" ", inner) if "<" in inner else inner).split())


def _unescaped(value: str) -> str:
    return entities.unescape(value) if "&" in value else value


_TAG: Final = re.compile("<[^<>]*>?")
