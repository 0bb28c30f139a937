"""Invitations that came by mail: shown, and answered to their organiser (RFC 5546 §3.2.3, RFC 6047)."""

from typing import Annotated, Any, Literal

import msgspec

from postroom.channels.email import store
from postroom.channels.email.draft import Content, Draft
from postroom.channels.email.send import SentMessage, queue_draft
from postroom.features.inboxes import load_inbox
from postroom.features.messages import load_message, model
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import Conflict, NotFound, invalid_field
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, operation
from postroom.lib.addresses import normalise_address, split_tag
from postroom.lib.calendar import Invitation, compose_reply
from postroom.lib.mime import Address, OutgoingCalendar
from postroom.lib.threading import reply_headers

_WORDS = {"accept": "Accepted", "decline": "Declined", "tentative": "Tentative"}
_SAYS = {"accept": "accepts", "decline": "declines", "tentative": "tentatively accepts"}


class InvitationOf(Input, frozen=True):
    """One message."""

    message_id: str
    include_hidden: model.IncludeHidden = False


class AnswerInvitation(Input, frozen=True, rename={"as_": "as"}):
    """What to answer. `as`: which of the inbox's own addresses was invited, where it cannot be told."""

    message_id: str
    response: Literal["accept", "decline", "tentative"]
    comment: Annotated[str, msgspec.Meta(max_length=2000, description="A word to the organiser.")] | None = None
    as_: (
        Annotated[str, msgspec.Meta(max_length=320, description="An address of this inbox, also one that was not invited by name.")] | None
    ) = None
    dry_run: Annotated[bool, msgspec.Meta(description="Say what would happen, and do nothing.")] = False


@operation("messages.invitation", rest="GET /v1/messages/{message_id}/invitation", scope="messages:read", agent_tool=True)
async def show(rd: Read, query: InvitationOf) -> Invitation:
    """The event that a mail invites to, changes, or calls off: who, when (in its zone and in UTC), where, how often.

    All of it is what the sender claims.
    """
    return _require(await load_message(rd, query.message_id, include_hidden=query.include_hidden))


@operation(
    "messages.answer_invitation",
    rest="POST /v1/messages/{message_id}/invitation/reply",
    scope="messages:write",
    status="accepted",
    agent_tool=True,
)
async def answer(tx: Tx, command: AnswerInvitation) -> SentMessage:
    """Accept, decline or tentatively accept an invitation: a mail to its organiser that calendars understand.

    Refused where the mail calls the event off, or a later one did; where it names no organiser; and where none of the inbox's own
    addresses was invited, unless `as` names one of them.
    """
    message = await load_message(tx, command.message_id)
    invitation = _require(message)
    organiser = await _require_answerable(tx, message, invitation)
    inbox = await load_inbox(tx, encode_id("inb", message["inbox_id"]))
    address, name = _attendee(command, message, invitation, inbox)
    calendar = compose_reply(invitation, address=address, name=name, response=command.response, comment=command.comment or "", now=tx.now)
    in_reply_to, references = reply_headers(
        message["message_id"], (message["reference_ids"] or "").split(), (message["in_reply_to"] or "").split()
    )
    draft = Draft(
        inbox=inbox,
        to=[organiser],
        cc=[],
        bcc=[],
        subject=f"{_WORDS[command.response]}: {invitation.summary or message['subject']}"[:998],
        command=Content(text=_text(command, name or address, invitation), dry_run=command.dry_run),
        in_reply_to=in_reply_to,
        references=references,
        thread_id=message["thread_id"],
        calendar=OutgoingCalendar("REPLY", calendar),
    )
    return await queue_draft(tx, draft)


def _require(message: Any) -> Invitation:
    if message["invitation"] is None:
        raise NotFound("invitation_not_found", "This message carries no calendar event.")
    return msgspec.convert(message["invitation"], Invitation)


async def _require_answerable(tx: Tx, message: Any, invitation: Invitation) -> Address:
    """The organiser, where the invitation may be answered."""
    if invitation.method not in ("REQUEST", "") and invitation.method != "CANCEL":
        raise Conflict("invitation_not_answerable", f"This is no invitation but a {invitation.method}; only a REQUEST is answered.")
    if message["inbox_id"] is None or message["direction"] != "inbound":
        raise Conflict("invitation_not_answerable", "Only an invitation that came into an inbox is answered.")
    organiser = None if invitation.organiser is None else normalise_address(invitation.organiser.address)
    if organiser is None or invitation.organiser is None:
        raise Conflict("invitation_without_organiser", "The invitation names nobody to answer to; reply to the message instead.")
    if invitation.method == "CANCEL" or invitation.status == "cancelled" or await store.find_calling_off(tx, message) is not None:
        raise Conflict("invitation_cancelled", "The event was called off; there is nothing to answer.")
    return Address(invitation.organiser.name, str(organiser))


def _attendee(command: AnswerInvitation, message: Any, invitation: Invitation, inbox: Any) -> tuple[str, str]:
    """The address that answers, with its name: an own one that was invited, or the own one that `as` says."""
    own = {str(one) for one in map(normalise_address, (inbox["address"], message["recipient"] or "")) if one is not None}
    if command.as_ is not None:
        wanted = normalise_address(command.as_)
        if wanted is None or not {str(wanted), f"{split_tag(wanted.local)[0]}@{wanted.domain}"} & own:
            raise invalid_field("body.as", f"{command.as_[:80]!r} is no address of this inbox; it receives at {inbox['address']}.")
        own = {str(wanted)}
    for one in invitation.attendees:
        if (known := normalise_address(one.address)) is not None and str(known) in own:
            return one.address, one.name
    if command.as_ is not None:
        return next(iter(own)), inbox["label"]
    raise Conflict(
        "not_invited",
        f"Nobody at {inbox['address']} is among the attendees.",
        suggested_action=f"To answer all the same, say so with as={inbox['address']}.",
    )


def _text(command: AnswerInvitation, who: str, invitation: Invitation) -> str:
    what = f"“{invitation.summary}”" if invitation.summary else "the invitation"
    when = f" on {invitation.start.local.replace('T', ' ')} {invitation.start.zone or ''}".rstrip() if invitation.start else ""
    return "\n\n".join(filter(None, (f"{who} {_SAYS[command.response]} {what}{when}.", command.comment)))
