"""The servers that the bench compares: each is started, loaded, counted and stopped the same way."""

from typing import Protocol

from bench.servers.aiosmtpd import Aiosmtpd
from bench.servers.postfix import Postfix
from bench.servers.postroom import Postroom

__all__ = ["Aiosmtpd", "Postfix", "Postroom", "Server"]


class Server(Protocol):
    """A running SMTP server. `stored` counts the mails that have reached their place, `settle` waits until nothing is left to do."""

    name: str
    smtp_port: int
    recipients: list[str]

    def pids(self) -> dict[str, list[int]]:
        """Its processes by whose they are."""
        ...

    def settle(self) -> None: ...
    def stored(self) -> int: ...
    def clear(self) -> None: ...
    def stop(self) -> None: ...
