"""Codes, links, expiry and category of any text, with their evidence; nothing is stored and nothing is fetched."""

from datetime import datetime
from email.utils import parseaddr
from typing import Annotated, Literal

import msgspec

from postroom.features.messages import model
from postroom.features.reading.limits import Html, Subject, Text, read_aside, shortened
from postroom.features.reading.structure import Schema, Structured, UseModel, checked_schema, structured
from postroom.kernel.context import Io
from postroom.kernel.operations import Input, operation
from postroom.lib.details import Detail, Mail
from postroom.lib.extraction import Code, Extraction, Link, extract, note_of
from postroom.lib.html import render


class ExtractText(Input, frozen=True, rename={"from_": "from"}):
    """A mail or a text message, as much of it as there is."""

    subject: Subject = None
    text: Text = None
    html: Html = None
    from_: Annotated[str, msgspec.Meta(max_length=998, description="Who sent it: an address, with or without a name.")] | None = None
    to: (
        Annotated[
            str | Annotated[list[Annotated[str, msgspec.Meta(max_length=998)]], msgspec.Meta(max_length=1000)],
            msgspec.Meta(description="The reader's own addresses; digits of them are no code."),
        ]
        | None
    ) = None
    channel: Literal["email", "sms"] = "email"
    schema: Schema | None = None
    use_model: UseModel = False
    received_at: Annotated[datetime, msgspec.Meta(tz=True, description="What “in 10 minutes” counts from; now by default.")] | None = None


class ExtractAnswer(msgspec.Struct, frozen=True):
    """Best first. Spans are characters of the subject, of the text, or (`source: html`) of the text that the HTML shows."""

    codes: list[model.Code]
    rivals: list[model.Rival]
    links: list[model.Link]
    code_expires_at: datetime | None
    expires_in_seconds: int | None
    ambiguous: bool
    category: str
    category_rule: str
    structured: Structured | None
    notice: str | None


@operation("reading.extract", rest="POST /v1/extract", scope="messages:read", kind="pure", agent_tool=True)
async def extract_text(io: Io, given: ExtractText) -> ExtractAnswer:
    """Find the codes and links of any text, a mail or an SMS, with evidence: value, kind, confidence, span, and the rule that found it.

    Nothing is stored, and no link is ever fetched. Where several codes are about equally likely `ambiguous` is true and all are listed:
    nothing is guessed. With a `schema` the text is also read into it (`structured`), as by POST /v1/messages/{message_id}/extract.
    """
    wanted = None if given.schema is None else checked_schema(given.schema)
    found: Extraction = await read_aside((given.text, given.html), _found, given, given.received_at or io.now)
    rivals = [msgspec.convert(one, model.Rival, from_attributes=True) for one in found.rivals]
    return ExtractAnswer(
        codes=model.with_rivals([_code(one) for one in found.codes], rivals),
        rivals=rivals,
        links=[_link(one) for one in found.links],
        code_expires_at=found.code_expires_at,
        expires_in_seconds=found.expires_in_seconds,
        ambiguous=found.ambiguous,
        category=found.category,
        category_rule=found.category_rule,
        structured=None
        if wanted is None or given.schema is None
        else await structured(io, given.schema, wanted, _mail(given, found), use_model=given.use_model),
        notice=shortened(given.text, given.html),
    )


def _found(given: ExtractText, received_at: datetime) -> Extraction:
    return extract(
        subject=given.subject,
        text=given.text,
        html=given.html,
        from_address=given.from_,
        to_addresses=_own(given),
        received_at=received_at,
    )


def _mail(given: ExtractText, found: Extraction) -> Mail:
    name, address = parseaddr(given.from_ or "")
    return Mail(
        subject=given.subject or "",
        text=given.text or (render(given.html).text if given.html else ""),
        from_name=name,
        from_address=address,
        to=[parseaddr(one) for one in _own(given)],
        codes=[] if found.ambiguous else [_detail("code", one.value, one) for one in found.codes],
        links=[_detail(one.kind, one.url, one) for one in found.links],
    )


def _own(given: ExtractText) -> list[str]:
    return [given.to] if isinstance(given.to, str) else given.to or []


def _detail(kind: str, value: str, one: Code | Link) -> Detail:
    return Detail(kind, value, one.span, "subject" if one.source == "subject" else "text", one.rule, one.confidence)


def _code(code: Code) -> model.Code:
    return msgspec.convert(code, model.Code, from_attributes=True)


def _link(link: Link) -> model.Link:
    return model.Link(
        value=link.url,
        url=link.url,
        kind=link.kind,
        confidence=link.confidence,
        span=link.span,
        source=link.source,
        rule=link.rule,
        text=link.text,
        host=link.host,
        target=link.target,
        note=note_of(link.text, link.host) if link.source == "html" else None,
    )
