"""Files that are made to hurt: each ends with a word, within the caps, and in linear time."""

import io
import random
import sys
import zipfile
import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.confine import Confined, OutOfMemory, TimedOut
from postroom.lib.documents import Document, Limits, read_document

LIMITS = Limits()
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ROOT = '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="{}"/></Relationships>'
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
HELLO = b"BT /F1 12 Tf 72 700 Td (Hello page) Tj ET"


def read(content: bytes, name: str, limits: Limits = LIMITS) -> Document:
    found = read_document(content, name, "application/octet-stream", limits)
    assert sum(len(page.text) for page in found.pages) <= limits.chars * 2
    assert len(found.pages) <= limits.pages + 1
    assert len(found.hidden) <= 30_000
    return found


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": ROOT.format("word/document.xml"), "word/document.xml": body})


def xlsx(rows: str, strings: str = "<sst/>") -> bytes:
    book = '<workbook xmlns:r="http://x/relationships"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>'
    relations = (
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/>'
        '<Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": ROOT.format("xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations,
            "xl/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
            "xl/t.xml": strings,
        }
    )


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + tail


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), extra, content)


def test_a_zip_bomb_is_too_large_and_its_neighbours_are_still_read() -> None:
    found = read(zipped({"bomb.txt": bytes(120_000_000), "note.txt": "still here"}), "a.zip")
    assert found.notices == ["bomb.txt: is too large"]
    assert found.pages[-1].text == "still here"


def test_many_small_bombs_end_at_the_budget_of_the_whole() -> None:
    found = read(zipped({f"{number}.bin": bytes(8_000_000) for number in range(20)}), "a.zip")
    assert found.is_truncated
    assert "expands to more" in " ".join(found.notices)


def test_archives_in_archives_end_at_the_depth() -> None:
    content = zipped({"x.txt": "deep"})
    for _ in range(100):
        content = zipped({"n.zip": content})
    found = read(content, "a.zip")
    assert found.is_truncated
    assert "nested deeper" in found.notices[0]


def test_a_mail_nested_a_hundred_deep_is_read_to_the_depth() -> None:
    mail = b"Subject: innermost\n\nend"
    for number in range(100):
        head = b"MIME-Version: 1.0\nSubject: level %d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (number, number)
        mail = head + b"--b%d\nContent-Type: message/rfc822\n\n" % number + mail + b"\n--b%d--\n" % number
    found = read(mail, "a.eml")
    assert found.is_truncated
    assert "Subject: level 99" in found.pages[0].text


def test_an_archive_of_too_many_files_is_not_even_listed() -> None:
    assert read(zipped({f"{number}.txt": "" for number in range(21_000)}), "a.zip").status == "too_large"
    assert read(zipped({f"{number}.txt": "x" for number in range(1_500)}), "a.zip").is_truncated


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><document><p><r><t>&b;</t></r></p></document>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document><p><r><t>&x;</t></r></p></document>',
        "<document>" + "<p>" * 100_000,
        "<document><p>",
    ],
)
def test_xml_that_declares_entities_or_nests_or_ends_early_is_unreadable(body: str) -> None:
    assert read(docx(body), "a.docx").status == "unreadable"


def test_a_document_that_breaks_in_the_middle_keeps_what_was_read() -> None:
    found = read(docx("<document>" + "<p><r><t>hi</t></r></p>" * 10 + "<p></r>"), "a.docx")
    assert (found.status, found.is_truncated, found.notices) == ("read", True, ["The XML inside is broken."])
    assert found.pages[0].text.startswith("hi")


def test_a_million_paragraphs_end_at_the_characters() -> None:
    assert read(docx("<document>" + "<p><r><t>hi</t></r></p>" * 400_000 + "</document>"), "a.docx").is_truncated


def test_a_million_empty_cells_are_an_empty_workbook() -> None:
    assert read(xlsx(("<row>" + "<c/>" * 1_000 + "</row>") * 1_000), "a.xlsx").status == "empty"


def test_cells_beyond_the_columns_and_strings_that_are_not_there_are_left_out() -> None:
    found = read(xlsx('<row r="1"><c r="XFD1"><v>9</v></c><c r="A1" t="s"><v>99999999</v></c><c r="B1"><v>1e999</v></c></row>'), "a.xlsx")
    assert found.is_truncated
    assert found.pages[0].text.startswith("|  | ")


def test_one_long_string_used_in_every_cell_ends_at_the_characters() -> None:
    rows = ("<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>") * 1_000
    found = read(xlsx(rows, f"<sst><si><t>{'A' * 100_000}</t></si></sst>"), "a.xlsx")
    assert found.is_truncated


@pytest.mark.parametrize("content", [b"a" * 10_000_000, b"a," * 5_000_000, b'"' * 10_000_001, b"a;b\n" * 2_000_000, b"\0" * 10])
def test_tables_of_one_huge_line_and_of_millions_are_cut(content: bytes) -> None:
    assert read(content, "a.csv").status in ("read", "unsupported")


def test_a_pdf_of_ten_thousand_pages_is_read_to_the_cap() -> None:
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(10_000))
    pages = b"<</Type/Pages/Count 10000/Kids[%b]>>" % kids
    found = read(pdf(CATALOGUE, pages, stream(HELLO), FONT, *[PAGE] * 10_000), "a.pdf")
    assert (found.is_truncated, len(found.pages), found.pages[999].text) == (True, LIMITS.pages, "Hello page")


@pytest.mark.parametrize(
    "objects",
    [
        (CATALOGUE, b"<</Type/Pages/Count 3/Kids[2 0 R 5 0 R]>>", stream(HELLO), FONT, PAGE),
        (CATALOGUE, b"<</Type/Pages/Count 3/Kids[5 0 R]>>", stream(HELLO), FONT, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        (CATALOGUE, b"<</Type/Pages/Count 2000000000/Kids[5 0 R]>>", stream(HELLO), FONT, PAGE),
        (CATALOGUE, b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[5 0 R]>>", stream(b"BT " * 10_000), FONT, PAGE),
        (b"1 0 R", b"<</Type/Pages/Count 1/Kids[5 0 R]>>", stream(HELLO), FONT, PAGE),
        (CATALOGUE, b"<<" * 20_000, stream(HELLO), FONT, PAGE),
    ],
)
def test_loops_and_lies_in_the_page_tree_end(objects: tuple[bytes, ...]) -> None:
    assert read(pdf(*objects), "a.pdf").status in ("read", "unreadable", "empty", "no_text")


def test_a_stream_that_expands_a_thousandfold_does_not_stop_the_pages_beside_it() -> None:
    bomb = zlib.compress(bytes(200_000_000))
    pages = b"<</Type/Pages/Count 2/Kids[5 0 R 6 0 R]>>"
    bad = PAGE.replace(b"/Contents 3", b"/Contents 7")
    found = read(pdf(CATALOGUE, pages, stream(HELLO), FONT, bad, PAGE, stream(bomb, b"/Filter/FlateDecode")), "a.pdf")
    assert found.pages[-1].text == "Hello page"


# The alarm may ring within a destructor, where it is lost; it rings again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_time_that_is_up_leaves_what_was_read() -> None:
    kids = b" ".join(b"%d 0 R" % (6 + number) for number in range(900))
    slow = PAGE.replace(b"/Contents 3", b"/Contents 5")
    drawing = stream(b"BT /F1 12 Tf " + b"(x) Tj " * 20_000 + b"ET")
    content = pdf(CATALOGUE, b"<</Type/Pages/Count 900/Kids[%b]>>" % kids, stream(HELLO), FONT, drawing, PAGE, *[slow] * 899)
    read(pdf(CATALOGUE, b"<</Type/Pages/Count 1/Kids[5 0 R]>>", stream(HELLO), FONT, PAGE), "a.pdf")  # its libraries are loaded now
    found = read(content, "a.pdf", Limits(time_s=2))
    assert (found.status, found.is_truncated, found.pages[0].text) == ("read", True, "Hello page")
    assert "took too long" in found.notices[-1]


@pytest_asyncio.fixture
async def confined() -> AsyncIterator[Confined]:
    pool = Confined(workers=1, memory_bytes=256 * 1024 * 1024, timeout_s=2.0)
    yield pool
    await pool.close()


READ = "postroom.lib.documents:read_document"


async def test_the_worker_reads_and_its_document_comes_back_whole(confined: Confined) -> None:
    found = await confined.run(READ, b"a,b\n1,2\n", "a.csv", "text/csv", LIMITS)
    assert found == read_document(b"a,b\n1,2\n", "a.csv", "text/csv", LIMITS)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
async def test_a_worker_over_its_memory_ends_alone_and_the_next_one_reads(confined: Confined) -> None:
    generous = Limits(input_bytes=1 << 30, expanded_bytes=1 << 40, chars=1 << 30, page_chars=1 << 30, time_s=60)
    with pytest.raises(OutOfMemory):
        await confined.run(READ, b"a" * 90_000_000 + b"\n", "a.txt", "text/plain", generous, timeout_s=30.0)
    assert (await confined.run(READ, b"words", "a.txt", "text/plain", LIMITS)).status == "read"


async def test_a_worker_that_cannot_be_interrupted_is_killed(confined: Confined) -> None:
    patient = Limits(chars=1 << 30, expanded_bytes=1 << 30, time_s=600)
    rows = xlsx(("<row>" + "<c><v>1</v></c>" * 40 + "</row>") * 60_000)
    with pytest.raises(TimedOut):
        await confined.run(READ, rows, "a.xlsx", "", patient, timeout_s=0.05)
    assert (await confined.run(READ, b"words", "a.txt", "text/plain", LIMITS)).status == "read"


NAMES = st.sampled_from("a.pdf a.docx a.xlsx a.pptx a.csv a.html a.txt a.json a.ics a.vcf a.eml a.zip a.rtf a.png a.doc a".split())
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"{\\rtf1",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
        b"BEGIN:VCARD\n",
        b"\xff\xfe",
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n",
        b"<html>",
        b"\x89PNG\r\n\x1a\n",
    ]
)


@settings(max_examples=300)
@given(start=STARTS, rest=st.binary(max_size=600), name=NAMES)
def test_any_bytes_give_a_document(start: bytes, rest: bytes, name: str) -> None:
    found = read(start + rest, name)
    assert found.status != "timed_out"
    "".join(page.text + page.label for page in found.pages).encode()


WHOLE = [
    docx("<document><p><r><t>Hello</t></r></p></document>"),
    xlsx('<row><c t="s"><v>0</v></c></row>', "<sst><si><t>x</t></si></sst>"),
    pdf(CATALOGUE, b"<</Type/Pages/Count 1/Kids[5 0 R]>>", stream(HELLO), FONT, PAGE),
    zipped({"a.txt": "hello", "b/c.csv": "1,2\n"}),
]


@settings(max_examples=200)
@given(st.sampled_from(WHOLE), st.integers(0, 1 << 32), st.integers(1, 12))
def test_files_with_broken_bytes_give_a_document(content: bytes, seed: int, count: int) -> None:
    dice, broken = random.Random(seed), bytearray(content)
    for _ in range(count):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    read(bytes(broken[: dice.randrange(1, len(broken) + 1)] if seed % 3 == 0 else broken), "a.bin")
