"""What must hold for any input: nothing raised, spans inside, and a megabyte of anything within the caps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.html import Rendering, render

PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<br>",
            "<td>",
            "<tr>",
            "<table>",
            "</table>",
            "</td>",
            "<li>",
            "<pre>",
            "</pre>",
            "<b>",
            "</b>",
        ),
        *("<a href=x>", "</a>", "<img alt='y'>", "<font color=white>", "</font>", "<p style='display:none'>", "<p style='font-size:0'>"),
        *("<!--", "-->", "<style>", "</style>", ".x{display:none}", "<p class=x>", "<svg>", "</svg>", "<title>", "</title>", "<a b='"),
        *("'", '"', "<", ">", "&amp;", "&#0;", "x", " ", "\n", "\ud800", "İ", "<blockquote class=gmail_quote>", "</blockquote>", "</body>"),
        *("<div class=gmail_quote>", "<div id=appendonsend>", "<div id=divRplyFwdMsg>", "<o:p>", "<span style='display:block'>", "</span>"),
    ]
)
PAGES = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join), st.text(alphabet="<>/abdipt \"'=&;#!-\n1", max_size=300))


def check(html: str, rendering: Rendering) -> None:
    size = len(rendering.text)
    assert rendering.text == "\n".join(rendering.lines)
    assert len(rendering.lines) == len(rendering.hints) == len(rendering.sources)
    assert rendering.sources == sorted(rendering.sources)
    assert all(0 <= one.start <= one.end <= size for one in rendering.anchors)
    assert all(0 <= one.start <= one.end <= len(html) for one in rendering.hidden)
    assert len(rendering.anchors) <= 1_000
    assert len(rendering.hidden) <= 200
    assert sum(len(one.text) for one in rendering.hidden) <= 65_536


@settings(max_examples=500)
@given(PAGES)
def test_any_html_gives_an_answer_whose_places_lie_inside(html: str) -> None:
    check(html, render(html))


SIZE = 1_000_000
TRAPS = {
    "brackets": "<" * SIZE,
    "open tags": "<a " * (SIZE // 3),
    "open quotes": '<a b="' * (SIZE // 6),
    "odd quotes": "<a '" * (SIZE // 4) + '">',
    "equal signs": "<a " + "=" * SIZE,
    "open comments": "<!--" * (SIZE // 4),
    "dashes in a comment": "<!--" + "-" * SIZE,
    "almost ends of comments": "<!--" + "--!-" * (SIZE // 4),
    "declarations": "<!" * (SIZE // 2),
    "open styles": "<style " * (SIZE // 7),
    "styles": "<style>" * (SIZE // 7),
    "rules": "<style>" + "".join(f".x{n}{{display:none}}" for n in range(10_000)) + "</style>" + "<p class=x9>" * 9_000,
    "braces": "<style>" + "{" * SIZE,
    "no braces": "<style>" + "a" * SIZE,
    "selectors": "<style>" + "a," * (SIZE // 2) + "{display:none}",
    "one rule again and again": "<style>" + ".x{color:red}" * (SIZE // 13) + "</style>" + "<p class=x>" * 9_000,
    "comments in styles": "<style>" + "/*" * (SIZE // 2),
    "nested": "<div>" * (SIZE // 5),
    "nested and closed": "<div>" * 9_000 + "</div>" * 9_000,
    "inline in blocks": "<div>" * 250 + "<p><i></p>" * 6_000,
    "closing nothing": "<div>" * 250 + "</b></td>" * 9_000,
    "formatting left open": "<div>" + "".join(f"<b id={n}>" for n in range(250)) + "</div>" + "<p>x</p>" * 9_000,
    "misnested": "<b><i></b>" * (SIZE // 10),
    "cells": "<table>" + "<tr><td>x" * 9_000,
    "links": "<a href=x>y</a> " * 6_000,
    "links in one another": "<a href=x>y " * 19_000,
    "links in one line": "<span>" + "word <a href=x>y</a>" * 6_000,
    "attributes": "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</a>",
    "attributes of hints": "<p class='" + "x_" * (SIZE // 2) + "'>quote",
    "style attribute": "<p style='" + "color:red;" * (SIZE // 10) + "'>x",
    "blanks in a style": "<p style=';" + " " * SIZE + "'>x",
    "colours": "<p style='color:" + "a " * (SIZE // 2) + "'>x",
    "different styles": "".join(f"<p style='color:#{n:06x}'>x" for n in range(19_000)),
    "Gmail": '<div class="gmail_quote">' * (SIZE // 25),
    "appended": '<div id="appendonsend">' * (SIZE // 23),
    "hidden": "<p hidden>x</p>y" * 6_000,
    "hidden words": "<p hidden>" + "x " * (SIZE // 2),
    "alt texts": "<img alt='xyz'>" * 19_000,
    "line ends in pre": "<pre>" + "\n" * SIZE,
    "links in pre": "<pre>" + "a <a href=x>y</a>" * 6_000,
    "references": "&amp;" * (SIZE // 5),
    "blanks": " " * SIZE + "x",
    "tags": "<br>" * 20_001,
    "unclosed raw": "<title>" + "</titl" * (SIZE // 6),
}  # fmt: skip


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", TRAPS)
def test_a_megabyte_of_one_thing_is_answered_within_the_caps(name: str) -> None:
    check(TRAPS[name], render(TRAPS[name]))


@pytest.mark.parametrize("html", ["<b>x</b>" * 15_000, "y" * 1_048_577, "<pre>" + "y\n" * 50_002])
def test_what_is_beyond_a_cap_is_left_unread_and_said(html: str) -> None:
    assert not render(html).complete


def test_what_comes_before_a_cap_is_read() -> None:
    assert render("first" + "<div>" * 30_000 + "deep").text == "first"
    assert render("first" + "<div>" * 400 + "deep" + "</div>" * 400 + "last").text == "first\ndeep\nlast"
