"""Which parts are the text of a mail, and which are attachments."""

import hashlib
from collections.abc import Iterator

from postroom.lib.html import render
from postroom.lib.mime.charset import decode_text
from postroom.lib.mime.clean import file_name, storable
from postroom.lib.mime.flowed import unflow
from postroom.lib.mime.html import cut_html
from postroom.lib.mime.model import Attachment, ParseLimits
from postroom.lib.mime.tree import Part, Splitter

_MAX_GUESSES = 3
Bodies = tuple[str | None, str | None]


class BodyReader:
    """Text and HTML of one mail, within `limits` for the mail as a whole."""

    def __init__(self, splitter: Splitter, limits: ParseLimits) -> None:
        self.splitter = splitter
        self.limits = limits
        self.text_room = limits.text_bytes
        self.html_room = limits.html_bytes

    def read(self, root: Part) -> Bodies:
        """`(text, html)` of the mail's own parts; where it has neither, those of the mails embedded in it."""
        return self._read(root, 0)

    def _read(self, root: Part, depth: int) -> Bodies:
        bodies = self._part(root, None)
        if bodies != (None, None):
            return bodies
        inner = []
        for part in messages(root):
            embedded = self.splitter.embedded(part, depth + 1)
            inner.append(self._read(embedded, depth + 1) if embedded else (None, None))
        return _joined(inner)

    def _part(self, part: Part, parent: Part | None) -> Bodies:
        if not part.children:
            return self._leaf(part) if is_body(part, parent) else (None, None)
        read = [self._part(child, part) for child in part.children]
        if part.content_type == "multipart/alternative":
            return _first(text for text, _ in read), _first(html for _, html in read)
        return _joined(read)

    def _leaf(self, part: Part) -> Bodies:
        if part.content_type == "text/plain":
            return self._text(part), None
        return None, self._html(part)

    def _text(self, part: Part) -> str | None:
        text = self._decoded(part, self.text_room, "text_cut")
        self.text_room -= len(text)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
        return text if text and not text.isspace() else None

    def _html(self, part: Part) -> str | None:
        html, cut = cut_html(self._decoded(part, self.html_room, "html_cut"), self.limits)
        if cut:
            self.splitter.defects.append("html_cut")
        self.html_room -= len(html)
        return html if html and not html.isspace() else None

    def _decoded(self, part: Part, room: int, cut: str) -> str:
        data, defect = part.content(room * 4)
        if len(data) > room or part.end - part.start > room * 4:
            self.splitter.defects.append(cut)
            data = data[:room]
        may_guess = self.splitter.defects.count("charset_guessed") < _MAX_GUESSES
        text, wrong = decode_text(data, part.parameters.get("charset"), may_guess)
        self.splitter.defects += filter(None, (defect, wrong))
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return storable(text)


def is_body(part: Part, parent: Part | None) -> bool:
    """Whether a leaf is text of the mail: plain or HTML, not marked an attachment, and no named or further file."""
    if part.content_type not in ("text/plain", "text/html") or part.disposition.value == "attachment":
        return False
    if parent is None or parent.content_type == "multipart/alternative":
        return True
    if parent.content_type == "multipart/related":
        return parent.children[0] is part
    return not part_filename(part)


def part_filename(part: Part) -> str | None:
    """The name a part asks for, from its disposition, else its type (RFC 2183 §2.3)."""
    name = part.disposition.parameters.get("filename") or part.parameters.get("name")
    return file_name(name) if name else None


def messages(root: Part) -> Iterator[Part]:
    """The embedded mails directly in this mail, in order."""
    for part, _ in leaves(root, None):
        if part.is_message:
            yield part


def leaves(part: Part, parent: Part | None) -> Iterator[tuple[Part, Part | None]]:
    """Every leaf of this mail with its container; embedded mails are leaves."""
    if not part.children:
        yield part, parent
    for child in part.children:
        yield from leaves(child, part)


def read_attachment(part: Part, parent: Part | None) -> tuple[Attachment, str | None]:
    """One leaf with its decoded bytes, and a defect code or None."""
    content, defect = part.content()
    content_id = storable("".join(part.content_id.strip().strip("<>").split()))[:998] or None
    shown = part.disposition.value == "inline" or (not part.disposition.value and content_id is not None)
    related = parent is not None and parent.content_type == "multipart/related" and content_id is not None
    attachment = Attachment(
        path=part.path or "1",
        filename=part_filename(part),
        content_type=part.content_type,
        content_id=content_id,
        inline=shown or related,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).digest(),
        content=content,
    )
    return attachment, defect


def _first(bodies: Iterator[str | None]) -> str | None:
    return next((body for body in bodies if body is not None), None)


def _joined(read: list[Bodies]) -> Bodies:
    """Parts in order. Where some have only HTML and others only text, the text of the former must not be missing."""
    some = [bodies for bodies in read if bodies != (None, None)]
    if len(some) < 2:
        return some[0] if some else (None, None)
    texts = [text if text is not None else render(html or "").text for text, html in some]
    htmls = [html for _, html in some if html is not None]
    has_text = any(text is not None for text, _ in some)
    return "\n".join(filter(None, texts)) if has_text else None, "\n".join(htmls) if htmls else None
