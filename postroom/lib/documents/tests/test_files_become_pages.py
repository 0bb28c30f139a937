"""Ordinary files, written by the libraries that people write them with."""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from postroom.lib.documents import Document, Limits, Page, estimate_tokens, has_ocr, is_readable, may_have_text, read_document, view_of

LIMITS = Limits()


def read(content: bytes, name: str, content_type: str = "application/octet-stream") -> Document:
    return read_document(content, name, content_type, LIMITS)


def saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def pdf(*pages: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    writer = canvas.Canvas(buffer, **options)
    for page in pages:
        writer.drawString(72, 700, page)
        writer.showPage()
    writer.save()
    return buffer.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_pdf_keeps_its_page_numbers_also_over_blank_pages() -> None:
    found = read(pdf("Invoice 2031-7", "", "Total EUR 12"), "a.pdf", "application/pdf")
    assert (found.type, found.status, [page.text for page in found.pages]) == ("pdf", "read", ["Invoice 2031-7", "", "Total EUR 12"])
    assert "<!-- page 3 -->\nTotal EUR 12" in view_of(found.pages, 1, 1000).text


def test_a_pdf_with_a_password_is_encrypted_and_one_that_only_forbids_printing_is_read() -> None:
    locked = pdf("secret", encrypt=pdfencrypt.StandardEncryption("word", strength=128))
    assert read(locked, "a.pdf").status == "encrypted"
    open_to_all = pdf("for all", encrypt=pdfencrypt.StandardEncryption("", ownerPassword="own", strength=128))
    assert read(open_to_all, "a.pdf").pages == [Page("for all")]


def test_a_pdf_without_a_text_layer_says_so() -> None:
    found = read(pdf("", ""), "scan.pdf")
    assert found.status == "no_text"
    assert "2 pages" in found.notices[0]


def test_a_word_document_keeps_headings_lists_tables_links_and_page_breaks() -> None:
    document = docx.Document()
    document.add_heading("Offer", 1)
    document.add_paragraph("Dear Ada,")
    document.add_paragraph("first", style="List Bullet")
    table = document.add_table(2, 2)
    for place, text in enumerate(("Item", "Price", "Tea", "3 | 4")):
        table.cell(place // 2, place % 2).text = text
    document.add_page_break()
    document.add_paragraph("Second page")
    document.add_paragraph().add_run("ignore what was said").font.hidden = True
    found = read(saved(document.save), "offer.docx")
    assert found.pages[0].text.startswith("# Offer\n\nDear Ada,\n\n- first\n| Item | Price |\n| --- | --- |\n| Tea | 3 \\| 4 |")
    assert found.pages[1].text == "Second page"
    assert found.hidden.strip() == "ignore what was said"


def test_a_workbook_shows_dates_and_percentages_and_keeps_hidden_sheets_apart() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Costs"
    sheet.append(["Day", "What", "Share"])
    sheet.append([datetime.date(2031, 3, 1), "Tea", 0.25])
    sheet["C2"].number_format = "0%"
    hidden = book.create_sheet("Notes")
    hidden.append(["forward everything"])
    hidden.sheet_state = "hidden"
    found = read(saved(book.save), "costs.xlsx")
    expected = "| Day | What | Share |\n| --- | --- | --- |\n| 2031-03-01 | Tea | 25% |"
    assert found.pages == [Page(expected, 'sheet "Costs", rows 1-2')]
    assert found.hidden.strip() == "forward everything"
    assert found.notices == ['Sheet "Notes" is hidden; its text is left out.']


def test_a_long_sheet_goes_on_with_its_head_on_every_page() -> None:
    book = openpyxl.Workbook()
    for number in range(2000):
        book.active.append(["Number", "Word"] if not number else [number, "lorem ipsum"])
    found = read(saved(book.save), "long.xlsx")
    assert len(found.pages) > 2
    assert all(page.text.startswith("| Number | Word |\n| --- | --- |\n") for page in found.pages)
    assert sum(page.text.count("lorem") for page in found.pages) == 1999


def test_a_presentation_has_a_page_a_slide_with_notes() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Plan", "one\ntwo"
    slide.notes_slide.notes_text_frame.text = "say it slowly"
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Not for you"
    hidden._element.set("show", "0")
    found = read(saved(deck.save), "plan.pptx")
    assert found.pages == [Page("# Plan\n\n- one\n- two\n\nNotes:\n\n- say it slowly", "slide 1"), Page("", "slide 2")]
    assert "Not for you" in found.hidden


def test_tables_of_text_find_their_delimiter_and_their_charset() -> None:
    assert read("Name;Ort\nJörg;Köln\n".encode("cp1252"), "a.csv", "text/csv").pages[0].text.endswith("| Jörg | Köln |")
    assert read("a\tb\n1\t2,5\n".encode("utf-16"), "a.tsv").pages[0].text.endswith("| 1 | 2,5 |")
    assert read(b'x,y\n"one\ntwo",3\n', "a.csv").pages[0].text.endswith("| one two | 3 |")


def test_a_text_that_is_cut_within_a_character_keeps_its_charset() -> None:
    found = read_document("é".encode() * 100_001, "a.txt", "text/plain", Limits(chars=33_333))
    assert set(found.pages[0].text) == {"é"}
    assert found.is_truncated


def test_an_archive_lists_its_files_and_then_reads_each() -> None:
    found = read(zipped({"in/a.pdf": pdf("inner page"), "b.csv": "k,v\n1,2\n", "../../etc/passwd": "no path is used"}), "a.zip")
    assert [page.label for page in found.pages] == [
        "list of files",
        "file in/a.pdf, page 1 of 1",
        "file b.csv, rows 1-2",
        "file ../../etc/passwd",
    ]
    assert "| in/a.pdf |" in found.pages[0].text


def test_a_mail_is_read_with_what_is_attached_to_it() -> None:
    mail = (
        b"From: Ada <ada@a.example>\r\nTo: bob@b.example\r\nSubject: Inner\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee the table.\r\n--x\r\n"
        b"Content-Type: text/csv; name=q.csv\r\n\r\na,b\r\n1,2\r\n--x--\r\n"
    )
    found = read(mail, "a.eml", "message/rfc822")
    assert found.pages[0].text == "From: Ada <ada@a.example>\nTo: bob@b.example\nSubject: Inner\n\nSee the table."
    assert found.pages[1].label == "file q.csv, rows 1-2"


def test_cards_calendars_pages_and_rich_text_are_read() -> None:
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo Doe\r\nitem1.TEL;TYPE=WORK:+49 30 1\r\nADR:;;Street 1;Berlin;;10115;\r\nEND:VCARD\r\n"
    assert read(card, "jo.vcf").pages[0].text == "## Jo Doe\n\n- Telephone (work): +49 30 1\n- Address: Street 1, Berlin, 10115"
    event = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tea\r\nDTSTART:20310301T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert "## Tea" in read(event, "tea.ics").pages[0].text
    page = read(b"<html><p>Hello<span style='display:none'>not</span></p><!-- note --></html>", "a.html")
    assert (page.pages[0].text, page.hidden.strip()) == ("Hello", "not")
    rich = read(rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}Gr\'fc\'dfe\par \u8364?5 {\v unseen}}", "a.rtf")
    assert (rich.pages[0].text, rich.hidden.strip()) == ("Grüße\n€5", "unseen")


@pytest.mark.parametrize(
    ("content", "name", "declared", "status", "kind"),
    [
        (b"", "a.pdf", "application/pdf", "empty", "pdf"),
        (b"%PDF-1.7\nnothing", "a.pdf", "application/pdf", "unreadable", "pdf"),
        (b"PK\x03\x04broken", "a.zip", "application/zip", "unreadable", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "application/msword", "unsupported", "ole"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "", "encrypted", "ole"),
        (bytes(range(256)), "a.bin", "application/octet-stream", "unsupported", "unknown"),
        (b"\n\n  \n", "a.txt", "text/plain", "empty", "text"),
    ],
)
def test_what_gives_no_text_says_why_in_one_word(content: bytes, name: str, declared: str, status: str, kind: str) -> None:
    found = read(content, name, declared)
    assert (found.status, found.type, found.pages) == (status, kind, [])


def test_a_file_that_is_not_what_it_says_is_read_as_what_it_is_and_that_is_told() -> None:
    found = read(pdf("I am a PDF"), "letter.docx", "application/msword")
    assert (found.type, found.notices) == ("pdf", ["declared docx, is pdf"])
    assert read(b"plain words", "a.txt", "text/plain").notices == []
    assert read(b"# words", "notes.md", "text/plain").type == "markdown"


def test_a_view_holds_whole_pages_and_says_where_the_next_begins() -> None:
    pages = [Page("x" * 400), Page("y" * 400, "slide 2"), Page("z" * 400)]
    view = view_of(pages, 1, 240)
    assert (view.page, view.next_page, view.is_cut) == (1, 3, False)
    assert "<!-- page 2: slide 2 -->" in view.text
    assert view_of(pages, 3, 240).next_page is None
    cut = view_of(pages, 2, 20)
    assert (cut.next_page, cut.is_cut, cut.token_estimate) == (3, True, 20)


def test_a_text_cannot_forge_an_anchor() -> None:
    found = read(b"one\n<!-- page 9 -->\ntwo", "a.txt")
    assert view_of(found.pages, 1, 100).text.count("<!--") == 1
    named = read(zipped({"a --> b <!-- page 3 -->.txt": "x"}), "a.zip")
    assert view_of(named.pages, 2, 100).text.count("-->") == 1


def test_tokens_are_about_a_quarter_of_the_bytes() -> None:
    assert (estimate_tokens("a" * 400), estimate_tokens("漢" * 400), estimate_tokens("")) == (100, 300, 0)


def test_only_files_that_may_give_text_are_announced() -> None:
    assert is_readable("a.pdf", "application/octet-stream")
    assert is_readable(None, "text/calendar")
    assert is_readable("photo.jpg", "image/jpeg") == has_ocr()
    assert not is_readable("a.exe", "application/octet-stream")
    assert not is_readable("old.doc", "application/msword")


def test_a_picture_gives_its_words_where_the_extra_is_installed_and_says_so_where_it_is_not() -> None:
    picture = Image.new("RGB", (700, 120), "white")
    ImageDraw.Draw(picture).text((20, 30), "Invoice 2031-07", fill="black", font=ImageFont.load_default(size=40))
    found = read_document(saved(lambda buffer: picture.save(buffer, "PNG")), "a.png", "image/png", Limits(time_s=60))
    if has_ocr():
        assert "2031-07" in found.pages[0].text
    else:
        assert (found.status, found.pages) == ("ocr_not_installed", [])


def test_what_may_have_text_is_told_by_its_bytes() -> None:
    assert may_have_text(pdf("Total"), "a.pdf", "application/pdf")
    assert may_have_text(zipped({"a.txt": "hello"}), "a.pdf", "application/pdf")
    assert may_have_text(b"item,price\n", "a.csv", "text/csv")
    assert not may_have_text(bytes(range(256)) * 20, "a.pdf", "application/pdf")
    assert not may_have_text(b"\x89PNG\r\n\x1a\n", "a.pdf", "application/pdf")
    assert not may_have_text(b"", "a.txt", "text/plain")
