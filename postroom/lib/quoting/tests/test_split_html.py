"""HTML bodies as the programs write them; every sentence here was written for this test."""

import pytest

from postroom.lib.quoting import split_html

QUOTE = "<p>Shall we meet for lunch?</p><p>Ana</p>"
HEAD = "<b>From:</b> Ana Lima &lt;ana@example.com&gt;<br><b>Sent:</b> Tuesday, 3 May 2022 10:15<br><b>To:</b> Bo<br><b>Subject:</b> Lunch"
STYLES = {
    "Gmail": '<div dir="ltr">Noon is fine.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Tue, May 3, 2022 at'
    ' 10:15 AM Ana &lt;<a href="mailto:ana@example.com">ana@example.com</a>&gt; wrote:<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">{QUOTE}</blockquote></div>',
    "Gmail in a language nobody knows": '<div dir="ltr">Noon is fine.</div><br><div class="gmail_quote"><div class="gmail_attr">'
    f'Tuktuk blip Ana blop:</div><blockquote class="gmail_quote">{QUOTE}</blockquote></div>',
    "Apple": '<html><body>Noon is fine.<br><div><br><blockquote type="cite"><div>On 3 May 2022, at 10:15, Ana &lt;ana@example.com&gt;'
    f" wrote:</div><br><div>{QUOTE}</div></blockquote></div></body></html>",
    "Apple, older": f'<div>Noon is fine.</div><div><div>On 3 May 2022, at 10:15, Ana wrote:</div><br>'
    f'<blockquote type="cite">{QUOTE}</blockquote></div>',
    "Outlook for the web": '<div id="divtagdefaultwrapper"><p>Noon is fine.</p></div><div id="appendonsend"></div><hr style="width:98%">'
    f'<div id="divRplyFwdMsg" dir="ltr"><font>{HEAD}</font><div>&nbsp;</div></div>{QUOTE}',
    "Outlook in a language nobody knows": "<p>Noon is fine.</p><hr><div id='x_divRplyFwdMsg'><b>Blip:</b> Ana<br><b>Blop:</b> Bo</div>"
    + QUOTE,
    "Outlook for Windows": '<div class="WordSection1"><p class="MsoNormal">Noon is fine.</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    f'<p class="MsoNormal">{HEAD}</p></div></div>{QUOTE}</div>',
    "Outlook, older": f'<p>Noon is fine.</p><div class="OutlookMessageHeader"><hr>-----Original Message-----<br>{HEAD}</div>{QUOTE}',
    "Outlook for Mac": f'<div>Noon is fine.</div><span id="OLK_SRC_BODY_SECTION"><div>{HEAD}</div>{QUOTE}</span>',
    "Thunderbird": '<p>Noon is fine.</p><div class="moz-cite-prefix">On 03.05.22 10:15, Ana Lima wrote:<br></div>'
    f'<blockquote type="cite" cite="mid:1@example.com">{QUOTE}</blockquote>',
    "Yahoo": '<div class="ydp12yahoo-style-wrap"><div>Noon is fine.</div></div><div id="ydp34yahoo_quoted_55" class="ydp34yahoo_quoted">'
    f"<div>On Tuesday, May 3, 2022, Ana &lt;ana@example.com&gt; wrote:</div><div>{QUOTE}</div></div>",
    "Proton": '<div>Noon is fine.</div><div class="protonmail_quote">On Tuesday, May 3rd, 2022, Ana &lt;ana@example.com&gt; wrote:<br>'
    f'<blockquote class="protonmail_quote" type="cite">{QUOTE}</blockquote></div>',
    "Yandex": f'<div>Noon is fine.</div><div>03.05.2022, 10:15, "Ana" &lt;ana@example.com&gt;:</div>'
    f"<blockquote><p>{QUOTE}</p></blockquote>",
    "marked lines in pre": "<pre>Noon is fine.\n\nOn 3 May 2022, Ana wrote:\n&gt; Shall we meet?\n&gt; Ana\n</pre>",
    "header block in a table": f"<p>Noon is fine.</p><table><tr><td>{HEAD}</td></tr></table>{QUOTE}",
    "tags in capitals": f'<DIV>Noon is fine.</DIV><BLOCKQUOTE TYPE="CITE"><DIV>On 3 May 2022, Ana wrote:</DIV>{QUOTE}</BLOCKQUOTE>',
    "tags left open": f'<div>Noon is fine.<div class=moz-cite-prefix>On 03.05.22, Ana wrote:<blockquote type=cite>{QUOTE}',
}  # fmt: skip


def joined(html: str) -> str:
    return "".join(html[part.start : part.end] for part in split_html(html).segments)


@pytest.mark.parametrize("style", STYLES)
def test_the_quote_of_every_program_goes(style: str) -> None:
    split = split_html(STYLES[style])
    assert split.new_text == "Noon is fine."
    assert {part.kind for part in split.segments} == {"new", "quoted"}
    assert split.complete


@pytest.mark.parametrize("style", STYLES)
def test_segments_cover_source_and_text(style: str) -> None:
    split = split_html(STYLES[style])
    assert joined(STYLES[style]) == STYLES[style]
    assert "".join(split.text[part.start : part.end] for part in split.text_segments) == split.text


def test_answers_between_blocks_are_new() -> None:
    html = (
        '<div dir="ltr">Hi Ana,<br><div class="gmail_quote"><div class="gmail_attr">On Tue, May 3, 2022 Ana wrote:<br></div>'
        '<blockquote class="gmail_quote"><div>Tuesday?</div></blockquote><div>Yes.</div>'
        '<blockquote class="gmail_quote"><div>At ten?</div></blockquote><div>Better at eleven.</div></div></div>'
    )
    assert split_html(html).new_text.split() == ["Hi", "Ana,", "Yes.", "Better", "at", "eleven."]
    assert joined(html) == html


def test_an_answer_below_the_quote_is_new() -> None:
    html = f'<div class="moz-cite-prefix">On 03.05.22, Ana wrote:</div><blockquote type="cite">{QUOTE}</blockquote><p>Noon is fine.</p>'
    assert split_html(html).new_text == "Noon is fine."


def test_mail_forwarded_by_gmail_is_forwarded() -> None:
    html = (
        '<div dir="ltr">For your files.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        "---------- Forwarded message ---------<br>From: <b>Ana</b> &lt;ana@example.com&gt;<br>Date: Tue, May 3, 2022<br>"
        f"Subject: Lunch<br>To: Bo<br></div><br>{QUOTE}</div></div>"
    )
    split = split_html(html)
    assert split.new_text == "For your files."
    assert [part.kind for part in split.segments] == ["new", "forwarded"]


def test_mail_forwarded_by_thunderbird_is_forwarded() -> None:
    html = f'<p>For your files.</p><div class="moz-forward-container">-------- Blip --------<br>{QUOTE}</div>'
    assert [part.kind for part in split_html(html).segments] == ["new", "forwarded"]


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature">Bo Berg<br>Example Ltd</div>',
        '<div class="moz-signature">-- <br>Bo Berg</div>',
        '<div id="AppleMailSignature">Sent from my iPhone</div>',
        '<div id="ms-outlook-mobile-signature">Get <a href="https://example.com">Outlook for iOS</a></div>',
        "<div>-- <br></div><div>Bo Berg</div>",
        '<div class="protonmail_signature_block">Bo Berg</div>',
    ],
)
def test_a_signature_goes(signature: str) -> None:
    split = split_html(f"<div>Noon is fine.</div><br>{signature}")
    assert split.new_text == "Noon is fine."
    assert split.segments[-1].kind == "signature"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<style>p{}</style><title>no</title><script>if (a < b) {}</script>Yes", "Yes"),
        ("a <!-- <blockquote> --> b", "a b"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("<table><tr><td>Code</td><td>4711</td></tr></table>", "Code 4711"),
        ("<p>See</p><blockquote><p>Well begun is half done.</p></blockquote><p>Quite.</p>", "See\n\nWell begun is half done.\n\nQuite."),
        ('<a title="a > b">link</a>', "link"),
        ("", ""),
        ("<div></div>", ""),
        ("text < ", "text <"),
    ],
)
def test_a_body_without_quotes_is_rendered_whole(html: str, text: str) -> None:
    split = split_html(html)
    assert split.new_text == text
    assert {part.kind for part in split.segments} <= {"new"}


def test_the_letter_that_grows_when_lowered_moves_nothing() -> None:
    html = "<p>" + "İ" * 50 + f'</p><blockquote type="cite">{QUOTE}</blockquote>'
    split = split_html(html)
    assert split.new_text == "İ" * 50
    assert html[: split.segments[0].end] == "<p>" + "İ" * 50 + "</p>"
