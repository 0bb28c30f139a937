"""What was hidden is released: it counts as received, so what intake does beside the log is done for it now, once.

Waits, search and all who follow the log hear of `message.received`. Here: routing rules apply, a delivery report counts, and the inbox
knows the sender. Contact rules are asked about a copy as at arrival: a release says what this inbox takes, not what another does.
"""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from postroom.channels.email import store
from postroom.channels.email.bounced import report_jobs
from postroom.channels.email.commit import assignments
from postroom.channels.email.correspondents import acquaint
from postroom.channels.email.intake import Intake
from postroom.channels.email.prepare import InboundMail
from postroom.channels.email.route import route
from postroom.features.inboxes import Recipient
from postroom.features.messages import change, load_raw, model
from postroom.kernel.context import Io, Tx
from postroom.kernel.errors import NotFound
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.jobs import Claimed, Job, JobHandler
from postroom.lib.mailauth import Authentication

_JOB = "email.released"


async def take_in(io: Io, job: Claimed) -> None:
    """Do for a released message what is done for one that comes in; done twice it changes nothing."""
    async with io.read() as rd:
        row = await store.find_released(rd, UUID(hex=job.args["message_id"]))
    try:
        message = None if row is None else await _read_again(io, row)
    except NotFound:
        return  # its bytes are gone
    if message is None:
        return
    async with io.read() as rd:
        there = await store.list_inboxes_of_raw(rd, row["raw_id"])
    copies = [one for one in await route(io.house, [message]) if one.inbox_id not in there]
    async with io.tx() as tx:
        await _note(tx, message)
    for copy in copies:
        await _store_once(io, copy, row["raw_id"])


async def _read_again(io: Io, row: Any) -> model.NewMessage:
    """The message as intake had prepared it, in the thread where it is now."""
    inbox = Recipient(row["org_id"], row["inbox_id"], row["agent_id"], row["mode"], row["recipient"], row["tag"], "active", None, False)
    mail = InboundMail(row["envelope_from"], [(row["recipient"], inbox)], await load_raw(io, row), row["remote_address"])
    known = None if row["authentication"] is None else msgspec.convert(row["authentication"], Authentication)
    (message,) = await io.use(Intake).read_again(mail, row["received_at"], known)
    return msgspec.structs.replace(message, id=row["id"], thread_id=row["thread_id"], is_released=True)


async def _note(tx: Tx, message: model.NewMessage) -> None:
    if message.assignment is not None and message.thread_id is not None:
        one = message.assignment
        rows = await change.assign(tx, [(tx.org_id, message.thread_id, one.agent_id, one.role, one.rule_id, tx.now)])
        for event in assignments([message], rows):
            tx.emit(event)
    for job in report_jobs([message]):
        tx.enqueue(job)
    if message.inbox_id is not None and message.from_.address:
        await acquaint(tx, message.inbox_id, [message.from_.address])


async def _store_once(io: Io, copy: model.NewMessage, raw_id: UUID) -> None:
    """The copy comes now. Its id follows from the mail that it is of, so that a job that is done again, or that of a sibling, finds it."""
    digest = hashlib.sha256(raw_id.bytes + (copy.inbox_id or raw_id).bytes).digest()
    copy_id = UUID(int=raw_id.int ^ int.from_bytes(digest[:7], "big"))
    async with io.read() as rd:
        if await store.is_stored(rd, copy_id):
            return
    await io.use(Intake).store(msgspec.structs.replace(copy, id=copy_id, received_at=io.now))


async def _order(tx: Tx, facts: Sequence[Fact]) -> None:
    for fact in facts:
        if fact.message_id is not None and fact.data.get("is_released"):
            tx.enqueue(Job(name=_JOB, org_id=tx.org_id, mode=fact.mode, args={"message_id": fact.message_id.hex}))


RELEASE_JOB = JobHandler(_JOB, take_in)
RELEASE_FOLLOWER = Follower("email.released", frozenset({"message.received"}), _order)
