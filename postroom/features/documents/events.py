"""Facts about documents."""

from postroom.kernel.events import Event


class MessageAttachmentsRead(Event, frozen=True, kw_only=True):
    """The texts of a message's files are there; `statuses` in the order of the files that were read."""

    type = "message.attachments_read"
    statuses: tuple[str, ...]


class MessageScreened(Event, frozen=True, kw_only=True):
    """The verdict on a message became worse after it came, by what stands in one of its files. `block`: it is in quarantine now."""

    type = "message.screened"
    verdict: str
    previous: str | None
    attachment_id: str
