"""Carrying out what was queued. Each attempt is committed before a connection opens (FOUNDATIONS §5).

An attempt that started and has no end (the process died between the hand-over and its record) is `outcome_unknown`: it is told, and
never tried again by itself. Every try carries the same Message-ID, because the composed bytes were stored when the mail was queued.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from postroom.channels.email import store
from postroom.channels.email.port import Drivers, Outcome, Outgoing, Result
from postroom.channels.email.send import DELIVER, SINK_NOTICE, TEST_NOTICE
from postroom.channels.email.settings import EmailSettings
from postroom.features.domains import DomainSettings
from postroom.features.inboxes import Recipients
from postroom.features.messages import change, events, load_raw
from postroom.kernel.context import Io, Tx
from postroom.kernel.database import UNREACHABLE
from postroom.kernel.errors import Unavailable
from postroom.kernel.jobs import Claimed, JobHandler, Later

_LONGEST_PAUSE_S = 4 * 3600.0
_MOST_NAMED = 5
_RECORD_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
_UNKNOWN = "the process ended between the hand-over and its record"
_EVENTS: dict[str, Any] = {
    "sent": lambda about, driver, _detail: events.MessageSent(**about, driver=driver),
    "captured": lambda about, driver, _detail: events.MessageCaptured(**about, driver=driver),
    "deferred": lambda about, _driver, detail: events.MessageDeferred(**about, reason=detail),
    "failed": lambda about, _driver, detail: events.MessageFailed(**about, reason=detail),
    "bounced": lambda about, _driver, detail: events.MessageFailed(**about, reason=detail),
    "outcome_unknown": lambda about, _driver, detail: events.MessageOutcomeUnknown(**about, reason=detail),
}


async def deliver(io: Io, job: Claimed) -> None:
    """Hand one mail over to everybody who has not got it yet; asks to be called again while somebody is deferred."""
    message_id = UUID(hex=job.args["message_id"])
    row, recipients = await _open(io, message_id)
    if row is None:
        return
    content = await load_raw(io, row)
    number = 0
    for driver, addresses in (await _route(io, row, recipients)).items():
        number = max(number, await _attempt(io, row, driver, addresses, content))
    pause_s = await _conclude(io, row, number)
    if pause_s is not None:
        raise Later(pause_s)


async def _open(io: Io, message_id: UUID) -> tuple[Any, list[str]]:
    """What is still to be done; an attempt without an end is concluded first."""
    async with io.tx() as tx:
        row = await store.get_outgoing(tx, message_id)
        if row is None or row["state"] not in ("queued", "sending", "deferred"):
            return None, []
        unfinished = await store.find_unfinished_attempt(tx, message_id)
        if unfinished is not None:
            await _write_unknown(tx, row, unfinished)
        waiting = [one["address"] for one in await store.list_recipients(tx, message_id) if one["state"] in ("queued", "deferred")]
        return row, waiting


async def _write_unknown(tx: Tx, row: Any, unfinished: Any) -> None:
    """Those whom the lost attempt was for: nobody knows whether they got it."""
    await store.finish_attempt(tx, unfinished["id"], "outcome_unknown")
    waiting = [one for one in await store.list_recipients(tx, row["id"]) if one["state"] in ("queued", "deferred")]
    affected = [one["address"] for one in waiting if one["driver"] == unfinished["driver"]]
    results = {address: ("outcome_unknown", _UNKNOWN) for address in affected}
    await store.record_results(tx, row["id"], unfinished["driver"], results)


async def _route(io: Io, row: Any, recipients: Sequence[str]) -> dict[str, list[str]]:
    """Our own inboxes by local delivery, everybody else by the carrier; from the sandbox nothing leaves.

    An address on the house's own domain that is no inbox fails here: a relay would only bring it back.
    """
    houses = io.house.settings.of(DomainSettings).names
    routes: dict[str, list[str]] = {}
    for address in recipients:
        ours = await io.use(Recipients).find(address)
        is_local = ours.mode == row["mode"] if ours is not None else address.rpartition("@")[2] in houses
        routes.setdefault("local" if is_local else _carrier(io, row), []).append(address)
    return routes


def _carrier(io: Io, row: Any) -> str:
    return "sink" if row["mode"] == "test" else io.use(Drivers).carrier


async def _attempt(io: Io, row: Any, driver: str, addresses: Sequence[str], content: bytes) -> int:
    async with io.tx() as tx:
        await change.lock_state(tx, row["id"])
        attempt_id, number = await store.start_attempt(tx, row["id"], driver, addresses)
        await change.mark(tx, row["id"], {"state": "sending"})
    mail = Outgoing(row["id"], row["envelope_from"], tuple(addresses), content, row["mode"], _needs_smtputf8(row, addresses))
    outcome = await io.use(Drivers)[driver].send(io, mail)
    most = io.house.settings.of(EmailSettings).max_tries
    results = {address: _limited(outcome, address, number, most) for address in addresses}
    await _record(io, row["id"], driver, attempt_id, results)
    return number


async def _record(io: Io, message_id: UUID, driver: str, attempt_id: UUID, results: Mapping[str, Result]) -> None:
    """Write what came of an attempt. It cannot be asked for again, so a database that is away for a moment is waited for."""
    for pause_s in (*_RECORD_PAUSES_S, None):
        try:
            async with io.tx() as tx:
                await store.record_results(tx, message_id, driver, {to: (one.state, one.detail[:500]) for to, one in results.items()})
                await store.finish_attempt(tx, attempt_id, _summary([one.state for one in results.values()]))
            return
        except (Unavailable, *UNREACHABLE):
            if pause_s is None:
                raise
            await asyncio.sleep(pause_s)


def _limited(outcome: Outcome, address: str, number: int, most: int) -> Result:
    result = outcome.results.get(address, Result("outcome_unknown", "the driver said nothing about this recipient"))
    if result.state == "deferred" and number >= most:
        return Result("failed", f"given up after {number} tries: {result.detail}")
    return result


async def _conclude(io: Io, row: Any, number: int) -> float | None:
    """The state of the whole mail from those of its recipients; the pause before the next try, if there is one."""
    async with io.tx() as tx:
        recipients = await store.list_recipients(tx, row["id"])
        if not recipients:
            return None  # the message was deleted, or its inbox ended, while it was handed over
        state, notice = conclusion(row, recipients)
        telling = next((one for one in recipients if one["state"] == state), recipients[0])
        await change.mark(tx, row["id"], {"state": state, "notice": notice})
        tx.emit(_EVENTS[state](events.about_row(row), telling["driver"] or "", telling["detail"] or ""))
    if state != "deferred":
        return None
    return min(_LONGEST_PAUSE_S, io.house.settings.of(EmailSettings).retry_first_s * 2.0 ** min(20, max(0, number - 1)))


def conclusion(row: Any, recipients: Sequence[Any]) -> tuple[str, str | None]:
    """The state of a mail from those of its recipients, and what there is to say about it."""
    state = _summary([one["state"] for one in recipients])
    telling = next((one for one in recipients if one["state"] == state), recipients[0])
    return state, _notice(row, state, recipients, telling["detail"])


def _notice(row: Any, state: str, recipients: Sequence[Any], reason: str | None) -> str | None:
    """Why it waits or failed; of what is done, that the sink has it, and whom it did not reach."""
    if state not in ("sent", "captured"):
        return reason or None
    words = [TEST_NOTICE if row["mode"] == "test" else SINK_NOTICE] if state == "captured" else []
    missed = [f"{one['address']} ({one['detail'] or 'failed'})" for one in recipients if one["state"] in ("failed", "bounced")]
    if missed:
        words.append(f"Not delivered to {', '.join(missed[:_MOST_NAMED])}{' and others' * (len(missed) > _MOST_NAMED)}.")
    return " ".join(words) or None


def _summary(states: Sequence[str]) -> str:
    """Somebody still waiting decides, then what is least certain; nobody may think that what the sink caught has left."""
    order = ("deferred", "outcome_unknown", "captured", "sent", "bounced", "failed")
    return next((state for state in order if state in states), "failed")


def _needs_smtputf8(row: Any, addresses: Sequence[str]) -> bool:
    return not all(one.isascii() for one in (row["envelope_from"], *addresses))


DELIVER_JOB = JobHandler(DELIVER, deliver, is_slow=True)
