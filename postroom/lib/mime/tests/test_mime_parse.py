import base64
from datetime import UTC, datetime

import pytest

from postroom.lib.mime import Address, MimeError, parse, read_part


def _mail(body, *head):
    lines = [h.encode() if isinstance(h, str) else h for h in head]
    return b"\r\n".join([b"From: a@example.org", *lines, b"", body.encode() if isinstance(body, str) else body])


def _mixed(*parts, kind="mixed"):
    body = b"".join(b"--o\r\n" + (p.encode() if isinstance(p, str) else p) + b"\r\n" for p in parts) + b"--o--\r\n"
    return _mail(body, f'Content-Type: multipart/{kind}; boundary="o"')


def _subject(value):
    return parse(_mail("x", b"Subject: " + (value.encode() if isinstance(value, str) else value))).subject


def test_a_plain_mail_is_read_whole():
    mail = parse(
        _mail(
            "Hi\r\nthere\r\n",
            "To: Bob <b@example.org>, c@example.org",
            "SUBJECT: Hello",
            "Date: Tue, 3 Nov 2026 10:00:00 +0100",
            "Message-Id: <m@example.org>",
            "In-Reply-To: <p@example.org>",
            "References: <r@example.org>",
            " <p@example.org>",
        )
    )
    assert mail.from_ == Address("", "a@example.org")
    assert mail.to == [Address("Bob", "b@example.org"), Address("", "c@example.org")]
    assert (mail.subject, mail.text, mail.html) == ("Hello", "Hi\nthere\n", None)
    assert mail.date == datetime(2026, 11, 3, 9, tzinfo=UTC)
    assert (mail.message_id, mail.in_reply_to) == ("m@example.org", ["p@example.org"])
    assert mail.references == ["r@example.org", "p@example.org"]
    assert ("SUBJECT", "Hello") in mail.headers and mail.headers[0] == ("From", "a@example.org")
    assert mail.defects == []


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_bare_line_ends_read_like_proper_ones(end):
    mail = parse(_mixed("\r\none\r\ntwo", "Content-Type: text/html\r\n\r\n<p>").replace(b"\r\n", end))
    assert (mail.text, mail.html) == ("one\ntwo", "<p>")


def test_a_mail_without_headers_is_all_text():
    mail = parse(b"Dear all,\r\nno: headers here\r\n")
    assert (mail.text, mail.headers, mail.from_) == ("Dear all,\nno: headers here\n", [], None)


def test_an_envelope_line_a_byte_order_mark_and_leading_blank_lines_are_passed_over():
    for lead in (b"From a@x Tue Nov  3 10:00:00 2026\r\n", b"\xef\xbb\xbf", b"\r\n\r\n"):
        assert parse(lead + _mail("x", "Subject: s")).subject == "s"


def test_a_line_that_is_no_field_begins_the_body():
    mail = parse(b"Subject: s\r\nHello Bob\r\n")
    assert (mail.subject, mail.text, mail.defects) == ("s", "Hello Bob\n", ["header_separator_missing"])


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ?= you", "Grüße you"),
        ("a =?utf-8?q?=C3?=\r\n =?utf-8?q?=BC?= b", "a ü b"),
        ("=?utf-8?b?w7w=?= =?iso-8859-1?q?=E9?=", "üé"),
        ("=?iso-8859-1?q?=80?=", "€"),
        ("=?utf-8*de?q?a_b?=", "a b"),
        ("=?utf-8?q?a b?= c", "a b c"),
        ("=?utf-8?q?really??=", "really?"),
        ("=?x-unknown?q?=C3=BC?=", "ü"),
        ("=?utf-8?q?=0D=0ABcc:_x=00?=", "Bcc: x"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("x =?utf-8?q?open", "x =?utf-8?q?open"),
        ("=?utf-8?q?open =?utf-8?q?=C3=BC?=", "=?utf-8?q?open ü"),
        ("price =?= 5", "price =?= 5"),
        ("long\r\n\tfolded", "long folded"),
        ("Grüße", "Grüße"),
        (b"Gr\xfc\xdfe", "Grüße"),
    ],
)
def test_subjects_are_decoded(raw, read):
    assert _subject(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ('"Doe, Joe" <j@x>', [("Doe, Joe", "j@x")]),
        ("=?utf-8?q?Doe,_J=C3=B6?= <j@x>", [("Doe, Jö", "j@x")]),
        ('"=?utf-8?q?J=C3=B6?=" <j@x>', [("Jö", "j@x")]),
        ("=?utf-8?q?=3Cevil=40x=3E=2C?= <j@x>", [("<evil@x>,", "j@x")]),
        ("j@x (Joe (the) Doe)", [("Joe (the) Doe", "j@x")]),
        ("Friends: a@x, B <b@x>; c@x", [("", "a@x"), ("B", "b@x"), ("", "c@x")]),
        ("Undisclosed recipients:;", []),
        ("Undisclosed recipients: (none) ;", []),
        ("a@x,, ,b@x;c@x", [("", "a@x"), ("", "b@x"), ("", "c@x")]),
        ("<@relay,@other:a@x>", [("", "a@x")]),
        ("a@x b", [("b", "a@x")]),
        ("Joe <j@x", [("Joe", "j@x")]),
        ("Joe <a@x> <b@x>", [("Joe", "a@x"), ("", "b@x")]),
        ('"j d"@x', [("", '"j d"@x')]),
        ('"a \\"b\\" c" <j@x>', [('a "b" c', "j@x")]),
        ("MAILER-DAEMON (Mail Delivery System)", [("Mail Delivery System", "MAILER-DAEMON")]),
        ("Mail Delivery System <>", [("Mail Delivery System", "")]),
        ("Just Words", [("Just Words", "")]),
        ("mailto:j@x", [("", "j@x")]),
        ("jö@dömäin.example", [("", "jö@dömäin.example")]),
        ("a\x00b@x", [("", "ab@x")]),
        ("J <a\x00b@x>", [("J", "ab@x")]),
        ("", []),
        ("<>", []),
    ],
)
def test_addresses_are_found_in_what_people_write(raw, read):
    assert [(a.name, a.address) for a in parse(_mail("x", f"To: {raw}")).to] == read


@pytest.mark.parametrize(
    ("label", "data", "read"),
    [
        ("utf-8", "é€".encode(), "é€"),
        ("us-ascii", "é€".encode(), "é€"),
        ("us-ascii", b"caf\xe9 \x80", None),
        ("iso-8859-1", b"\x80 caf\xe9 \x81", "\x80 café \x81"),
        ("windows-1252", b"\x93caf\xe9\x94", "“café”"),
        ("gb2312", "验证码".encode("gb18030"), "验证码"),
        ("ISO_8859-2", "žluť".encode("iso8859_2"), "žluť"),
        ("x-unknown", "é".encode(), "é"),
        ("unicode_escape", b"\\u0041", "\\u0041"),
        ("utf-8", b"\xef\xbb\xbfx", "x"),
        ("utf-8", "ü".encode() * 300 + b"\xc3", "ü" * 300 + "\ufffd"),
        ("iso-2022-jp", "日本".encode("iso2022_jp"), "日本"),
        ("utf-16", "hé".encode("utf-16"), "hé"),
    ],
)
def test_text_is_decoded_by_its_label_or_what_it_must_be(label, data, read):
    text = parse(_mail(data, f"Content-Type: text/plain; charset={label}")).text
    assert text == read if read else text.startswith("caf")


def test_text_without_a_label_is_guessed():
    russian = "Ваш код подтверждения сто двадцать три, никому его не говорите. " * 3
    assert parse(_mail(russian.encode("koi8_r"))).text == russian


def test_a_guess_looks_where_the_foreign_letters_are():
    text = "plain words " * 3_000 + "Ваш код подтверждения сто двадцать три, никому его не говорите. " * 3
    assert parse(_mail(text.encode("cp1251"))).text == text


def test_japanese_escapes_without_a_label_are_read():
    assert parse(_mail("確認コード 123456".encode("iso2022_jp"))).text == "確認コード 123456"


def test_of_alternatives_the_first_plain_and_the_first_html_count():
    raw = _mixed("\r\none", "Content-Type: text/html\r\n\r\n<p>1", "Content-Type: text/html\r\n\r\n<p>2", kind="alternative")
    mail = parse(raw)
    assert (mail.text, mail.html, mail.attachments) == ("one", "<p>1", [])


def test_texts_of_a_mixed_mail_are_joined_in_order():
    assert parse(_mixed("\r\none", "Content-Type: image/png\r\n\r\nx", "\r\ntwo")).text == "one\ntwo"


def test_a_footer_beside_an_html_part_does_not_hide_its_words():
    mail = parse(_mixed("Content-Type: text/html\r\n\r\n<p>code <b>12</b>34</p>", "\r\n-- list footer"))
    assert (mail.text, mail.html) == ("code 1234\n-- list footer", "<p>code <b>12</b>34</p>")


def test_blank_text_counts_as_none():
    assert parse(_mixed("\r\n \r\n", "Content-Type: text/html\r\n\r\n<p>1", kind="alternative")).text is None


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_forwarded_mail_gives_its_words_where_the_mail_has_none(encoding):
    inner = _mixed("\r\nYour code is 123456", "Content-Type: text/html\r\n\r\n<b>123456", kind="alternative")
    sent = base64.encodebytes(inner) if encoding == "base64" else inner.replace(b"o", b"i")
    sent = sent if encoding == "base64" else inner.replace(b'"o"', b'"i"').replace(b"--o", b"--i")
    raw = _mixed(
        "\r\n \r\n",
        f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + sent,
    )
    mail = parse(raw)
    assert (mail.text, mail.html) == ("Your code is 123456", "<b>123456")
    assert [(a.content_type, a.path) for a in mail.attachments] == [("message/rfc822", "2")]
    assert parse(mail.attachments[0].content).text == "Your code is 123456"
    assert read_part(raw, "2.1").content == b"Your code is 123456"


def test_a_mail_with_words_of_its_own_keeps_them():
    mail = parse(_mixed("\r\nSee below", "Content-Type: message/rfc822\r\n\r\nSubject: s\r\n\r\n123456"))
    assert (mail.text, len(mail.attachments)) == ("See below", 1)


def test_the_mail_itself_may_be_an_embedded_one():
    mail = parse(_mail("Subject: s\r\n\r\n123456", "Content-Type: message/rfc822"))
    assert (mail.text, mail.attachments[0].path) == ("123456", "1")


def test_parts_of_a_digest_are_mails():
    mail = parse(_mixed("\r\nSubject: a\r\n\r\none", "\r\nSubject: b\r\n\r\ntwo", kind="digest"))
    assert (mail.text, [a.content_type for a in mail.attachments]) == ("one\ntwo", ["message/rfc822"] * 2)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('Content-Disposition: attachment; filename="a b.pdf"', "a b.pdf"),
        ("Content-Disposition: attachment; filename=a b.pdf", "a b.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''%C3%BC.pdf", "ü.pdf"),
        ("Content-Disposition: attachment; filename*=UTF-8'de'%C3%BC.pdf; filename=u.pdf", "ü.pdf"),
        ("Content-Disposition: attachment; filename*1=\"b%.pdf\"; filename*0*=utf-8''%C3%BC", "üb%.pdf"),
        ("Content-Disposition: attachment; filename*0=a; filename*1=b.pdf", "ab.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?=C3=BC?=\r\n =?utf-8?q?.pdf?="', "ü.pdf"),
        ("Content-Disposition: attachment; filename==?utf-8?b?w7wucGRm?=", "ü.pdf"),
        ('Content-Disposition: attachment; filename="ü.pdf"', "ü.pdf"),
        ('Content-Type: application/pdf; name="=?iso-8859-1?Q?=FC.pdf?="', "ü.pdf"),
        ('Content-Disposition: attachment; filename="../../etc/pass\\"wd"', 'pass"wd'),
        ('Content-Disposition: attachment; filename="C:\\temp\\a.pdf"', "a.pdf"),
        ('Content-Disposition: attachment; filename="a\u202efdp.exe"', "afdp.exe"),
        ('Content-Disposition: attachment; filename=".."', None),
        ("Content-Disposition: attachment", None),
    ],
)
def test_file_names_are_read_and_made_safe(header, name):
    mail = parse(_mixed("\r\nx", f"{header}\r\n\r\ndata".encode()))
    assert [(a.filename, a.content) for a in mail.attachments] == [(name, b"data")]


def test_a_named_text_is_a_file_and_an_unnamed_one_is_text():
    mail = parse(_mixed("\r\nx", 'Content-Type: text/plain; name="n.txt"\r\n\r\nnotes'))
    assert (mail.text, [a.filename for a in mail.attachments]) == ("x", ["n.txt"])


def test_pictures_of_the_html_are_inline():
    raw = _mixed("Content-Type: text/html\r\n\r\n<img>", "Content-Type: image/png\r\nContent-ID: <i@x>\r\n\r\nx", kind="related")
    found = parse(raw).attachments[0]
    assert (found.content_id, found.inline, found.path, found.size_bytes) == ("i@x", True, "2", 1)


def test_flowed_text_is_unwrapped_and_quotes_stay():
    body = "one \r\ntwo\r\n> quoted \r\n> more\r\n>> deeper \r\nnot \r\n\r\n-- \r\nsig\r\n  stuffed"
    text = parse(_mail(body, "Content-Type: text/plain; format=flowed")).text
    assert text == "one two\n> quoted more\n>> deeper \nnot \n-- \nsig\n stuffed"


def test_delsp_joins_without_the_blank():
    assert parse(_mail("日 \r\n本", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes")).text == "日本"


def test_broken_base64_gives_what_it_holds():
    mail = parse(_mail("aGVsbG8", "Content-Transfer-Encoding: base64"))
    assert (mail.text, mail.defects) == ("hello", ["base64_broken"])


def test_uuencoded_parts_are_decoded():
    assert parse(_mail("begin 644 x\r\n#86)C\r\n`\r\nend\r\n", "Content-Transfer-Encoding: x-uuencode")).text == "abc"


def test_a_boundary_that_is_not_stated_is_guessed():
    raw = _mail("--zz\r\nContent-Type: text/plain\r\n\r\nhi\r\n--zz--", "Content-Type: multipart/mixed")
    assert parse(raw).text == "hi"


def test_a_multipart_without_parts_is_text():
    mail = parse(_mail("just words", "Content-Type: multipart/mixed; boundary=o"))
    assert (mail.text, mail.defects) == ("just words", ["boundary_missing"])


def test_a_last_part_that_is_cut_off_is_kept():
    assert parse(_mixed("\r\none", "\r\ntwo").replace(b"\r\n--o--\r\n", b"")).text == "one\ntwo"


def test_a_longer_boundary_is_not_taken_for_its_beginning():
    raw = _mixed("Content-Type: multipart/alternative; boundary=oo\r\n\r\n--oo\r\n\r\nin\r\n--oo--", "\r\nout")
    assert parse(raw).text == "in\nout"


def test_a_part_that_is_not_there_is_said_so():
    for path in ("2", "1.1", "", "x", "1" * 5000):
        with pytest.raises(MimeError) as caught:
            read_part(_mail("x"), path)
        assert caught.value.code == "part_not_found"
