"""The DNS port: look-ups with a time limit, and honest failures."""

from typing import Protocol


class DnsFailed(Exception):
    """No answer: `word` is `not_found`, `timeout` or `server_failed`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Dns(Protocol):
    """What the house asks of the domain name system."""

    async def txt(self, name: str) -> list[str]:
        """The TXT records of a name, each joined; raises DnsFailed."""
        ...
