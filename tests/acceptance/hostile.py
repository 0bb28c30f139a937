"""Mails written to break a reader or a database: kind to raw bytes, CRLF, for one recipient."""

import base64
import random


def hostile_mails(recipient: str) -> dict[str, bytes]:
    """Each kind of FOUNDATIONS §1 and §6 in bytes that SMTP carries."""
    to = recipient.encode()
    noise = random.Random(11).randbytes(60_000)
    return {
        "NUL in headers and text": _mail(to, b"a\x00b", b"one\x00two"),
        "NUL in an encoded word": _mail(to, b"=?utf-8?b?YQBi?=", b"text"),
        "lone surrogates in UTF-16": _mail(to, b"=?utf-16?b?2ADYAA==?=", b"\xd8\x00\xd8\x00", b"text/plain; charset=utf-16be"),
        "lone surrogates in UTF-8": _mail(to, b"\xed\xa0\x80", b"\xed\xa0\x80 and \xed\xb0\x80"),
        "lone surrogates in UTF-7": _mail(to, b"=?utf-7?q?+2AA-?=", b"+2AA-", b"text/plain; charset=utf-7"),
        "\\u0000 spelled out": _mail(to, b'"\\u0000"', b'{"a": "\\u0000", "b": NaN}', b"application/json"),
        "NaN and Infinity": _mail(to, b"NaN", b"Your code is NaN. Infinity -1e999"),
        "the year one": _mail(to, b"x", b"text", more=b"Date: Mon, 01 Jan 0001 00:00:00 +1400\r\n"),
        "the year 9999": _mail(to, b"x", b"text", more=b"Date: Fri, 31 Dec 9999 23:59:59 -1200\r\n"),
        "a zone beyond the earth": _mail(to, b"x", b"text", more=b"Date: Fri, 30 Feb 2026 99:99:99 +9999999999999\r\n"),
        "a Message-ID of 9 kB": _mail(to, b"x", b"text", more=b"Message-ID: <" + b"m" * 9_000 + b"@b.example>\r\n"),
        "ten thousand references": _mail(to, b"x", b"text", more=b"References:" + b" <r@b.example>\r\n" * 10_000),
        "a header line of 200 kB": _mail(to, b"s" * 200_000, b"text"),
        "ten thousand headers": _mail(to, b"x", b"text", more=b"X-Many: 1\r\n" * 10_000),
        "multiparts twenty thousand deep": _deep(to, 20_000),
        "a boundary that never comes": _mail(to, b"x", b"--b\r\n" * 20_000, b"multipart/mixed; boundary=c"),
        "a thousand parts": _mail(to, b"x", b"--b\r\n\r\npart\r\n" * 1_000 + b"--b--\r\n", b"multipart/mixed; boundary=b"),
        "HTML a hundred thousand deep": _mail(to, b"x", b"<div>" * 100_000, b"text/html"),
        "HTML of attributes": _mail(to, b"x", b"<p " + b'a="b" ' * 50_000 + b">", b"text/html"),
        "text of 1.5 MB": _mail(to, b"x", b"\r\n".join(b"word%d" % number for number in range(150_000))),
        "one word of 1.5 MB": _mail(to, b"x", b"x" * 1_500_000),
        "noise": noise,
        "noise in base64": _mail(
            to, b"x", base64.b64encode(noise), b"text/plain; charset=gb18030", b"Content-Transfer-Encoding: base64\r\n"
        ),
        "no such charset": _mail(to, b"=?no-such?b?/////w==?=", b"\xff\xfe", b"text/plain; charset=no-such"),
        "only a line end": b"\r\n",
        "codes without end": _mail(to, b"x", b"Your code is 123456.\r\n" * 20_000),
        "links without end": _mail(to, b"x", b"<a href='https://a.example/verify?t=1'>verify</a>\r\n" * 20_000, b"text/html"),
        "quotes without end": _mail(to, b"x", b"".join(b">" * depth + b" quoted\r\n" for depth in range(1_000))),
    }


def _mail(to: bytes, subject: bytes, body: bytes, content_type: bytes = b"text/plain; charset=utf-8", more: bytes = b"") -> bytes:
    head = b"From: jo@sender.example\r\nTo: " + to + b"\r\nSubject: " + subject + b"\r\nContent-Type: " + content_type + b"\r\n"
    return head + more + b"\r\n" + body + b"\r\n"


def _deep(to: bytes, depth: int) -> bytes:
    nest = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (number, number + 1) for number in range(depth))
    return _mail(to, b"x", nest, b"multipart/mixed; boundary=b0")
