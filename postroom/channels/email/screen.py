"""The verdict on a mail: what was found in it, and the policy of the organisation that gets it."""

from collections.abc import Iterable, Sequence
from typing import Any

from postroom.features.messages import model
from postroom.features.screening import find_policies_part, policies_of
from postroom.kernel.statements import Part
from postroom.lib.screening import Thresholds, verdict

_DEFAULT = Thresholds()


def policies_parts(messages: Iterable[model.NewMessage]) -> list[Part]:
    """The question for policies; none where nothing was found in any mail."""
    org_ids = {message.org_id for message in messages if message.screening and message.screening.score}
    return [find_policies_part(sorted(org_ids))] if org_ids else []


def judge_screening(messages: Sequence[model.NewMessage], rows: Iterable[Any]) -> None:
    """Set the verdicts; what is blocked goes to the quarantine."""
    policies = policies_of(rows)
    for message in messages:
        if message.screening is not None:
            policy = policies.get((message.org_id, message.mode), _DEFAULT)
            message.screening_verdict = verdict(message.screening.score, policy)
            if message.screening_verdict == "block" and not message.is_released:
                message.hide("quarantine", "screening")
