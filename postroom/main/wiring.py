"""Putting the house together, by hand and in order, and taking it apart again."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from postroom.features.accounts import KeyAuthenticator
from postroom.features.audit import AuditLog
from postroom.kernel import idempotency
from postroom.kernel.clock import Clock, SystemClock
from postroom.kernel.context import Reauthoriser
from postroom.kernel.database import Database
from postroom.kernel.dispatch import Dispatcher
from postroom.kernel.followers import FollowerRunner
from postroom.kernel.gates import GateSet
from postroom.kernel.house import House
from postroom.kernel.limits import Limiter, LimitSettings
from postroom.kernel.listening import Listening
from postroom.kernel.manifest import LISTENING_ORDER, Component, Manifest
from postroom.kernel.migrate import Migration, apply_migrations, read_migrations
from postroom.kernel.operations import Catalogue
from postroom.kernel.ports.blobs import Blobs
from postroom.kernel.ports.dns import Dns
from postroom.kernel.ports.egress import Egress
from postroom.kernel.settings import SettingsBook
from postroom.kernel.timers import Timer, TimerRunner
from postroom.kernel.worker import JobWorker
from postroom.main.discover import build_catalogue
from postroom.main.engine.blobs import BlobsSettings, open_blobs
from postroom.main.engine.bus import PostgresBus
from postroom.main.engine.dns import DnsResolver, DnsSettings
from postroom.main.engine.egress import EgressSettings, GuardedEgress
from postroom.main.settings import ServeSettings, split_address

logger = logging.getLogger("postroom")
_KERNEL = Path(idempotency.__file__).parent
ALL_ROLES = frozenset({"api", "smtp", "worker"})


def all_migrations(manifests: Sequence[Manifest]) -> list[Migration]:
    """The kernel's first, then those of the folders by rank."""
    migrations = read_migrations("kernel", _KERNEL / "migrations")
    for manifest in manifests:
        migrations += read_migrations(manifest.name, manifest.migrations)
    return migrations


class Wired:
    """One process: the house, its dispatcher, and everything that runs in it."""

    def __init__(self, dsn: str, settings: SettingsBook, manifests: Sequence[Manifest], *, clock: Clock | None = None) -> None:
        serve = settings.of(ServeSettings)
        self.manifests = manifests
        self.catalogue: Catalogue = build_catalogue(list(manifests))
        self.database = Database(dsn, pool_size=serve.pool_size)
        self.bus = PostgresBus(self.database)
        gates = GateSet(gate for manifest in manifests for gate in manifest.gates)
        self.house = House(clock=clock or SystemClock(), database=self.database, bus=self.bus, settings=settings, gates=gates)
        self.house.references.update(one for manifest in manifests for one in manifest.references)
        self.listening = Listening(
            Path(serve.data_dir).absolute(), split_address(serve.http, "POSTROOM_HTTP"), split_address(serve.smtp, "POSTROOM_SMTP")
        )
        self._components: list[tuple[str, Component]] = []
        self._listeners: set[str] = set()
        self.is_started = False

    async def open(self) -> int:
        """Connect and migrate; how many migrations were applied."""
        await self.database.open()
        async with self.database.connection() as connection:
            return await apply_migrations(connection, all_migrations(self.manifests), self.house.clock.now())

    async def start(self, roles: frozenset[str] = ALL_ROLES) -> None:
        """Start the components of the roles in their order."""
        await self.bus.start()
        self._provide_ports()
        self._components.append(("authenticator", self.authenticator))
        factories = [factory for manifest in self.manifests if _is_on(manifest, self.house) for factory in manifest.components]
        for factory in sorted(factories, key=lambda one: one.order):
            if factory.roles & roles:
                self._components.append((factory.name, await factory.start(self.house)))
                if factory.order >= LISTENING_ORDER:
                    self._listeners.add(factory.name)
        if "worker" in roles:
            await self._start_workers()

    async def stop_listening(self) -> None:
        """Listeners finish what they have begun and take nothing new."""
        await self._stop_components([one for one in self._components if one[0] in self._listeners])

    async def stop(self) -> None:
        """Waits answer at once; then everything in the reverse order, the database last."""
        self.is_started = False
        self.house.wakeups.close()
        await self._stop_components(self._components)
        await self.bus.stop()
        await self.database.close()

    async def _stop_components(self, components: Sequence[tuple[str, Component]]) -> None:
        for name, component in reversed(list(components)):
            self._components.remove((name, component))
            try:
                await component.stop()
            except Exception:
                logger.exception("stopping %s failed", name)

    def _provide_ports(self) -> None:
        settings, house = self.house.settings, self.house
        self.authenticator = KeyAuthenticator(house)
        self.dispatcher = Dispatcher(house, self.authenticator, AuditLog(), Limiter(settings.of(LimitSettings)))
        house.provide(Listening, self.listening)
        house.provide(Reauthoriser, self.authenticator)  # type: ignore[type-abstract]
        resolver = DnsResolver(settings.of(DnsSettings))
        house.provide(Dns, resolver)  # type: ignore[type-abstract]
        house.provide(Blobs, open_blobs(settings.of(BlobsSettings), data_dir=self.listening.data_dir))  # type: ignore[type-abstract]
        egress = GuardedEgress(settings.of(EgressSettings))
        house.provide(Egress, egress)  # type: ignore[type-abstract]
        self._components += [("egress", _Closing(egress)), ("dns", _Closing(resolver))]

    async def _start_workers(self) -> None:
        runners: list[Any] = [
            FollowerRunner(self.house, [one for manifest in self.manifests for one in manifest.followers]),
            TimerRunner(self.house, [*(one for manifest in self.manifests for one in manifest.timers), IDEMPOTENCY_TIMER]),
            JobWorker(self.house, [one for manifest in self.manifests for one in manifest.jobs]),
        ]
        for runner in runners:
            await runner.start()
            self._components.append((type(runner).__name__, runner))


class _Closing:
    """An adapter that is closed as a component is stopped."""

    def __init__(self, adapter: GuardedEgress | DnsResolver) -> None:
        self._adapter = adapter

    async def stop(self) -> None:
        await self._adapter.aclose()


def _is_on(manifest: Manifest, house: House) -> bool:
    return manifest.is_on is None or manifest.is_on(house)[0]


async def _purge_idempotency(house: House) -> None:
    async with house.database.connection() as connection:
        await idempotency.purge(connection, house.clock.now())


IDEMPOTENCY_TIMER = Timer("kernel.idempotency", idempotency.next_purge, _purge_idempotency)
