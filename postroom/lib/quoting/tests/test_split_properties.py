"""What must hold for any input: nothing lost, nothing raised, nothing superlinear."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.quoting import Segment, split_html, split_text

PIECES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\r",
        " ",
        "> ",
        ">> ",
        "|",
        "On 3 May 2022, Ana <ana@example.com> wrote:",
        "On ",
        " wrote:",
        "wrote:",
        "<",
        "\n\n",
        "From: Ana <ana@example.com>",
        "Sent: 3 May 2022 10:15",
        "To: Bo",
        "Subject: Lunch",
        "-- ",
        "--",
        "____________",
        "-----",
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "Sent from my iPhone",
        "```",
        "This e-mail is confidential and intended solely for the addressee, nobody else, as we say.",
        "Noon is fine.",
        "Ana",
        "2022-05-03",
        "GMT+02:00",
        "ana@example.com",
        "写道：",
        "在 2022年5月3日",
        ">>> Ana 3/5/22 >>>",
        "<<<",
        "-----BEGIN PGP SIGNATURE-----",
        "-----END PGP SIGNATURE-----",
        "-----BEGIN PGP SIGNED MESSAGE-----",
        "##- Please type your reply above this line -##",
        "\u2028",
        "\x85",
        "\u200b",
        "\u1427",
        "\x00",
        "\ud800",
        "İ",
        "---- On 3 May 2022 Ana wrote ----",
        "a--- On 3 May 2022, ana@example.com wrote:",
    ]
)
TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<hr>",
        '<blockquote type="cite">',
        "<blockquote>",
        "</blockquote>",
        '<div class="gmail_quote">',
        '<div class="gmail_attr">',
        '<div id="divRplyFwdMsg">',
        '<div id="appendonsend">',
        '<div class="moz-signature">',
        "<pre>",
        "</pre>",
        "<a b='",
        '<a b="',
        "<!--",
        "-->",
        "<style>",
        "</style>",
        "&gt; ",
        "&lt;",
        "<td>",
        "</td>",
        "</body>",
        "<",
        ">",
        "x",
        "<b>",
        "</b>",
        "<moz",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map("\n".join))
PAGES = st.one_of(st.text(), st.lists(st.one_of(TAGS, PIECES), max_size=40).map("".join))


def covers(source: str, segments: list[Segment]) -> bool:
    kinds = [part.kind for part in segments]
    return (
        "".join(source[part.start : part.end] for part in segments) == source
        and all(above.end == below.start for above, below in pairwise(segments))
        and all(part.start < part.end for part in segments)
        and all(above != below for above, below in pairwise(kinds))
    )


@settings(max_examples=400)
@given(TEXTS)
def test_the_segments_of_any_text_joined_give_the_text(text: str) -> None:
    split = split_text(text)
    assert covers(text, split.segments)
    assert len(split.new_text) <= len(text)


@settings(max_examples=400)
@given(PAGES)
def test_the_segments_of_any_html_joined_give_the_html(html: str) -> None:
    split = split_html(html)
    assert covers(html, split.segments)
    assert covers(split.text, split.text_segments)


@given(st.lists(st.sampled_from(["Noon is fine.", "See you there", "", "Bring cake, please."]), max_size=20).map("\n".join))
def test_plain_prose_is_new_before_and_after(text: str) -> None:
    once = split_text(text).new_text
    assert once.split() == text.split()
    assert split_text(once).new_text == once


SIZE = 1_000_000
HOSTILE = {
    "marks in one line": ">" * SIZE,
    "marks in lines": ">\n" * (SIZE // 2),
    "openings": "On 3 May Ana wrote:\n" * (SIZE // 20),
    "openings with quotes": "On 3 May, Ana wrote:\n> a\nb\n" * (SIZE // 28),
    "openings without ends": "On 1 x@y\n" * (SIZE // 9),
    "colons": "a: " * (SIZE // 3),
    "colons at ends": "a:\n" * (SIZE // 3),
    "headers": "From: ana@example.com\n\n" * (SIZE // 23),
    "headers apart": "From: a\nx\nTo: b\nx\nSent: c\n" * (SIZE // 27),
    "delimiters": "--\n" * (SIZE // 3),
    "rules": "---\n\n" * (SIZE // 5),
    "dashes": "x--- On 1 wrote:" * (SIZE // 16),
    "blank lines": "\n" * SIZE,
    "blanks": " " * SIZE + "x",
    "names": "Ana wrote " * 30 + (":\n" + "Ana wrote " * 30) * (SIZE // 300),
    "device lines": "Sent from my iPhone\n" * (SIZE // 20),
    "notices": "confidential addressee in error\n\n" * (SIZE // 33),
    "enclosed": ">>> Ana 3/5/2022 >>>\n" * (SIZE // 21),
    "PGP": "-----BEGIN PGP SIGNATURE-----\n" * (SIZE // 30),
    "wrapped": ("> " + "x" * 70 + "\nabc\n") * (SIZE // 77),
    "digits": "1-1/1 " * (SIZE // 6) + ":",
    "stops": (". a" * 300 + "a@b:\n") * (SIZE // 905),
    "rules above prose": "---\nab cd ef gh ij.\n" * (SIZE // 20),
    "names before marks": "Ana> x\nBo> x\n" * (SIZE // 13),
    "rare marks": "Ana <a@b.c> wrote:\n: x\n\n" * (SIZE // 23),
    "wrapped attributions": "Ana Lima Bo\n<a@b.c> 2022-05-03\n10:15 wrote:\n> x\n" * (SIZE // 46),
    "dated lines": "Ana (2022-05-03 10:15)\n> x\n" * (SIZE // 27),
    "forms": "Name: a\nFrom: b\nDate: 3 c\nSubject: d\n" * (SIZE // 37),
    "Notes": ("a" * 60 + "---1/1/22 10:10-\n") * (SIZE // 77),
    "titles": ("---" + "a" * 60 + "---\n") * (SIZE // 67),
    "footers": ("_" * 40 + "\nhttp://a.b unsubscribe\n") * (SIZE // 64),
}
HOSTILE_PAGES = {
    "nested": "<div>" * (SIZE // 5),
    "nested quotes": "<blockquote>" * (SIZE // 12),
    "Gmail": '<div class="gmail_quote">' * (SIZE // 25),
    "open quotes": '<a b="' * (SIZE // 6),
    "open tags": "<a " * (SIZE // 3),
    "odd quotes": "<a '" * (SIZE // 4) + '">',
    "open comments": "<!--" * (SIZE // 4),
    "brackets": "<" * SIZE,
    "stray closings": "</p>" * (SIZE // 4),
    "mixed nesting": "<b><i></b>" * (SIZE // 10),
    "classes": "<p class='" + "a " * (SIZE // 2) + "'>quote",
    "styles": "<style>" * (SIZE // 7),
    "entities": "&amp;" * (SIZE // 5),
    "line ends in pre": "<pre>" + "\n" * SIZE,
    "breaks": "<br>" * (SIZE // 4),
    "appended": '<div id="appendonsend">' * (SIZE // 23),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_hostile_text_is_split_and_covered(name: str) -> None:
    assert covers(HOSTILE[name], split_text(HOSTILE[name]).segments)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_megabyte_of_hostile_html_is_split_and_covered(name: str) -> None:
    assert covers(HOSTILE_PAGES[name], split_html(HOSTILE_PAGES[name]).segments)


def test_what_is_beyond_the_caps_belongs_to_the_last_segment() -> None:
    text = "Noon is fine.\n\nOn 3 May 2022, Ana wrote:\n> a\n" + "> b\n" * 300_000
    assert [part.kind for part in split_text(text).segments] == ["new", "quoted"]


@pytest.mark.parametrize("html", ["<b>x</b>" * 15_000, "<br>x" * 20_001, "y" * 1_048_577])
def test_html_beyond_a_cap_says_so(html: str) -> None:
    split = split_html(html)
    assert not split.complete
    assert covers(html, split.segments)
