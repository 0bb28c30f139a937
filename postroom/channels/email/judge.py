"""Whether senders may write, judged at the commit: by the rules and the filter mode as they are then, by what is proven of the sender.

Spam is filed where its score is beyond the threshold of the house, unless a contact rule allows the sender.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from postroom.features.messages import model
from postroom.features.policies import FilterMode, Place, PolicySettings, Rulebook
from postroom.kernel.house import House

PROVEN = "authenticated"


class Open(NamedTuple):
    """An inbox that is open, with what decides who may write to it."""

    agent_id: UUID | None
    filter_mode: FilterMode


async def judge(connection: Any, house: House, messages: Iterable[model.NewMessage], inboxes: Mapping[UUID, Open]) -> None:
    """File messages of senders that may not write as blocked, and spam as spam. Without a query while the rules are in memory."""
    rulebook, threshold = house.use(Rulebook), house.settings.of(PolicySettings).spam_threshold
    for message in messages:
        if message.inbox_id is None:
            continue
        rules = await rulebook.get(connection, message.org_id)
        inbox = inboxes[message.inbox_id]
        place = Place(message.mode, message.inbox_id, inbox.agent_id, inbox.filter_mode)
        why = rules.judge_sender(place, message.sender, is_authenticated=message.authentication_verdict == PROVEN)
        if why is not None:
            message.hide("blocked", why.reason, why.rule_id)
        elif not message.is_released and _is_spam(message, threshold) and not rules.welcomes(place, message.sender):
            message.hide("spam", "spam")


def _is_spam(message: model.NewMessage, threshold: float) -> bool:
    return threshold < 1 and message.screening is not None and message.screening.spam.score >= threshold
