"""Delivery reports (`bounces.jsonl` on mails of `mail/`): recipient, action, status, permanent."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from bench.scores.corpus import Row, is_held_out, read_rows
from bench.scores.figure import Figure, Section, Share, in_parts
from postroom.lib.bounces import read_report
from postroom.lib.mime import MimeError, parse

NOTES = """
A row is one recipient of one report; it counts when recipient, action, status and permanent are all as labelled. Hard cases, as far as they
may be looked at: labels that contradict the report (another recipient than it names, a status from the text of the other server
instead of the report's own field, a delay labelled as failed), and a mailing list that returns mail without saying to whom.
"""
Fact = tuple[str, str, str | None, bool]


class Told(NamedTuple):
    row: Row
    wanted: Fact
    said: list[Fact]


def measure(folder: Path) -> Section:
    told = _told(folder)
    parts = in_parts(
        told, lambda one: is_held_out(one.row["file"]), lambda part: {"parsed right": _right(part), "recipient": _recipient(part)}
    )
    aims = {"parsed right": 0.97, "recipient": 0.97}
    files = len({one.row["file"] for one in told})
    return Section(
        "Delivery reports", f"{len(told)} recipients in {files} reports.", [Figure(name, aims[name], *parts[name]) for name in aims], NOTES
    )


def misses(folder: Path) -> list[str]:
    return [
        f"{one.row['file']}: wanted {one.wanted}, said {one.said[:3]}"
        for one in _told(folder)
        if one.wanted not in one.said and not is_held_out(one.row["file"])
    ]


def _right(told: list[Told]) -> Share:
    return Share(sum(one.wanted in one.said for one in told), len(told))


def _recipient(told: list[Told]) -> Share:
    return Share(sum(one.wanted[0] in {fact[0] for fact in one.said} for one in told), len(told))


def _told(folder: Path) -> list[Told]:
    by_file: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(folder, "bounces.jsonl"):
        by_file[row["file"]].append(row)
    return [
        Told(row, _wanted(row), said) for file, rows in by_file.items() for said in [_said((folder / file).read_bytes())] for row in rows
    ]


def _wanted(row: Row) -> Fact:
    return row["recipient"].lower(), row["action"], row["status"], row["permanent"]


def _said(raw: bytes) -> list[Fact]:
    try:
        mail = parse(raw)
    except MimeError:
        return []
    headers: dict[str, str] = {}
    for name, value in mail.headers:
        headers.setdefault(name.lower(), value)
    report = read_report(mail, headers)
    return [(one.recipient.lower(), one.action, one.status, one.permanent) for one in report.recipients] if report else []
