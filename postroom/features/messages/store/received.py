"""What a wait looks for: the first match among the receipts of an inbox, in pieces, so that no history makes a statement long."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from postroom.features.messages.marks import Marks
from postroom.features.messages.store.keys import FOLLOWER
from postroom.features.messages.store.read import SHOWN, filter_clause, filter_value
from postroom.kernel.context import Read
from postroom.lib.search import fold_line

# Who waits for what comes looks at few; of what lies far back more is looked at at once.
_FIRST, _MOST = 32, 4_096
_MOST_CANDIDATES, _MOST_PIECES = 1_000, 6


class Candidates(msgspec.Struct, frozen=True):
    """What the index of search knows up to a place in the log: only these messages can match."""

    ids: list[UUID]
    indexed_to: int


async def next_received(rd: Read, inbox_id: UUID, view: Mapping[str, Any], filters: Mapping[str, Any]) -> tuple[Any, Any]:
    """The head of the log (epoch, head) before anything was looked at, and the first match (seq, id) or None.

    With `after` the oldest after that number; without it the newest since `since`. `seen`: nothing up to that number is looked at again.
    Where `authenticated` is demanded, a mail whose sender was proven later stands at the place of that fact: a cursor skips it never.
    """
    first = row = await _look(rd, inbox_id, view, filters, _FIRST)
    most, candidates = _FIRST, None
    if row["id"] is None and row["looked"] == most:
        candidates = await _find_candidates(rd, inbox_id, filters)
    while row["id"] is None and row["looked"] == most:
        last, most = (row["last_at"], row["last_seq"]), min(_MOST, most * 16)
        row = await _look(rd, inbox_id, {**view, "last": last}, filters, most, candidates)
    return first, row if row["id"] is not None else None


async def _look(
    rd: Read, inbox_id: UUID, view: Mapping[str, Any], filters: Mapping[str, Any], most: int, candidates: Candidates | None = None
) -> Any:
    """One piece: the first match in it, how many receipts were looked at, and the last of them."""
    arguments: list[Any] = [rd.org_id, inbox_id, rd.now]
    clauses = [filter_clause(arguments, name, value) for name, value in filters.items() if value is not None]
    newest_first = view["after"] is None
    bounds = [*_bounds(arguments, view, newest_first=newest_first), *_told(arguments, filters)]
    if candidates is not None:
        arguments += [candidates.ids, candidates.indexed_to]
        bounds.append(f"(v.message_id = ANY(${len(arguments) - 1}::uuid[]) OR v.seq > ${len(arguments)})")
    order, last = ("v.occurred_at DESC, v.seq DESC", "occurred_at, seq") if newest_first else ("v.seq", "seq DESC")
    piece = f"ORDER BY {order} LIMIT {most}"
    legs = _legs(" AND ".join(bounds), piece, is_proven=filters.get("authenticated") is not None)
    return await rd.fetchrow(
        f"""
        WITH looked AS ({legs} {piece}),
        found AS (SELECT v.seq, v.message_id AS id FROM looked v
            CROSS JOIN LATERAL (SELECT * FROM message_state WHERE org_id = $1 AND id = v.message_id LIMIT 1) s
            {_MESSAGE if any("m." in clause for clause in clauses) else ""}
            WHERE {" AND ".join([SHOWN, *clauses])} AND EXISTS (SELECT FROM inboxes i WHERE i.org_id = $1 AND i.id = $2
                AND i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > $3))
            ORDER BY {order} LIMIT 1),
        last AS (SELECT seq, occurred_at FROM looked ORDER BY {last} LIMIT 1)
        SELECT h.epoch, h.seq AS head, found.seq, found.id, (SELECT count(*) FROM looked) AS looked, last.seq AS last_seq,
            last.occurred_at AS last_at
        FROM event_heads h LEFT JOIN found ON true LEFT JOIN last ON true WHERE h.org_id = $1
        """,
        *arguments,
    )


_MESSAGE = "CROSS JOIN LATERAL (SELECT * FROM messages WHERE org_id = $1 AND id = v.message_id LIMIT 1) m"


def _bounds(arguments: list[Any], view: Mapping[str, Any], *, newest_first: bool) -> Any:
    """Between where the wait begins and what was looked at before."""
    arguments.append(view["since"] if newest_first else view["after"])
    yield f"v.occurred_at >= ${len(arguments)}" if newest_first else f"v.seq > ${len(arguments)}"
    if view.get("seen") is not None:
        arguments.append(view["seen"])
        yield f"v.seq > ${len(arguments)}"
    if view.get("last") is not None:
        at, seq = view["last"]
        arguments.extend([at, seq] if newest_first else [seq])
        yield f"(v.occurred_at, v.seq) < (${len(arguments) - 1}, ${len(arguments)})" if newest_first else f"v.seq > ${len(arguments)}"


def _told(arguments: list[Any], filters: Mapping[str, Any]) -> Iterable[str]:
    """What the receipt itself says of facts that never change, so that its message need not be read."""
    if filters.get("has") is not None:
        yield f"(v.type <> 'message.received' OR (v.data->>'has_{filters['has']}')::boolean)"
    for name, clause in (
        ("category", "v.data->>'category' = ${n}"),
        ("from_domain", "lower(v.data->>'from_address') LIKE ANY(${n}::text[])"),
    ):
        if filters.get(name) is not None:
            arguments.append(filter_value(name, filters[name]))
            yield f"(v.type <> 'message.received' OR {clause.replace('${n}', f'${len(arguments)}')})"


def _legs(bound: str, piece: str, *, is_proven: bool) -> str:
    """The receipts; or those of mails whose sender was known at once, and the facts that one became known, each in its index's order."""
    legs = ["v.type = 'message.received'"]
    if is_proven:
        legs = [f"{legs[0]} AND v.data->>'authentication' IS DISTINCT FROM 'pending'", "v.type = 'message.authenticated'"]
    selects = (
        f"(SELECT v.seq, v.occurred_at, v.message_id FROM events v WHERE v.org_id = $1 AND v.inbox_id = $2 AND {bound} AND {leg} {piece})"
        for leg in legs
    )
    return f"SELECT * FROM ({' UNION ALL '.join(selects)}) v"


async def _find_candidates(rd: Read, inbox_id: UUID, filters: Mapping[str, Any]) -> Candidates | None:
    """Where a part of a sender or a subject is asked for that few messages of the inbox have; None where the index is of no help."""
    marks = Marks(rd.org_id)
    pieces = [piece for name in ("from", "subject") if filters.get(name) for piece in marks.of_part(name, fold_line(filters[name]))]
    if not pieces:
        return None
    connection: Any = rd.connection
    try:
        async with connection.transaction():
            await connection.execute(_SETTINGS)
            row = await rd.fetchrow(
                _CANDIDATES,
                rd.org_id,
                [marks.fact("inbox", inbox_id), *pieces[:: len(pieces) // _MOST_PIECES + 1]],
                FOLLOWER,
                _MOST_CANDIDATES + 1,
            )
    except asyncpg.QueryCanceledError:
        return None
    return None if row["is_lacking"] or len(row["ids"]) > _MOST_CANDIDATES else Candidates(row["ids"], row["indexed_to"])


# Only the index is of use here, and not for long.
_SETTINGS = "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL statement_timeout = 200"

# Not `=`: the primary key begins with the organisation, and would be taken for a way to find all of it.
_CANDIDATES = """
SELECT coalesce((SELECT seq FROM event_cursors WHERE follower = $3 AND org_id = $1), 0) AS indexed_to,
    EXISTS (SELECT FROM event_stragglers WHERE follower = $3 AND org_id = $1) AS is_lacking,
    array(SELECT f.id FROM message_search f WHERE f.org_id IS NOT DISTINCT FROM $1 AND f.grams @> $2::integer[] LIMIT $4) AS ids
"""
