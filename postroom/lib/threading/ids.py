"""Message ids out of `Message-ID`, `In-Reply-To` and `References` (RFC 5322 §3.6.4), as they really arrive."""

import hashlib
import re
from collections.abc import Iterator

MAX_IDS = 50
_MAX_ID_CHARS = 998  # RFC 5322 §2.1.1: no line, so no id that could travel, is longer
_MAX_HEADER_CHARS = 262_144
_TOKEN = re.compile(r"<[^<>]*>|[()]|[^<>()]+|[<>]")
_SPLIT = re.compile(r"[\s,;]+")


def message_ids(header: str) -> list[str]:
    """Ids in order, without brackets and repeats: at most `MAX_IDS` (the first and the newest), each ≤ 998 characters.

    Ids in brackets win over bare words; bare words count only where nothing is in brackets and they hold an `@`.
    """
    if not header:
        return []
    bracketed, loose = [], []
    for piece in _outside_comments(header[:_MAX_HEADER_CHARS]):
        if piece[0] == "<" and len(piece) > 2:
            bracketed.append("".join(piece[1:-1].split()))
        elif not bracketed:
            loose += [word for word in _SPLIT.split(piece) if "@" in word.strip("@")]
    found = [found for found in dict.fromkeys(bracketed or loose) if 0 < len(found) <= _MAX_ID_CHARS]
    return found if len(found) <= MAX_IDS else [found[0], *found[1 - MAX_IDS :]]


def id_hash(message_id: str) -> bytes:
    """SHA-256 (32 bytes) of the id without brackets and blanks, its domain in lower case."""
    local, at, domain = "".join(message_id.split()).strip("<>").rpartition("@")
    return hashlib.sha256(f"{local}{at}{domain.lower()}".encode("utf-8", "replace")).digest()


def _outside_comments(header: str) -> Iterator[str]:
    depth = 0
    for piece in _TOKEN.findall(header):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield piece
