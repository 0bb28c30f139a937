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


ODD = [
    ("Yes.\n\nOn Tue, May 3, 2022 at 10:15 AM, Ana Lima via Tools <\ntools@lists.example.org> wrote:\n\n> a\n", "Yes."),
    ("Ana Lima <ana@example.com> said unto the world:\n> a\n> b\n\nRight.\n", "Right."),
    ("According to Ana Lima:\n> a\n> b\n\nRight.\n", "Right."),
    ("ana@example.com (Ana Lima) wrote in news:1@example.com:\n\n> a\n\nRight.", "Right."),
    ("On Tue, 3 May 2022, Ana Lima wrote:\n\n> a\n\nI agree.\n\n> b\n\nNo.\n\n--\nBo", "I agree.\n\nNo."),
    ("Ana,\n\nRight.\n\n\nAna Lima wrote:\n> a", "Ana,\n\nRight."),
    ("Ana Lima schrieb:\n> a\n\nRight.", "Right."),
    (
        'Right.\n\n----- Original Message ----- \nFrom: "Ana Lima" <ana@example.com>\nTo: <bo@example.com>\n'
        "Sent: Tuesday, May 03, 2022 10:15 AM\nSubject: Lunch\n\n\n> a\n",
        "Right.",
    ),
    ("Right.\n\nAna Lima (3 May 2022 10:15):\n> a\n", "Right."),
    ("Right.\n\n3 May 2022 10:15 tarihinde Ana Lima <ana@example.com> yazdı:\n\n> a", "Right."),
    ("Right.\n\nFrom: Ana Lima [mailto:ana@example.com] \nSent: 03 May 2022 10:15\nTo: 'Bo'\nCc: Cy\nSubject: RE: x\n\nText", "Right."),
    (
        "Right.\nBo\n\n________________________________________\nFrom: Ana Lima\nSent: 03 May 2022 10:15\nTo: Bo\nSubject: x\n\nText",
        "Right.\nBo",
    ),
    ("Right.\n\n> On 3 May 2022, at 10:15, Ana <ana@example.com> wrote:\n> \n> a\n> \n> b\n\nP.S. cake", "Right.\n\nP.S. cake"),
    (
        "Right.\n\nSent from my Windows Phone\n________________________________\nFrom: Ana<mailto:ana@example.com>\n"
        "Sent: 5/3/2022 10:15 AM\nTo: Bo<mailto:bo@example.com>\nSubject: x\n\nText",
        "Right.",
    ),
    ("#reply above this line#\n\nRight.", "Right."),
    ("Right.\n\n--- \nBo", "Right."),
    ("Right.\n-- Bo\n\nOn 3 May 2022 Ana wrote:\n> a", "Right."),
    (
        'Right.\n\nOn 3 May 2022 10:15, "Ana Lima" <ana@example.com>\nwrote:\n\n>\n> a\n>\n>\n'
        "> _______________________________________________\n> Tools mailing list\n\n"
        "_______________________________________________\nTools mailing list\nTools@example.org\nhttp://example.org/tools",
        "Right.",
    ),
    (
        'Right.\n\n-- \nYou received this message because you are subscribed to the Google Groups "tools" group.\n'
        "To unsubscribe from this group and stop receiving emails from it, send an email to tools+unsubscribe@example.org.\n",
        "Right.",
    ),
    (
        "Right.\n\n---------------------------------------------------------------------\n"
        "To unsubscribe, e-mail: tools-unsubscribe@example.org\nFor additional commands, e-mail: tools-help@example.org\n",
        "Right.",
    ),
    ("Right.\n\nOn Tuesday, 3 May 2022, Ana Lima <ana@example.com> wrote:\n> a\n> b", "Right."),
    ("> a\n\nRight.\n\n> b\n\nNo.", "Right.\n\nNo."),
    ("In article <abc@example.com>,\nAna Lima <ana@example.com> wrote:\n>a\n>b\n\nRight.", "Right."),
    ("Ana Lima <ana@example.com> writes:\n\n> a\n\nRight.\n\n-- \nBo", "Right."),
    ("On 05/03, Ana Lima wrote:\n> a\n\nRight.", "Right."),
    ("* Ana Lima:\n\n> a\n\nRight.", "Right."),
    ("Quoth Ana Lima:\n> a\n\nRight.", "Right."),
    ("+++ Ana Lima [03/05/22 10:15 +0200]:\n>a\n\nRight.", "Right."),
    ("Ana Lima wrote (2022-05-03):\n> a\n\nRight.", "Right."),
    (">>>>> Ana Lima <ana@example.com> writes:\n\n    > a\n\nRight.", "Right."),
    ("Hi Ana\n\n>a\n>b\nRight.\n>c\nNo.", "Hi Ana\n\nRight.\nNo."),
    ("Right.\n\nVisit our site: http://example.com\n", "Right.\n\nVisit our site: http://example.com"),
    ("Steps:\n1. one\n2. two\n---\nResult: ok\n", "Steps:\n1. one\n2. two\n---\nResult: ok"),
    ("From: the team\nTo: everybody\n\nHello all", "From: the team\nTo: everybody\n\nHello all"),
    ("Date: 3 May\nTime: 10:15\nPlace: here\n\nSee you", "Date: 3 May\nTime: 10:15\nPlace: here\n\nSee you"),
    (
        "Right.\n\nFrom: Ana Lima <ana@example.com>\nReply-To: Ana Lima <ana@example.com>\nDate: Tuesday, 3 May 2022 at 10:15\n"
        "To: Bo <bo@example.com>\nSubject: x\n\nText",
        "Right.",
    ),
    ('Right.\n\nLe 3 mai 2022 10:15, "Ana Lima" <ana@example.com> a écrit :\n>\n> a\n', "Right."),
    (
        'Right.\n\nOn 2022-05-03, 10:15, "tools-bounces on behalf of Ana" <tools-bounces at example.org on behalf of ana at '
        "example.org> wrote:\n\n    a\n    b\n",
        "Right.",
    ),
    ("Right.\n\n-----Original Message-----\nFrom: Ana\n\na", "Right."),
    ("Right.\n\n-------- Original message --------\nSubject: x \nFrom: Ana <ana@example.com>\nTo: bo@example.com\nCC: \n\na", "Right."),
    (
        "Right. \n\nOn Tue, May 3, 2022 at 10:15 AM Ana (Example) <\nsupport@example.com> wrote:\n\n"
        "> ##- Please type your reply above this line -##\n>\n> a\n",
        "Right.",
    ),
    (
        "Hello,\n\nRight.\n\nCordialement,\n\nBo Berg\nDirecteur\nTél : +33 1 23 45 67 89\nhttp://www.example.com\n",
        "Hello,\n\nRight.\n\nCordialement,\n\nBo Berg",
    ),
]


@pytest.mark.parametrize(("text", "answer"), ODD)
def test_the_answer_is_found_in_odd_surroundings(text: str, answer: str) -> None:
    assert split_text(text).new_text.split() == answer.split()
