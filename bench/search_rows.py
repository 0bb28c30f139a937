"""A large organisation made directly in the database: messages of invented words whose frequencies follow Zipf's law, a twelfth of them
Chinese, in several inboxes. Written as the follower writes, by the same functions; only the index is made at the end, which is quicker.
"""

import asyncio
import itertools
import json
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import asyncpg

from postroom.features.messages.marks import PRESENT_FORM, SPAN, Marks
from postroom.lib.search import Words

START = datetime(2024, 1, 1, tzinfo=UTC)
EVERY_S = 30
_SYLLABLES = (
    "ka lo mi ren tas vo qui pel dor gan sti bre nu fa lim ter con pro in de re un ex sub com per ing ion al er mar zet oli".split()
)
_TEXTS = 12_000
_PARTS = 2
_CHUNK = 2_000
# Subject and names come before a body.
_WORDS_BEFORE = 20
_CATEGORIES = ("personal", "notification", "newsletter", "transactional", "financial", "verification")


@dataclass(frozen=True)
class Tenant:
    """An organisation to fill: its inboxes get the messages in turn, the first of them half."""

    org_id: UUID
    inbox_ids: Sequence[UUID]


@cache
def vocabulary() -> list[str]:
    """100,000 invented words, the most frequent first."""
    chance = random.Random(5)
    made = ("".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(400_000))
    words = list(itertools.islice(dict.fromkeys(word for word in made if len(word) > 2), 100_000))
    chance.shuffle(words)
    return words


@cache
def domains() -> list[str]:
    """20,000 senders' domains, the most frequent first."""
    return [f"{word}.example" for word in vocabulary()[2_000:22_000]]


@cache
def texts(part: int) -> list[str]:
    """The bodies that the messages of a part are taken from: median 65 words."""
    chance = random.Random(part)
    zipf = list(itertools.accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(len(vocabulary()))))
    han = [chr(0x4E00 + number) for number in range(3_000)]
    zipf_of_han = list(itertools.accumulate(1 / (rank + 10) for rank in range(3_000)))
    made = []
    for number in range(_TEXTS):
        length = int(chance.lognormvariate(4.2, 0.7)) + 5
        if number % 12 == 0:
            made.append("".join(chance.choices(han, cum_weights=zipf_of_han, k=length)))
        else:
            made.append(" ".join(chance.choices(vocabulary(), cum_weights=zipf, k=length)))
    return made


async def fill(dsn: str, tenants: Sequence[Tenant], count: int) -> None:
    """`count` messages for each organisation, interleaved, oldest first."""
    await _run(dsn, "DROP INDEX message_search_found")
    context = get_context("spawn")
    with ProcessPoolExecutor(_PARTS, mp_context=context) as pool:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(pool, _fill_part, dsn, tenants, count, part) for part in range(_PARTS)))
    await _run(dsn, "SET maintenance_work_mem = '2GB'; SET max_parallel_maintenance_workers = 1;" + _INDEX)
    for table in (*_COLUMNS, "search_spans"):
        await _run(dsn, f"VACUUM ANALYZE {table}")


async def until_paired(dsn: str) -> None:
    """Until the job has gone through all spans but the last ones, and statistics are new."""
    connection = await asyncpg.connect(dsn, command_timeout=600)
    try:
        while await connection.fetchval(_UNPAIRED):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(1)
        await connection.execute("VACUUM ANALYZE search_spans, search_pairs")
    finally:
        await connection.close()


async def sizes(dsn: str) -> dict[str, int]:
    """Bytes of what search needs."""
    connection = await asyncpg.connect(dsn)
    try:
        row = await connection.fetchrow(
            "SELECT pg_table_size('message_search') AS rows, pg_relation_size('message_search_found') AS index,"
            " pg_total_relation_size('search_pairs') AS pairs,"
            " pg_total_relation_size('messages') + pg_total_relation_size('message_bodies') + pg_total_relation_size('message_state')"
            " + pg_total_relation_size('email_messages') AS messages"
        )
        return dict(row)
    finally:
        await connection.close()


async def _run(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn, command_timeout=7200)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _fill_part(dsn: str, tenants: Sequence[Tenant], count: int, part: int) -> None:
    asyncio.run(_copy_part(dsn, tenants, count, part))


async def _copy_part(dsn: str, tenants: Sequence[Tenant], count: int, part: int) -> None:
    connection = await asyncpg.connect(dsn, command_timeout=7200)
    try:
        await connection.execute("SET synchronous_commit = off")
        size = -(-count // _PARTS // SPAN) * SPAN  # whole spans
        numbers = range(part * size, min(count, (part + 1) * size))
        writers = [_Writer(tenant, part) for tenant in tenants]
        for chunk in (numbers[at : at + _CHUNK] for at in range(0, len(numbers), _CHUNK)):
            for writer in writers:
                rows: dict[str, list[str]] = {table: [] for table in _COLUMNS}
                for number in chunk:
                    writer.write(rows, number)
                for table, lines in rows.items():
                    await connection.copy_to_table(table, source=_source(lines), columns=_COLUMNS[table].split())
        for tenant in tenants:
            spans = sorted({number // SPAN for number in numbers})
            await connection.executemany(_SPANS, [(tenant.org_id, span, *_span(span, count), PRESENT_FORM) for span in spans])
    finally:
        await connection.close()


def _span(span: int, count: int) -> tuple[int, datetime, datetime]:
    first, last = span * SPAN, min(count, (span + 1) * SPAN) - 1
    return last - first + 1, _arrival(first), _arrival(last)


def _arrival(number: int) -> datetime:
    return START + timedelta(seconds=EVERY_S * number)


async def _source(lines: list[str]) -> Any:
    yield "".join(lines).encode()


class _Writer:
    """The rows of one organisation's messages."""

    def __init__(self, tenant: Tenant, part: int) -> None:
        self._tenant, self._marks = tenant, Marks(tenant.org_id)
        self._chance = random.Random(f"{tenant.org_id} {part}")
        self._texts = [(text, self._cut(text)) for text in texts(part)]
        words = vocabulary()
        self._names = words[:5_000]
        self._zipf = list(itertools.accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(20_000)))
        self._of_domains = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(domains()))))

    def write(self, rows: dict[str, list[str]], number: int) -> None:
        chance, marks = self._chance, self._marks
        org, key = self._tenant.org_id, UUID(int=(number + 1) << 64 | chance.getrandbits(60))
        inbox = self._tenant.inbox_ids[0] if number % 2 else chance.choice(self._tenant.inbox_ids)
        subject = " ".join(chance.choices(vocabulary()[:20_000], cum_weights=self._zipf, k=5)) + f" {chance.randrange(10**7)}"
        name, domain = (
            f"{chance.choice(self._names)} {chance.choice(self._names)}",
            chance.choices(domains(), cum_weights=self._of_domains)[0],
        )
        address = f"{name.split()[0]}@{domain}"
        text, body_vector = chance.choice(self._texts)
        row = {"mode": "live", "inbox_id": inbox, "direction": "inbound", "category": chance.choice(_CATEGORIES)}
        row |= {"code_count": int(number % 20 == 0), "link_count": number % 2, "attachment_count": int(number % 7 == 0)}
        words = Words()
        words.add(subject, "A")
        words.add(f"{name} {address}", "B")
        fields = {"subject": subject, "from": f"{name} {address}", "to": "me@bench.example"}
        grams = marks.of_message(fields, row) | marks.of_place(number)
        at = _arrival(number).isoformat()
        vector = f"{marks.vector(words)} {body_vector}"
        numbers = "{" + ",".join(map(str, grams)) + "}"
        rows["message_search"].append(f"{org}\t{key}\t{at}\t{number}\t{vector}\t{numbers}\t{fields['from']}\t{fields['to']}\t{subject}\n")
        counts = f"{row['code_count']}\t{row['link_count']}\t{row['attachment_count']}"
        rows["messages"].append(
            f"{org}\t{key}\tlive\t{inbox}\temail\tinbound\t{at}\t{address}\t{name}\t{subject}\t{row['category']}\t{counts}\tf\t{len(text)}\n"
        )
        label = "{paid}" if number % 1_000 == 5 else "{}"
        rows["message_state"].append(f"{org}\t{key}\t{inbox}\treceived\t{'f' if number % 3 else 't'}\t{label}\t{at}\n")
        rows["message_bodies"].append(f"{org}\t{key}\t{text}\t{_json([['new', 0, len(text)]])}\n")
        rows["email_messages"].append(f"{org}\t{key}\t{address}\tme@bench.example\t\t\t[]\t{_TO}\t[]\t[]\t[]\t\n")

    def _cut(self, text: str) -> str:
        words = Words()
        words.add("x " * _WORDS_BEFORE, "A")
        words.places.clear()
        words.add(text, "C")
        return self._marks.vector(words)


def _json(value: Any) -> str:
    return json.dumps(value)


_TO = _json([{"address": "me@bench.example", "name": ""}])
_COLUMNS = {
    "message_search": "org_id id received_at place words grams sender recipients subject",
    "messages": "org_id id mode inbox_id channel direction received_at from_address from_name subject category code_count link_count"
    " attachment_count is_ambiguous size_bytes",
    "message_state": "org_id id inbox_id state is_read labels changed_at",
    "message_bodies": "org_id id body segments",
    "email_messages": "org_id id envelope_from recipient in_reply_to reference_ids reply_to to_addresses cc_addresses bcc_addresses headers"
    " remote_address",
}
_UNPAIRED = "SELECT count(*) > 2 FROM search_spans WHERE paired IS NULL GROUP BY org_id ORDER BY 1 DESC LIMIT 1"
_SPANS = "INSERT INTO search_spans (org_id, span, message_count, oldest, newest, form) VALUES ($1, $2, $3, $4, $5, $6)"
# As the migration has it.
_INDEX = "CREATE INDEX message_search_found ON message_search USING gin (words, grams) WITH (gin_pending_list_limit = 2048)"
