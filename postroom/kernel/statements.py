"""Several statements in one round trip: every part becomes a CTE of one statement, and gives its rows back under its name.

All parts see the same snapshot: none sees what another changes. The text depends on the parts' texts only, so that it is prepared once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

_PARAMETER = re.compile(r"\$(\d+)")


class Part(msgspec.Struct, frozen=True):
    """One statement with its own parameters `$1…`; `rows`: it returns rows that the caller wants."""

    name: str
    sql: str
    arguments: tuple[Any, ...]
    rows: bool = False


async def run_parts(connection: Any, parts: Sequence[Part]) -> dict[str, list[Any]]:
    """Run all parts at once; the rows of those that return some, as tuples in the order of their columns."""
    text = _combined(tuple((part.name, part.sql, len(part.arguments), part.rows) for part in parts))
    row = await connection.fetchrow(text, *(value for part in parts for value in part.arguments))
    return {part.name: row[part.name] for part in parts if part.rows}


async def fetch_planned(connection: Any, query: str, *arguments: Any) -> list[Any]:
    """The rows of a list, planned for these very values; the plan for any values that PostgreSQL comes to keep reads whole tables."""
    async with connection.transaction():
        await connection.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        return list(await connection.fetch(query, *arguments))


@lru_cache(maxsize=256)
def _combined(shapes: tuple[tuple[str, str, int, bool], ...]) -> str:
    pieces, wanted, offset = [], ["1 AS done"], 0
    for name, sql, count, rows in shapes:
        pieces.append(f"{name} AS ({_shifted(sql, offset)})")
        if rows:
            wanted.append(f"(SELECT coalesce(array_agg(r), '{{}}') FROM {name} r) AS {name}")
        offset += count
    return f"WITH {', '.join(pieces)} SELECT {', '.join(wanted)}"


def _shifted(sql: str, offset: int) -> str:
    return _PARAMETER.sub(lambda match: f"${int(match[1]) + offset}", sql) if offset else sql


def unnested(columns: str, first: int = 1) -> str:
    """Arrays of the same length as rows: `(SELECT unnest($1::uuid[]) AS id, …)` for `"id uuid, …"`, the parameters from `$first` on.

    In FROM each array would be copied to a table of its own before the first row is made, which takes longer than to insert the rows.
    """
    pairs = enumerate((column.split() for column in columns.split(",")), start=first)
    return f"(SELECT {', '.join(f'unnest(${place}::{kind}[]) AS {name}' for place, (name, kind) in pairs)})"


def array_literal(values: Sequence[str]) -> str:
    """The text of an array of texts, for a column of a `Table`."""
    return "{" + ",".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values) + "}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for one table: `columns` as `"org_id uuid, body text, data jsonb"`. Values come as rows and travel as arrays.

    A jsonb column takes text, an array column what `array_literal` makes: a list within an array would be a further dimension.
    """

    name: str
    columns: str

    def insert(self, rows: Sequence[Sequence[Any]]) -> Part:
        """The part that inserts the rows."""
        return Part(f"into_{self.name}", _insert_text(self), tuple(zip(*rows, strict=True)) or ((),) * self.width)

    @property
    def width(self) -> int:
        """How many columns."""
        return self.columns.count(",") + 1


@lru_cache(maxsize=64)
def _insert_text(table: Table) -> str:
    pairs = [column.split() for column in table.columns.split(",")]
    names = ", ".join(name for name, _ in pairs)
    values = ", ".join(f"{name}::{kind}" if _as_text(kind) else name for name, kind in pairs)
    arrays = ", ".join(f"{name} {'text' if _as_text(kind) else kind}" for name, kind in pairs)
    return f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {unnested(arrays)} AS r"


def _as_text(kind: str) -> bool:
    """Whether values of a column travel as text."""
    return kind == "jsonb" or kind.endswith("[]")
