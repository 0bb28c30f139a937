"""PDF by pypdf: pure Python, so that a hostile file can at worst use up the limits of its process."""

import io
import logging
import re

from postroom.lib.documents.model import NoText
from postroom.lib.documents.writer import Writer

_SPACES = re.compile(r"[ \t\u00a0]{2,}")
_BLANK_LINES = re.compile(r"\n{3,}")


def read_pdf(content: bytes, out: Writer) -> None:
    """A page a page, numbered as they are; pages without a text layer stay empty."""
    import pypdf  # noqa: PLC0415 - 90 ms, and only in the worker
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoText("encrypted", "The PDF asks for a password.")
        count = len(reader.pages)
    except (FileNotDecryptedError, DependencyError) as error:
        raise NoText("encrypted", "The PDF is encrypted.") from error
    except (NoText, MemoryError):
        raise
    except Exception as error:
        raise NoText("unreadable", "The PDF is broken.") from error
    for number in range(count):
        out.page(f"page {number + 1} of {count}" if out.is_within else "")
        _read_page(reader, number, out)
    if out.is_blank and out.notices:
        raise NoText("unreadable")
    if out.is_blank and count:
        raise NoText("no_text", f"The PDF has {count} page{'s' if count != 1 else ''} and no text: they are pictures, as of a scanner.")


def _read_page(reader: "object", number: int, out: Writer) -> None:
    try:
        text = reader.pages[number].extract_text()  # type: ignore[attr-defined]
    except MemoryError:
        raise
    except Exception:
        out.notice(f"Page {number + 1} is broken.")
        return
    out.line(_BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text.replace("\r", "\n"))))
