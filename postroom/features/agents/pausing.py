"""The gate that keeps a paused agent from acting."""

from postroom.features.agents import store
from postroom.kernel.context import Tx
from postroom.kernel.errors import Denied
from postroom.kernel.gates import ALLOW, Effect, Verdict


async def refuse_paused_agent(tx: Tx, _effect: Effect) -> Verdict:
    """A paused or deleted agent's key has no effect on the world."""
    if tx.principal.agent_id is None:
        return ALLOW
    row = await store.find_agent(tx, tx.principal.agent_id)
    if row is None or row["status"] != "active":
        raise Denied("agent_paused", "This agent is paused; its owner can resume it with POST /v1/agents/{agent_id}/resume.")
    return ALLOW
