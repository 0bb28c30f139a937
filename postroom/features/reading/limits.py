"""How much a client may bring to be read, and reading much of it beside the loop."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec

from postroom.lib.confine import aside

T = TypeVar("T")
# What `lib` reads of a text and of HTML; the rest is not looked at.
TEXT_READ = 262_144
HTML_READ = 1_048_576
_MOST = 4_194_304
# About ten milliseconds of work.
_LARGE = 64 * 1024

Subject = Annotated[str, msgspec.Meta(max_length=4096)] | None
Text = Annotated[str, msgspec.Meta(max_length=_MOST, description="The plain text.")] | None
Html = Annotated[str, msgspec.Meta(max_length=_MOST, description="The HTML, as it came.")] | None


async def read_aside(texts: tuple[str | None, ...], work: Callable[..., T], *arguments: object) -> T:
    """The result of `work(*arguments)`, in a thread where the texts are long."""
    return await aside(sum(len(text or "") for text in texts), work, *arguments, large_bytes=_LARGE)


def shortened(text: str | None, html: str | None) -> str | None:
    """A notice where only the beginning was read."""
    cut = [
        f"the first {most:,} characters of the {name}"
        for name, value, most in (("text", text, TEXT_READ), ("HTML", html, HTML_READ))
        if value is not None and len(value) > most
    ]
    return f"Only {' and '.join(cut)} were read." if cut else None
