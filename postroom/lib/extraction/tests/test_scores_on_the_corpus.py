"""A floor under the score on the labelled corpus, where it is present."""

import pytest

from bench.scores import corpus_dir, is_held_out, read_rows, tally


@pytest.mark.corpus
@pytest.mark.parametrize("held_out", [False, True])
def test_scores_stay_above_their_floor(held_out: bool) -> None:
    folder = corpus_dir()
    if folder is None:
        pytest.skip("corpus not found (POSTROOM_CORPUS, or ../shared/corpus beside the project)")
    figures = tally(row for row in read_rows(folder) if is_held_out(row) == held_out).figures()
    assert figures["code_precision"] >= (0.97 if held_out else 0.99)
    assert figures["code_recall"] >= (0.96 if held_out else 0.99)
    assert figures["link_f1"] >= (0.96 if held_out else 0.99)
    assert figures["negatives_wrong"] <= (0.03 if held_out else 0.0)
