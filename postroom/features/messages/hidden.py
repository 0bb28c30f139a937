"""Hidden folders: mail that is kept, and seen only by whoever asks for it and may. The one notion for blocked, screened and spam mail.

Whatever decides that a new message is to be hidden calls `NewMessage.hide` before it is stored. Every statement that reads messages
(`m`) with their state (`s`) for somebody who did not ask for hidden ones has the clause `SHOWN`.
"""

from typing import Any, Final

from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store import hide
from postroom.features.messages.store.read import SHOWN
from postroom.kernel.context import Principal, Tx
from postroom.kernel.errors import Denied

__all__ = ["AFTER_RECEIPT", "HIDDEN_FOLDERS", "HIDDEN_SCOPE", "HOUSE_FOLDERS", "SHOWN", "asks_for_hidden", "hide_stored"]

HIDDEN_SCOPE: Final = "messages:hidden"
# Where only the house files mail: by a contact rule, by what screening found.
HOUSE_FOLDERS: Final = frozenset({"blocked", "quarantine"})
# Why a message is hidden that had counted as received before: it is not told, nor routed, a second time.
AFTER_RECEIPT: Final = "attachment"


def asks_for_hidden(principal: Principal, include_hidden: bool) -> bool:
    """Whether hidden messages are in the answer: they are asked for, and the key may see them. Raises Denied where it may not."""
    if include_hidden and not principal.may(HIDDEN_SCOPE):
        raise Denied(
            "scope_missing",
            f"This key does not carry the scope {HIDDEN_SCOPE}, which include_hidden needs.",
            suggested_action=f"Leave include_hidden out, or ask the owner for a key with {HIDDEN_SCOPE}.",
        )
    return include_hidden


async def hide_stored(tx: Tx, row: Any, state: Any, folder: str) -> dict[str, Any]:
    """What changes in the (locked) state of a stored message that its files hide now; it is counted here."""
    since = await hide.turn(tx, row, -1) if state["folder"] not in HIDDEN_FOLDERS else state["hidden_at"]
    labels = sorted({*state["labels"], folder})
    return {"folder": folder, "labels": labels, "hidden_at": since, "hidden_reason": AFTER_RECEIPT, "hidden_rule_id": None}
