"""What is text already: charset found out, cut into pages; and delimited tables."""

import csv
import io
from codecs import getincrementaldecoder
from itertools import islice

from postroom.lib.documents.table import Table
from postroom.lib.documents.writer import Writer
from postroom.lib.mime import decode_text

_MOST_CELL_CHARS = 4_000
_SNIFFED_LINES = 20
_DELIMITERS = (",", ";", "\t", "|")
_MOST_ROWS = 200_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def to_text(content: bytes, most: int, charset: str | None = None) -> str:
    """The characters, at most about `most`; lines end with LF."""
    whole, content = content, content[: most * 4]
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    text = _utf8_start(content) if len(content) < len(whole) else None
    if text is None:
        text, _ = decode_text(content, marked or charset, may_guess=True)
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_text(content: bytes, out: Writer) -> None:
    """Text, Markdown, JSON, XML, logs: as they are."""
    most = out.limits.chars
    out.is_truncated |= len(content) > most * 4
    out.flow(to_text(content, most))


def read_csv(content: bytes, out: Writer, *, delimiter: str | None = None) -> None:
    """A delimited table; which delimiter the first lines say."""
    most = out.limits.chars
    out.is_truncated |= len(content) > most * 4
    text = to_text(content, most)
    table = Table(out, "")
    # strict=False and no limit of the field: the text is bounded already, and csv then refuses nothing but a NUL.
    csv.field_size_limit(max(len(text), 131_072))
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline="\n"), delimiter=delimiter or _delimiter_of(text))
    for number, row in enumerate(islice(rows, _MOST_ROWS), start=1):
        table.row(number, {place: value.strip()[:_MOST_CELL_CHARS] for place, value in enumerate(islice(row, 100)) if value})
    table.end()


def _utf8_start(content: bytes) -> str | None:
    """Text that was cut within a character is UTF-8 all the same."""
    try:
        return getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return None


def _delimiter_of(text: str) -> str:
    """The one that cuts the first lines into the most even number of cells."""
    lines = [line for line in text[:20_000].split("\n")[:_SNIFFED_LINES] if line]
    if text.startswith("sep=") and len(text) > 4:
        return text[4]
    counts = {one: [line.count(one) for line in lines] for one in _DELIMITERS}
    scored = {one: (min(found), sum(found)) for one, found in counts.items() if any(found)}
    return max(scored, key=lambda one: scored[one]) if scored else ","
