"""All SQL of agents."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window


async def insert_agent(tx: Tx, agent_id: UUID, handle: str, display_name: str, description: str) -> Any:
    """A new agent, or None where the handle is taken."""
    return await tx.fetchrow(
        """
        INSERT INTO agents (org_id, id, mode, handle, display_name, description, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
        ON CONFLICT (org_id, handle) WHERE status <> 'deleted' DO NOTHING RETURNING *
        """,
        tx.org_id,
        agent_id,
        tx.principal.mode,
        handle,
        display_name,
        description,
        tx.now,
    )


async def find_agent(rd: Read, agent_id: UUID) -> Any:
    """An agent that is not deleted and is of the caller's mode, or None."""
    return await rd.fetchrow(
        "SELECT * FROM agents WHERE org_id = $1 AND id = $2 AND mode = $3 AND status <> 'deleted'", rd.org_id, agent_id, rd.principal.mode
    )


async def list_agents(rd: Read, view: Window, status: str | None) -> list[Any]:
    """Newest first, within reach."""
    return await rd.fetch(
        """
        SELECT * FROM agents WHERE org_id = $1 AND mode = $2 AND status <> 'deleted'
            AND ($3::text IS NULL OR status = $3) AND ($4 OR id = $5)
            AND ($6::timestamptz IS NULL OR (created_at, id) < ($6, $7))
        ORDER BY created_at DESC, id DESC LIMIT $8 OFFSET $9
        """,
        rd.org_id,
        rd.principal.mode,
        status,
        rd.principal.reaches_all,
        rd.principal.agent_id,
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
    )


async def update_agent(tx: Tx, agent_id: UUID, changes: Mapping[str, Any]) -> Any:
    """Set the given columns; None where another agent took the handle a moment ago (then the transaction cannot go on)."""
    columns = "".join(f", {name} = ${place}" for place, name in enumerate(changes, start=4))
    try:
        return await tx.fetchrow(
            f"UPDATE agents SET updated_at = $3{columns} WHERE org_id = $1 AND id = $2 RETURNING *",
            tx.org_id,
            agent_id,
            tx.now,
            *changes.values(),
        )
    except asyncpg.UniqueViolationError:
        return None


async def is_handle_taken(tx: Tx, handle: str, but: UUID) -> bool:
    """Whether another agent has the handle."""
    taken: bool = await tx.fetchval(
        "SELECT EXISTS (SELECT FROM agents WHERE org_id = $1 AND handle = $2 AND id <> $3 AND status <> 'deleted')", tx.org_id, handle, but
    )
    return taken


async def insert_instructions(tx: Tx, agent_id: UUID, markdown: str, sha256: bytes) -> Any:
    """The next version; the agent's row is locked by counting it up."""
    return await tx.fetchrow(
        """
        WITH agent AS (UPDATE agents SET instructions_version = instructions_version + 1, updated_at = $5
                       WHERE org_id = $1 AND id = $2 RETURNING instructions_version)
        INSERT INTO agent_instructions (org_id, agent_id, version, markdown, sha256, created_at)
        SELECT $1, $2, instructions_version, $3, $4, $5 FROM agent RETURNING *
        """,
        tx.org_id,
        agent_id,
        markdown,
        sha256,
        tx.now,
    )


async def find_instructions(rd: Read, agent_id: UUID, version: int | None) -> Any:
    """One version, the newest by default, or None."""
    return await rd.fetchrow(
        """
        SELECT * FROM agent_instructions WHERE org_id = $1 AND agent_id = $2 AND ($3::integer IS NULL OR version = $3)
        ORDER BY version DESC LIMIT 1
        """,
        rd.org_id,
        agent_id,
        version,
    )
