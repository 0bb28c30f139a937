"""Contact cards (RFC 6350, and vCard 2.1 and 3.0): what people look for on one."""

from postroom.lib.calendar import Line, read_lines
from postroom.lib.documents.model import NoText
from postroom.lib.documents.text import to_text
from postroom.lib.documents.writer import Writer

_MOST_CARDS = 2_000
_NAMES = {
    "ORG": "Organisation",
    "TITLE": "Title",
    "ROLE": "Role",
    "EMAIL": "E-mail",
    "TEL": "Telephone",
    "ADR": "Address",
    "URL": "Web",
    "BDAY": "Birthday",
    "NICKNAME": "Nickname",
    "IMPP": "Messenger",
    "NOTE": "Note",
}
_STRUCTURED = frozenset(("ORG", "ADR", "N"))


def read_vcards(content: bytes, out: Writer) -> None:
    """A section a card."""
    card: list[Line] | None = None
    cards = 0
    out.page(flows=True)
    for line in read_lines(to_text(content, out.limits.chars)):
        if line.name == "BEGIN" and line.value.upper() == "VCARD":
            card = []
        elif line.name == "END" and line.value.upper() == "VCARD" and card is not None:
            cards += 1
            _write(card, out)
            card = None
            if cards >= _MOST_CARDS:
                out.is_truncated = True
                break
        elif card is not None and (line.name in _NAMES or line.name in ("FN", "N")):
            card.append(line)
    if not cards:
        raise NoText("unreadable", "The file holds no card.")


def _write(card: list[Line], out: Writer) -> None:
    names = {line.name: _shown(line) for line in reversed(card) if line.name in ("FN", "N")}
    out.line(f"## {names.get('FN') or names.get('N') or 'Unnamed'}\n")
    for line in card:
        value = _shown(line)
        if line.name in _NAMES and value:
            kinds = ", ".join(one.lower() for one in line.parameter("TYPE").split(",") if one and one.lower() != "pref")
            out.line(f"- {_NAMES[line.name]}{f' ({kinds})' if kinds else ''}: {value}")
    out.line("")


def _shown(line: Line) -> str:
    text = ", ".join(filter(None, (part.strip() for part in line.parts()))) if line.name in _STRUCTURED else line.text()
    return " ".join(text.split())[:2_000]
