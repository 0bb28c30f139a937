"""Giving every line of a body its kind, from the marks of its lines and what opens quoted mail."""

from dataclasses import dataclass, field
from typing import Final

from postroom.lib.html import CITE, FORWARD, QUOTE, REST, SIGN, SOFT
from postroom.lib.quoting.attribution import ends_in_verb, find_attribution, has_verb, leads_line, may_name, says_whose
from postroom.lib.quoting.lines import BLANK, CODE, INVISIBLE, TEXT, prefixed_end
from postroom.lib.quoting.model import Kind
from postroom.lib.quoting.openings import (
    armour_end,
    enclosed_end,
    goes_on_form,
    header_block,
    header_role,
    is_enclosed,
    is_forward_title,
    is_framed,
    is_noted,
    is_reply_line,
    is_rule,
    separator,
)

_MAX_OPENINGS: Final = 1_000  # tries; beyond it the text is hostile, and only marks are believed
_LOOK_AHEAD: Final = 3
_QUOTED: Final = (QUOTE, SOFT)
_INDENTED: Final = ("    ", "\t")
_EDGES: Final = " \t\r\u00a0*_" + INVISIBLE
_TELLING: Final = (":", "：", "--", "==", "above", "ABOVE", "@")
_ENDING: Final = frozenset(":：>-—–")


@dataclass
class Labels:
    """The kinds of all lines; `shared` is a line and the column in it where the quoted part starts."""

    kinds: list[Kind]
    shared: tuple[int, int] | None = None


@dataclass
class _Scan:
    lines: list[str]
    marks: list[str]
    out: Labels
    floor: int = 0  # the first line that an attribution further down may still claim
    first_new: int = -1
    attributed: bool = False
    tries: int = 0
    runs: list[tuple[int, int]] = field(default_factory=list)

    def new_above(self, line: int) -> bool:
        return 0 <= self.first_new < line

    def paint(self, start: int, end: int, kind: Kind) -> int:
        self.out.kinds[start:end] = [kind] * (end - start)
        self.floor = end
        return end


@dataclass(frozen=True)
class _Opening:
    start: int
    end: int
    kind: Kind
    attribution: bool = False
    closed: bool = False  # ends where it ends, whatever follows


def label_lines(lines: list[str], marks: list[str]) -> Labels:
    """Kinds "new", "quoted", "forwarded" (and "signature" where the marks say so) for every line; linear."""
    scan = _Scan(lines, marks, Labels(["new"] * len(lines)))
    at = 0
    while at < len(lines):
        at = _step(scan, at)
    _keep_context(scan)
    return scan.out


def _step(scan: _Scan, at: int) -> int:
    mark = scan.marks[at]
    if mark == BLANK:
        return at + 1
    if mark == SIGN:
        return scan.paint(at, at + 1, "signature")
    if mark == FORWARD:
        scan.attributed = True
        return scan.paint(at, at + 1, "forwarded")
    if scan.lines[at].startswith("-----BEGIN PGP ") and (end := armour_end(scan.lines, at)):
        return scan.paint(at, end, "signature")
    opening = _find_opening(scan, at, mark)
    if opening:
        return _open(scan, opening)
    if mark == QUOTE:
        end = _run_end(scan, at, False)
        scan.runs.append((at, end))
        scan.attributed = scan.attributed or scan.lines[at].lstrip()[0].isalpha() or _attributed_inside(scan, at, end)
        forwarded = separator(scan.lines[at].lstrip("> \t")) == "forwarded"
        return scan.paint(at, end, "forwarded" if forwarded else "quoted")
    if scan.first_new < 0 and not is_rule(scan.lines[at]):
        scan.first_new = at
    return at + 1


def _find_opening(scan: _Scan, at: int, mark: str) -> _Opening | None:
    line = scan.lines[at]
    if mark == CITE:
        return _cite(scan, at)
    if mark == REST:
        return _Opening(at, len(scan.lines), separator(line) or "quoted")
    if mark == CODE or scan.tries > _MAX_OPENINGS or (mark == QUOTE and line[:1] != ">" and line[:1] != " "):
        return None
    if mark == QUOTE and is_enclosed(line):
        scan.tries += 20
        return _enclosed(scan, at)
    if mark == QUOTE and not _is_wrapped_verb(line):
        return None
    if _is_prose(line):
        return _find_attribution(scan, at)
    return _find_separator(scan, at, line) or _find_attribution(scan, at) or _find_headers(scan, at, at)


def _is_prose(line: str) -> bool:
    """Cheap: too long to be a separator's words alone, and without any sign of a separator or a header."""
    return len(line) >= 40 and line[0].isalpha() and not any(map(line.__contains__, _TELLING))


def _enclosed(scan: _Scan, at: int) -> _Opening:
    end = enclosed_end(scan.lines, at)
    if end is None:
        return _Opening(at, at + 1, "quoted")
    return _Opening(at, end, "quoted", closed=True)


def _cite(scan: _Scan, at: int) -> _Opening:
    """All lines of a marked attribution, which in forwarded mail is the separator with its header block."""
    end = at
    while end < len(scan.lines) and scan.marks[end] in (CITE, BLANK):
        end += 1
    kind = separator(scan.lines[at])
    return _Opening(at, end, kind or "quoted", kind is None)


def _is_wrapped_verb(line: str) -> bool:
    """`> wrote:`, what is left of an attribution whose address was closed on the line after it."""
    bare = line.strip(" \t\r>*")
    if '" == ' in bare:  # Supercite: `>>>>> "Ana" == Ana Lima <ana@example.com> writes:`
        return bare[-1] == ":" and has_verb(bare)
    return line.lstrip()[:2] != ">>" and len(bare) < 20 and bare[-1:] in (":", "：") and has_verb(bare)


def _find_separator(scan: _Scan, at: int, line: str) -> _Opening | None:
    kind = separator(line)
    if kind == "forwarded":
        return _Opening(at, _introduced(scan, at + 1), "forwarded")
    replied = is_reply_line(line)
    if replied and not scan.new_above(at):
        return _Opening(at, at + 1, "quoted", True)
    if kind == "quoted" or replied:
        return _Opening(at, _introduced(scan, at + 1), "quoted")
    if is_noted(line):
        return _Opening(at, at + 1, "quoted")
    if is_forward_title(line) and (end := _introduced(scan, at + 1)) > at + 1:
        return _Opening(at, end, "forwarded")
    if is_rule(line) or is_framed(line):
        below = _next_filled(scan, at + 1)
        return _find_headers(scan, at, below, ruled=True) if below is not None else None
    return None


def _introduced(scan: _Scan, at: int) -> int:
    """The line after what follows a separator: a header block or an attribution, else none."""
    below = _next_filled(scan, at)
    if below is None or scan.marks[below] == QUOTE:
        return at
    end = header_block(scan.lines, below, False)
    if end is not None:
        return end
    for last in range(below, min(below + 4, len(scan.lines))):
        if scan.marks[last] == BLANK or scan.marks[last] == QUOTE:
            break
        if find_attribution(scan.lines, last, below, False):
            return last + 1
    return at


def _find_headers(scan: _Scan, start: int, at: int, ruled: bool = False) -> _Opening | None:
    end = header_block(scan.lines, at, not scan.new_above(start), ruled)
    if end is None or (start == at and goes_on_form(scan.lines, at)):
        scan.tries += ":" in scan.lines[at][:40] and header_role(scan.lines[at]) is not None
        return None
    scan.tries += 1
    return _Opening(start, end, "quoted" if scan.new_above(start) else "forwarded")


def _find_attribution(scan: _Scan, at: int) -> _Opening | None:
    below = _next_filled(scan, at + 1)
    line = scan.lines[at].rstrip(_EDGES)
    followed = below is not None and (scan.marks[below] == QUOTE or (scan.marks[below] == SOFT and says_whose(line)))
    if leads_line(line):
        return _Opening(at, at + 1, "quoted", True)
    if not followed and line[-1:] not in _ENDING and not line.lstrip()[:4].isdigit() and not ends_in_verb(line):
        return None
    scan.tries += 1
    found = find_attribution(scan.lines, at, scan.floor, followed)
    if found is None:
        named = followed and line[-1:] in (":", "：") and may_name(line) and not scan.new_above(len(scan.lines))
        return _Opening(at, at + 1, "quoted", True) if named else None
    start, column = found
    if column and scan.out.shared is None:
        scan.out.shared = (start, column)
        scan.first_new = start if scan.first_new < 0 else scan.first_new
    return _Opening(start, at + 1, "quoted", True)


def _next_filled(scan: _Scan, at: int) -> int | None:
    for line in range(at, min(at + _LOOK_AHEAD, len(scan.lines))):
        if scan.marks[line] != BLANK:
            return line
    return None


def _open(scan: _Scan, opening: _Opening) -> int:
    """Paint the opening and what it opens: the marked lines below it, else everything to the end."""
    above = scan.new_above(opening.start) or scan.out.shared is not None
    scan.attributed = True
    at = scan.paint(opening.start, opening.end, opening.kind)
    if opening.closed:
        return at
    below = at
    while below < len(scan.lines) and scan.marks[below] == BLANK:
        below += 1
    if below < len(scan.lines) and scan.marks[below] in (*_QUOTED, FORWARD):
        end = _run_end(scan, below, True)
        scan.runs.append((below, end))
        return scan.paint(at, end, opening.kind)
    if opening.attribution and below < len(scan.lines) and (rare_end := prefixed_end(scan.lines, below)):
        return scan.paint(at, rare_end, opening.kind)
    if opening.attribution and not above:
        if below < len(scan.lines) and all(_is_indented(scan.lines[line]) for line in range(below, len(scan.lines))):
            return scan.paint(at, len(scan.lines), opening.kind)  # an older Outlook marks a quote by indenting all of it
        return at  # no mark and nothing above: what follows may well be the answer, and is not thrown away
    return scan.paint(at, len(scan.lines), opening.kind)


def _run_end(scan: _Scan, at: int, attributed: bool) -> int:
    """The first line after a run of marked lines; blank lines and wrapped ends of quoted lines belong to it."""
    last, marks, count = at, scan.marks, len(scan.lines)
    while at < count:
        mark = marks[at]
        if mark in (QUOTE, FORWARD) or (mark == SOFT and attributed):
            last = at
        elif mark != BLANK and not (mark == TEXT and _is_wrapped(scan, at)):
            break
        at += 1
    end = last + 1
    while end < count and marks[end] == BLANK:
        end += 1
    return end


def _is_indented(line: str) -> bool:
    return line.startswith(_INDENTED) or not line.strip()


def _is_wrapped(scan: _Scan, at: int) -> bool:
    """The end of a quoted line that a mail program broke off: between two marked lines, after a long line or a link."""
    if at == 0 or at + 1 >= len(scan.lines) or scan.marks[at - 1] != QUOTE or scan.marks[at + 1] != QUOTE:
        return False
    before, line = scan.lines[at - 1].rstrip(), scan.lines[at].strip()
    if line.startswith(("(http", "<http", "[http")):
        return True
    tail = before[-300:]
    link = tail.rfind("http")
    if link > 0 and tail[link - 1] in "(<[" and not set(tail[link:]) & set(")>]"):
        return True
    if len(before) < 60 or not line[:1].islower() or before[-1] in ".?!:;":
        return False
    return len(line) < 40 or len(before) >= 68


def _attributed_inside(scan: _Scan, start: int, end: int) -> bool:
    """Do the first marked lines themselves hold an attribution or a header block, as Apple Mail writes them?"""
    inner = [line.lstrip("> \t") for line in scan.lines[start : min(end, start + 12)]]
    for at in range(len(inner)):
        if separator(inner[at]) or header_block(inner, at, False) is not None:
            return True
        if inner[at].rstrip()[-1:] in (":", "：") and find_attribution(inner, at, 0, False):
            return True
    return False


def _keep_context(scan: _Scan) -> None:
    """A mail that opens with the one quote it has, and says not whose, keeps it: its writer chose it as context."""
    if scan.attributed or len(scan.runs) != 1:
        return
    start, end = scan.runs[0]
    if not scan.new_above(start):
        scan.out.kinds[start:end] = ["new"] * (end - start)
