import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.web import Refused, file_reply
from postroom.web.files import content_disposition, parse_range, safe_media_type

PARTS = re.compile(r"(?:inline|attachment)(?:; filename=\"[ !#-\[\]-~]*\"(?:; filename\*=UTF-8''[A-Za-z0-9._~%-]+)?)?")


@given(st.text(max_size=400), st.booleans())
def test_no_name_leaves_its_quotes(name: str, inline: bool) -> None:
    header = content_disposition(name, inline=inline)
    assert PARTS.fullmatch(header) and len(header) < 3000


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=60))
def test_a_plain_name_survives(name: str) -> None:
    header = content_disposition(name + ".pdf", inline=False)
    extended = re.search(r"filename\*=UTF-8''(.*)$", header)
    assert (unquote(extended[1]) if extended else re.search(r'"(.*)"', header)[1]) == name + ".pdf"  # type: ignore[index]


def test_folders_in_a_name_are_dropped() -> None:
    assert content_disposition("../../etc/passwd", inline=False) == 'attachment; filename="passwd"'
    assert content_disposition("C:\\x\\y.exe", inline=False) == 'attachment; filename="y.exe"'


@given(st.text(max_size=60) | st.from_regex(r"bytes=[0-9]{0,20}-[0-9]{0,20}", fullmatch=True), st.integers(0, 50))
def test_any_range_is_cut_ignored_or_refused(header: str, size: int) -> None:
    try:
        found = parse_range(header, size)
    except Refused as error:
        assert error.status == 416 and error.headers == ((b"content-range", f"bytes */{size}".encode()),)
    else:
        assert found is None or 0 <= found[0] < found[1] <= size


@given(st.integers(0, 99), st.integers(0, 200))
def test_a_range_gives_the_bytes_between(start: int, length: int) -> None:
    content = bytes(range(100))
    reply = file_reply(content, "image/png", None, f"bytes={start}-{start + length}")
    assert reply.status == 206 and reply.body == content[start : start + length + 1]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", b"a"),
        ("bytes=-2", b"ef"),
        ("bytes=4-", b"ef"),
        ("BYTES=1-2", b"bc"),
        ("bytes=-99", b"abcdef"),
        ("bytes=0-99", b"abcdef"),
    ],
)
def test_single_ranges(header: str, wanted: bytes) -> None:
    assert file_reply(b"abcdef", "text/plain", None, header).body == wanted


@pytest.mark.parametrize("header", ["bytes=0-1,3-4", "items=0-1", "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b", "bytes=٣-٤"])
def test_other_ranges_are_ignored(header: str) -> None:
    assert file_reply(b"abcdef", "text/plain", None, header).status == 200


@pytest.mark.parametrize("header", ["bytes=6-", "bytes=6-7", "bytes=-0"])
def test_ranges_outside_are_416(header: str) -> None:
    with pytest.raises(Refused) as caught:
        file_reply(b"abcdef", "text/plain", None, header)
    assert caught.value.status == 416


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "what/ever", "application/pdf"])
def test_what_a_browser_might_run_is_an_attachment(media_type: str) -> None:
    headers = dict(file_reply(b"x", media_type, "a.html", None).headers)
    assert headers[b"content-disposition"].startswith(b"attachment")
    assert headers[b"content-security-policy"].startswith(b"sandbox")


@given(st.text(max_size=80))
def test_any_media_type_is_safe_in_a_header(text: str) -> None:
    assert re.fullmatch(r"[!-~]+(; ?charset=[!-~]+)?", safe_media_type(text))


def test_a_media_type_from_a_stranger_brings_no_header() -> None:
    assert safe_media_type("text/html\r\nset-cookie: a=b") == "application/octet-stream"
    assert safe_media_type("Text/Plain; charset=UTF-8") == "text/plain; charset=utf-8"
