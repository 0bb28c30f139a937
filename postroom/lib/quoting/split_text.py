"""Splitting a plain text body."""

import re
from typing import Final

from postroom.lib.quoting.attribution import MAX_CHARS, has_verb
from postroom.lib.quoting.devices import is_device_line, may_name_device
from postroom.lib.quoting.label import Labels, label_lines
from postroom.lib.quoting.lines import BLANK, cut_lines, mark_line, mark_lines
from postroom.lib.quoting.model import Kind, Segment, Split
from postroom.lib.quoting.openings import header_role, is_reply_line, separator
from postroom.lib.quoting.tails import label_devices, label_tail, may_be_notice, ways_to_reach

_LEADING_BLANKS: Final = re.compile(r"(?:[^\S\r\n]*[\r\n])+")
_NOTICE_REACH: Final = 1_200
_ENDING: Final = ("", "\n", "\r", "*", "\u00a0", "\t")
_MAX_ABOVE: Final = 2 * MAX_CHARS  # with the blanks of its lines
_MAX_COLONS: Final = 40  # ends of lines that are looked at closely; the whole reading is cheaper than more
_MAX_SIGNED: Final = 700  # characters of a last paragraph that may be a signature
_NON_ASCII_SIGNS: Final = ("：", "\n—", "\n–", "\u1427", "‐‐", "──")


def split_text(text: str) -> Split:
    """Cut a plain text body into its kinds; the segments joined give `text`, always.

    Reads 1,000,000 characters and 50,000 lines; what is beyond belongs to the last segment. Never raises.
    """
    if not may_hold_more(text):
        return Split(segments=[Segment("new", 0, len(text))] if text else [], new_text=tidy(text))
    lines, starts = cut_lines(text)
    labels = label_body(lines, mark_lines(lines))
    segments = to_segments(labels, starts, len(text))
    return Split(segments=segments, new_text=join_new(text, segments))


def label_body(lines: list[str], marks: list[str]) -> Labels:
    """Kinds of all lines, signatures and legal notices included; blank lines go with what is not new, or what they follow."""
    labels = label_lines(lines, marks)
    kinds = labels.kinds
    in_reply = "quoted" in kinds or "forwarded" in kinds
    for start, end in _new_runs(kinds):
        shared = labels.shared is not None and start <= labels.shared[0] < end
        if not shared:
            label_tail(lines, marks, kinds, start, end, in_reply)
            label_devices(lines, kinds, start, end)
    _absorb_blanks(lines, kinds)
    return labels


def to_segments(labels: Labels, starts: list[int], size: int) -> list[Segment]:
    """Runs of lines of one kind, as offsets; the last reaches to `size`."""
    edges: list[tuple[int, Kind]] = []
    for line, kind in enumerate(labels.kinds):
        if labels.shared is not None and labels.shared[0] == line:
            _edge(edges, starts[line], "new")
            _edge(edges, starts[line] + labels.shared[1], "quoted")
        else:
            _edge(edges, starts[line], kind)
    edges = [edge for edge in edges if edge[0] < size]
    if not edges:
        return [Segment("new", 0, size)] if size else []
    ends = [start for start, _ in edges[1:]] + [size]
    return [Segment(kind, start, end) for (start, kind), end in zip(edges, ends, strict=True)]


def join_new(text: str, segments: list[Segment]) -> str:
    return tidy("".join(text[part.start : part.end] for part in segments if part.kind == "new"))


def tidy(text: str) -> str:
    """Without blank lines at either end; the first line keeps its indentation."""
    text = text.rstrip()
    blank = _LEADING_BLANKS.match(text)
    return text[blank.end() :] if blank else text


def may_hold_more(text: str) -> bool:
    """A cheap look: can there be anything but new text?"""
    if ">" in text or ("-" in text and "--" in text) or ("_" in text and "__" in text) or ("G" in text and "GMT" in text):
        return True  # one character alone is found much faster than two
    if (
        ("=" in text and "==" in text)
        or ("#" in text and "##" in text)
        or "bove this line" in text
        or ("V" in text and "BOVE THIS" in text)
    ):
        return True
    if not text.isascii() and any(sign in text for sign in _NON_ASCII_SIGNS):
        return True
    return (
        is_reply_line(text[:200].lstrip().partition("\n")[0])
        or _has_telling_colon(text)
        or _has_telling_end(text)
        or may_be_notice(text[-_NOTICE_REACH:])
        or may_name_device(text)
    )


def _has_telling_colon(text: str) -> bool:
    """A colon that ends a line as an attribution or a separator does, or one that ends the name of a printed header."""
    at, tried = text.find(":"), 0
    while at >= 0:
        after = text[at + 1 : at + 2]
        near = max(0, at - 25)
        if after and after in " \t*":
            start = max(text.rfind("\n", near, at), text.rfind("\r", near, at)) + 1
            if (start > 0 or near == 0) and header_role(text[start : at + 1]) not in (None, "other"):
                return True
        if after in _ENDING or (after == " " and not text[at + 2 : at + 3].strip()):
            tried += 1
            if tried > _MAX_COLONS or _may_attribute(text, at):
                return True
        at = text.find(":", at + 1)
    return False


def _may_attribute(text: str, at: int) -> bool:
    """Does the line that ends with a colon separate, or do the lines up to it name an address, or say who wrote?"""
    near = max(0, at - _MAX_ABOVE)
    start = max(text.rfind("\n", near, at), text.rfind("\r", near, at)) + 1
    return "@" in text[near:at] or separator(text[start : at + 1]) is not None or has_verb(text[near:at])


def _has_telling_end(text: str) -> bool:
    """A last line that a device, or a last paragraph that a person signs with."""
    body = text[-_NOTICE_REACH:].rstrip()
    line = body[max(body.rfind("\n"), body.rfind("\r")) + 1 :]
    if is_device_line(line) or (line and not line.strip("*#=~+-_ ")):
        return True
    above = max(body.rfind("\n\n"), body.rfind("\n\r\n"))
    return len(body) - above < _MAX_SIGNED and ways_to_reach(body[above + 1 :]) > 1


def _new_runs(kinds: list[Kind]) -> list[tuple[int, int]]:
    runs, start = [], -1
    for at, kind in enumerate([*kinds, "quoted"]):
        if kind == "new" and start < 0:
            start = at
        elif kind != "new" and start >= 0:
            runs.append((start, at))
            start = -1
    return runs


def _absorb_blanks(lines: list[str], kinds: list[Kind]) -> None:
    """Blank lines below new text go with what follows; those at the end with what they follow."""
    for at in range(len(kinds) - 2, -1, -1):
        if kinds[at] == "new" and kinds[at + 1] != "new" and mark_line(lines[at]) == BLANK:
            kinds[at] = kinds[at + 1]
    last = len(kinds) - 1
    while last > 0 and mark_line(lines[last]) == BLANK:
        last -= 1
    kinds[last + 1 :] = [kinds[last] for _ in kinds[last + 1 :]]


def _edge(edges: list[tuple[int, Kind]], start: int, kind: Kind) -> None:
    if not edges or edges[-1][1] != kind:
        edges.append((start, kind))
