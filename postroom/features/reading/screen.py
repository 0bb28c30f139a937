"""Is this text meant to fool a machine? And how may it be shown to one? Nothing is stored."""

import secrets
from typing import Annotated

import msgspec

from postroom.features.reading.limits import HTML_READ, Html, Subject, Text, read_aside
from postroom.kernel.context import Io
from postroom.kernel.operations import Input, operation
from postroom.lib.html import render
from postroom.lib.screening import Spam, safe_view, screen, verdict, weigh_spam

_TEXT_SCREENED = 1_048_576


class ScreenText(Input, frozen=True, rename={"from_": "from"}):
    """A mail, as much of it as there is."""

    subject: Subject = None
    text: Text = None
    html: Html = None
    from_: Annotated[str, msgspec.Meta(max_length=998, description="Who sent it: an address, with or without a name.")] | None = None


class ScreenFinding(msgspec.Struct, frozen=True):
    """One piece of evidence. `span` are characters of what `where` names: subject, from, text, `html` as given, or `html_text` as shown."""

    technique: str
    where: str
    span: tuple[int, int]
    confidence: float


class ScreenAnswer(msgspec.Struct, frozen=True):
    """`verdict` is allow, review or block, by the default thresholds. `spam` is weighed apart and changes no verdict."""

    verdict: str
    findings: list[ScreenFinding]
    safe_text: str
    nonce: str
    spam: Spam
    notice: str | None


@operation("reading.screen", rest="POST /v1/screen", scope="messages:read", kind="pure", agent_tool=True)
async def screen_text(_io: Io, given: ScreenText) -> ScreenAnswer:
    """Examine any text for orders to a machine, open, hidden or encoded, and get a safe view of it. Nothing is stored or fetched.

    `safe_text` is the text in plain letters, without what is hidden, links shown by host, fenced with a nonce that no sender can know.
    Spans of what was decoded are those of its encoding.
    """
    return await read_aside((given.text, given.html), _screened, given, secrets.token_hex(8))


def _screened(given: ScreenText, nonce: str) -> ScreenAnswer:
    page = render(given.html) if given.html else None
    texts = (("subject", given.subject), ("from", given.from_), ("text", given.text), ("html_text", page.text if page else None))
    found = screen([(where, text) for where, text in texts if text], page.hidden if page else ())
    said = verdict(found.score)
    body = given.text or (page.text if page else "")
    return ScreenAnswer(
        verdict=said,
        findings=[ScreenFinding(one.technique, one.where, one.span, one.confidence) for one in found.findings],
        safe_text=safe_view(
            body,
            nonce,
            subject=given.subject or "",
            sender=given.from_ or "",
            verdict=said,
            techniques=[one.technique for one in found.findings],
        ),
        nonce=nonce,
        spam=weigh_spam(given.subject or "", body, given.from_ or "", page.anchors if page else ()),
        notice=_notice(given, found.partial),
    )


def _notice(given: ScreenText, partial: bool) -> str | None:
    if len(given.text or "") > _TEXT_SCREENED or len(given.html or "") > HTML_READ:
        return f"Only the first {_TEXT_SCREENED:,} characters were examined."
    return "There was more encoded text than is decoded; the rest was not examined." if partial else None
