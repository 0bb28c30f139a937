"""What a report says."""

from typing import Literal

import msgspec

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
Reason = Literal[
    "unknown_address",
    "unknown_host",
    "address_moved",
    "mailbox_full",
    "mailbox_disabled",
    "message_too_large",
    "spam",
    "virus",
    "policy",
    "authentication",
    "relay_denied",
    "rate_limited",
    "network",
    "expired",
    "loop",
    "content",
    "system",
    "other",
]


class ReportedRecipient(msgspec.Struct, frozen=True):
    """What became of one recipient.

    `status` is the code of RFC 3463 as the report gives it; `permanent` says that trying again is no use. `original_recipient`
    is whom the mail was sent to, where the report says so. A report in free text whose copy was for one other address than it
    names is about that one, which had its mail forwarded; `reported_as` is the name in the text then.
    """

    recipient: str
    action: Action
    permanent: bool
    reason: Reason
    original_recipient: str | None = None
    status: str | None = None
    diagnostic: str | None = None
    remote_mta: str | None = None
    reported_as: str | None = None


class Report(msgspec.Struct, frozen=True):
    """A delivery report (`delivery`) or a complaint of a reader (`feedback`, RFC 5965) about a mail of ours, as its sender claims."""

    kind: Literal["delivery", "feedback"]
    recipients: list[ReportedRecipient]
    reporting_mta: str | None = None
    original_message_id: str | None = None
    feedback_type: str | None = None
