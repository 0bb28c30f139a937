import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.threading import base_subject


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Your order", "Your order"),
        ("RE: FW: re[2]: Your order", "Your order"),
        ("AW: WG: Termin", "Termin"),
        ("Réf : Facture", "Facture"),
        ("SV: VS: Vb: Möte", "Möte"),
        ("回复：你好", "你好"),
        ("転送: お知らせ", "お知らせ"),
        ("Отв: Привет", "Привет"),
        ("إعادة توجيه: مرحبا", "مرحبا"),
        ("[list] Re: [list] News", "News"),
        ("Re: [Fwd: Re: News] (fwd)", "News"),
        ("  Re:\r\n\tNews   today ", "News today"),
        ("[only a tag]", "[only a tag]"),
        ("Re: [only a tag]", "[only a tag]"),
        ("Re:", ""),
        ("Refund: 12", "Refund: 12"),
        ("I think: yes", "I think: yes"),
        ("Results (fwd) later", "Results (fwd) later"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(subject, base):
    assert base_subject(subject) == base


@given(st.text(max_size=200))
def test_a_base_subject_is_its_own_base(subject):
    base = base_subject(subject)
    assert base_subject(base) == base


@given(st.lists(st.sampled_from(["Re: ", "[x] ", "(fwd)", "[fwd: ", "]", "AW:", "RE [3] :", " ", "word"]), max_size=60))
def test_any_mixture_of_marks_settles(pieces):
    base = base_subject("".join(pieces))
    assert base_subject(base) == base


def test_endless_marks_are_cut_and_read_once():
    assert base_subject("Re: " * 1_000_000) == "Re"
    assert base_subject("[fwd:" * 1_000_000).startswith("[fwd:")
    assert base_subject("[" * 2_000_000) == "[" * 998
