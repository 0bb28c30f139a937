"""Whether two domains are of one owner: by the public suffix list (RFC 7489 §3.1)."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=16_384)
def organisational_domain(domain: str) -> str | None:
    """The name below the public suffix; None for a suffix itself, which nobody owns."""
    found: str | None = _suffixes().privatesuffix(domain.lower())
    return found


def is_aligned(domain: str | None, from_domain: str, *, strict: bool = False) -> bool:
    """Strict: the very same. Relaxed: the same organisation (§3.1.1, §3.1.2)."""
    if not domain:
        return False
    domain = domain.lower().removesuffix(".")
    if domain == from_domain or strict:
        return domain == from_domain
    own = organisational_domain(from_domain)
    return own is not None and organisational_domain(domain) == own


@cache
def _suffixes() -> "PublicSuffixList":
    # Reading the list takes a tenth of a second, so not before it is needed.
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList()
