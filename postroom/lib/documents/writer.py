"""Where readers write: pages within the caps, and what a person would not have seen apart from them."""

from postroom.lib.documents.model import Cut, Limits, Page

_FLOW_CHARS = 12_000
_HIDDEN_CHARS = 20_000
_LABEL_CHARS = 200
_NOTICES = 20


class Writer:
    """Collects a document. Raises `Cut` when a cap of the whole is reached; what was written before stays."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.done: list[Page] = []
        self.notices: list[str] = []
        self.is_truncated = False
        self.hidden = ""
        self._label = ""
        self._flows = False
        self._is_open = False
        self._text: list[str] = []
        self._size = 0
        self._room = limits.chars
        self._prefix: list[str] = []

    def page(self, label: str = "", *, flows: bool = False) -> None:
        """Begin a page. One that `flows` has no end of its own: it goes on on a further page when it is long, and is none when empty."""
        self._finish()
        self._label, self._flows, self._is_open = label, flows, True

    def line(self, text: str) -> None:
        """A line, or a block of lines."""
        if self._flows and self._size > _FLOW_CHARS:
            self.page(self._label, flows=True)
        text = text if len(text) <= self._room else text[: self._room]
        self._room -= len(text) + 1
        kept = text[: max(0, self.limits.page_chars - self._size)] if not self._flows else text
        self.is_truncated |= len(kept) < len(text)
        if kept or not text:
            self._text.append(kept)
            self._size += len(kept) + 1
        if self._room <= 0:
            raise Cut("chars")

    def flow(self, text: str, label: str = "") -> None:
        """A text without pages of its own, cut where lines end (or anywhere, where none do)."""
        self.page(label, flows=True)
        start = 0
        while start < len(text):
            end = start + _FLOW_CHARS
            if end < len(text):
                found = max(text.rfind("\n\n", start + _FLOW_CHARS // 2, end), -1)
                found = found if found >= 0 else text.rfind("\n", start + _FLOW_CHARS // 2, end)
                end = found if found > start else end
            self.line(text[start:end].strip("\n"))
            start = end
            if start < len(text):
                self.page(label, flows=True)

    def hide(self, text: str) -> None:
        """What a person would not have seen."""
        room = _HIDDEN_CHARS - len(self.hidden)
        if room > 0 and text.strip():
            self.hidden += text[:room] + "\n"

    def notice(self, sentence: str) -> None:
        """Say something about the whole, once."""
        if sentence not in self.notices and len(self.notices) < _NOTICES:
            self.notices.append(sentence)

    def enter(self, label: str) -> None:
        """Pages from here on are of a file within: its label goes before theirs."""
        self._finish()
        self._label, self._flows, self._is_open = "", False, False
        self._prefix.append(label)

    def leave(self) -> None:
        """The file within is over."""
        self._finish()
        self._label, self._flows, self._is_open = "", False, False
        self._prefix.pop()

    def finished(self) -> list[Page]:
        """All pages. Leading and inner pages may be empty; where all are, there is none."""
        self._finish(last=True)
        return self.done if any(page.text for page in self.done) else []

    @property
    def is_within(self) -> bool:
        """Whether this is a file within a file."""
        return bool(self._prefix)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written yet."""
        return not any(map(str.strip, self._text)) and not any(page.text for page in self.done)

    def _finish(self, *, last: bool = False) -> None:
        text = "\n".join(self._text).strip("\n").replace("<!--", "‹!--")
        text = text if text.strip() else ""
        if text or (self._is_open and not self._flows):
            label = ", ".join(filter(None, (*self._prefix, self._label)))
            clean = " ".join(label.replace("--", "- ").replace(">", " ").split())
            self.done.append(Page(text, clean[:_LABEL_CHARS]))
        self._text, self._size, self._is_open = [], 0, False
        if not last and len(self.done) >= self.limits.pages:
            raise Cut("pages")
