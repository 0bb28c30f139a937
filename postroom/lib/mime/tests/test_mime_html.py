from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from postroom.lib.mime import ParseLimits, tame_html

_TAGS = ["<b id={}>", "</b>", "<div>", "</div>", "<p>", "</p>", "<td>", "<table>", "</table>", "<a href=x{}>", "</a>", "<font size={}>",
         "<svg>", "<select>", "<!--", "-->", "<script>", "</script>", "<x y='>", "'", '"', "x", "<li>", "<body>", "<![CDATA["]  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_TAGS), max_size=80), st.integers(1, 12))
def test_a_tame_tree_is_no_larger_and_no_deeper_than_its_source(pieces, times):
    html = "".join(piece.format(n) for n, piece in enumerate(pieces * times))
    tree = LexborHTMLParser(tame_html(html, ParseLimits(html_depth=20)))
    opened = html.count("<") - html.count("</")
    nodes = list(tree.root.traverse())
    assert len(nodes) <= 3 * opened + 8
    assert "<script" not in (tree.html or "")


def test_formatting_left_open_does_not_multiply():
    html = "<div>" + "".join(f"<b id={n}>" for n in range(200)) + "</div>" + "<p>x</p>" * 200
    assert len(list(LexborHTMLParser(html).root.traverse())) > 40_000
    assert len(list(LexborHTMLParser(tame_html(html)).root.traverse())) < 500


def test_a_tame_page_keeps_links_styles_and_words():
    html = '<p style="display:none">a</p><a href="https://x.example/?a=1&amp;b=2">Confirm <b>now</b></a> 1 < 2<script>x</script>'
    tree = LexborHTMLParser(tame_html(html))
    assert tree.css_first("a").attributes["href"] == "https://x.example/?a=1&b=2"
    assert tree.css_first("p").attributes["style"] == "display:none"
    assert tree.body.text() == "aConfirm now 1 < 2"


def test_thousands_of_attributes_are_cut_to_a_hundred():
    html = "<a " + " ".join(f"a{n}=1" for n in range(5_000)) + " >x</a>"
    assert len(LexborHTMLParser(tame_html(html)).css_first("a").attributes) == 100
