"""From folder to folder; what leaves the hidden ones is released."""

from collections.abc import Iterable
from typing import Any

from postroom.features.messages.events import MessageReceived, about_row
from postroom.features.messages.hidden import AFTER_RECEIPT, HOUSE_FOLDERS
from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store import change, hide
from postroom.kernel.context import Tx
from postroom.kernel.errors import NotFound, invalid_field


async def move(tx: Tx, row: Any, folder: str, labels: Iterable[str] | None = None) -> dict[str, Any]:
    """What changes in the state of a message that is moved; it is counted, and a release is told here.

    `message.received` is told once for each message: at its release, where the house had hidden it.
    """
    state = await change.lock_state(tx, row["id"])
    if state is None:
        raise NotFound("message_not_found", "The message was deleted meanwhile.")
    if folder != state["folder"] and folder in HOUSE_FOLDERS:
        raise invalid_field("body.folder", f"only the house files mail in {folder}; a contact rule blocks a sender.")
    was_hidden, is_hidden = state["folder"] in HIDDEN_FOLDERS, folder in HIDDEN_FOLDERS
    since = await hide.turn(tx, row, -1 if is_hidden else 1) if was_hidden != is_hidden else state["hidden_at"]
    if is_hidden or not was_hidden or state["hidden_reason"] is None:
        return {"folder": folder, "hidden_at": since}
    if state["hidden_reason"] != AFTER_RECEIPT:
        tx.emit(_released(row))
    kept = [label for label in (state["labels"] if labels is None else labels) if label != state["folder"]]
    return {"folder": folder, "labels": kept, "hidden_at": None, "hidden_reason": None, "hidden_rule_id": None}


async def unblock(tx: Tx, row: Any) -> None:
    """What blocked a message no longer holds: it is released, unless something else hid it, too."""
    labels = {*row["labels"], *(("quarantine",) if row["screening_verdict"] == "block" else ())} - {"blocked"}
    other = next((folder for folder in HIDDEN_FOLDERS if folder in labels), None)
    if other is None:
        changes = await move(tx, row, "inbox")
    else:
        reason = "screening" if other == "quarantine" else other
        changes = {"folder": other, "labels": sorted(labels), "hidden_reason": reason, "hidden_rule_id": None}
    await change.mark(tx, row["id"], changes)


def _released(row: Any) -> MessageReceived:
    return MessageReceived(
        **about_row(row),
        from_address=row["from_address"],
        subject=row["subject"][:200],
        category=row["category"],
        has_code=row["code_count"] > 0,
        has_link=row["link_count"] > 0,
        has_attachment=row["attachment_count"] > 0,
        authentication=row["authentication_verdict"],
        screening=row["screening_verdict"],
        is_released=True,
    )
