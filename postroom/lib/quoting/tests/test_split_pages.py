"""HTML of fifty programs: what is left is the answer; every sentence was written for this test."""

import pytest

from postroom.lib.quoting import split_html

ATTRIBUTION = 'On Tue, May 3, 2022 at 10:15 AM Ana Lima &lt;<a href="mailto:ana@example.com">ana@example.com</a>&gt; wrote:'
HEADERS = (
    "<b>From:</b> Ana Lima &lt;ana@example.com&gt;<br><b>Sent:</b> Tuesday, May 3, 2022 10:15 AM<br><b>To:</b> Bo Berg<br>"
    "<b>Subject:</b> Lunch<br>"
)
QUOTE = "<div>Shall we meet?</div><div>Ana</div>"
# name: page with the words above in it, of which ANSWER is new
PAGES = {
    "gmail container": (
        '<div dir="ltr">ANSWER</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        'class="gmail_attr">ATTRIBUTION<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px '
        '0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">QUOTE</blockquote></div>'
    ),
    "gmail extra": (
        '<div dir="ltr">ANSWER</div><div class="gmail_extra"><br><div '
        'class="gmail_quote">ATTRIBUTION<br><blockquote class="gmail_quote" style="margin:0 0 0 '
        '.8ex">QUOTE</blockquote></div><br></div>'
    ),
    "gmail prefix span": (
        '<div dir="ltr">ANSWER</div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" '
        'class="gmail_signature">Bo Berg<br>Example Ltd</div><br><div class="gmail_quote"><div '
        'class="gmail_attr">ATTRIBUTION</div><blockquote class="gmail_quote">QUOTE</blockquote></div>'
    ),
    "outlook desktop new": (
        '<div class="WordSection1"><p class="MsoNormal">ANSWER<o:p></o:p></p><p '
        'class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 '
        '1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal">HEADERS<o:p></o:p></p></div></div><p '
        'class="MsoNormal"><o:p>&nbsp;</o:p></p>QUOTE</div>'
    ),
    "outlook new mobile": (
        '<div>ANSWER</div><div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook '
        'for iOS</a></div><hr style="display:inline-block;width:98%" tabindex="-1"><div '
        'id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message '
        'skipProofing"><div style="border-style:solid none none"><b>From:</b> Ana Lima '
        "&lt;ana@example.com&gt;<br><b>Date:</b> Tuesday, 3 May 2022<br><b>To:</b> Bo<br><b>Subject:</b> "
        "Lunch</div>QUOTE</div></div>"
    ),
    "outlook web new": (
        '<div class="elementToProof">ANSWER</div><div id="appendonsend"></div><hr tabindex="-1"><div '
        'id="divRplyFwdMsg" dir="ltr"><font face="Calibri">HEADERS</font><div>&nbsp;</div></div><div dir="ltr">QUOTE</div>'
    ),
    "outlook web unknown lang": (
        '<div class="elementToProof">ANSWER</div><div id="appendonsend"></div><hr tabindex="-1"><div '
        'id="x_divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>Xyz:</b> Ana<br><b>Zyx:</b> 3 5 '
        '2022</font></div><div dir="ltr">QUOTE</div>'
    ),
    "hotmail old": (
        '<html><head></head><body class="hmmessage"><div dir="ltr">ANSWER<br><div><hr id="stopSpelling">Date: '
        "Tue, 3 May 2022 10:15:42 +0200<br>From: ana@example.com<br>To: bo@example.com<br>Subject: "
        "Lunch<br><br>QUOTE</div></div></body></html>"
    ),
    "hotmail ec": (
        '<body class="hmmessage"><div dir="ltr">ANSWER<br><br><div>&gt; Date: Tue, 3 May 2022<br>&gt; From: '
        "ana@example.com<br>&gt; To: bo@example.com<br>&gt; Subject: Lunch<br>&gt; <br>&gt; Shall "
        "we?<br></div></div></body>"
    ),
    "apple mac": (
        '<body style="word-wrap: break-word;" class="">ANSWER<br class=""><div><br class=""><blockquote '
        'type="cite" class=""><div class="">On 3 May 2022, at 10:15, Ana Lima &lt;<a '
        'href="mailto:ana@example.com">ana@example.com</a>&gt; wrote:</div><br '
        'class="Apple-interchange-newline"><div class="">QUOTE</div></blockquote></div></body>'
    ),
    "apple ios": (
        '<div dir="auto">ANSWER<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my '
        'iPhone</div><div dir="ltr"><br><blockquote type="cite">On 3 May 2022, at 10:15, Ana Lima '
        '&lt;ana@example.com&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div '
        'dir="ltr">\ufeffQUOTE</div></blockquote></div>'
    ),
    "thunderbird": (
        '<p>ANSWER</p><div class="moz-cite-prefix">On 5/3/22 10:15, Ana Lima wrote:<br></div><blockquote '
        'type="cite" cite="mid:1@example.com">QUOTE</blockquote><div class="moz-signature">-- <br>Bo</div>'
    ),
    "yahoo new": (
        '<div class="yahoo-style-wrap"><div>ANSWER</div><div><br></div></div><div id="yahoo_quoted_123" '
        'class="yahoo_quoted"><div style="font-family:Arial"><div>On Tuesday, May 3, 2022 at 10:15:42 AM '
        "GMT+2, Ana Lima &lt;ana@example.com&gt; wrote: </div><div><br></div><div>QUOTE</div></div></div>"
    ),
    "yahoo old": (
        '<div style="font-family:times">ANSWER<div><br></div><div style="font-family:times"><div '
        'style="font-family:arial"><font size="2"><hr size="1"><b><span '
        'style="font-weight:bold;">From:</span></b> Ana Lima &lt;ana@example.com&gt;<br><b>To:</b> '
        "bo@example.com<br><b>Sent:</b> Tuesday, May 3, 2022 10:15 AM<br><b>Subject:</b> "
        "Lunch<br></font><br>QUOTE</div></div></div>"
    ),
    "aol": (
        '<div>ANSWER</div><div style="font-family:arial">-----Original Message-----<br>From: Ana Lima '
        "&lt;ana@example.com&gt;<br>To: Bo &lt;bo@example.com&gt;<br>Sent: Tue, May 3, 2022 10:15 "
        'am<br>Subject: Lunch<br><br><div id="AOLMsgPart_1_x">QUOTE</div></div>'
    ),
    "zimbra": (
        '<div>ANSWER</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div '
        'data-marker="__HEADERS__"><b>From: </b>"Ana Lima" &lt;ana@example.com&gt;<br><b>To: </b>"Bo" '
        "&lt;bo@example.com&gt;<br><b>Sent: </b>Tuesday, May 3, 2022 10:15:42 AM<br><b>Subject: "
        '</b>Lunch<br></div><div data-marker="__QUOTED_TEXT__">QUOTE</div>'
    ),
    "roundcube": (
        '<p>ANSWER</p><p id="reply-intro">On 2022-05-03 10:15, Ana Lima wrote:</p><blockquote type="cite" '
        'style="padding:0 0.4em;border-left:#1010ff 2px solid;margin:0"><div id="replybody1">QUOTE</div></blockquote>'
    ),
    "proton": (
        '<div style="font-family:Arial">ANSWER</div><div class="protonmail_signature_block">Bo</div><div '
        'class="protonmail_quote">On Tuesday, May 3rd, 2022 at 10:15 AM, Ana &lt;ana@example.com&gt; '
        'wrote:<br><blockquote class="protonmail_quote" type="cite">QUOTE</blockquote></div>'
    ),
    "tutanota": (
        "<div>ANSWER</div><div><br></div><div>May 3, 2022, 10:15 by ana@example.com:<br></div><blockquote "
        'class="tutanota_quote" style="border-left: 1px solid #93A3B8;">QUOTE</blockquote>'
    ),
    "zoho": (
        '<div>ANSWER</div><div class="zmail_extra" style=""><br><div id="Zm-_Id_-Sgn1">---- On Tue, 03 May '
        "2022 10:15:42 +0200 <b>Ana Lima &lt;ana@example.com&gt;</b> wrote ----</div><br><blockquote "
        'id="blockquote_zmail" style="margin:0">QUOTE</blockquote></div>'
    ),
    "zoho unknown": (
        '<div>ANSWER</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- xyz 2022 <b>Ana</b> zyx '
        "----</div><blockquote>QUOTE</blockquote></div>"
    ),
    "qq": (
        '<div>ANSWER</div><div><br></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 '
        '2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: '
        '12px;background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;'
        '"Ana"&lt;ana@example.com&gt;;</div><div><b>发送时间:</b>&nbsp;2022年5月3日(星期二) '
        '上午10:15</div><div><b>收件人:</b>&nbsp;"Bo"&lt;bo@example.com&gt'
        ";;</div><div><b>主题:</b>&nbsp;Lunch</div></div>QUOTE"
    ),
    "qq en": (
        '<div>ANSWER</div><div style="font-size: '
        '12px">------------------&nbsp;Original&nbsp;------------------</div><div style="font-size: '
        '12px;background:#efefef"><div><b>From: </b>&nbsp;"Ana"&lt;ana@example.com&gt;;</div><div><b>Date: '
        "</b>&nbsp;Tue, May 3, 2022 10:15 AM</div><div><b>To: "
        '</b>&nbsp;"Bo"&lt;bo@example.com&gt;;</div><div><b>Subject: </b>&nbsp;Lunch</div></div>QUOTE'
    ),
    "163": (
        '<div>ANSWER</div><div style="position:relative;zoom:1"></div><div id="divNeteaseMailCard"></div><br>在 '
        '2022-05-03 10:15:42，"Ana" &lt;ana@example.com&gt; 写道：<br> <blockquote id="isReplyContent" '
        'style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">QUOTE</blockquote>'
    ),
    "163 mobile": (
        '<div>ANSWER</div><div id="ntes-pcmac-signature">Bo</div><div class="ntes-mailmaster-quote"><div '
        'style="font-size:13px">---- 回复的原邮件 '
        "----</div><table><tr><td>发件人</td><td>Ana&lt;ana@example.com&"
        "gt;</td></tr><tr><td>发送日期</td><td>2022年05月03日 10:15</td></tr></table>QUOTE</div>"
    ),
    "foxmail": (
        '<div>ANSWER</div><div><br></div><hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" '
        'align="left"><blockquote style="margin-Top: 0px; margin-Bottom: 0px; margin-Left: '
        '0.5em"><div>&nbsp;</div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm '
        '0cm"><div style="background: '
        '#efefef;"><div><b>发件人：</b>&nbsp;Ana</div><div><b>发送时间：</b>&n'
        "bsp;2022-05-03&nbsp;10:15</div><div><b>收件人：</b>&nbsp;Bo</div"
        "><div><b>主题：</b>&nbsp;Lunch</div></div></div>QUOTE</blockquote>"
    ),
    "naver": (
        '<div>ANSWER</div><div style="margin:0"><br></div><p>-----Original Message-----<br><b>From:</b> '
        '"Ana"&lt;ana@example.com&gt;<br><b>To:</b> &lt;bo@example.com&gt;;<br><b>Cc:</b><br><b>Sent:</b> '
        "2022-05-03 (화) 10:15:42 (GMT+09:00)<br><b>Subject:</b> Lunch</p>QUOTE"
    ),
    "daum": (
        "<div>ANSWER</div><div>--------- 원본 메일 ---------<br>보낸사람: Ana &lt;ana@example.com&gt;<br>받는사람 : "
        "Bo<br>날짜: 2022년 5월 03일 (화) 10:15<br>제목: Lunch<br></div>QUOTE"
    ),
    "mail.ru": (
        '<div>ANSWER</div><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 '
        '10px;">Вторник, 3 мая 2022, 10:15 +03:00 от Ana &lt;ana@example.com&gt;:<br><div id="">QUOTE</div></blockquote>'
    ),
    "mail.ru 2": (
        '<div>ANSWER</div><div data-signature-widget="container"><div>--<br>Bo</div></div><blockquote '
        'style="border-left:1px solid #0857A6"><div>Вторник, 3 мая 2022 от Ana</div>QUOTE</blockquote>'
    ),
    "yandex": (
        '<div>ANSWER</div><div> </div><div>03.05.2022, 10:15, "Ana Lima" '
        "&lt;ana@example.com&gt;:</div><blockquote><div>QUOTE</div></blockquote><div> </div><div>-- </div><div>Bo</div>"
    ),
    "web.de": (
        '<div style="font-family: Verdana">ANSWER<div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; '
        'padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px '
        '0;"><b>Gesendet:</b>&nbsp;Dienstag, 03. Mai 2022 um 10:15 Uhr<br/><b>Von:</b>&nbsp;"Ana" '
        "&lt;ana@example.com&gt;<br/><b>An:</b>&nbsp;bo@example.com<br/><b>Betreff:</b>&nbsp;Essen</div><div "
        'name="quoted-content">QUOTE</div></div></div></div>'
    ),
    "web.de unknown": (
        '<div>ANSWER<div name="quote"><div><b>Xyz:</b> 3<br/><b>Zyx:</b> Ana</div><div '
        'name="quoted-content">QUOTE</div></div></div>'
    ),
    "t-online": (
        "<div>ANSWER</div><div>-----Original-Nachricht-----</div><div>Betreff: Essen</div><div>Datum: "
        '2022-05-03T10:15:42+0200</div><div>Von: "Ana" &lt;ana@example.com&gt;</div><div>An: "Bo" '
        "&lt;bo@example.com&gt;</div>QUOTE"
    ),
    "orange": (
        '<p>ANSWER</p><blockquote style="border-left:solid 1px"><p>&gt; Message du 03/05/22 10:15<br>&gt; De : '
        '"Ana" &lt;ana@example.com&gt;<br>&gt; A : bo@example.com<br>&gt; Copie à : <br>&gt; Objet : '
        "Midi</p>QUOTE</blockquote>"
    ),
    "libero": (
        '<div>ANSWER</div><blockquote type="cite" style="margin:0 0 0 5px;border-left:2px solid #369">Il 3 '
        "maggio 2022 alle 10:15 Ana &lt;ana@example.com&gt; ha scritto:<br><br>QUOTE</blockquote>"
    ),
    "notes 2": (
        '<p><font size="2">ANSWER</font><br><br><img src="cid:1" alt="Inactive hide details for Ana Lima '
        '---03/05/2022 10:15:42---Shall we"><font size="2" color="#424282">Ana Lima ---03/05/2022 '
        '10:15:42---Shall we meet?</font><br><br><font size="2" color="#5F5F5F">From:        </font><font '
        'size="2">Ana Lima &lt;ana@example.com&gt;</font><br><font size="2" color="#5F5F5F">To:        '
        '</font><font size="2">Bo</font><br><font size="2">Date:        </font><font size="2">03/05/2022 '
        '10:15</font><br><font size="2">Subject:        </font><font size="2">Lunch</font><br><hr width="100%"><br>QUOTE'
    ),
    "groupwise": (
        "<div>ANSWER</div><br><br>&gt;&gt;&gt; Ana Lima &lt;ana@example.com&gt; 5/3/2022 10:15 AM &gt;&gt;&gt;<br>QUOTE"
    ),
    "spark": (
        '<div name="messageBodySection"><div dir="auto">ANSWER</div></div><div '
        'name="messageSignatureSection"><br>Bo</div><div name="messageReplySection">On 3 May 2022, 10:15 '
        '+0200, Ana Lima &lt;ana@example.com&gt;, wrote:<br><blockquote type="cite" style="border-left-color: '
        'grey;">QUOTE</blockquote></div>'
    ),
    "airmail": (
        '<div>ANSWER</div><div class="bloop_sign"><br></div><div class="airmail_on">On 3 May 2022 at 10:15:42, '
        'Ana Lima (<a>ana@example.com</a>) wrote:</div><blockquote type="cite" class="clean_bq">QUOTE</blockquote>'
    ),
    "front": (
        '<div>ANSWER</div><div class="front-signature">Bo</div><br><div class="front-quote">On May 3, 2022, '
        '10:15 AM GMT+2 ana@example.com wrote:</div><blockquote class="front-blockquote">QUOTE</blockquote>'
    ),
    "missive": (
        '<div>ANSWER</div><div class="missive_quote"><div>On May 3, 2022 at 10:15 AM, Ana '
        "wrote:</div><blockquote>QUOTE</blockquote></div>"
    ),
    "superhuman": (
        '<div><div>ANSWER</div><br><div class="gmail_signature"></div><div>Sent via '
        '<a>Superhuman</a></div><br><div class="gmail_quote">ATTRIBUTION<br><blockquote '
        'class="gmail_quote">QUOTE</blockquote></div></div>'
    ),
    "em client": (
        "<div>ANSWER</div><div><br></div><div>------ Original Message ------</div><div><span>From: "
        '</span>"Ana" &lt;ana@example.com&gt;</div><div>To: "Bo"</div><div>Sent: 5/3/2022 10:15:42 '
        'AM</div><div>Subject: Lunch</div><div id="x1"><blockquote class="cite2" type="cite">QUOTE</blockquote></div>'
    ),
    "mailbird": (
        '<div><div>ANSWER</div><div class="mb_sig"></div><blockquote class="history_container" type="cite" '
        'style="border-left-style:solid"><p style="color:#AAAAAA">On 5/3/2022 10:15:42 AM, Ana '
        "&lt;ana@example.com&gt; wrote:</p>QUOTE</blockquote></div>"
    ),
    "bluemail": (
        '<div>ANSWER</div><div id="blue_sign">Get <a>BlueMail for Android</a></div><div class="replyHeader">On '
        "May 3, 2022, at 10:15 AM, Ana &lt;ana@example.com&gt; wrote:</div><blockquote "
        'class="gmail_quote">QUOTE</blockquote>'
    ),
    "k9": (
        'ANSWER<br><br><div class="gmail_quote">Am 3. Mai 2022 10:15:42 MESZ schrieb Ana '
        '&lt;ana@example.com&gt;:<blockquote class="gmail_quote">QUOTE</blockquote></div><br>-- <br>Diese '
        "Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet."
    ),
    "fairemail": (
        "<p>ANSWER</p><p>On May 3, 2022 10:15:42 AM UTC, Ana &lt;ana@example.com&gt; wrote:</p><blockquote "
        'type="cite">QUOTE</blockquote>'
    ),
    "samsung html": (
        '<div>ANSWER</div><div><br></div><div id="composer_signature"><div>Sent from my '
        'Galaxy</div></div><div><br></div><div style="font-size:100%;color:#000000"><!-- originalMessage '
        "--><div>-------- Original message --------</div><div>From: Ana Lima &lt;ana@example.com&gt; "
        "</div><div>Date: 5/3/22  10:15 AM  (GMT+01:00) </div><div>To: Bo &lt;bo@example.com&gt; "
        "</div><div>Subject: Lunch </div><div><br></div></div>QUOTE"
    ),
    "huawei": (
        '<div>ANSWER</div><div id="edo-message"></div><div id="edo-original"><div><blockquote type="cite" '
        'style="margin:1ex">On Tuesday, May 03, 2022 at 10:15 am, Ana &lt;<a>ana@example.com</a>&gt; '
        "wrote:<br><div>QUOTE</div></blockquote></div></div>"
    ),
    "hey": (
        '<div class="trix-content"><div>ANSWER</div></div><div class="hey-quote"><p>On May 3, 2022, Ana '
        "&lt;ana@example.com&gt; wrote:</p><blockquote>QUOTE</blockquote></div>"
    ),
    "helpdesk html": (
        '<div>ANSWER</div><br><div class="gmail_quote"><div class="gmail_attr">ATTRIBUTION</div><blockquote '
        'class="gmail_quote"><div>##- Please type your reply above this line -##</div>QUOTE</blockquote></div>'
    ),
    "helpdesk html bare": (
        '<div>ANSWER</div><div style="color:#b5b5b5">##- Please type your reply above this line -##</div>QUOTE'
    ),
    "disclaimer html": (
        '<p>ANSWER</p><p style="font-size:8pt">This e-mail and any attachments are confidential and intended '
        "solely for the addressee. If you have received it in error, please notify the sender and delete it.</p>"
    ),
    "google groups": (
        '<div dir="ltr">ANSWER</div><p></p>-- <br>You received this message because you are subscribed to the '
        "Google Groups &quot;tools&quot; group.<br>To unsubscribe from this group and stop receiving emails "
        "from it, send an email to <a>tools+unsubscribe@example.org</a>.<br>"
    ),
    "mailman html": (
        '<div dir="ltr">ANSWER</div>_______________________________________________<br>Tools mailing '
        "list<br>Tools@example.org<br><a>https://example.org/mailman/listinfo/tools</a>"
    ),
}  # fmt: skip
# name: page, what of it is new
OTHERS = {
    "gmail inline answers": (
        '<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">ATTRIBUTION</div><blockquote '
        'class="gmail_quote"><div>Noon?</div></blockquote><div><br></div><div>ANSWER</div><blockquote '
        'class="gmail_quote"><div>Where?</div></blockquote><div>At the lake.</div></div></div>',
        "Noon is fine. At the lake.",
    ),
    "sig table": (
        "<p>ANSWER</p><p>Best regards,<br>Bo Berg</p><table><tr><td><b>Bo Berg</b><br>Head of Sales<br>T +49 "
        '30 1234567<br><a href="mailto:bo@example.com">bo@example.com</a><br><a '
        'href="https://example.com">www.example.com</a></td></tr></table>',
        "Noon is fine. Best regards, Bo Berg",
    ),
    "forward gmail": (
        '<div dir="ltr">FYI<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- '
        "Forwarded message ---------<br>From: <b>Ana</b> <span>&lt;ana@example.com&gt;</span><br>Date: Tue, "
        "May 3, 2022 at 10:15 AM<br>Subject: Lunch<br>To: &lt;bo@example.com&gt;<br></div><br><br>QUOTE</div></div>",
        "FYI",
    ),
    "forward apple": (
        '<div>FYI<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: '
        "</b>Ana &lt;ana@example.com&gt;</div><div><b>Subject: </b>Lunch</div><div><b>Date: </b>3 May "
        "2022</div><div><b>To: </b>Bo</div><br><div>QUOTE</div></blockquote></div></div>",
        "FYI",
    ),
    "forward tb": (
        '<p>FYI</p><div class="moz-forward-container">-------- Forwarded Message '
        "--------<table><tr><th>Subject:</th><td>Lunch</td></tr><tr><th>Date:</th><td>Tue, 3 May "
        "2022</td></tr><tr><th>From:</th><td>Ana</td></tr></table>QUOTE</div>",
        "FYI",
    ),
    "keep blockquote": (
        "<p>As the poet says:</p><blockquote><p>The lake is still.</p></blockquote><p>So it is.</p>",
        "As the poet says: The lake is still. So it is.",
    ),
    "keep newsletter": (
        "<table><tr><td><h1>News of May</h1><p>From: the team<br>To: you</p><p>We open at 10:15.</p></td></tr></table>",
        "News of May From: the team To: you We open at 10:15.",
    ),
    "keep indent outlook": (
        '<p>Hello</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">ANSWER</blockquote>',
        "Hello Noon is fine.",
    ),
    "bottom posted tb": (
        '<div class="moz-cite-prefix">On 5/3/22 10:15, Ana Lima wrote:<br></div><blockquote '
        'type="cite"><p>Shall we?</p></blockquote><p>ANSWER</p><p>Bo</p>',
        "Noon is fine. Bo",
    ),
    "interleaved tb": (
        '<div class="moz-cite-prefix">On 5/3/22 10:15, Ana Lima wrote:<br></div><blockquote '
        'type="cite"><p>Shall we?</p></blockquote><p>ANSWER</p><blockquote '
        'type="cite"><p>Where?</p></blockquote><p>At the lake.</p>',
        "Noon is fine. At the lake.",
    ),
}  # fmt: skip


def filled(page: str) -> str:
    for name, value in (("ATTRIBUTION", ATTRIBUTION), ("HEADERS", HEADERS), ("QUOTE", QUOTE), ("ANSWER", "Noon is fine.")):
        page = page.replace(name, value)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_the_answer_is_what_is_left_of_a_page(name: str) -> None:
    page = filled(PAGES[name])
    split = split_html(page)
    assert split.new_text == "Noon is fine."
    assert "".join(page[part.start : part.end] for part in split.segments) == page


@pytest.mark.parametrize("name", OTHERS)
def test_what_the_writer_put_around_quotes_is_new(name: str) -> None:
    page, new = OTHERS[name]
    assert split_html(filled(page)).new_text.split() == new.split()
