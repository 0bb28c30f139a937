"""The two mails of the bench: an HTML mail with a code (2 kB), and one with a text, an HTML part and a picture (50 kB).

Each mail sent is its own: the place of its number (Message-ID and code) is cut out, so that `number.join(pieces)` makes it.
"""

import base64
import random
from functools import cache

SIZES = ("2kB", "50kB")
_NUMBER = "@NUMBER@"

_HTML = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Your sign-in code</title>
<style>body{font-family:Arial,sans-serif;background:#f4f5f7;margin:0} .box{max-width:520px;margin:24px auto;background:#ffffff;padding:32px}
.code{font-size:32px;letter-spacing:6px;font-weight:bold;color:#1b3a57} .small{font-size:12px;color:#70757a}</style></head>
<body><div class="box"><img src="https://static.harbour.example/logo.png" alt="Harbour" width="120" height="32">
<h1>Confirm that it is you</h1>
<p>Hello Robin,</p>
<p>somebody, hopefully you, is signing in to Harbour from a new browser. Enter this code to go on:</p>
<p class="code">@NUMBER@</p>
<p>The code is valid for 10 minutes. Or use this button:</p>
<p><a href="https://harbour.example/signin/confirm?token=b7J2mQx9TfLw4"
style="background:#1b3a57;color:#ffffff;padding:12px 24px">Sign in</a></p>
<p>If it was not you, <a href="https://harbour.example/security">secure your account</a> now;
nobody of us will ever ask you for this code.</p>
<table width="100%" cellpadding="0" cellspacing="0"><tr><td>Browser</td><td>Firefox on Linux</td></tr>
<tr><td>Place</td><td>Rostock, Germany (by IP address)</td></tr></table>
<p class="small">Harbour GmbH, Am Strande 7, 18055 Rostock &middot; <a href="https://harbour.example/privacy">Privacy</a></p>
</div></body></html>
"""

_TEXT = """Hello Robin,

here is the summary of the week, as a picture. Three numbers before you open it: 214 parcels went out, 9 came back, and the
longest any customer waited for an answer was two hours and ten minutes. The code to open the shared folder is @NUMBER@;
it is valid for 30 minutes.

On Thursday the loading ramp is closed from eight to noon. Please move whatever was planned for that time to the afternoon,
and tell the drivers. The new scales are here; Ida will show them to everybody on Monday at nine.

On Tue, 3 Feb 2026 at 14:12, Robin Marsh <robin@quay.example> wrote:
> Could you send me the figures before Friday? I would like to
> compare them with those of January.

--
Ida Lund
Quay Logistics, Rostock
"""

_HEADERS = """Received: from mx4.{domain} (mx4.{domain} [192.0.2.44])
 by out.{domain} with ESMTPS id {number}; Fri, 06 Feb 2026 09:14:07 +0100
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1; h=from:to:subject:date;
 bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=aGVsbG8gdGhlcmU=
From: {sender}
To: Robin Marsh <robin@bench.example>
Subject: {subject}
Date: Fri, 06 Feb 2026 09:14:06 +0100
Message-ID: <{number}.9f3a@{domain}>
MIME-Version: 1.0
"""


@cache
def pieces(size: str) -> list[bytes]:
    """What stands between the places of the number; lines end with CRLF, dots are stuffed, the final dot is there."""
    mail = _code_mail() if size == "2kB" else _file_mail()
    wire = mail.replace("\n", "\r\n").replace("\r\n.", "\r\n..") + ".\r\n"
    return wire.encode().split(_NUMBER.encode())


def wire_mail(size: str, number: int) -> bytes:
    """A mail as it follows DATA."""
    return (b"%08d" % number).join(pieces(size))


def raw_mail(size: str, number: int, repeats: int = 1) -> bytes:
    """The same as it is stored; `repeats` makes its text (and its HTML) so many times longer."""
    mail = _code_mail(repeats) if size == "2kB" else _file_mail(repeats)
    return mail.replace(_NUMBER, f"{number:08d}").replace("\n", "\r\n").encode()


def _code_mail(repeats: int = 1) -> str:
    head = _headers("harbour.example", "Harbour <no-reply@harbour.example>", "Your Harbour sign-in code")
    return f"{head}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{_longer(_HTML, repeats)}"


def _file_mail(repeats: int = 1) -> str:
    head = _headers("quay.example", "Ida Lund <ida@quay.example>", "Summary of the week, with figures")
    picture = base64.encodebytes(b"\xff\xd8\xff\xe0" + random.Random(2).randbytes(33_496)).decode()
    text = _TEXT * repeats
    html = "<html><body>" + "".join(f"<p>{one}</p>\n" for one in text.split("\n\n")) + "</body></html>\n"
    return (
        f'{head}Content-Type: multipart/mixed; boundary="outer"\n\n--outer\n'
        'Content-Type: multipart/alternative; boundary="inner"\n\n--inner\n'
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--inner\n"
        f"Content-Type: text/html; charset=utf-8\n\n{html}\n--inner--\n--outer\n"
        'Content-Type: image/jpeg; name="week-6.jpg"\nContent-Disposition: attachment; filename="week-6.jpg"\n'
        f"Content-Transfer-Encoding: base64\n\n{picture}\n--outer--\n"
    )


def _headers(domain: str, sender: str, subject: str) -> str:
    return _HEADERS.format(domain=domain, sender=sender, subject=subject, number=_NUMBER)


def _longer(html: str, repeats: int) -> str:
    """The paragraphs again and again, before the end of the body."""
    start, end = html.index("<p>somebody"), html.index("<table")
    return html[:end] + html[start:end] * (repeats - 1) + html[end:]
