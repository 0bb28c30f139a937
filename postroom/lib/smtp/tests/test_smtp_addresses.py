"""Paths, command lines, parameters, rendered replies: the pure parts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.smtp import Reply, SmtpSettings, quote_address
from postroom.lib.smtp.address import parse_path
from postroom.lib.smtp.command import parse_chunk, parse_line, parse_parameters
from postroom.lib.smtp.reply import render


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("<a@b.example>", "a@b.example", ""),
        (" <a@b.example> SIZE=1", "a@b.example", " SIZE=1"),
        ("<>", "", ""),
        ("<> BODY=7BIT", "", " BODY=7BIT"),
        ("<postmaster>", "postmaster", ""),
        ("<a+b=c@d-e.example>", "a+b=c@d-e.example", ""),
        ("<.a..b.@c.example>", ".a..b.@c.example", ""),
        ("<under_score@host_name.example>", "under_score@host_name.example", ""),
        ('<"a b"@c.example>', "a b@c.example", ""),
        (r'<"a\"b\\c@d"@e.example>', 'a"b\\c@d@e.example', ""),
        ('<"a>b"@c.example>', "a>b@c.example", ""),
        ("<a@[192.0.2.1]>", "a@[192.0.2.1]", ""),
        ("<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", ""),
        ("<@a.example,@b.example:u@c.example>", "u@c.example", ""),
    ],
)
def test_a_good_path_gives_its_address(text, address, rest):
    assert parse_path(text) == (address, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a@b.example",
        "<a@b.example",
        "<a@>",
        "<@b.example>",
        "<a>",
        '<"">',
        '<""@b.example>',
        "<a@b@c.example>",
        "<a@-b.example>",
        "<a@b-.example>",
        "<a@b.example.>",
        "<a@[192.0.2.300]>",
        "<a@[IPv6:zz]>",
        "<a@[tag:x]>",
        "<a@" + "b" * 64 + ".example>",
        "<" + "a" * 257 + "@b.example>",
        "<a@" + "b." * 130 + "example>",
        "<@a.example,b.example:u@c.example>",
        "<a b@c.example>",
        '<"a@b.example>',
    ],
)
def test_a_bad_path_is_none(text):
    assert parse_path(text) is None


@given(st.text(alphabet='<>@"\\a.:,[] \u00e9', max_size=40))
def test_any_text_is_a_path_or_none(text):
    found = parse_path(text)
    assert found is None or text.endswith(found.rest)


def test_hostile_paths_take_linear_time():
    for piece in ("<", "<@", '<"\\', "<a.", "<@a,", "@", '"'):
        assert parse_path(piece * 200_000) is None
    assert parse_path('<"' + "\\a" * 200_000) is None
    assert parse_path("<@" + "a" * 200_000) is None


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_a_quoted_address_reads_back_as_it_was(local):
    address = f"{local}@b.example"
    assert parse_path(f"<{quote_address(address)}>") == (address, "")


@given(st.binary(max_size=60))
def test_any_line_is_a_command_or_none(line):
    parsed = parse_line(line)
    assert parsed is None or " " not in parsed[0]


@given(st.text(alphabet="AZ az=-09\u00e9", max_size=40))
def test_any_parameters_are_a_dictionary_or_none(text):
    parameters = parse_parameters(text)
    assert parameters is None or all(keyword == keyword.upper() for keyword in parameters)


def test_chunk_arguments_are_a_size_and_perhaps_last():
    assert parse_chunk("10") == (10, False)
    assert parse_chunk("0 last") == (0, True)
    for bad in ("", "x", "-1", "1 FIRST", "1 LAST LAST", "٣", "9" * 21):
        assert parse_chunk(bad) is None


@given(st.text(max_size=600))
def test_any_reply_is_well_formed_lines(text):
    lines = render(Reply(250, "2.0.0", text)).split(b"\r\n")
    assert lines.pop() == b""
    assert all(re.fullmatch(rb"250[ -]2\.0\.0 [ -~]{0,507}", line) for line in lines)
    assert [line[3:4] for line in lines] == [b"-"] * (len(lines) - 1) + [b" "]


@pytest.mark.parametrize(
    "wrong",
    [{"hostname": "a b"}, {"max_message_bytes": 0}, {"bare_newline": "maybe"}, {"max_command_bytes": 100}],
)
def test_settings_that_cannot_work_name_their_field(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SmtpSettings(**wrong)
