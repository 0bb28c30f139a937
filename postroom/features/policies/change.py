"""Making rules, and who may: a narrowed key may only block, and undo nothing."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from postroom.features.policies import store
from postroom.features.policies.events import ContactRuleCreated
from postroom.features.policies.model import normal_target
from postroom.features.policies.rulebook import TOPIC
from postroom.features.policies.settings import PolicySettings
from postroom.kernel.context import Tx
from postroom.kernel.errors import Conflict, Denied, FieldError, invalid_field
from postroom.kernel.events import Event
from postroom.kernel.ids import encode_id


class ContactRuleExists(Conflict):
    """There is one like it; `existing_id` names it."""

    def __init__(self, values: Mapping[str, Any], existing: UUID, path: str) -> None:
        self.existing_id = encode_id("rul", existing)
        super().__init__(
            "contact_rule_exists",
            f"The contact rule {self.existing_id} is about {values['match_target']} already.",
            suggested_action=f"Change it with PATCH /v1/contact-rules/{self.existing_id}, or delete it first.",
            errors=(FieldError(path, f"{self.existing_id} has this target."),),
        )


async def add_rule(tx: Tx, command: Any, path: str, count: int) -> Any:
    """A new rule, where there are `count` and the head is locked. Raises ContactRuleExists, or what is wrong below `path`."""
    if command.action != "block":
        may_change(tx)
    values = await _values(tx, command, path)
    same = await store.find_same(tx, values)
    if same is not None:
        raise ContactRuleExists(values, same, f"{path}.match_target")
    most = tx.house.settings.of(PolicySettings).max_contact_rules
    if count >= most:
        raise Conflict("too_many_contact_rules", f"The organisation has {count} contact rules, the most there may be; delete some.")
    row = await store.insert_rule(tx, tx.new_id(), values)
    await store.changed(tx, tx.org_id, 1)
    told(tx, row, ContactRuleCreated, action=row["action"])
    return row


def may_change(tx: Tx) -> None:
    """Whether the key may widen who writes: only one of the whole organisation. Raises Denied."""
    if not tx.principal.reaches_all:
        raise Denied(
            "key_reach_too_small",
            "A key that is narrowed to an agent or to inboxes may add rules that block; it may not allow, change or delete.",
            suggested_action="Use a key of the organisation without agent_id and inbox_ids.",
        )


def told(tx: Tx, row: Any, kind: Callable[..., Event], **said: Any) -> None:
    """Record the fact, and let every process forget what it remembers."""
    about = {name: row[name] for name in ("org_id", "mode", "inbox_id", "agent_id")}
    tx.emit(kind(**about, rule_id=encode_id("rul", row["id"]), **said))
    tx.tell(TOPIC, tx.org_id.hex)


async def _values(tx: Tx, command: Any, path: str) -> dict[str, Any]:
    target = normal_target(command.match_type, command.match_target)
    if target is None:
        raise invalid_field(f"{path}.match_target", _WANTED[command.match_type])
    if command.inbox_id is not None and command.agent_id is not None:
        raise invalid_field(f"{path}.agent_id", "goes without inbox_id: a rule is of an inbox, of an agent, or of the organisation.")
    if command.requires_authentication and command.action == "block":
        raise invalid_field(f"{path}.requires_authentication", "goes with allow; a block holds for whoever claims the address.")
    if command.inbox_id is None and command.agent_id is None:
        tx.principal.require_organisation()
    return {
        "inbox_id": None if command.inbox_id is None else await tx.house.resolve(tx, "inb", command.inbox_id),
        "agent_id": None if command.agent_id is None else await tx.house.resolve(tx, "agt", command.agent_id),
        "match_target": target,
        **{name: getattr(command, name) for name in ("action", "match_type", "direction", "requires_authentication", "status", "note")},
    }


_WANTED = {
    "exact_address": "is no address; it looks like jo@example.com.",
    "domain": "is no domain name; it looks like example.com.",
    "any": "stands for everybody: leave it out, or write *.",
}
