"""The DNS port: look-ups with a time limit, and honest failures."""

from typing import Literal, NamedTuple, Protocol

DnsKind = Literal["TXT", "A", "AAAA", "MX", "PTR"]
DnsWord = Literal["found", "not_found", "timeout", "server_failed"]


class DnsFailed(Exception):
    """No answer: `word` is `not_found`, `timeout` or `server_failed`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class DnsAnswer(NamedTuple):
    """What is known of a name. `records` are texts: TXT joined, addresses, hosts (MX: the best first)."""

    word: DnsWord
    records: tuple[str, ...] = ()


class Dns(Protocol):
    """What the house asks of the domain name system."""

    @property
    def is_silent(self) -> bool:
        """Whether no name server has ever answered this process, though it waited long enough for one: there is none."""
        ...

    @property
    def is_resting(self) -> bool:
        """Whether nobody waits for a name server just now, because several look-ups in a row were in vain."""
        ...

    async def txt(self, name: str) -> list[str]:
        """The TXT records of a name as they are now, each joined; raises DnsFailed."""
        ...

    async def ask(self, name: str, kind: DnsKind, within_s: float | None = None) -> DnsAnswer:
        """What is known of a name, from memory for as long as its owner allows. Total: what fails is said in the answer."""
        ...
