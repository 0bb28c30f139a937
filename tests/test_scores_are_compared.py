"""`make check` fails with the name of a score that fell, and says so where there is no corpus."""

import os
import subprocess
import sys
from pathlib import Path

from bench.scores.figure import Figure, Section, Share
from bench.scores.table import find_regressions, write_table

ROOT = Path(__file__).parent.parent


def section(part: int, *, wrong: int = 1) -> Section:
    good = Figure("recall", 0.9, Share(part, 100), Share(60, 60), Share(part - 60, 40))
    bad = Figure("wrong", 0.05, Share(wrong, 100), Share(0, 60), Share(wrong, 40), is_bad=True)
    return Section("Codes", "100 rows.", [good, bad], "Notes.")


def test_the_same_scores_are_no_regression() -> None:
    assert list(find_regressions(write_table([section(95)]), [section(95)])) == []


def test_a_better_score_is_no_regression() -> None:
    assert list(find_regressions(write_table([section(95)]), [section(97, wrong=0)])) == []


def test_a_score_that_fell_is_named_with_its_part() -> None:
    assert list(find_regressions(write_table([section(95)]), [section(93)])) == [
        "Codes / recall / all fell from 0.950 to 0.930",
        "Codes / recall / held out fell from 0.875 to 0.825",
    ]


def test_more_errors_are_a_regression() -> None:
    assert [one.split(" fell")[0] for one in find_regressions(write_table([section(95)]), [section(95, wrong=3)])] == [
        "Codes / wrong / all",
        "Codes / wrong / held out",
    ]


def test_a_row_that_the_document_lacks_is_asked_for() -> None:
    assert list(find_regressions("", [section(95)])) == [
        "docs/scores.md has no row Codes / recall; run `make scores`",
        "docs/scores.md has no row Codes / wrong; run `make scores`",
    ]


def test_a_verdict_is_met_only_where_what_nobody_tuned_on_meets_the_aim_too() -> None:
    assert [figure.verdict for figure in section(99).figures] == ["met", "met"]
    assert [figure.verdict for figure in section(95, wrong=3).figures] == ["met on all", "met on all"]
    assert section(50).figures[0].verdict == "missed"


def test_an_absent_corpus_is_said_and_is_no_failure(tmp_path: Path) -> None:
    environment = {**os.environ, "POSTROOM_CORPUS": str(tmp_path)}
    run = subprocess.run([sys.executable, "-m", "bench.scores", "--check"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stdout.split(",")[0]) == (0, "scores: SKIPPED")
