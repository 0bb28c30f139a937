"""Which remote images a mail asks for, and what bytes are an image."""

from typing import Final

from postroom.lib.html import sanitise
from postroom.lib.preview.rewrite import PersonRewriter, Places

_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def remote_images(html: str) -> list[str]:
    """The addresses of its remote images, in the order of their numbers."""
    rewriter = PersonRewriter(Places())
    sanitise(html, rewriter)
    return rewriter.remote


def image_type(content: bytes) -> str | None:
    """The media type by its first bytes; None for all that is not one of PNG, JPEG, GIF and WebP."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for magic, media_type in _MAGIC if content.startswith(magic)), None)
