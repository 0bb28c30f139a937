import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postroom.lib.mime import Address, OutgoingAttachment, OutgoingMail, compose, needs_smtputf8, parse

_NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
_FIXED = {"from_": Address("", "a@example.org"), "message_id": "m1@example.org", "date": _NOW}

# Without the byte order mark, which goes from the start of whatever is decoded.
_shown = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff")
_line = st.text(_shown, max_size=120).map(lambda s: " ".join(s.split()))
_local = st.text("abcXYZ0189.-_+'=éß", min_size=1, max_size=30)
_address = st.builds(Address, _line, st.builds("{}@{}".format, _local, st.sampled_from(["example.org", "bücher.example"])))
_id = st.builds("{}@example.org".format, st.text("abc019.$-_", min_size=1, max_size=200))
_body = st.none() | st.text(_shown | st.just("\n"), max_size=400)
_file_name = st.text(_shown, max_size=80).filter(lambda n: n == "" or (n.strip() == n and n.strip(".") and "/" not in n and "\\" not in n))
_file = st.builds(
    OutgoingAttachment,
    _file_name.map(lambda n: "".join(c for c in n if c not in _TRICKS)),
    st.sampled_from(["application/pdf", "image/png", "text/plain", "text/html"]),
    st.binary(max_size=4000),
)
_TRICKS = "\u061c\u200e\u200f" + "".join(map(chr, (*range(0x2028, 0x202F), *range(0x2066, 0x206A))))
_mail = st.builds(
    OutgoingMail,
    from_=_address,
    to=st.lists(_address, max_size=6),
    cc=st.lists(_address, max_size=3),
    reply_to=st.lists(_address, max_size=2),
    subject=_line,
    text=_body,
    html=_body,
    attachments=st.lists(_file, max_size=3),
    message_id=_id,
    date=st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)).map(lambda d: d.replace(microsecond=0, tzinfo=UTC)),  # noqa: DTZ001
    in_reply_to=st.none() | _id,
    references=st.lists(_id, max_size=20, unique=True),
    headers=st.lists(st.tuples(st.just("X-Note"), _line), max_size=3),
)


@settings(max_examples=150)
@given(_mail)
@example(OutgoingMail(**_FIXED, subject="x" * 2000, text="y" * 5000))
@example(OutgoingMail(**_FIXED, subject="=?utf-8?q?no?= thanks", text="From me\n.\n..\n"))
@example(OutgoingMail(**_FIXED, html="<p>ä" + " " * 3000, to=[Address('Doe, "J" (x) \\', '"j d"@example.org')]))
def test_what_is_composed_is_read_back(mail):
    raw = compose(mail)
    read = parse(raw)
    assert read.defects == []
    assert (read.from_, read.to, read.cc, read.reply_to) == (mail.from_, mail.to, mail.cc, mail.reply_to)
    assert (read.subject, read.date, read.message_id) == (mail.subject, mail.date, mail.message_id)
    assert (read.in_reply_to, read.references) == ([mail.in_reply_to] if mail.in_reply_to else [], mail.references)
    assert [h for h in read.headers if h[0] == "X-Note"] == mail.headers
    assert (_seen(read.text), _seen(read.html)) == (_seen(mail.text), _seen(mail.html))
    assert [(a.filename or "", a.content_type, a.content) for a in read.attachments] == [
        (f.filename, f.content_type, f.content) for f in mail.attachments
    ]
    assert _is_well_written(raw) and (needs_smtputf8(mail) or raw.isascii())


def _seen(text):
    return text if text and not text.isspace() else None


def _is_well_written(raw):
    lines = raw.split(b"\r\n")
    return max(map(len, lines)) <= 998 and not any(b"\r" in line or b"\n" in line for line in lines)


def test_the_standard_library_reads_the_same_mail():
    mail = OutgoingMail(
        **_FIXED,
        to=[Address("Jörg Doe", "joerg@example.org")],
        subject="Grüße " * 30,
        text="Schöne Grüße",
        html='<img src="cid:i1">',
        attachments=[
            OutgoingAttachment("übersicht " * 9 + ".pdf", "application/pdf", b"%PDF"),
            OutgoingAttachment("i.png", "image/png", b"\x89PNG", "i1"),
        ],
    )
    read = email.message_from_bytes(compose(mail), policy=email.policy.default)
    assert read["subject"] == mail.subject.strip()
    assert read["to"].addresses[0].display_name == "Jörg Doe"
    assert [p.get_content_type() for p in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert [p.get_filename() for p in read.walk()][-1] == mail.attachments[0].filename
    assert parse(compose(mail)).attachments[0].inline


@pytest.mark.parametrize("breaker", ["\r\nBcc: x@example.org", "\n", "\r", "\x00", "\ud800"])
@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("subject", lambda v: {"subject": v}),
        ("from", lambda v: {"from_": Address(v, "a@example.org")}),
        ("to", lambda v: {"to": [Address("", f"a@example.org{v}")]}),
        ("cc", lambda v: {"cc": [Address(v, "a@example.org")]}),
        ("reply_to", lambda v: {"reply_to": [Address(v, "a@example.org")]}),
        ("message_id", lambda v: {"message_id": f"a{v}@x"}),
        ("in_reply_to", lambda v: {"in_reply_to": f"a{v}@x"}),
        ("references", lambda v: {"references": [f"a{v}@x"]}),
        ("headers", lambda v: {"headers": [(f"X{v}", "x")]}),
        ("headers.X-Note", lambda v: {"headers": [("X-Note", v)]}),
        ("attachments.filename", lambda v: {"attachments": [OutgoingAttachment(v, "text/plain", b"")]}),
        ("attachments.content_type", lambda v: {"attachments": [OutgoingAttachment("x", f"text/plain{v}", b"")]}),
        (
            "attachments.content_id",
            lambda v: {"html": "", "attachments": [OutgoingAttachment("x", "text/plain", b"", f"i{v}")]},
        ),
    ],
)
def test_a_value_that_could_start_a_header_is_refused_by_name(field, make, breaker):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        compose(OutgoingMail(**{**_FIXED, **make(breaker)}))


@pytest.mark.parametrize("name", ["Bcc", "bCC", "From", "Content-Type", "MIME-Version", "X Y", "X:", "", "Ü"])
def test_headers_with_a_field_of_their_own_are_refused(name):
    with pytest.raises(ValueError, match=r"^headers: "):
        compose(OutgoingMail(**_FIXED, headers=[(name, "x@example.org")]))


@pytest.mark.parametrize("address", ["", "x", "a b@example.org", "a@b@c", "a@b>,<c@d", "a@", "@b", "a,b@c"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match=r"^to: "):
        compose(OutgoingMail(**_FIXED, to=[Address("", address)]))


def test_a_date_needs_a_zone():
    with pytest.raises(ValueError, match=r"^date: "):
        compose(OutgoingMail(**{**_FIXED, "date": _NOW.replace(tzinfo=None)}))


def test_text_with_a_null_is_refused():
    with pytest.raises(ValueError, match=r"^text: "):
        compose(OutgoingMail(**_FIXED, text="a\x00b"))


def test_only_an_address_or_id_outside_ascii_needs_smtputf8():
    assert not needs_smtputf8(OutgoingMail(**_FIXED, subject="ü", to=[Address("ü", "a@example.org")], text="ü"))
    assert needs_smtputf8(OutgoingMail(**_FIXED, to=[Address("", "ü@example.org")]))
