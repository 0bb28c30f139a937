"""What a folder plugs into the house. Discovery imports `manifest.py` of every folder and reads its `MANIFEST`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import msgspec

from postroom.kernel.followers import Follower
from postroom.kernel.gates import Gate
from postroom.kernel.house import House, Resolve
from postroom.kernel.jobs import JobHandler
from postroom.kernel.timers import Timer

# Components that start at this order or later take something in from outside; they stop before anything else does.
LISTENING_ORDER = 60


class Component(Protocol):
    """Something that runs for as long as the process does: a listener, a committer, a server."""

    async def stop(self) -> None:
        """Finish what was accepted, then end."""
        ...


@dataclass(frozen=True, slots=True)
class ComponentFactory:
    """Starts a component in the roles named. `order`: lower starts earlier and stops later."""

    name: str
    start: Callable[[House], Awaitable[Component]]
    roles: frozenset[str] = frozenset({"api", "smtp", "worker", "doctor"})
    order: int = 50


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `postroom doctor`: `run(house)` returns (ok, words)."""

    name: str
    run: Callable[[House], Awaitable[tuple[bool, str]]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one folder offers. Everything is optional but the name."""

    name: str
    folder: Path
    rank: int = 50
    operations: tuple[ModuleType, ...] = ()
    settings: tuple[tuple[str, type[msgspec.Struct]], ...] = ()
    jobs: tuple[JobHandler, ...] = ()
    timers: tuple[Timer, ...] = ()
    followers: tuple[Follower, ...] = ()
    gates: tuple[tuple[int, str, Gate], ...] = ()
    components: tuple[ComponentFactory, ...] = ()
    checks: tuple[Check, ...] = ()
    references: tuple[tuple[str, Resolve], ...] = ()
    event_types: tuple[type[Any], ...] = ()
    # Each is called with (dispatcher, catalogue, settings, version=…) and gives a wire for the host.
    wires: tuple[Callable[..., Any], ...] = ()
    is_on: Callable[[House], tuple[bool, str]] | None = None

    @property
    def migrations(self) -> Path:
        """The folder of numbered SQL files; it need not exist."""
        return self.folder / "migrations"
