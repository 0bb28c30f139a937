import pytest

from postroom.lib.mime import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain &amp; simple", "plain & simple"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<div>a<div>b</div>c</div>d", "a\nb\nc\nd"),
        ("co<b>de</b> 12<i>34</i>", "code 1234"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("many   \n\n blanks&nbsp; here", "many blanks here"),
        ("<a href='https://x.example'>Confirm</a> now", "Confirm now"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<pre>a\n b</pre>c\nd", "a\nb\nc d"),
        ("<head><title>t</title></head><style>s</style><script>j</script>x<!-- c -->", "x"),
        ("<p hidden>no</p><p style='display : NONE'>no</p><p style='font-size:0px'>no</p>yes", "yes"),
        ("<p style='display:none'>no<p style='display:none'>no</p>", ""),
        ("<p style='font-size:0.9em;line-height:0'>yes</p>", "yes"),
        ("<div style='visibility:hidden'><div style='display:none'><span hidden>x</span></div></div>ok", "ok"),
        ("1\u200b2\u00ad3", "123"),
        ("<p><template>no</template><svg><text>no</text></svg>yes", "yes"),
        ("&#0;&#xD800;a\x00b", "\ufffd\ufffdab"),
        ("<body", ""),
        ("a <b", "a"),
    ],
)
def test_html_reads_as_people_see_it(html, text):
    assert html_to_text(html) == text


def test_words_beyond_a_cap_are_cut_and_those_before_it_stay():
    assert html_to_text("first" + "<div>" * 400 + "deep").startswith("first")
    assert "deep" not in html_to_text("first" + "<div>" * 400 + "deep")
    assert html_to_text("<br>x" * 30_000).count("x") <= 20_000
