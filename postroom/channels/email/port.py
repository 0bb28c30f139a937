"""The contract of a sending driver, and how it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import UUID

from postroom.kernel.context import Io
from postroom.kernel.house import House

State = Literal["sent", "captured", "deferred", "failed", "outcome_unknown"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One composed mail for some of its recipients."""

    message_id: UUID
    mail_from: str
    recipients: tuple[str, ...]
    content: bytes
    mode: str
    needs_smtputf8: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one recipient. `detail` may be shown to the sender: a word or what the other server said."""

    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of every recipient. `outcome_unknown`: the mail may or may not have been taken; never tried again by itself."""

    results: dict[str, Result] = field(default_factory=dict)

    @staticmethod
    def all(recipients: Sequence[str], state: State, detail: str = "") -> "Outcome":
        """The same for everybody."""
        return Outcome({address: Result(state, detail) for address in recipients})


class Driver(Protocol):
    """Hands mails over to the world."""

    name: str

    async def send(self, io: Io, mail: Outgoing) -> Outcome:
        """Hand over. Must not raise for what a server answers or for a broken line: that is an outcome."""
        ...


class Drivers:
    """The drivers of this process by name; `route` says which one carries mail out."""

    def __init__(self) -> None:
        self._drivers: dict[str, Driver] = {}
        self._carrier = "sink"

    def add(self, driver: Driver, *, carries: bool = False) -> None:
        """Put a driver in place; the one that `carries` is used for the outside world."""
        self._drivers[driver.name] = driver
        if carries:
            self._carrier = driver.name

    def __getitem__(self, name: str) -> Driver:
        return self._drivers[name]

    @property
    def carrier(self) -> str:
        """The driver for the outside world: `sink` unless one was set up."""
        return self._carrier

    async def stop(self) -> None:
        """Each driver ends by itself."""


async def start_drivers(house: House) -> Drivers:
    """The component's factory; the drivers' own components add themselves."""
    drivers = Drivers()
    house.provide(Drivers, drivers)
    return drivers
