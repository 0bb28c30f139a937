"""What is new in a mail body, and where what is not begins and ends; nothing is stored."""

import msgspec

from postroom.features.reading.limits import Html, Text, read_aside
from postroom.kernel.context import Io
from postroom.kernel.errors import invalid_field
from postroom.kernel.operations import Input, operation
from postroom.lib.quoting import Segment, split_html, split_text

_TEXT_SPLIT = 1_000_000


class SplitText(Input, frozen=True):
    """One body: either `text` or `html`."""

    text: Text = None
    html: Html = None


class SplitAnswer(msgspec.Struct, frozen=True):
    """`segments` are characters of what was given and cover it without gaps: joined they are it.

    `text` is the plain text, for HTML what it shows, and `text_segments` cut that. `new_text` is empty where nothing is new, as in a
    mail that only forwards.
    """

    new_text: str
    segments: list[Segment]
    text: str
    text_segments: list[Segment]
    notice: str | None


@operation("reading.split", rest="POST /v1/split", scope="messages:read", kind="pure", agent_tool=True)
async def split_body(_io: Io, given: SplitText) -> SplitAnswer:
    """Cut a mail body into what is new, quoted, signature, disclaimer and forwarded, with offsets, losing nothing.

    Works on plain text and on HTML of the usual mail programs in over twenty languages. Answers between quoted blocks are new; closing
    words without a delimiter stay new. Nothing is stored.
    """
    if (given.text is None) == (given.html is None):
        several = "not both" if given.text is not None else "one is needed"
        raise invalid_field("html" if given.text is not None else "text", f"give either text or html, {several}.")
    return await read_aside((given.text, given.html), _split, given)


def _split(given: SplitText) -> SplitAnswer:
    if given.html is not None:
        page = split_html(given.html)
        notice = None if page.complete else "The HTML is longer or more deeply made than what is read; the rest is in the last segment."
        return SplitAnswer(page.new_text, page.segments, page.text, page.text_segments, notice)
    text = given.text or ""
    plain = split_text(text)
    notice = (
        f"Only the first {_TEXT_SPLIT:,} characters were looked at; the rest is in the last segment." if len(text) > _TEXT_SPLIT else None
    )
    return SplitAnswer(plain.new_text, plain.segments, text, plain.segments, notice)
