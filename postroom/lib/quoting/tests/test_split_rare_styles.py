"""Rarer ways of quoting: GroupWise, Supercite, PGP frames, lost line ends; every sentence was written for this test."""

import pytest

from postroom.lib.quoting import split_text

BELOW = [
    ">>> Ana Lima <ana@example.com> 5/3/2022 10:15 AM >>>\nShall we meet?\n\nAna\n",
    '>>>>> "Ana" == Ana Lima <ana@example.com> writes:\n\nAna> Shall we\nAna> meet?\n',
    "* Ana Lima <ana@example.com> [2022-05-03 10:15]:\n> Shall we meet?\n",
    "In article <1@example.com>, Ana Lima <ana@example.com> wrote:\n> Shall we meet?\n",
    "<ana@example.com> wrote:\n\n> Shall we meet?\n",
    "Ana wrote:\n> Shall we meet?\n",
    "On 3 May, Ana wrote:\n| Shall we\n| meet?\n",
    "AL> Shall we\nAL> meet?\n",
    "From: Ana <ana@example.com>  Sent: 3 May 2022 10:15  To: Bo <bo@example.com>  Subject: Lunch\n\nShall we meet?\n",
    "__________________\nFrom: Ana Lima\nTo: Bo Berg\n\nShall we meet?\n",
    "**From:** Ana <ana@example.com>\n**Sent:** 3 May 2022\n**To:** Bo\n**Subject:** Lunch\n\nShall we meet?\n",
    "> See https://example.com/a/rather/long/address/that/goes/on/and/on/and/on\nand/on\n> Shall we meet?\n",
]


@pytest.mark.parametrize("below", BELOW)
def test_rare_quotes_below_the_answer_go(below: str) -> None:
    assert split_text(f"Noon is fine.\n\n{below}").new_text == "Noon is fine."


def test_the_frame_of_signed_mail_is_a_signature() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nNoon is fine.\n-----BEGIN PGP SIGNATURE-----\n\nab12\n"
        "-----END PGP SIGNATURE-----\n"
    )
    split = split_text(text)
    assert split.new_text == "Noon is fine."
    assert [part.kind for part in split.segments] == ["signature", "new", "signature"]


def test_an_enclosed_quote_ends_where_it_is_closed() -> None:
    text = ">>> Ana Lima 5/3/2022 10:15 AM >>>\nShall we meet?\n<<< Ana Lima <<<\n\nNoon is fine.\n"
    assert split_text(text).new_text == "Noon is fine."


@pytest.mark.parametrize(
    "text",
    [
        "> Well begun is half done.\n\nWho said this?",
        "> Only a quote, and nobody named.",
        "Look here\n>>> bargains <<<\nor there",
        "On it.\n\n>From now on we meet at noon.",
    ],
)
def test_marks_that_are_the_writers_own_stay(text: str) -> None:
    assert split_text(text).new_text == text


def test_unmarked_text_below_an_attribution_at_the_very_top_is_not_thrown_away() -> None:
    assert split_text("On 3 May 2022, Ana <ana@example.com> wrote:\n\nNoon is fine.\n").new_text == "Noon is fine."
