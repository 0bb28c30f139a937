"""Applying routing rules to a mail that was read: an agent for its thread, a copy for another inbox."""

from uuid import UUID

import msgspec

from postroom.features.inboxes import Recipients
from postroom.features.messages import model
from postroom.features.routing import Routed, Router
from postroom.kernel.house import House
from postroom.kernel.ids import new_id


async def route(house: House, messages: list[model.NewMessage]) -> list[model.NewMessage]:
    """The copies that rules want; assignments are noted on the messages. A copy is not routed again."""
    copies: list[model.NewMessage] = []
    taken = {message.inbox_id for message in messages}
    for message in messages:
        routed = await _rule(house, message)
        if routed is None:
            continue
        if routed.agent_id is not None:
            message.assignment = model.NewAssignment(routed.agent_id, routed.role, routed.rule_id)
        copies += await _copy(house, message, routed, taken)
    return copies


def unroute(messages: list[model.NewMessage]) -> list[model.NewMessage]:
    """What is left to store of a mail once it was judged: a message that came to be hidden is not routed, so its copies go."""
    hidden = {message.id for message in messages if message.is_hidden}
    if not hidden:
        return messages
    for message in messages:
        message.assignment = None if message.is_hidden else message.assignment
    return [message for message in messages if message.copied_from not in hidden]


async def _rule(house: House, message: model.NewMessage) -> Routed | None:
    facts = (message.category, message.from_.address, message.subject)
    return await house.use(Router).route(message.org_id, message.mode, message.inbox_id, facts)


async def _copy(house: House, message: model.NewMessage, routed: Routed, taken: set[UUID | None]) -> list[model.NewMessage]:
    """The raw bytes are shared; an inbox that is closed or full, or has the mail already, gets none."""
    found = None if routed.copy_to is None else await house.use(Recipients).find(routed.copy_to)
    if found is None or found.inbox_id in taken or (found.org_id, found.mode) != (message.org_id, message.mode):
        return []
    if found.status != "active" or found.is_full:
        return []
    taken.add(found.inbox_id)
    own = {
        "id": new_id(message.received_at),
        "inbox_id": found.inbox_id,
        "agent_id": found.agent_id,
        "thread_id": None,
        "copied_from": message.id,
    }
    return [msgspec.structs.replace(message, **own)]
