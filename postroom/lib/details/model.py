"""What a detail of a mail is: a value with the place it was read from and the rule that read it."""

from typing import Any, Literal

import msgspec

Source = Literal["subject", "text", "headers"]


class Detail(msgspec.Struct, frozen=True):
    """One value. `label` are the lower-case words before it on its line, `unit` a currency or a carrier."""

    kind: str
    value: Any
    span: tuple[int, int]
    source: Source
    rule: str
    confidence: float
    label: str = ""
    unit: str | None = None


class Mail(msgspec.Struct, frozen=True):
    """What is read: text a person wrote, and what the headers say."""

    subject: str = ""
    text: str = ""
    from_name: str = ""
    from_address: str = ""
    to: list[tuple[str, str]] = []
    sent_at: str | None = None
    attachments: list[str] = []
    codes: list[Detail] = []
    links: list[Detail] = []
