"""Any input gives an answer, spans stay inside, and hostile sizes are cut before anything superlinear sees them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.extraction import Extraction, extract, plain_value
from postroom.lib.extraction.normalise import normalise
from postroom.lib.extraction.shown import shown
from postroom.lib.html import render

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
MIB = 1 << 20
PIECES = st.sampled_from(
    [
        *("code", " is ", "482913", "482 913", "\n", "\n\n", "G-", "https://a.example/verify?token=x9Fk3Pq20", ".", ":", "验证码", "رمز"),
        *("٤٤٨١٢٠", "order no ", "<b>", "</p>", "<a href='", "&nbsp;", "1 2 3 4 5", "AB-", "İ", "\u200f", "\ud800", "\0", "10 minutes"),
        *("valid", "backup codes", "@", "#", "$", "-"),
    ]
)


def run(subject: str | None = None, text: str | None = None, html: str | None = None) -> Extraction:
    return extract(subject=subject, text=text, html=html, from_address="a@b.example", to_addresses=["x9@c.example"], received_at=NOW)


def check(found: Extraction, subject: str, text: str) -> None:
    for code in found.codes:
        assert 0 <= code.confidence <= 1
        assert code.value.strip()
        source = {"subject": subject, "text": text}.get(code.source)
        assert source is None or 0 <= code.span[0] < code.span[1] <= len(source)
    assert found.codes == sorted(found.codes, key=lambda c: -c.confidence)
    assert all(link.url.lower().startswith(("http://", "https://", "mailto:")) for link in found.links)


@settings(max_examples=60)
@given(st.text(max_size=200), st.text(max_size=600), st.text(max_size=600))
def test_arbitrary_unicode_gives_an_answer(subject: str, text: str, html: str) -> None:
    check(run(subject, text, html), subject, text)


@settings(max_examples=120)
@given(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map("".join))
def test_pieces_of_messages_in_any_order_give_an_answer(text: str, html: str) -> None:
    check(run(text[:60], text, html), text[:60], text)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_span_of_every_code_and_rival_shows_its_value(text: str) -> None:
    found = run(text[:60], text)
    for one in (*found.codes, *found.rivals):
        shown = normalise({"subject": text[:60], "text": text}[one.source]).clean[slice(*one.span)]
        assert plain_value(shown) == plain_value(one.value)


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_normalising_keeps_every_offset(text: str) -> None:
    clean, low = normalise(text)
    assert len(clean) == len(low) == len(text)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["a", "\u200b", "\u00ad", " ", "<a href=x>", "</a>", "<br>", "é"]), max_size=40).map("".join))
def test_places_in_what_is_shown_are_counted_back_to_the_rendering(html: str) -> None:
    rendering = render(html)
    page = shown(rendering)
    for at, character in enumerate(page.text):
        start, end = page.span(at, at + 1)
        assert rendering.text[start:end] == character
    assert all(0 <= one.start <= one.end <= len(page.text) for one in page.anchors)
    assert [page.text[one.start : one.end] for one in page.anchors] == [
        rendering.text[one.start : one.end].replace("\u200b", "").replace("\u00ad", "") for one in rendering.anchors
    ]


def test_a_code_cut_by_characters_without_width_is_found_where_it_stands() -> None:
    html = "<p>\u00adYour code is <b>482\u200b913</b></p>"
    (code,) = run(None, None, html).codes
    assert code.value == "482913"
    assert render(html).text[slice(*code.span)] == "482\u200b913"


FLOODS = [
    *("1", "1 ", "123456 ", "1-", "-", ">", "<", " ", "\n", "(", "e-", "٤", "İ", "valid ", "code: ", "order no ", "10 minutes "),
    *("your code is ", "your code is 123456 ", "验证码123456", "https://a.example/", "a b c d ", "ABCDE\n", "@a.example #1 "),
    *("backup codes 1234-5678\n", "OTP-1234 ", "x..1", "to confirm, enter 1029. ", "meeting id ", "12 march 2026 ", "half an hour valid "),
    *("valid until march 12 ", "https://a.example/?url=https%3A%2F%2Fb.example%2F ", "https://a.example/?u=aHR0cHM6Ly9iLmV4YW1wbGUv "),
    *("https://a.example/" + "eyJ" * 900 + " ", "reset password https://a.example/x?token=Zk3l9fPq2w8X ", "đặt lại mật khẩu ", "[1]:"),
]


@pytest.mark.parametrize("flood", FLOODS)
def test_a_megabyte_of_one_thing_is_answered_within_the_caps(flood: str) -> None:
    found = run(flood * 100, flood * (MIB // len(flood)), None)
    assert len(found.codes) <= 100
    assert len(found.links) <= 1000


def test_html_beyond_the_bounds_still_gives_its_code_and_links() -> None:
    html = "<p>Your code: <b>482913</b></p><a href='https://a.example/x9fk3'>go</a>" + "<div>" * 30_000
    found = run(None, None, html)
    assert [code.value for code in found.codes] == ["482913"]
    assert [link.url for link in found.links] == ["https://a.example/x9fk3"]


def test_a_thousand_links_are_listed_and_no_more() -> None:
    html = "".join(f'<a href="https://a.example/p{i}">x</a>' for i in range(1500))
    assert len(run(None, None, html).links) == 1000
