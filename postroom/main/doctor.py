"""`postroom doctor`: what is configured, found, reachable; every plug-in on or off, and why."""

import asyncio
import contextlib
import dataclasses
from typing import Any

from postroom import __version__
from postroom.kernel.errors import AppError
from postroom.kernel.migrate import count_pending
from postroom.kernel.ports.blobs import Blobs
from postroom.kernel.stragglers import count_stragglers
from postroom.main.commands import all_sections
from postroom.main.discover import discover
from postroom.main.engine import embedded
from postroom.main.engine.attach import DatabaseServer, open_database_server
from postroom.main.engine.dns import DnsSettings, find_answering
from postroom.main.serve import wired_data_dir
from postroom.main.settings import ServeSettings, read_all
from postroom.main.wiring import Wired, all_migrations

_NAMES_S = 2.0
_SAFE = {"fsync": "on", "full_page_writes": "on"}


@dataclasses.dataclass(slots=True)
class Line:
    """One finding. `state`: ok, off or bad."""

    name: str
    state: str
    words: str


@dataclasses.dataclass(slots=True)
class Report:
    """All findings."""

    lines: list[Line] = dataclasses.field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """True when nothing is bad."""
        return all(line.state != "bad" for line in self.lines)

    def add(self, name: str, well: bool, words: str) -> None:
        """One more finding."""
        self.lines.append(Line(name, "ok" if well else "bad", words))

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {"version": __version__, "ok": self.is_well, "checks": [dataclasses.asdict(line) for line in self.lines]}

    def as_text(self) -> str:
        """For people."""
        width = max(len(line.name) for line in self.lines)
        marks = {"ok": "ok  ", "off": "off ", "bad": "BAD "}
        rows = [f"  {marks[line.state]} {line.name.ljust(width)}  {line.words}" for line in self.lines]
        return "\n".join([f"Postroom {__version__}", *rows, "", "All is well." if self.is_well else "Something is wrong: see BAD above."])


def run_doctor(config: str | None, given: dict[str, Any]) -> Report:
    """Look at everything; never raises for what it finds."""
    return asyncio.run(_examine(config, given))


async def _examine(config: str | None, given: dict[str, Any]) -> Report:
    report = Report()
    try:
        settings = read_all(all_sections(), config, given)
    except AppError as error:
        report.add("settings", False, error.detail)
        return report
    serve = settings.of(ServeSettings)
    report.add("settings", True, f"data in {serve.data_dir}, API on {serve.http}, SMTP on {serve.smtp}")
    try:
        server = await open_database_server(serve.database_url, wired_data_dir(serve), may_attach=True, log=lambda _words: None)
    except (embedded.EmbeddedServerError, OSError) as error:
        report.add("database", False, str(error))
        return report
    wired = Wired(server.dsn, settings, discover())
    try:
        await _examine_house(report, wired, server)
    except AppError as error:
        report.add("database", False, error.detail)
    finally:
        with contextlib.suppress(Exception):
            await wired.stop()
        await server.stop()
    return report


async def _examine_house(report: Report, wired: Wired, server: DatabaseServer) -> None:
    await wired.database.open()
    await wired.start(frozenset({"doctor"}))
    await _examine_database(report, wired, server)
    await _examine_blobs(report, wired)
    await _examine_names(report, wired)
    for manifest in wired.manifests:
        on, why = manifest.is_on(wired.house) if manifest.is_on else (True, "always on")
        report.lines.append(Line(f"plug-in {manifest.name}", "ok" if on else "off", why))
    for check in (one for manifest in wired.manifests for one in manifest.checks):
        report.add(check.name, *await check.run(wired.house))


async def _examine_database(report: Report, wired: Wired, server: DatabaseServer) -> None:
    async with wired.database.connection() as connection:
        version = await connection.fetchval("SHOW server_version")
        report.add("database", int(version.split(".")[0]) >= 15, f"PostgreSQL {version}, {'embedded' if server.server else 'external'}")
        for name, wanted in _SAFE.items():
            value = await connection.fetchval("SELECT current_setting($1)", name)
            report.add(
                f"database {name}",
                value == wanted,
                f"{value}" if value == wanted else f"{value}: accepted mail may be lost; set it {wanted}",
            )
        commit = await connection.fetchval("SHOW synchronous_commit")
        report.add("database synchronous_commit", commit != "off", commit)
        pending = await count_pending(connection, all_migrations(wired.manifests))
        report.add("migrations", True, "up to date" if not pending else f"{pending} will be applied at the next start")
        late = 0 if pending else await count_stragglers(connection)
        report.add(
            "event log", not late, f"{late} events could not be followed; they are tried again" if late else "every event was followed"
        )


async def _examine_blobs(report: Report, wired: Wired) -> None:
    try:
        await wired.house.use(Blobs).check()  # type: ignore[type-abstract]
    except Exception as error:
        report.add("blobs", False, f"{type(error).__name__}: {error}")
    else:
        report.add("blobs", True, "the blob store answers")


async def _examine_names(report: Report, wired: Wired) -> None:
    """Without names mail comes and goes, but nobody's word can be checked: not bad, and worth knowing."""
    servers = await find_answering(wired.house.settings.of(DnsSettings), _NAMES_S)
    silent = ", ".join(one for one, answers in servers.items() if not answers)
    if not any(servers.values()):
        words = (
            f"{silent or 'no name server'}: no answer in {_NAMES_S:g} s, so no sender is proven (temperror); set POSTROOM_DNS_NAMESERVERS"
        )
        report.lines.append(Line("names", "off", words))
        return
    answering = ", ".join(one for one, answers in servers.items() if answers)
    report.add("names", True, f"{answering} answers" + (f"; {silent} does not: take it out of POSTROOM_DNS_NAMESERVERS" if silent else ""))
