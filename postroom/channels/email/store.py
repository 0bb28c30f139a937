"""All SQL of the e-mail channel."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages import hidden, model
from postroom.kernel.context import Read, Tx
from postroom.kernel.ports.bus import PROCESS_LOCK
from postroom.kernel.statements import Part, Table, unnested
from postroom.lib.mailauth import Authentication

TWINS = "intake_receipts_twin"
_RECEIPTS = Table(
    "intake_receipts", "id uuid, key bytea, twin integer, queue_id text, is_lost boolean, process_number integer, created_at timestamptz"
)


def receipts_part(rows: Sequence[tuple[UUID, bytes, int, str, bool, int, datetime]]) -> Part:
    """(id, key, twin, queue id, lost, process, now) of mails whose senders have not gone on yet.

    Violates the index TWINS where another process took an equal mail a moment ago.
    """
    return _RECEIPTS.insert(rows)


def change_receipts_parts(confirmed: Collection[UUID], lost: Collection[UUID]) -> list[Part]:
    """Senders that went on (equal mails from now on are meant), and senders that may not have seen their 250."""
    parts = [Part("confirmed", "DELETE FROM intake_receipts WHERE id = ANY($1::uuid[])", (list(confirmed),))] if confirmed else []
    mark = "UPDATE intake_receipts SET is_lost = true WHERE id = ANY($1::uuid[])"
    return [*parts, Part("lost", mark, (list(lost),))] if lost else parts


def find_receipts_part(
    keys: Sequence[bytes], process_number: int, since: datetime, lost: Collection[UUID], confirmed: Collection[UUID]
) -> Part:
    """Rows (key, queue id, id, twin, state) of the receipts of mails with these keys.

    The 250 may not have arrived (`lost`: also of a process that is gone), or that is known to another process only (`elsewhere`).
    `lost` and `confirmed` are what changes in the same statement, which this part cannot see.
    """
    return Part("receipts", _FIND_RECEIPTS, (list(keys), process_number, since, PROCESS_LOCK, list(lost), list(confirmed)), rows=True)


async def find_overtaken(connection: Any, messages: Sequence[model.NewMessage], arrived_at: Sequence[datetime]) -> set[UUID]:
    """Those of the messages that equal one which came after them and is stored. Rarely asked: their senders are gone without an answer."""
    columns = [[getattr(one, name) for one in messages] for name in ("id", "org_id", "inbox_id", "envelope_from")]
    rows = await connection.fetch(_FIND_OVERTAKEN, *columns, [one.raw.sha256 for one in messages], list(arrived_at))
    return {row["id"] for row in rows}


_FIND_OVERTAKEN = f"""
SELECT w.id FROM {unnested("id uuid, org_id uuid, inbox_id uuid, envelope_from text, sha256 bytea, arrived_at timestamptz")} AS w
WHERE EXISTS (SELECT FROM messages m JOIN message_raw r ON r.org_id = m.org_id AND r.id = m.raw_id
    JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id WHERE m.org_id = w.org_id AND m.inbox_id = w.inbox_id
        AND m.received_at >= w.arrived_at AND r.sha256 = w.sha256 AND e.envelope_from = w.envelope_from)
"""

_FIND_RECEIPTS = """
SELECT r.key, r.queue_id, r.id, r.twin, CASE WHEN r.created_at <= $3 OR r.id = ANY($6::uuid[]) THEN 'past'
    WHEN r.is_lost OR r.id = ANY($5::uuid[]) THEN 'lost' WHEN r.process_number = $2 THEN 'here'
    WHEN EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = $4::bigint::oid AND l.objid = r.process_number::oid
        AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) THEN 'elsewhere' ELSE 'lost' END
FROM intake_receipts r WHERE r.key = ANY($1::bytea[])
"""


async def purge_receipts(connection: Any, before: datetime) -> None:
    """Forget, in small batches, what is too old to count."""
    await connection.execute(
        "DELETE FROM intake_receipts WHERE id IN (SELECT id FROM intake_receipts WHERE created_at <= $1 LIMIT 1000)", before
    )
    await connection.execute(
        "DELETE FROM recent_sends WHERE (org_id, content_sha256) IN"
        " (SELECT org_id, content_sha256 FROM recent_sends WHERE created_at <= $1 LIMIT 1000)",
        before,
    )


async def next_purge(connection: Any) -> datetime | None:
    """When the oldest receipt becomes too old."""
    oldest: datetime | None = await connection.fetchval(
        "SELECT least((SELECT min(created_at) FROM intake_receipts), (SELECT min(created_at) FROM recent_sends))"
    )
    return None if oldest is None else oldest + timedelta(minutes=16)


async def find_recent_send(tx: Tx, content_sha256: bytes, since: datetime) -> UUID | None:
    """The message of the same content sent since then; a twin in flight is waited for."""
    await tx.execute("SELECT pg_advisory_xact_lock($1)", int.from_bytes(content_sha256[:8], "big", signed=True))
    found: UUID | None = await tx.fetchval(
        "SELECT message_id FROM recent_sends WHERE org_id = $1 AND content_sha256 = $2 AND created_at > $3",
        tx.org_id,
        content_sha256,
        since,
    )
    return found


async def remember_send(tx: Tx, content_sha256: bytes, message_id: UUID) -> None:
    """This content was sent now."""
    await tx.execute(
        """
        INSERT INTO recent_sends (org_id, content_sha256, message_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (org_id, content_sha256) DO UPDATE SET message_id = excluded.message_id, created_at = excluded.created_at
        """,
        tx.org_id,
        content_sha256,
        message_id,
        tx.now,
    )


async def insert_recipients(tx: Tx, message_id: UUID, addresses: Sequence[str]) -> None:
    """Everybody the mail is to reach, blind copies too; findable by its Message-ID, so it is recorded before."""
    await tx.execute(
        """
        INSERT INTO outbound_recipients (org_id, message_id, address, state, changed_at, internet_id_sha256)
        SELECT $1, $2, a, 'queued', $4, (SELECT sha256(convert_to(e.message_id, 'UTF8')) FROM email_messages e
            WHERE e.org_id = $1 AND e.id = $2) FROM unnest($3::text[]) AS a
        """,
        tx.org_id,
        message_id,
        list(addresses),
        tx.now,
    )


async def list_recipients(rd: Read, message_id: UUID) -> list[Any]:
    """Each recipient with what came of it."""
    return await rd.fetch("SELECT * FROM outbound_recipients WHERE org_id = $1 AND message_id = $2 ORDER BY address", rd.org_id, message_id)


async def record_results(tx: Tx, message_id: UUID, driver: str, results: Mapping[str, tuple[str, str]]) -> None:
    """What came of recipients: (state, detail) by address."""
    await tx.execute(
        """
        UPDATE outbound_recipients r SET state = u.state, detail = u.detail, driver = $3, changed_at = $7
        FROM unnest($4::text[], $5::text[], $6::text[]) AS u(address, state, detail)
        WHERE r.org_id = $1 AND r.message_id = $2 AND r.address = u.address
        """,
        tx.org_id,
        message_id,
        driver,
        list(results),
        [state for state, _ in results.values()],
        [detail for _, detail in results.values()],
        tx.now,
    )


async def record_bounces(tx: Tx, message_id: UUID, details: Mapping[str, str]) -> None:
    """Recipients whose mail came back, with what their server said."""
    await tx.execute(
        """
        UPDATE outbound_recipients r SET state = 'bounced', detail = u.detail, changed_at = $5
        FROM unnest($3::text[], $4::text[]) AS u(address, detail) WHERE r.org_id = $1 AND r.message_id = $2 AND r.address = u.address
        """,
        tx.org_id,
        message_id,
        list(details),
        list(details.values()),
        tx.now,
    )


async def find_report(rd: Read, message_id: UUID) -> Any:
    """What the delivery report in a message says."""
    return await rd.fetchval("SELECT delivery_report FROM email_messages WHERE org_id = $1 AND id = $2", rd.org_id, message_id)


async def find_sent(rd: Read, internet_id: str, mode: str) -> Any:
    """The mail of this organisation that was sent under this Message-ID."""
    return await rd.fetchrow(
        """
        SELECT m.org_id, m.id, m.mode, m.inbox_id, m.agent_id, s.state, s.thread_id FROM outbound_recipients r
        JOIN messages m ON m.org_id = r.org_id AND m.id = r.message_id JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
        WHERE r.org_id = $1 AND r.internet_id_sha256 = sha256(convert_to($2, 'UTF8')) AND m.mode = $3 AND m.direction = 'outbound' LIMIT 1
        """,
        rd.org_id,
        internet_id,
        mode,
    )


async def start_attempt(tx: Tx, message_id: UUID, driver: str, addresses: Sequence[str]) -> tuple[UUID, int]:
    """The attempt's id and number, to be committed before any connection opens; its recipients remember the driver."""
    await tx.execute(
        "UPDATE outbound_recipients SET driver = $4, changed_at = $5 WHERE org_id = $1 AND message_id = $2 AND address = ANY($3)",
        tx.org_id,
        message_id,
        list(addresses),
        driver,
        tx.now,
    )
    attempt_id = tx.new_id()
    number: int = await tx.fetchval(
        """
        INSERT INTO delivery_attempts (org_id, id, message_id, number, driver, started_at)
        SELECT $1, $2, $3, 1 + count(*), $4, $5 FROM delivery_attempts
        WHERE org_id = $1 AND message_id = $3 AND driver = $4 RETURNING number
        """,
        tx.org_id,
        attempt_id,
        message_id,
        driver,
        tx.now,
    )
    return attempt_id, number


async def finish_attempt(tx: Tx, attempt_id: UUID, outcome: str) -> None:
    """The attempt is over, and how."""
    await tx.execute(
        "UPDATE delivery_attempts SET finished_at = $3, outcome = $4 WHERE org_id = $1 AND id = $2", tx.org_id, attempt_id, tx.now, outcome
    )


async def find_unfinished_attempt(rd: Read, message_id: UUID) -> Any:
    """An attempt that started and of whose end nobody knows."""
    return await rd.fetchrow(
        "SELECT id, driver FROM delivery_attempts WHERE org_id = $1 AND message_id = $2 AND finished_at IS NULL LIMIT 1",
        rd.org_id,
        message_id,
    )


async def get_outgoing(rd: Read, message_id: UUID) -> Any:
    """What a delivery needs to know of a message."""
    return await rd.fetchrow(
        """
        SELECT m.org_id, m.id, m.raw_id, m.mode, m.inbox_id, m.agent_id, s.state, s.thread_id,
            e.message_id, e.envelope_from
        FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
        JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id WHERE m.org_id = $1 AND m.id = $2
        """,
        rd.org_id,
        message_id,
    )


async def find_pending(rd: Read, message_id: UUID) -> Any:
    """A message whose sender is not checked yet, with what the check needs; None where it is gone or done."""
    return await rd.fetchrow(
        """
        SELECT m.org_id, m.id, m.mode, m.inbox_id, m.agent_id, m.received_at, m.raw_id, m.from_address, e.remote_address, e.envelope_from,
            e.headers
        FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
        JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id
        WHERE m.org_id = $1 AND m.id = $2 AND s.authentication_verdict = 'pending'
        """,
        rd.org_id,
        message_id,
    )


async def find_released(rd: Read, message_id: UUID) -> Any:
    """A message that was released, with what is needed to read its mail again; None where it is gone, or hidden again by somebody."""
    return await rd.fetchrow(
        f"""
        SELECT m.org_id, m.id, m.mode, m.inbox_id, m.agent_id, m.received_at, m.raw_id, s.thread_id, e.envelope_from, e.recipient, e.tag,
            e.remote_address, e.authentication
        FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
        JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id
        WHERE m.org_id = $1 AND m.id = $2 AND m.inbox_id IS NOT NULL
            AND ({hidden.SHOWN} OR s.hidden_reason = '{hidden.AFTER_RECEIPT}')
        """,
        rd.org_id,
        message_id,
    )


async def list_inboxes_of_raw(rd: Read, raw_id: UUID) -> set[UUID]:
    """The inboxes that have this very mail."""
    rows = await rd.fetch("SELECT inbox_id FROM messages WHERE org_id = $1 AND raw_id = $2 AND inbox_id IS NOT NULL", rd.org_id, raw_id)
    return {row["inbox_id"] for row in rows}


async def is_stored(rd: Read, message_id: UUID) -> bool:
    """Whether there is such a message."""
    return bool(await rd.fetchval("SELECT EXISTS (SELECT FROM messages WHERE org_id = $1 AND id = $2)", rd.org_id, message_id))


async def write_authentication(tx: Tx, message_id: UUID, found: Authentication) -> None:
    """Who sent the message, with evidence."""
    await tx.execute(
        "UPDATE email_messages SET authentication = $3 WHERE org_id = $1 AND id = $2", tx.org_id, message_id, msgspec.to_builtins(found)
    )


def find_correspondents_part(wanted: Sequence[tuple[UUID, UUID, UUID]]) -> Part:
    """Rows (inbox, who) of those among (organisation, inbox, who) that are known."""
    return Part("correspondents", _FIND_CORRESPONDENTS, tuple([one[place] for one in wanted] for place in range(3)), rows=True)


def find_like_domains_part(wanted: Sequence[tuple[UUID, UUID, str]]) -> Part:
    """Rows (inbox, domain) of correspondents' domains that have a half of (organisation, inbox, half)."""
    return Part("like_domains", _FIND_LIKE_DOMAINS, tuple([one[place] for one in wanted] for place in range(3)), rows=True)


def meet_parts(met: Collection[tuple[UUID, UUID, UUID]], domains: Collection[tuple[UUID, UUID, str, str]]) -> list[Part]:
    """Write (organisation, inbox, who) and (organisation, inbox, half, domain) that are new. In one order, so that nobody deadlocks."""
    people, halves = sorted(met), sorted(domains)
    parts = [Part("met", _MEET, tuple([one[place] for one in people] for place in range(3)))] if people else []
    return [*parts, Part("met_domains", _MEET_DOMAINS, tuple([one[place] for one in halves] for place in range(4)))] if halves else parts


async def forget_correspondents(tx: Tx, inbox_ids: Sequence[UUID]) -> None:
    """The inboxes have ended."""
    for table in ("correspondents", "correspondent_domains"):
        await tx.execute(f"DELETE FROM {table} WHERE org_id = $1 AND inbox_id = ANY($2)", tx.org_id, list(inbox_ids))


_FIND_CORRESPONDENTS = f"""
SELECT w.inbox_id, w.who FROM {unnested("org_id uuid, inbox_id uuid, who uuid")} AS w
CROSS JOIN LATERAL (SELECT FROM correspondents WHERE org_id = w.org_id AND inbox_id = w.inbox_id AND who = w.who LIMIT 1) c
"""

_FIND_LIKE_DOMAINS = f"""
SELECT w.inbox_id, d.domain FROM {unnested("org_id uuid, inbox_id uuid, half text")} AS w
CROSS JOIN LATERAL (SELECT domain FROM correspondent_domains WHERE org_id = w.org_id AND inbox_id = w.inbox_id AND half = w.half LIMIT 50) d
"""

_MEET = f"""
INSERT INTO correspondents (org_id, inbox_id, who)
SELECT * FROM {unnested("org_id uuid, inbox_id uuid, who uuid")} AS m ON CONFLICT DO NOTHING
"""

_MEET_DOMAINS = f"""
INSERT INTO correspondent_domains (org_id, inbox_id, half, domain)
SELECT * FROM {unnested("org_id uuid, inbox_id uuid, half text, domain text")} AS m ON CONFLICT DO NOTHING
"""


async def find_calling_off(tx: Tx, message: Any) -> Any:
    """The newest later CANCEL of the same event (of all dates, or of this one) by the same organiser in the same inbox, or None."""
    return await tx.fetchrow(
        """
        SELECT m.id FROM email_messages e JOIN messages m ON m.org_id = e.org_id AND m.id = e.id
        WHERE e.org_id = $1 AND md5(e.invitation ->> 'uid') = md5($2) AND e.invitation ->> 'uid' = $2 AND e.invitation IS NOT NULL
            AND e.invitation ->> 'method' = 'CANCEL' AND lower(e.invitation #>> '{organiser,address}') = lower($3)
            AND (e.invitation -> 'recurrence_id' = 'null'::jsonb OR e.invitation -> 'recurrence_id' = $4)
            AND m.inbox_id = $5 AND m.received_at >= $6 AND (e.invitation ->> 'sequence')::bigint >= $7
        ORDER BY m.received_at DESC LIMIT 1
        """,
        tx.org_id,
        message["invitation"]["uid"],
        message["invitation"]["organiser"]["address"],
        message["invitation"]["recurrence_id"],
        message["inbox_id"],
        message["received_at"],
        message["invitation"]["sequence"],
    )
