"""The sender of a mail is proven after all: what was blocked for want of proof is judged again."""

from collections.abc import Sequence

from postroom.features.messages.move import unblock
from postroom.features.messages.store import change, read
from postroom.features.policies import Place, Rulebook
from postroom.kernel.context import Tx
from postroom.kernel.followers import Fact, Follower

PROVEN = "authenticated"


async def judge_again(tx: Tx, facts: Sequence[Fact]) -> None:
    """By the rules as they are now. Whoever is not proven stays blocked."""
    proven = [fact.message_id for fact in facts if fact.message_id is not None and fact.data.get("verdict") == PROVEN]
    rows = await read.list_unproven(tx, proven) if proven else []
    if not rows:
        return
    rules = await tx.house.use(Rulebook).current(tx.connection, tx.org_id)
    for row in rows:
        place = Place(row["mode"], row["inbox_id"], row["agent_now"], row["filter_mode"])
        why = rules.judge_sender(place, row["from_address"] or row["envelope_from"] or "", is_authenticated=True)
        if why is None:
            await unblock(tx, row)
        else:
            await change.mark(tx, row["id"], {"hidden_reason": why.reason, "hidden_rule_id": why.rule_id})


PROOF_FOLLOWER = Follower("messages.proof", frozenset({"message.authenticated"}), judge_again)
