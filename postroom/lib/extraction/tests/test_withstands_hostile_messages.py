"""Any input gives an answer, spans stay inside, and hostile sizes are cut before anything superlinear sees them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.extraction import Extraction, extract
from postroom.lib.extraction.normalise import normalise
from postroom.lib.extraction.render import DEPTH_MAX, is_bounded, render_html

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


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_normalising_keeps_every_offset(text: str) -> None:
    clean, low = normalise(text)
    assert len(clean) == len(low) == len(text)


@settings(max_examples=60)
@given(st.text(alphabet="<>/abdipt \"'=&;#!-\n1", max_size=500))
def test_arbitrary_html_renders_and_anchor_spans_lie_inside(html: str) -> None:
    rendered = render_html(html)
    assert all(0 <= a.start <= a.end <= len(rendered.text) for a in rendered.anchors)


FLOODS = [
    *("1", "1 ", "123456 ", "1-", "-", ">", "<", " ", "\n", "(", "e-", "٤", "İ", "valid ", "code: ", "order no ", "10 minutes "),
    *("your code is ", "your code is 123456 ", "验证码123456", "https://a.example/", "a b c d ", "ABCDE\n", "@a.example #1 "),
    "backup codes 1234-5678\n",
]


@pytest.mark.parametrize("flood", FLOODS)
def test_a_megabyte_of_one_thing_is_answered_within_the_caps(flood: str) -> None:
    found = run(flood * 100, flood * (MIB // len(flood)), None)
    assert len(found.codes) <= 100
    assert len(found.links) <= 1000


MANY = 100_000
HOSTILE_HTML = {
    "ten megabytes of nested divs": "<div>" * (10 * MIB // 5),
    "many attributes": "<a " + " ".join(f"x{i}=1" for i in range(MANY)) + ">",
    "many attributes behind a quoted bracket": '<a x=">" ' + " ".join(f"x{i}" for i in range(MANY)) + ">",
    "many attributes without blanks": "<a " + "/".join(f"x{i}" for i in range(MANY)) + ">",
    "many attributes glued by quotes": "<a " + "".join(f'x{i}=""' for i in range(MANY)) + ">",
    "formatting never closed": "<p>" + "".join(f"<font a{i}=1>" for i in range(250)) + "</p>" + "<p>x</p>" * 9000,
    "deep": "<div>" * (DEPTH_MAX + 50),
    "tags": "<br>" * 20_001,
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_html_that_would_cost_too_much_never_reaches_the_parser(name: str) -> None:
    assert not is_bounded(HOSTILE_HTML[name][:MIB])
    assert run(None, None, HOSTILE_HTML[name]).codes == []


def test_html_beyond_the_bounds_still_gives_its_code_and_links() -> None:
    html = "<p>Your code: <b>482913</b></p><a href='https://a.example/x9fk3'>go</a>" + "<div>" * 30_000
    found = run(None, None, html)
    assert [code.value for code in found.codes] == ["482913"]
    assert [link.url for link in found.links] == ["https://a.example/x9fk3"]


def test_ordinary_html_is_within_the_bounds() -> None:
    rows = "".join(f"<tr><td><p>line <b>{i}</b> <a href='https://a.example/{i}'>x</a></p></td></tr>" for i in range(400))
    style = "<style type='text/css'>" + ".a > .b { color: red; }\n" * 500 + "</style>"
    assert is_bounded(f"<html><head>{style}</head><body><table>{rows}</table></body></html>")


def test_a_thousand_links_are_listed_and_no_more() -> None:
    html = "".join(f'<a href="https://a.example/p{i}">x</a>' for i in range(1500))
    assert len(run(None, None, html).links) == 1000
