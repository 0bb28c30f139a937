"""What delivery reports mean for the mail that they are about.

Anybody can write a report. It counts only where its Message-ID is one that this organisation sent, in the same mode, and only for a
recipient that this very mail went to; beyond that it is a mail like others.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from postroom.channels.email import store
from postroom.channels.email.deliver import conclusion
from postroom.features.messages import change, events, model
from postroom.kernel.context import Io, Tx
from postroom.kernel.ids import encode_id
from postroom.kernel.jobs import Claimed, Job, JobHandler, Later
from postroom.lib.bounces import Report, ReportedRecipient

_APPLY = "email.apply_report"
# What is still under way is decided by its own attempts.
_HANDED_OVER = ("sent", "captured", "outcome_unknown")
_PAUSE_S = 2.0
_MOST_TRIES = 30
_LONGEST_DETAIL = 500


def report_jobs(messages: Iterable[model.NewMessage]) -> list[Job]:
    """The orders to look which sent mail the delivery reports among new messages are about."""
    return [
        Job(name=_APPLY, org_id=one.org_id, mode=one.mode, args={"message_id": one.id.hex})
        for one in messages
        if one.delivery_report is not None and _may_tell(one) and _is_telling(one.delivery_report)
    ]


def _may_tell(message: model.NewMessage) -> bool:
    """An inbox with a whitelist hides the reports of servers that it does not know; it must hear of its own mail all the same."""
    return not message.is_hidden or message.hidden_reason == "not_allowed"


def _is_telling(report: Report) -> bool:
    return bool(report.original_message_id) and any(one.action == "failed" for one in report.recipients)


async def apply_report(io: Io, job: Claimed) -> None:
    """Mark the recipients that a report names as bounced; told twice it changes nothing."""
    report_id = UUID(hex=job.args["message_id"])
    async with io.tx() as tx:
        report = await _load(tx, report_id)
        sent = report and await store.find_sent(tx, report.original_message_id or "", job.mode)
        if report is None or not sent or await change.lock_state(tx, sent["id"]) is None:
            return
        recipients = {one["address"].lower(): one for one in await store.list_recipients(tx, sent["id"])}
        named = [(_whom(one, recipients), one) for one in report.recipients if one.action == "failed"]
        if sent["state"] == "sending" and job.attempt < _MOST_TRIES and any(to and to["state"] == "queued" for to, _ in named):
            raise Later(_PAUSE_S)  # the report was faster than the record of the hand-over
        bounced = {to["address"]: one for to, one in named if to and to["state"] in _HANDED_OVER}
        if bounced:
            await _write(tx, sent, bounced, report_id)


async def _load(tx: Tx, report_id: UUID) -> Report | None:
    stored = await store.find_report(tx, report_id)
    return None if stored is None else msgspec.convert(stored, Report)


def _whom(one: ReportedRecipient, recipients: Mapping[str, Any]) -> Any:
    """The recipient of ours that is meant: as we wrote it, as the words name it (a blind copy is in no header), as the copy has it."""
    names = (one.original_recipient, one.reported_as, one.recipient)
    return next((recipients[name.lower()] for name in names if name and name.lower() in recipients), None)


async def _write(tx: Tx, sent: Any, bounced: Mapping[str, ReportedRecipient], report_id: UUID) -> None:
    details = {address: (one.diagnostic or one.status or one.reason)[:_LONGEST_DETAIL] for address, one in bounced.items()}
    await store.record_bounces(tx, sent["id"], details)
    state, notice = conclusion(sent, await store.list_recipients(tx, sent["id"]))
    await change.mark(tx, sent["id"], {"state": state, "notice": notice})
    for address, one in bounced.items():
        tx.emit(
            events.MessageBounced(
                **events.about_row(sent),
                recipient=address,
                permanent=one.permanent,
                reason=one.reason,
                status=one.status,
                report_id=encode_id("msg", report_id),
            )
        )


REPORT_JOB = JobHandler(_APPLY, apply_report)
