"""Sender authentication at intake: as far as it is done within the limit, else by a job just after the commit (FOUNDATIONS §6)."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.channels.email import store
from postroom.channels.email.prepare import InboundMail
from postroom.features.domains import DomainSettings
from postroom.features.messages import change, events, load_raw, model, to_storable
from postroom.kernel.clock import monotonic_s
from postroom.kernel.context import Io
from postroom.kernel.house import House
from postroom.kernel.jobs import Claimed, Job, JobHandler, Later
from postroom.kernel.ports.dns import Dns, DnsAnswer, DnsKind
from postroom.lib.addresses import normalise_domain
from postroom.lib.mailauth import (
    Arrival,
    Authentication,
    Rules,
    conclude,
    count_from,
    find_from_policy,
    gather_evidence,
    not_yet,
    of_the_house,
    switched_off,
)
from postroom.lib.reading import Reading

logger = logging.getLogger("postroom.authentication")
_JOB = "email.authenticate"
_JOB_LIMIT_S = 10.0
_FIRST_PAUSE_S = 5.0
_LAST_AGE_S = 600.0


class AuthenticationSettings(msgspec.Struct, frozen=True):
    """Who really sent a mail: SPF, DKIM, DMARC, ARC."""

    enabled: Annotated[bool, msgspec.Meta(description="Whether it is asked at all.")] = True
    limit_s: Annotated[
        float, msgspec.Meta(gt=0, le=10, description="What it may take before a mail is stored; then a job completes it.")
    ] = 0.3
    authserv_id: Annotated[
        str, msgspec.Meta(max_length=253, description="Our name in Authentication-Results; empty: the first mail domain.")
    ] = ""
    trusted_sealers: Annotated[
        tuple[str, ...], msgspec.Meta(description="Domains whose ARC seals count: forwarders and lists that check what they pass on.")
    ] = ()


Begun = Awaitable[tuple[Any, "Asking"]]


class Asking:
    """The DNS port with a deadline for one mail; remembers whether an answer was missed."""

    def __init__(self, dns: Dns, limit_s: float) -> None:
        self._dns = dns
        self._deadline = monotonic_s() + limit_s
        self.missed = False

    async def __call__(self, name: str, kind: DnsKind) -> DnsAnswer:
        answer = await self._dns.ask(name, kind, self._deadline - monotonic_s())
        self.missed = self.missed or answer.word == "timeout"
        return answer


class SenderChecks:
    """Sender authentication for the intake of this process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._settings = house.settings.of(AuthenticationSettings)
        self.rules = rules_of(house)

    def begin(self, mail: InboundMail, *, meanwhile: bool) -> Begun | None:
        """Ask what can be asked before the mail is read, `meanwhile` where that is done elsewhere."""
        if not self._settings.enabled or mail.method == "local":
            return None
        return asyncio.create_task(self._gather(mail), name="authentication") if meanwhile else self._gather(mail)

    async def finish(self, mail: InboundMail, begun: Begun | None, reading: Reading | None) -> Authentication:
        """The answer, or `pending` where a job has to look again. Total: what fails here fails no mail."""
        from_domain = _from_domain(reading)
        if begun is None:
            return _local(mail, from_domain, self.rules) if mail.method == "local" else switched_off(mail.method)
        try:
            evidence, asking = await begun
            found = conclude(evidence, from_domain, await find_from_policy(asking, from_domain), self.rules, mail.method)
        except Exception:
            logger.exception("the sender of a mail of %d bytes could not be checked", len(mail.raw))
            return switched_off(mail.method, "the check failed")
        is_open = asking.missed and found.verdict != "authenticated"
        return not_yet(mail.method) if is_open and not self._house.use(Dns).is_silent else found  # type: ignore[type-abstract]

    async def _gather(self, mail: InboundMail) -> tuple[Any, Asking]:
        asking = Asking(self._house.use(Dns), self._settings.limit_s)  # type: ignore[type-abstract]
        arrival = Arrival(mail.raw, mail.method, mail.remote_address, mail.mail_from, mail.helo)
        return await gather_evidence(asking, arrival, self.rules, self._house.clock.now()), asking


def rules_of(house: House) -> Rules:
    """Our name and whom we trust."""
    settings = house.settings.of(AuthenticationSettings)
    own = settings.authserv_id or house.settings.of(DomainSettings).names[0]
    return Rules(own.lower(), tuple(one.lower() for one in settings.trusted_sealers))


def authenticate_job(message: model.NewMessage, helo: str) -> Job:
    """The order to complete what was not known in time."""
    method = message.authentication.method if message.authentication else "smtp"
    args = {"message_id": message.id.hex, "helo": to_storable(helo, 255), "method": method}
    return Job(name=_JOB, org_id=message.org_id, mode=message.mode, args=args)


async def authenticate(io: Io, job: Claimed) -> None:
    """Look again, with more time; after ten minutes without an answer say so and leave it."""
    async with io.read() as rd:
        row = await store.find_pending(rd, UUID(hex=job.args["message_id"]))
    if row is None:
        return
    dns: Dns = io.use(Dns)  # type: ignore[type-abstract]
    age_s = (io.now - row["received_at"]).total_seconds()
    may_wait = age_s < _LAST_AGE_S and not dns.is_silent
    if may_wait and dns.is_resting:
        raise Later(max(_FIRST_PAUSE_S, age_s))
    found, missed = await _look_again(io, row, job)
    if may_wait and missed and found.verdict != "authenticated":
        raise Later(max(_FIRST_PAUSE_S, age_s))
    await _complete(io, row, found)


async def _look_again(io: Io, row: Any, job: Claimed) -> tuple[Authentication, bool]:
    raw, rules = await load_raw(io, row), rules_of(io.house)
    asking = Asking(io.use(Dns), _JOB_LIMIT_S)  # type: ignore[type-abstract]
    method = job.args["method"]
    arrival = Arrival(raw, method, row["remote_address"], row["envelope_from"], job.args["helo"])
    evidence = await gather_evidence(asking, arrival, rules, io.now)
    from_domain = _domain_of(row["from_address"], [name for name, _ in row["headers"]])
    found = conclude(evidence, from_domain, await find_from_policy(asking, from_domain), rules, method)
    return found, asking.missed


async def _complete(io: Io, row: Any, found: Authentication) -> None:
    async with io.tx() as tx:
        state = await change.lock_state(tx, row["id"])
        if state is None or state["authentication_verdict"] != "pending":
            return
        await change.mark(tx, row["id"], {"authentication_verdict": found.verdict})
        await store.write_authentication(tx, row["id"], found)
        about = {name: row[name] for name in ("org_id", "mode", "inbox_id", "agent_id")}
        tx.emit(
            events.MessageAuthenticated(
                **about,
                thread_id=state["thread_id"],
                message_id=row["id"],
                verdict=found.verdict,
                aligned_domain=found.aligned_domain,
            )
        )


def _from_domain(reading: Reading | None) -> str | None:
    if reading is None or reading.from_ is None:
        return None
    return _domain_of(reading.from_.address, [name for name, _ in reading.headers])


def _domain_of(address: str, names: Iterable[str]) -> str | None:
    """The domain that a reader sees, where the mail has exactly one From: of several, nobody knows which one a signature means."""
    return normalise_domain(address.rpartition("@")[2]) if "@" in address and count_from(names) == 1 else None


def _local(mail: InboundMail, from_domain: str | None, rules: Rules) -> Authentication:
    """Who sends from within the house was authenticated by his key."""
    own = normalise_domain(mail.mail_from.rpartition("@")[2])
    return of_the_house(own, rules) if own and own == from_domain else switched_off("local", "the sender is none of the house")


AUTHENTICATE_JOB = JobHandler(_JOB, authenticate)
