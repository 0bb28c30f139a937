"""What sender authentication asks of the domain name system, as a port: the library itself opens no connection."""

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Literal, Protocol

Kind = Literal["TXT", "A", "AAAA", "MX", "PTR"]


class Answer(Protocol):
    """`word` is `found`, `not_found`, `timeout` or `server_failed`; `records` are texts (MX: the hosts, best first)."""

    @property
    def word(self) -> str: ...
    @property
    def records(self) -> Sequence[str]: ...


Ask = Callable[[str, Kind], Awaitable[Answer]]


def is_askable(name: str) -> bool:
    """Whether it is worth asking for a name: within the lengths of RFC 1035 §2.3.4, without empty labels."""
    return len(name) <= 253 and _is_well_formed(name)


@lru_cache(maxsize=4_096)
def _is_well_formed(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    return name.isascii() and all(0 < len(label) <= 63 for label in labels)
