"""Which keys there are. Narrow, so that a key is the same thing in a file system, in a bucket and in a URL."""

import re

from postroom.kernel.ports import BlobRefused

_MAX_KEY_LENGTH = 512
_SEGMENT = r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}"  # no dot in front: neither `..` nor our own `.tmp`
_KEY = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")


def is_key(text: str) -> bool:
    """True for a well-formed key."""
    return len(text) <= _MAX_KEY_LENGTH and _KEY.fullmatch(text) is not None


def require_key(key: str) -> None:
    """Raise BlobRefused for a malformed key."""
    if not is_key(key):
        raise BlobRefused(f"a blob's key is at most {_MAX_KEY_LENGTH} characters of A-Z a-z 0-9 _ . - in segments with /")


def folder_of(prefix: str) -> str | None:
    """The folder that `prefix` names, None for everything. Raises BlobRefused."""
    folder = prefix.removesuffix("/")
    if prefix and not is_key(folder):
        raise BlobRefused("a prefix is empty or whole segments of a key")
    return folder or None
