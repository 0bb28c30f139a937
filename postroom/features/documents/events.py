"""Facts about documents."""

from postroom.kernel.events import Event


class MessageAttachmentsRead(Event, frozen=True, kw_only=True):
    """The texts of a message's files are there; `statuses` in the order of the files that were read."""

    type = "message.attachments_read"
    statuses: tuple[str, ...]
