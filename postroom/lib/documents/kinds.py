"""What a file is: by its first bytes, else by its name, else by what was declared. Light: asked for every attachment."""

import re
from functools import cache
from importlib.util import find_spec

_BY_NAME = {
    "pdf": "pdf",
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "pptx": "pptx",
    "pptm": "pptx",
    "ppsx": "pptx",
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "txt": "text",
    "text": "text",
    "log": "text",
    "md": "markdown",
    "markdown": "markdown",
    "json": "json",
    "jsonl": "json",
    "xml": "xml",
    "yaml": "text",
    "yml": "text",
    "ics": "ics",
    "ical": "ics",
    "ifb": "ics",
    "vcs": "ics",
    "vcf": "vcf",
    "vcard": "vcf",
    "eml": "eml",
    "zip": "zip",
    "rtf": "rtf",
    "png": "png",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "gif": "gif",
    "tif": "tiff",
    "tiff": "tiff",
    "bmp": "bmp",
    "webp": "webp",
    "doc": "ole",
    "xls": "ole",
    "ppt": "ole",
    "msg": "ole",
}
_BY_TYPE = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.ms-word.document.macroenabled.12": "docx",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsx",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": "pptx",
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/calendar": "ics",
    "application/ics": "ics",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/directory": "vcf",
    "message/rfc822": "eml",
    "message/global": "eml",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/gif": "gif",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "application/msword": "ole",
    "application/vnd.ms-excel": "ole",
    "application/vnd.ms-powerpoint": "ole",
    "application/vnd.ms-outlook": "ole",
}
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
)
IMAGES = frozenset("png jpeg gif tiff bmp webp".split())
TEXTUAL = frozenset("csv tsv html text markdown json xml ics vcf eml rtf".split())
_UNREADABLE = frozenset("ole gzip 7z rar executable audio video".split())
_HTML = re.compile(rb"\s{0,200}(?:<!doctype\s{1,20}html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_HEADER = re.compile(rb"(?:return-path|received|from|to|subject|date|message-id|mime-version|delivered-to): ?[^\n]{0,998}\n", re.IGNORECASE)


def is_readable(filename: str | None, content_type: str) -> bool:
    """Whether text may be had of a file that is declared so; only its bytes can tell for sure."""
    kind = declared_kind(filename, content_type)
    return kind is not None and kind not in _UNREADABLE and (kind not in IMAGES or has_ocr())


def may_have_text(content: bytes, filename: str | None, content_type: str) -> bool:
    """Whether it is worth opening a file unasked: by its bytes text may be had of it, without looking at pictures."""
    if not content or not is_readable(filename, content_type):
        return False
    kind = kind_of(content, filename, content_type)
    return kind is not None and kind not in _UNREADABLE and kind not in IMAGES


@cache
def has_ocr() -> bool:
    """Whether the extra that reads pictures is installed; it is not imported for that."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def is_picture(content: bytes) -> bool:
    """By its first bytes."""
    return _by_magic(content) in IMAGES


def declared_kind(filename: str | None, content_type: str) -> str | None:
    """What name and type say. The type is believed before the name, unless it says nothing."""
    media = content_type.partition(";")[0].strip().lower()
    named = _BY_NAME.get((filename or "").rpartition(".")[2].strip().lower()) if "." in (filename or "") else None
    typed = _BY_TYPE.get(media)
    if typed is None or (named is not None and typed in ("text", "zip", "ole", "xml")):
        return named or typed or ("text" if media.startswith("text/") else None)
    return typed


def kind_of(content: bytes, filename: str | None, content_type: str) -> str | None:
    """What the bytes are; None where nobody knows. Of kinds that look alike (texts, zipped office files) the declared one."""
    declared, found = declared_kind(filename, content_type), _by_magic(content)
    if found == "zip":
        return _of_zip(content)
    if found is not None:
        return found
    if declared in TEXTUAL or declared is None:
        return _of_text(content, declared)
    return _of_text(content, None)


def _by_magic(content: bytes) -> str | None:
    # Readers look for the header within the first kilobyte (ISO 32000-1, Annex H.3.4.1); mails put banners before it.
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content[:4] == b"RIFF":
        return "webp" if content[8:12] == b"WEBP" else "audio"
    if content[4:8] == b"ftyp":
        return "video"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic) and (kind != "bmp" or _is_binary(content))), None)


def _of_zip(content: bytes) -> str:
    """Office files by their main part's folder; it stands in the local header and in the directory at the end."""
    names = content[:65_536] + content[-262_144:]
    if b"[Content_Types].xml" not in names and b"_rels/.rels" not in names:
        return "zip"
    for mark, kind in ((b"word/document", "docx"), (b"xl/workbook", "xlsx"), (b"ppt/presentation", "pptx")):
        if mark in names:
            return kind
    return "zip"


def _of_text(content: bytes, declared: str | None) -> str | None:
    if _is_binary(content):
        return None
    start = content[:4096].removeprefix(b"\xef\xbb\xbf")
    upper = start.lstrip()[:20].upper()
    if upper.startswith(b"BEGIN:VCALENDAR"):
        return "ics"
    if upper.startswith(b"BEGIN:VCARD"):
        return "vcf"
    if declared in ("text", None) and _HTML.match(start):
        return "html"
    if declared is None and len(_HEADER.findall(start)) >= 3 and _HEADER.match(start):
        return "eml"
    return declared or "text"


def _is_binary(content: bytes) -> bool:
    """NUL, unless it is UTF-16 or UTF-32 with its mark, or a tenth of the start control characters."""
    start = content[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    controls = len(start) - len(start.translate(None, bytes(set(range(32)) - {9, 10, 12, 13, 27})))
    return controls > 0 and (b"\0" in start or controls * 10 > len(start))
