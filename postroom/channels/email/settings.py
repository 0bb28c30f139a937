"""Settings of the e-mail channel."""

from typing import Annotated

import msgspec


class EmailSettings(msgspec.Struct, frozen=True):
    """Intake and sending."""

    max_message_bytes: Annotated[int, msgspec.Meta(ge=1024, description="The largest mail, in and out.")] = 25 * 1024 * 1024
    batch_messages: Annotated[int, msgspec.Meta(ge=1, le=500, description="Mails that share a commit at most.")] = 50
    batch_bytes: Annotated[int, msgspec.Meta(ge=1, description="Bytes that share a commit at most.")] = 16 * 1024 * 1024
    parse_timeout_s: Annotated[
        float,
        msgspec.Meta(gt=0, description="What reading a large or suspicious mail may take of a processor, for each half megabyte begun."),
    ] = 0.25
    parse_workers: Annotated[int, msgspec.Meta(ge=1, le=64, description="Processes that read large or suspicious mails.")] = 2
    max_recipients: Annotated[int, msgspec.Meta(ge=1, le=1000, description="Recipients of one outgoing mail.")] = 100
    max_tries: Annotated[int, msgspec.Meta(ge=1, le=50, description="How often a deferred mail is tried.")] = 8
    retry_first_s: Annotated[float, msgspec.Meta(gt=0, description="The pause before the second try; it doubles, to 4 hours at most.")] = 30
    repeat_window_s: Annotated[
        int, msgspec.Meta(ge=0, description="The same content sent again by the same key within this time is the same send.")
    ] = 60
