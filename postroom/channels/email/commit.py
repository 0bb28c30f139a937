"""Group commit: mails that arrive together share one transaction, and a hostile one cannot fail the others (FOUNDATIONS §1).

What is queued while a commit is under way goes into the next one, so the batch follows the load by itself. A batch that the database
refuses is cut in half until the culprit is alone; that one is stored with its raw bytes only.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from postroom.channels.email import store
from postroom.channels.email.authenticate import authenticate_job
from postroom.channels.email.bounced import report_jobs
from postroom.channels.email.correspondents import Correspondents
from postroom.channels.email.judge import Open, judge
from postroom.channels.email.prepare import bare
from postroom.channels.email.receipts import WINDOW, KnownReceipts, ReceiptChanges, repeat_key
from postroom.channels.email.route import unroute
from postroom.channels.email.screen import judge_screening, policies_parts
from postroom.channels.email.settings import EmailSettings
from postroom.features.inboxes import hold_open_part
from postroom.features.messages import events, look_up, model, move_raw_jobs, write
from postroom.kernel import idempotency
from postroom.kernel.context import Tx, house_principal
from postroom.kernel.database import RETRYABLE, UNREACHABLE
from postroom.kernel.errors import AppError, Unavailable
from postroom.kernel.house import House
from postroom.kernel.idempotency import IdempotentCall
from postroom.kernel.ids import encode_id
from postroom.kernel.statements import Part, run_parts

logger = logging.getLogger("postroom.intake")
_NOBODY = UUID(int=0)
_FLUSH_RECEIPTS_S = 0.5
_MOST_TRIES = 3
# So long a mail waits for the word of another process about an equal one; an idle process writes it within _FLUSH_RECEIPTS_S.
_DOUBT_S, _MOST_DOUBTS = 0.15, 8
# A full disk, a time limit, a standby: the mail is as good as ever, so it comes again later instead of being stored without its parts.
_NO_FAULT_OF_MAIL = (
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
)


@dataclass(slots=True)
class Stored:
    """What became of one mail: the messages stored, or the queue id of the one it repeats; whose receipts the answer settles."""

    queue_id: str
    messages: list[model.NewMessage] = field(default_factory=list)
    repeated: bool = False
    receipts: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Promise:
    """A call with an Idempotency-Key that brought a mail: its answer is stored with the mail."""

    call: IdempotentCall
    answer: Callable[[Stored], Any]


@dataclass(slots=True, eq=False)
class Pending:
    """One mail on its way into the database."""

    queue_id: str
    messages: list[model.NewMessage]
    done: "asyncio.Future[Stored]"
    is_silent: bool = False
    is_open: Callable[[], bool] | None = None
    helo: str = ""
    promise: Promise | None = None
    doubts: int = 0
    # When the mail was there, before anything was asked about it; what makes its messages equal to others.
    arrived_at: datetime | None = None
    keys: dict[UUID, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.is_repeatable:
            self.keys = {message.id: repeat_key(message) for message in self.messages}

    @property
    def is_repeatable(self) -> bool:
        """Whether the sender would send again if it missed our answer."""
        return self.is_open is not None

    @property
    def is_gone(self) -> bool:
        """Whether the sender can no longer hear our answer."""
        return self.is_open is not None and not self.is_open()

    @property
    def size_bytes(self) -> int:
        """About what the mail adds to a batch."""
        return sum(len(message.raw.compressed) + len(message.body) for message in self.messages)


class Committer:
    """One task that commits batch after batch."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._settings = house.settings.of(EmailSettings)
        self._queue: deque[Pending] = deque()
        self._changes = ReceiptChanges()
        self._correspondents = Correspondents(house)
        self._wake = asyncio.Event()
        self._put_off = 0
        self._stopping = False
        self._task = asyncio.create_task(self._run(), name="intake-committer")

    async def store(self, pending: Pending) -> Stored:
        """Resolves after the commit. Raises Unavailable when the database did not take it: the sender may try again."""
        self._queue.append(pending)
        self._wake.set()
        return await pending.done

    def confirmed(self, receipts: Iterable[UUID]) -> None:
        """The sender went on after our 250."""
        self._changes.confirmed.update(receipts)

    def lost(self, receipts: Iterable[UUID]) -> None:
        """The sender may not have seen our 250."""
        self._changes.lost.update(receipts)
        self._wake.set()

    async def stop(self) -> None:
        """Commit what is queued, write what is known about receipts, then end."""
        self._stopping = True
        self._wake.set()
        await self._task

    async def _run(self) -> None:
        while not (self._stopping and not self._queue and not self._put_off):
            try:
                await (self._commit_all(self._take()) if self._queue else self._idle())
            except Exception:
                logger.exception("the committer goes on after a fault")
                await asyncio.sleep(_FLUSH_RECEIPTS_S)
        if self._changes:
            await self._flush()

    async def _idle(self) -> None:
        """Sleep until a mail comes; meanwhile write what is known about receipts."""
        self._wake.clear()
        with contextlib.suppress(TimeoutError):
            # That a 250 was lost, other processes wait to hear.
            pause = 0 if self._changes.lost else _FLUSH_RECEIPTS_S if self._changes else None
            await asyncio.wait_for(self._wake.wait(), pause)
            if self._queue or self._stopping:
                return
        await self._flush()

    def _take(self) -> list[Pending]:
        batch, size = [self._queue.popleft()], 0
        while self._queue and len(batch) < self._settings.batch_messages:
            size += batch[-1].size_bytes
            if size + self._queue[0].size_bytes > self._settings.batch_bytes:
                break
            batch.append(self._queue.popleft())
        return batch

    async def _flush(self) -> None:
        changes = self._changes.take()
        try:
            async with self._house.database.connection() as connection:
                await run_parts(connection, changes.parts())
        except (AppError, asyncpg.PostgresError, *UNREACHABLE):
            self._changes.give_back(changes)
            await asyncio.sleep(_FLUSH_RECEIPTS_S)

    async def _commit_all(self, batch: list[Pending]) -> None:
        """Commit, or halve until what fails is alone."""
        try:
            await self._commit_retrying(batch)
        except (AppError, *UNREACHABLE, *_NO_FAULT_OF_MAIL) as error:
            self._fail(batch, error)
        except Exception as error:
            if len(batch) > 1:
                half = len(batch) // 2
                await self._commit_all(batch[:half])
                await self._commit_all(batch[half:])
            else:
                await self._commit_bare(batch[0], error)

    async def _commit_retrying(self, batch: list[Pending]) -> None:
        for last in (False,) * (_MOST_TRIES - 1) + (True,):
            try:
                await self._commit(batch)
                return
            except (*RETRYABLE, asyncpg.UniqueViolationError) as error:
                if isinstance(error, asyncpg.UniqueViolationError) and error.constraint_name != store.TWINS:
                    raise
                if last:
                    raise Unavailable("contended", "The database is too busy.", retryable=True) from error

    async def _commit_bare(self, pending: Pending, error: Exception) -> None:
        """What cannot be stored in parts is stored raw; the reason is kept without the values."""
        logger.warning("a mail of %d bytes is stored raw only: %s", pending.size_bytes, type(error).__name__)
        pending.messages = [bare(message, f"storage: {type(error).__name__}") for message in pending.messages]
        try:
            await self._commit_retrying([pending])
        except Exception as second:
            logger.exception("a mail could not be stored")
            self._fail([pending], second)

    async def _commit(self, batch: list[Pending]) -> None:
        changes = self._changes.take()
        try:
            async with self._house.transaction(house_principal(_NOBODY), reserved=True) as tx:
                stored = await self._write(tx, batch, changes)
        except BaseException:
            self._changes.give_back(changes)
            raise
        for pending in batch:
            if pending not in stored:
                self._look_later(pending)
        for pending, result in stored.items():
            self._correspondents.remember(result.messages)
            if pending.is_gone:
                # Before the next batch looks for repeats: the retry may be in it.
                self._changes.lost.update(result.receipts)
            if not pending.done.done():
                pending.done.set_result(result)

    def _look_later(self, pending: Pending) -> None:
        """Another process will have said by then whether this is a repeat."""
        pending.doubts += 1
        self._put_off += 1
        asyncio.get_running_loop().call_later(_DOUBT_S, self._look_again, pending)

    def _look_again(self, pending: Pending) -> None:
        self._put_off -= 1
        self._queue.append(pending)
        self._wake.set()

    def _is_doubtful(self, pending: Pending, receipts: KnownReceipts) -> bool:
        """Whether another process took an equal mail, and has not said yet whether its sender went on."""
        if not receipts.doubtful or not pending.is_repeatable or self._stopping or pending.doubts >= _MOST_DOUBTS:
            return False
        return not receipts.doubtful.isdisjoint(pending.keys.values() - receipts.repeats.keys())

    async def _write(self, tx: Tx, asked: list[Pending], changes: ReceiptChanges) -> dict[Pending, Stored]:
        """What became of each; those are left out that may be repeats."""
        known = await run_parts(tx.connection, self._questions(tx, asked, changes))
        held = {inbox_id: Open(agent_id, mode) for inbox_id, agent_id, mode in known["held"]}
        receipts = KnownReceipts.of(known.get("receipts", ()))
        batch = [pending for pending in asked if not self._is_doubtful(pending, receipts)]
        gone = [pending for pending in batch if pending.is_gone]
        overtaken = await _find_overtaken(tx, gone) if gone else frozenset()
        # Whoever is gone comes first: his retry may be in the same batch, and have overtaken him.
        order = [*gone, *(pending for pending in batch if pending not in gone)] if gone else batch
        sorted_out = {one: self._sort_out(one, receipts.repeats, overtaken, held) for one in order}
        results = [sorted_out[pending] for pending in batch]
        if any(result.messages for result in results):
            # First: what is in quarantine is not released by a proof of the sender that comes late.
            judge_screening([one for result in results for one in result.messages], known.get("screening", ()))
            loud = [result for pending, result in zip(batch, results, strict=True) if not pending.is_silent]
            await judge(tx.connection, self._house, [one for result in loud for one in result.messages], held)
            for result in results:
                result.messages = unroute(result.messages)
            messages = [message for result in results for message in result.messages]
            new = self._correspondents.introduce(messages, known)
            self._correspondents.mark_strangers([message for pending in asked for message in pending.messages], known)
            assigned = await write(
                tx.connection,
                messages,
                known["links"],
                [*self._receipts(tx, batch, results, receipts), *_promised(tx, batch, results), *new],
            )
            self._announce(tx, batch, results)
            for event in assignments(messages, assigned):
                tx.emit(event)
        return dict(zip(batch, results, strict=True))

    def _questions(self, tx: Tx, batch: list[Pending], changes: ReceiptChanges) -> list[Part]:
        """All that must be known before the batch is written, in one round trip, with what became known of receipts."""
        wanted = [message for pending in batch for message in pending.messages]
        inboxes = list({(message.org_id, message.inbox_id) for message in wanted if message.inbox_id})
        keys = [key for pending in batch for key in pending.keys.values()]
        parts = [*changes.parts(), hold_open_part(inboxes, tx.now), *look_up(wanted)]
        parts += [*policies_parts(wanted), *self._correspondents.questions(wanted)]
        since = tx.now - WINDOW
        number = self._house.process_number
        return [*parts, store.find_receipts_part(keys, number, since, changes.lost, changes.confirmed)] if keys else parts

    @staticmethod
    def _sort_out(
        pending: Pending,
        repeats: dict[bytes, tuple[str, UUID]],
        overtaken: Container[UUID],
        open_inboxes: Container[UUID | None],
    ) -> Stored:
        """Leave out inboxes that have closed meanwhile, and what is a repeat (also of a mail in this very batch)."""
        result, earlier_id = Stored(pending.queue_id), ""
        for message in pending.messages:
            key = pending.keys.get(message.id, b"")
            if key in repeats:
                earlier_id, receipt = repeats[key]
                result.receipts.append(receipt)
            elif message.id in overtaken:
                earlier_id = pending.queue_id
            elif message.inbox_id in open_inboxes:
                result.messages.append(message)
                result.receipts.append(message.id)
                if pending.is_repeatable and pending.is_gone:
                    repeats[key] = pending.queue_id, message.id
        result.repeated = bool(earlier_id)
        if earlier_id and not result.messages:
            result.queue_id = earlier_id
        return result

    def _receipts(self, tx: Tx, batch: list[Pending], results: list[Stored], known: KnownReceipts) -> list[Part]:
        rows = [
            (message.id, key, known.number(key), pending.queue_id, pending.is_gone, self._house.process_number, tx.now)
            for pending, result in zip(batch, results, strict=True)
            if pending.is_repeatable
            for message in result.messages
            for key in (pending.keys[message.id],)
        ]
        return [store.receipts_part(rows)] if rows else []

    @staticmethod
    def _announce(tx: Tx, batch: list[Pending], results: list[Stored]) -> None:
        for pending, result in zip(batch, results, strict=True):
            for message in result.messages:
                tx.emit(imported(message) if pending.is_silent else blocked(message) if message.is_hidden else received(message))
                if message.authentication_verdict == "pending":
                    tx.enqueue(authenticate_job(message, pending.helo))
            for job in (*move_raw_jobs(result.messages), *report_jobs(result.messages)):
                tx.enqueue(job)

    def _fail(self, batch: list[Pending], error: BaseException) -> None:
        """451. The commit may have gone through all the same, so a repeat of these is a duplicate."""
        for pending in batch:
            self._changes.lost.update(message.id for message in pending.messages)
            if not pending.done.done():
                pending.done.set_exception(Unavailable("not_stored", "The mail could not be stored now.", retryable=True))
        logger.warning("%d mails were not stored: %s", len(batch), error)


async def _find_overtaken(tx: Tx, gone: list[Pending]) -> Container[UUID]:
    """What senders left that are gone without an answer, and whose retry was stored before it."""
    pairs = [(one, pending.arrived_at) for pending in gone for one in pending.messages if pending.arrived_at]
    return await store.find_overtaken(tx.connection, *zip(*pairs, strict=True)) if pairs else frozenset()


def _promised(tx: Tx, batch: list[Pending], results: list[Stored]) -> list[Part]:
    """The answers to calls, with what they are about."""
    pairs = [(one.promise, result) for one, result in zip(batch, results, strict=True) if one.promise and result.messages]
    answers = [(promise.call, idempotency.pack(promise.answer(result))) for promise, result in pairs]
    return [idempotency.finish_part(answers, tx.now)] if answers else []


def received(message: model.NewMessage) -> events.MessageReceived:
    """The fact that a message came."""
    return events.MessageReceived(
        **events.about(message),
        from_address=message.from_.address,
        subject=message.subject[:200],
        category=message.category,
        has_code=message.count("code") > 0,
        has_link=message.count("link") > 0,
        has_attachment=bool(message.attachments),
        authentication=message.authentication_verdict,
        screening=message.screening_verdict,
    )


def blocked(message: model.NewMessage) -> events.MessageBlocked:
    """The fact that a message came and was hidden; nothing of what it says."""
    rule_id = None if message.hidden_rule_id is None else encode_id("rul", message.hidden_rule_id)
    return events.MessageBlocked(
        **events.about(message), folder=message.folder, reason=message.hidden_reason or message.folder, rule_id=rule_id
    )


def assignments(messages: Iterable[model.NewMessage], rows: Iterable[tuple[UUID, UUID, UUID, str]]) -> Iterable[events.ThreadAssigned]:
    """The facts that routing rules assigned agents to threads."""
    by_thread = {message.thread_id: message for message in messages if message.assignment is not None}
    for _, thread_id, agent_id, role in rows:
        message = by_thread[thread_id]
        rule_id = encode_id("rou", message.assignment.rule_id) if message.assignment else None
        yield events.ThreadAssigned(**{**events.about(message), "agent_id": agent_id, "message_id": None}, role=role, rule_id=rule_id)


def imported(message: model.NewMessage) -> events.MessageImported:
    """The fact that a message was put in silently."""
    return events.MessageImported(**events.about(message))
