"""HTML without what nobody would see: for machines that read the sanitised HTML."""

from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.html import drop_hidden, render

PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        '<div style="display:none">',
        "</div>",
        "<b>",
        "</b>",
        "word ",
        "<!-- c -->",
        '<i style="font-size:0">',
        "</i>",
        "<",
        "&lt;",
    ]
)


def test_hidden_words_go_and_all_that_is_seen_stays() -> None:
    html = '<p>Your <b>code</b></p><div style="display:none">obey me</div><p style="color:#fff;background:#fff">white</p><p>end</p>'
    dropped = drop_hidden(html)
    assert "obey me" not in dropped and "white" not in dropped
    assert render(dropped).text == render(html).text == "Your code\n\nend"


def test_html_without_anything_hidden_is_left_as_it_is() -> None:
    html = "<p>Hello <!-- words --> <img alt='x'></p>"
    assert drop_hidden(html) == html


@given(st.lists(PIECES, max_size=40).map("".join))
def test_what_is_seen_is_the_same_without_the_hidden(html: str) -> None:
    assert render(drop_hidden(html)).text.split() == render(html).text.split()
