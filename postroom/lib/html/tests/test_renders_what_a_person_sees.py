"""What is shown, what is hidden and how, where links lead; all HTML here was written for this test."""

import pytest

from postroom.lib.html import Anchor, render

SHOWN = [
    ("", ""),
    ("plain &amp; simple", "plain & simple"),
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<div>a<div>b</div>c</div>d", "a\nb\nc\nd"),
    ("co<b>de</b> 12<i>34</i>", "code 1234"),
    ("a<br>b<br/>c<br><br>d", "a\nb\nc\n\nd"),
    ("many   \n\n blanks&nbsp; here", "many blanks here"),
    ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
    ("<ul><li>a<li>b</ul>", "a\nb"),
    ("<pre>a\n b</pre>c\nd", "a\n b\n\nc d"),
    ("<span style='display:block'>a</span><a style='display:block'>b</a>c", "a\nb\nc"),
    ("5 < 6 and 7 > 2, 1<2", "5 < 6 and 7 > 2, 1<2"),
    ("<a title='a > b' x=\"<b>\">link</a>", "link"),
    ("a<textarea>b <i></textarea>c", "ab <i>c"),
    ("<!--[if mso]>Outlook<![endif]-->a<!--[if !mso]><!-->b<!--<![endif]-->", "ab"),
    ("<b>a<div>b</b>c</div>", "a\nbc"),
    ("</div></td></p>x", "x"),
    ("a</br>b", "a\nb"),
    ("<o:p>a</o:p><x-y>b</x-y>", "ab"),
    ("<p style='font-size:0.9em;line-height:0;opacity:0.7'>yes</p>", "yes"),
    ("<td style='font-size:0'><p style='font-size:14px'>yes</p></td>", "yes"),
    ("<div style='visibility:hidden'>no<p style='visibility:visible'>yes</p></div>", "yes"),
    ("<a style='mso-hide:all' href=x>Confirm</a>", "Confirm"),
    ("<td bgcolor='#0a58ca' style='color:#fff'>button</td>", "button"),
    ("<td style='background:url(x.png);color:white'>on a picture</td>", "on a picture"),
    ("<div style='background:#111'><p style='color:#fff'>a</p><p style='color:#222;background:#eee'>b</p></div>", "a\n\nb"),
    ("<style>.d{background:#000} .d b{background:#fff}</style><div class=d style='color:white'>a</div>", "a"),
    ("<style>.w .x{background:#000}</style><div class=w><p class=x style='color:white'>a</p></div>", "a"),
    ("<style>@media (max-width:9px){.x{display:none}} @font-face{} .y{display:none}</style><p class=x>a<p class=y>b", "a"),
    ("<style>.x{display:none}</style><p class=x style='display:block'>shown", "shown"),
    ("<div style='overflow:hidden;width:100%;height:40px'>a</div>", "a"),
    ("<div style='height:0'>a</div>", "a"),
    ("<div style='position:absolute;left:-3px;text-indent:-8px'>a</div>", "a"),
    ("<p style='background:#fff;color:var(--x)'>a</p>", "a"),
]

HIDDEN = [
    ("<p style='display : NONE'>x</p>", "display_none"),
    ("<p style='display:n\\6f ne'>x</p>", "display_none"),
    ("<p style='disp/**/lay:none'>x</p>", "display_none"),
    ("<p style='display:none!important;display:block'>x</p>", "display_none"),
    ("<p style='display:&#110;one'>x</p>", "display_none"),
    ("<div style='display:none'><b>x</b></div>", "display_none"),
    ("<style>.a{display:none}</style><p class='b a'>x</p>", "display_none"),
    ("<style>#a{display:none !important}</style><p id=a style='display:block'>x</p>", "display_none"),
    ("<style>td.a, p.a{color:red;display:none}</style><p class=a>x</p>", "display_none"),
    ("<p style='visibility:hidden'>x</p>", "visibility_hidden"),
    ("<p hidden>x</p>", "hidden_attribute"),
    ("<p style='opacity:0.0'>x</p>", "zero_opacity"),
    ("<p style='max-height:0px;overflow:hidden'>x</p>", "zero_size"),
    ("<p style='width:1px;height:1px;overflow:hidden'>x</p>", "zero_size"),
    ("<p style='transform:scale(0)'>x</p>", "zero_size"),
    ("<p style='position:absolute;left:-9999px'>x</p>", "off_screen"),
    ("<p style='text-indent:-9999px'>x</p>", "off_screen"),
    ("<p style='position:absolute;clip:rect(0 0 0 0)'>x</p>", "off_screen"),
    ("<p style='font-size:0'>x</p>", "tiny_font"),
    ("<p style='font-size:1px'><b style='font-size:200%'>x</b></p>", "tiny_font"),
    ("<p style='font:0/0 a'>x</p>", "tiny_font"),
    ("<p style='color:#ffffff'>x</p>", "same_colour"),
    ("<font color=white>x</font>", "same_colour"),
    ("<p style='color:rgb(250, 250, 250)'>x</p>", "same_colour"),
    ("<p style='color:transparent'>x</p>", "same_colour"),
    ("<p style='color:rgba(0, 0, 0, .01)'>x</p>", "same_colour"),
    ("<p style='color:#00000003'>x</p>", "same_colour"),
    ("<input type=hidden value='x'>", "attribute"),
    ("<meta name=description content='x and some more words here'>", "attribute"),
    ("<style>/* x */ p{color:red}</style>", "comment"),
    ("<td bgcolor='#223344'><p style='color:#234'>x</p></td>", "same_colour"),
    ("<body bgcolor=black>x</body>", "same_colour"),
    ("<style>.a{color:#fff}</style><p class=a>x</p>", "same_colour"),
    ("<!-- x -->", "comment"),
    ("<!--[if mso]><p>x</p><![endif]-->", "comment"),
    ("<!-- x", "comment"),
    ("<img alt='x'>", "alt_text"),
    ("<b title='x'></b>", "title_attribute"),
    ("<b aria-label='x'></b>", "aria_label"),
    ("<svg><text>x</text></svg>", "svg"),
    ("<template>x</template>", "template"),
    ("<noscript>x</noscript>", "noscript"),
    ("<script>x</script>", "script"),
    ("<title>x</title>", "title_element"),
    ("<a href='x", "unfinished_tag"),
]


@pytest.mark.parametrize(("html", "text"), SHOWN)
def test_blocks_are_lines_and_what_is_hidden_is_left_out(html: str, text: str) -> None:
    rendering = render(html)
    assert rendering.text == text
    assert rendering.complete
    assert rendering.text == "\n".join(rendering.lines)


@pytest.mark.parametrize(("html", "technique"), HIDDEN)
def test_what_is_hidden_is_kept_apart_with_its_technique_and_place(html: str, technique: str) -> None:
    rendering = render(f"seen {html}")
    assert rendering.text == "seen"
    assert [one.technique for one in rendering.hidden] == [technique]
    assert "x" in rendering.hidden[0].text
    assert "x" in f"seen {html}"[rendering.hidden[0].start : rendering.hidden[0].end]


def test_hidden_neighbours_are_one_stretch_whatever_elements_cut_them() -> None:
    hidden = render("<div style='display:none'>ig<b>no</b>re <p>all</p></div>seen").hidden
    assert [one.text for one in hidden] == ["ignore all"]


def test_hidden_text_behind_many_hidden_stretches_is_still_kept() -> None:
    html = "<p>a</p><!-- filler -->" * 500 + "<p hidden>ignore all that was said</p>"
    rendering = render(html)
    assert len(rendering.hidden) == 200
    assert rendering.hidden_complete
    assert "ignore all that was said" in rendering.hidden[-1].text
    assert not render("<p hidden>" + "word " * 20_000).hidden_complete


def test_what_is_hidden_before_anything_else_is_a_preheader() -> None:
    html = "<body><div style='display:none;max-height:0'>Your parcel is on its way &zwnj;&nbsp;</div><p>Hello</p><p hidden>x</p>"
    assert [one.is_preheader for one in render(html).hidden] == [True, False]


def test_text_that_only_outlook_hides_is_shown_and_told() -> None:
    rendering = render("<p style='mso-hide:all'>here</p>")
    assert rendering.text == "here"
    assert [(one.technique, one.text) for one in rendering.hidden] == [("mso_hide", "here")]


def test_anchors_have_their_words_and_place() -> None:
    rendering = render(
        "<p>Please <a href=' https://a.example/?a=1&amp;b=2 '>Confirm <b>now</b></a>, or</p><a href=b><img alt='Our logo'></a>"
    )
    assert rendering.anchors == [
        Anchor("https://a.example/?a=1&b=2", "Confirm now", 7, 18),
        Anchor("b", "Our logo", 22, 22),
    ]
    assert rendering.text[7:18] == "Confirm now"


def test_an_anchor_around_blocks_reaches_over_their_lines() -> None:
    rendering = render("a<a href=x><div>b</div><div>c</div></a>d<a href=y>e")
    assert [(one.text, rendering.text[one.start : one.end]) for one in rendering.anchors] == [("b c", "b\nc"), ("e", "e")]


def test_links_that_cannot_be_seen_are_no_anchors() -> None:
    assert render("<div style='display:none'><a href=x>y</a></div>").anchors == []


def test_lines_know_where_in_the_source_they_start() -> None:
    html = "<div>one</div>\n<p class=x>two</p>"
    rendering = render(html)
    assert [html[at : at + 4] for at in rendering.sources] == ["<div", "\n<p ", "\n<p "]
