"""One spelling per address: folded, composed, the domain in its ASCII form."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import idna

_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 253
_ASCII_DOMAIN = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")


class Address(NamedTuple):
    """A normalised address."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


def normalise_address(text: str) -> Address | None:
    """The normal form, or None where the text is no address. `Jo.Doe@EXAMPLE.com.` → `jo.doe@example.com`."""
    local, at, domain = text.rpartition("@")
    if not at or not local or len(local.encode("utf-8", "replace")) > _LONGEST_LOCAL:
        return None
    folded = local.lower() if local.isascii() else unicodedata.normalize("NFC", local).casefold()
    normal_domain = normalise_domain(domain)
    if normal_domain is None or any(character.isspace() or not character.isprintable() for character in folded):
        return None
    return Address(folded, normal_domain)


@lru_cache(maxsize=4096)
def normalise_domain(text: str) -> str | None:
    """The ASCII form in lower case without a final dot, or None. Internationalised names follow IDNA 2008 with UTS 46 mapping."""
    name = text.strip().removesuffix(".").lower()
    if not name or len(name) > _LONGEST_DOMAIN:
        return None
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return name if _ASCII_DOMAIN.match(name) else None


def split_tag(local: str) -> tuple[str, str | None]:
    """`jo+shop` → (`jo`, `shop`); without a plus sign the tag is None."""
    name, plus, tag = local.partition("+")
    return (name, tag) if plus and name else (local, None)
