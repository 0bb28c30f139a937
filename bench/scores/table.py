"""The table under `docs/scores.md`: written, read back, and compared."""

import re
from collections.abc import Iterator, Sequence

from bench.scores.figure import Figure, Section, Share

HEAD = """# Scores

What the reading of mail gets right on a labelled corpus that is not part of the project: real templates and mails of many languages, and
messages written for it. A third of each set, chosen by a hash, was kept out of all tuning (“held out”); “tuned” is the rest. Written by
`make scores`, compared by `make check` where the corpus is present: a figure that falls fails it. Aims hold for mail nobody tuned on.
"""
_COLUMNS = "| figure | aim | all | tuned | held out | verdict |\n|---|---|---|---|---|---|\n"
_SLACK = 0.0011  # what rounding may hide


def write_table(sections: Sequence[Section]) -> str:
    """The whole document."""
    return "\n".join([HEAD, *(_section(one) for one in sections)])


def find_regressions(written: str, sections: Sequence[Section]) -> Iterator[str]:
    """Every figure that is worse than the document says, and every row that it lacks, named."""
    known = _read(written)
    for section in sections:
        for figure in section.figures:
            told = known.get((section.title, figure.name))
            if told is None:
                yield f"docs/scores.md has no row {section.title} / {figure.name}; run `make scores`"
                continue
            for column, before, now in zip(("all", "tuned", "held out"), told, (figure.all, figure.tuned, figure.held_out), strict=True):
                worse = now.value - before if figure.is_bad else before - now.value
                if worse > _SLACK:
                    yield f"{section.title} / {figure.name} / {column} fell from {before:.3f} to {now.value:.3f}"


def _section(section: Section) -> str:
    rows = "".join(map(_row, section.figures))
    return f"## {section.title}\n\n{section.rows}\n\n{_COLUMNS}{rows}\n{section.notes.strip()}\n"


def _row(figure: Figure) -> str:
    cells = (_cell(one) for one in (figure.all, figure.tuned, figure.held_out))
    return f"| {figure.name} | {'≤' if figure.is_bad else '≥'} {figure.aim:g} | {' | '.join(cells)} | {figure.verdict} |\n"


def _cell(share: Share) -> str:
    return f"{share.value:.3f} ({share.part:g}/{share.whole:g})"


def _read(written: str) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {}
    title = ""
    for line in written.splitlines():
        if line.startswith("## "):
            title = line[3:].strip()
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        values = [float(match[0]) for match in map(_VALUE.match, cells[2:5]) if match]
        if len(values) == 3:
            found[title, cells[0]] = values
    return found


_VALUE = re.compile(r"[0-9.]+")
