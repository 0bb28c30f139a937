"""Content lines (RFC 5545 §3.1, RFC 6350 §3.3): unfolded, cut into name, parameters and value; total and linear."""

import quopri
from collections.abc import Iterator

import msgspec

_MOST_PARAMETERS = 50
_MOST_LINE = 65_536
_ESCAPES = {"n": "\n", "N": "\n"}


class Line(msgspec.Struct, frozen=True):
    """One property. Names are upper case, without the group of vCards (`item1.TEL`)."""

    name: str
    value: str
    parameters: dict[str, str] = {}

    def parameter(self, name: str) -> str:
        """The value of a parameter, or nothing."""
        return self.parameters.get(name, "")

    def text(self) -> str:
        """The value as text: escapes undone (RFC 5545 §3.3.11)."""
        return _unescaped(self._decoded())

    def parts(self) -> list[str]:
        """The parts of a structured value."""
        return [_unescaped(part) for part in _split(self._decoded(), ";")[:20]]

    def _decoded(self) -> str:
        """vCalendar 1.0 and vCard 2.1 write quoted-printable."""
        if self.parameter("ENCODING").upper() != "QUOTED-PRINTABLE" and "QUOTED-PRINTABLE" not in self.parameters:
            return self.value
        return quopri.decodestring(self.value.encode("utf-8", "replace")).decode("utf-8", "replace")


def read_lines(text: str) -> Iterator[Line]:
    """Every content line of a text; what is none is left out."""
    for line in _unfolded(text):
        found = _line(line)
        if found is not None:
            yield found


def _unfolded(text: str) -> Iterator[str]:
    parts: list[str] = []
    size = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:][: max(0, _MOST_LINE - size)])
        elif parts and parts[-1].endswith("=") and "QUOTED-PRINTABLE" in parts[0][:200].upper():  # a soft break of vCard 2.1
            parts[-1] = parts[-1][:-1]
            parts.append(line[: max(0, _MOST_LINE - size)])
        else:
            if parts:
                yield "".join(parts)
            parts, size = [line[:_MOST_LINE]], 0
        size += len(parts[-1])
    yield "".join(parts)


def _line(line: str) -> Line | None:
    colon = _outside(line, ":", 0)
    if colon < 0:
        return None
    head, value = line[:colon], line[colon + 1 :]
    names = _split_quoted(head)
    name = names[0].rpartition(".")[2].strip().upper()
    if not name or len(name) > 60:
        return None
    parameters: dict[str, str] = {}
    for one in names[1 : _MOST_PARAMETERS + 1]:
        key, equals, given = one.partition("=")
        key = key.strip().upper()
        bare = given.strip().replace('"', "") if equals else ""
        if not equals:  # vCard 2.1: TEL;WORK;VOICE
            key, bare = ("QUOTED-PRINTABLE", "") if key == "QUOTED-PRINTABLE" else ("TYPE", key)
        parameters[key] = f"{parameters[key]},{bare}" if key in parameters and bare else bare
    return Line(name, value.strip() if name != "DESCRIPTION" else value, parameters)


def _outside(text: str, wanted: str, start: int) -> int:
    """Where `wanted` stands outside of quotes; an open quote that nobody closes quotes nothing."""
    place = text.find(wanted, start)
    quote = text.find('"', start)
    while 0 <= quote < place:
        closing = text.find('"', quote + 1)
        if closing < 0:
            return place
        if closing > place:
            place = text.find(wanted, closing)
        quote = text.find('"', closing + 1)
    return place


def _split_quoted(head: str) -> list[str]:
    if '"' not in head:
        return head.split(";", _MOST_PARAMETERS + 1)
    parts: list[str] = []
    start = 0
    while len(parts) <= _MOST_PARAMETERS:
        place = _outside(head, ";", start)
        if place < 0:
            break
        parts.append(head[start:place])
        start = place + 1
    return [*parts, head[start:]]


def _split(text: str, mark: str) -> list[str]:
    """Cut at marks that no backslash precedes."""
    if "\\" not in text:
        return text.split(mark)
    parts: list[str] = []
    current: list[str] = []
    escaped = False
    for one in text:
        if one == mark and not escaped:
            parts.append("".join(current))
            current = []
        else:
            current.append(one)
        escaped = one == "\\" and not escaped
    return [*parts, "".join(current)]


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    pieces = text.split("\\")
    read, index = [pieces[0]], 1
    while index < len(pieces):
        piece = pieces[index]
        if piece:
            read.append(_ESCAPES.get(piece[0], piece[0]) + piece[1:])
        elif index + 1 < len(pieces):  # two backslashes are one
            index += 1
            read.append("\\" + pieces[index])
        index += 1
    return "".join(read)
