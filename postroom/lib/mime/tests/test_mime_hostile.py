"""Arbitrary, mutated and adversarial bytes: always a mail or `MimeError`, always clean, always in proportion."""

import base64
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postroom.lib.html import render
from postroom.lib.mime import MimeError, ParseLimits, is_suspicious, parse, read_part
from postroom.lib.mime.addresses import read_addresses
from postroom.lib.mime.charset import decode_text
from postroom.lib.mime.dates import read_date
from postroom.lib.mime.flowed import unflow
from postroom.lib.mime.parameters import read_field
from postroom.lib.mime.transfer import decode_transfer
from postroom.lib.mime.words import decode_words

_WHOLE = (
    b'From: =?utf-8?q?J=C3=B6rg?= <j@example.org>\r\nTo: a@x, "B, C" <b@x>, G: c@x;\r\nSubject: =?utf-8?b?w6k=?= x\r\n'
    b"Date: Tue, 3 Nov 2026 10:00:00 +0100\r\nMessage-ID: <m@x>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n'
    b"--i\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"code =31=32 \r\nend\r\n--i\r\nContent-Type: text/html\r\n\r\n<p>code<br>12</p>\r\n--i--\r\n"
    b"--o\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n"
    b"--o\r\nContent-Type: image/png; name*0=a; name*1*=%20b\r\nContent-ID: <c@x>\r\nContent-Transfer-Encoding: base64\r\n"
    b"\r\niVBORw0KGgo=\r\n--o--\r\n"
)
_PIECES = [
    b"\r\n", b"\n", b"\r", b"--o", b"--i--", b"--", b"\x00", b"\xff", b"\xed\xa0\x80", b"=?utf-8?q?", b"?=", b"=", b";", b'"', b"(",
    b"<", b">", b",", b":", b"boundary=", b"Content-Type: multipart/digest; boundary=o\r\n", b"charset=utf-7", b"charset=idna",
    b"charset=utf-16", b"+2AA-", b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"begin 644 a\n", b"%ZZ", b"*0*=", b" ", b"\t", b"From ", b"<div hidden>", b"<pre>\n", b"<!--", b"&#0;", b"&#xD800;",
]  # fmt: skip


def _check(raw, limits=None):
    try:
        mail = parse(raw, limits) if limits else parse(raw)
    except MimeError as error:
        assert error.code == "message_too_large"
        return None
    limits = limits or ParseLimits()
    assert len(mail.attachments) <= limits.parts and len(mail.headers) <= limits.headers
    assert len(mail.text or "") <= limits.text_bytes * 2 and len(mail.html or "") <= limits.html_bytes * 2
    assert mail.date is None or mail.date.tzinfo is UTC
    for text in _strings(mail):
        assert "\x00" not in text
        text.encode()  # no lone surrogate
    for address in (mail.from_, mail.sender, *mail.to, *mail.cc, *mail.bcc, *mail.reply_to):
        assert address is None or address.name or address.address
    for attachment in mail.attachments[:5]:
        assert read_part(raw, attachment.path, limits) == attachment
    render(mail.html or "")
    return mail


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from _strings(getattr(value, name))


@settings(max_examples=200)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw):
    assert _check(raw) is not None
    is_suspicious(raw)


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, len(_WHOLE)), st.integers(0, 30), st.sampled_from(_PIECES) | st.binary(max_size=9)), max_size=8))
def test_a_damaged_mail_is_still_a_mail(changes):
    raw = _WHOLE
    for at, removed, added in changes:
        raw = raw[:at] + added + raw[at + removed :]
    assert _check(raw) is not None


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_PIECES), max_size=60), st.integers(1, 6))
def test_small_limits_hold(pieces, small):
    limits = ParseLimits(
        header_line_bytes=20 * small, header_block_bytes=60 * small, headers=small, addresses=small, depth=small,
        parts=small, text_bytes=small, html_bytes=small, html_tags=small,
    )  # fmt: skip
    _check(_WHOLE + b"".join(pieces), limits)
    _check(_WHOLE.replace(b"--o\r\n", b"--o\r\n" + b"".join(pieces)), limits)


@given(st.text(max_size=300) | st.lists(st.sampled_from([*'<>(),:;@"\\ ab=?qQ', "=?utf-8?q?a,b?=", "=?"])).map("".join))
@example("=?utf-8?q?" * 50)
def test_addresses_words_and_parameters_are_total(text):
    found = read_addresses(text, 10)
    assert len(found) <= 10 and all(a.name or a.address for a in found)
    assert "\n" not in decode_words(text)
    read_field(text)
    read_field(f"a/b; x={text}; n*0*=utf-8''{text}; n*1={text}")
    read_date(text)
    unflow(text)


@given(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "binary", "", "x"]))
def test_transfer_decoding_is_total(data, encoding):
    assert len(decode_transfer(data, encoding)[0]) <= 2 * len(data) + 64


@given(st.binary(max_size=9000))
def test_base64_decodes_alike_by_the_quick_and_the_tolerant_way(data):
    lines = base64.encodebytes(data).replace(b"\n", b"\r\n")
    assert decode_transfer(lines, "base64") == (data, None)
    damaged = lines.replace(b"\r\n", b"*\r\n").rstrip(b"=*\r\n") if len(data) % 3 == 0 else lines
    assert decode_transfer(damaged, "base64")[0] == data


@given(st.binary(max_size=300), st.none() | st.text(max_size=20) | st.sampled_from(["utf-16", "hz", "utf-7", "idna", "big5"]))
def test_any_bytes_under_any_label_are_text(data, label):
    decode_text(data, label)


def _big(body, *head):
    return b"From: a@x\r\n" + b"".join(head) + b"\r\n" + body


def _parts(count):
    return _big(b"--o\r\n\r\nx\r\n" * count, b"Content-Type: multipart/mixed; boundary=o\r\n")


def _nested(levels):
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))
    return b"From: a@x\r\n" + head + b"\r\ndeep\r\n"


def _messages(levels):
    return b"Content-Type: message/rfc822\r\n\r\n" * levels + b"Subject: s\r\n\r\ncode 1\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(_big(b"x", b"Subject: " + b"=?utf-8?q?=C3=A9?= " * 55_000 + b"\r\n"), id="a megabyte of words in one line"),
        pytest.param(_big(b"x", b"Subject: " + b"=?utf-8?q?=C3=A9?=\r\n " * 50_000 + b"\r\n"), id="a megabyte of folded words"),
        pytest.param(_big(b"x", b"Subject: " + b"=?utf-8?q?" * 100_000 + b"?=\r\n"), id="words never closed"),
        pytest.param(_parts(20_000), id="20,000 parts"),
        pytest.param(_parts(3).replace(b"--o\r\n\r\n", b"--o\r\nX: " + b"=?utf-8?q?a?= " * 90_000 + b"\r\n\r\n"), id="words in parts"),
        pytest.param(_nested(5_000), id="5,000 levels of multipart"),
        pytest.param(_messages(5_000), id="5,000 levels of mails in mails"),
        pytest.param(_big(b"x", b"To: " + b"a@example.org, " * 100_000 + b"\r\n"), id="100,000 addresses in a line"),
        pytest.param(_big(b"x", b"To: " + b"a@example.org,\r\n " * 15_000 + b"\r\n"), id="folded addresses"),
        pytest.param(_big(b"x", b"To: " + b'"\\"' * 90_000 + b"\r\n"), id="quotes"),
        pytest.param(_big(b"x", b"To: " + b"(" * 16_000 + b"\r\n " + b"<" * 16_000 + b"\r\n"), id="open brackets"),
        pytest.param(_big(b"x", b"References: " + b"<" * 200_000 + b"\r\n"), id="ids never closed"),
        pytest.param(_big(b"x", b"X: y\r\n" * 200_000), id="200,000 headers"),
        pytest.param(_big(b"x", b"Subject:" + b"\r\n " * 300_000 + b"\r\n"), id="a header of empty folds"),
        pytest.param(_big(b"x", b"Content-Type: text/plain" + b"; a=b" * 40_000 + b"\r\n"), id="parameters"),
        pytest.param(_big(b"x", b"Content-Type: text/plain;\r\n" + b" a*1=b;\r\n" * 20_000), id="pieces of parameters"),
        pytest.param(_big(b">" * 4_000_000, b"Content-Type: text/plain; format=flowed\r\n"), id="megabytes of quote marks"),
        pytest.param(_big(b"> \r\n" * 500_000, b"Content-Type: text/plain; format=flowed; delsp=yes\r\n"), id="flowed quotes"),
        pytest.param(_big(b"<div>" * 2_000_000, b"Content-Type: text/html\r\n"), id="ten megabytes of nested div"),
        pytest.param(_big(b"<" * 2_000_000, b"Content-Type: text/html\r\n"), id="megabytes of <"),
        pytest.param(_big(b"<a " + b"b" * 2_000_000, b"Content-Type: text/html\r\n"), id="a tag never closed"),
        pytest.param(_big(b"=" * 2_000_000, b"Content-Transfer-Encoding: quoted-printable\r\n"), id="equals signs"),
        pytest.param(_big(b"=" * 2_000_000, b"Content-Transfer-Encoding: base64\r\n"), id="padding"),
        pytest.param(_big(b"*A" * 2_000_000, b"Content-Transfer-Encoding: base64\r\n"), id="base64 with dirt"),
        pytest.param(_big(b"--o" * 1_000_000, b"Content-Type: multipart/mixed; boundary=o\r\n"), id="delimiters that are none"),
        pytest.param(_big(b"\r\n--o " * 500_000, b"Content-Type: multipart/mixed; boundary=o\r\n"), id="delimiters unended"),
        pytest.param(_big(b"\n--a" * 500_000, b"Content-Type: multipart/mixed\r\n"), id="no boundary stated"),
        pytest.param(b"\r" * 2_000_000, id="only CR"),
        pytest.param(b" " * 2_000_000, id="only blanks"),
        pytest.param(b"From " * 500_000, id="an endless envelope line"),
        pytest.param(_big(b"\xe9\xff\x81" * 500_000), id="bytes of no charset"),
    ],
)  # fmt: skip
def test_what_is_built_to_hurt_is_read_in_proportion(raw):
    """Counted in steps of the interpreter, not in seconds."""
    steps = _counted(lambda: _check(raw))
    assert steps < 5_000_000


def _counted(call):
    steps = 0

    def count(*_):
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    if before is not None:  # a debugger or coverage looks on: keep it, and count nothing
        call()
        return 0
    sys.settrace(count)
    try:
        call()
    finally:
        sys.settrace(None)
    return steps


def test_a_cap_is_named_in_the_defects():
    assert "header_line_cut" in parse(_big(b"x", b"Subject: " + b"y" * 20_000 + b"\r\n")).defects
    assert parse(_big(b"x", b"Subject: " + b"y" * 2_000_000 + b"\r\nTo: b@x\r\n")).to[0].address == "b@x"
    assert parse(_big(b"x", b"X:" + b" y\r\n" * 200_000 + b"To: b@x\r\n")).to[0].address == "b@x"
    assert "header_block_cut" in parse(_big(b"x", b"X: y\r\n" * 3_000)).defects
    assert "parts_cut" in parse(_parts(2_000)).defects
    assert "depth_cut" in parse(_nested(50)).defects
    assert "html_cut" in parse(_big(b"<b>" * 20_001, b"Content-Type: text/html\r\n")).defects
    assert "text_cut" in parse(_big(b"x" * 2**21)).defects


def test_a_mail_over_its_size_is_refused_by_code():
    with pytest.raises(MimeError) as caught:
        parse(b"x" * 11, ParseLimits(message_bytes=10))
    assert caught.value.code == "message_too_large"


def test_mails_that_cost_are_called_suspicious_and_a_plain_one_is_not():
    assert not is_suspicious(_WHOLE)
    assert is_suspicious(b"x" * 65_537)
    assert is_suspicious(_big(b"x", b"Subject: " + b"=?utf-8?q?a?= " * 1_000))
    assert is_suspicious(_parts(1_000))
    assert is_suspicious(_big(b"<b>" * 5_000))
    assert is_suspicious(_big(b"x", b"To: " + b"a@x," * 5_000))


def test_an_impossible_date_is_none():
    for value in ("", "x", "Tue, 99 Foo 2026", "Mon, 1 Jan 0101 00:00:00 +9999", "1 Jan 1960 00:00:00 +0000", "1 Jan 9999 0:0 +0"):
        assert read_date(value) is None
    assert read_date("Tue, 3 Nov 2026 10:00:60 +0100") == datetime(2026, 11, 3, 9, 0, 59, tzinfo=UTC)
