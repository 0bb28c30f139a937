"""A floor under the score on the labelled corpus, where it is present; `make check` compares the figures one by one."""

import pytest

from bench.scores.corpus import ABSENT, corpus_dir
from bench.scores.sets.codes import measure


@pytest.mark.corpus
def test_codes_and_links_meet_their_aims_on_all_of_the_corpus() -> None:
    folder = corpus_dir()
    if folder is None:
        pytest.skip(ABSENT)
    assert [figure.name for figure in measure(folder).figures if figure.verdict == "missed"] == []
