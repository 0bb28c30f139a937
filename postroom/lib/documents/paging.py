"""From pages to what one answer holds: as many whole pages as fit, each under its anchor."""

from collections.abc import Sequence

import msgspec

from postroom.lib.documents.model import Page

_BYTES_PER_TOKEN = 4


class View(msgspec.Struct, frozen=True):
    """Some pages as one text. `next_page` None: this is the end. `is_cut`: the one page is longer than was asked for."""

    text: str
    page: int
    next_page: int | None
    token_estimate: int
    is_cut: bool


def estimate_tokens(text: str) -> int:
    """About what a model counts: a quarter of the UTF-8 bytes, which is near for Latin, Cyrillic and CJK alike."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    return -(-size // _BYTES_PER_TOKEN)


def view_of(pages: Sequence[Page], page: int, max_tokens: int) -> View:
    """From `page` (counted from 1) as many whole pages as `max_tokens` hold; at least one, cut where it alone is too long."""
    shown: list[str] = []
    room, number = max_tokens, page
    while number <= len(pages):
        text = _anchored(number, pages[number - 1])
        tokens = estimate_tokens(text)
        if tokens > room and shown:
            break
        shown.append(text)
        room -= tokens
        number += 1
    whole = "\n\n".join(shown)
    text = _start_of(whole, max_tokens) if room < 0 else whole
    next_page = number if number <= len(pages) else None
    return View(text, page, next_page, estimate_tokens(text), len(text) < len(whole))


def _anchored(number: int, page: Page) -> str:
    label = f": {page.label}" if page.label else ""
    return f"<!-- page {number}{label} -->\n{page.text}".rstrip()


def _start_of(text: str, tokens: int) -> str:
    return text.encode("utf-8", "replace")[: tokens * _BYTES_PER_TOKEN].decode("utf-8", "ignore")
