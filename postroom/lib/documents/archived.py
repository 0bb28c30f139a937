"""Files within a file: the members of a zip, and mails with what is attached to them."""

from collections.abc import Callable

from postroom.lib.documents.archive import Archive, Budget
from postroom.lib.documents.kinds import kind_of
from postroom.lib.documents.model import NoText
from postroom.lib.documents.office import table_row, table_rule
from postroom.lib.documents.writer import Writer

_LISTED = 200
_NAME_CHARS = 120
_WORDS = {"encrypted": "is encrypted", "unsupported": "is of a kind that gives no text", "too_large": "is too large", "empty": "is empty"}
ReadInner = Callable[[bytes, str | None], None]


def read_zip(archive: Archive, out: Writer, budget: Budget, read_inner: ReadInner) -> None:
    """A list of the members, then the text of each in turn. Names are shown, and never used as paths."""
    infos = [one for one in archive.infos if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
    out.page("list of files")
    out.line(table_row(["File", "Bytes"]))
    out.line(table_rule(2))
    for info in infos[:_LISTED]:
        out.line(table_row([shown_name(info.filename), str(info.file_size)]))
    if len(infos) > _LISTED:
        out.line(f"\nand {len(infos) - _LISTED} more")
    if infos and all(info.flag_bits & 1 for info in infos):
        raise NoText("encrypted", "The archive asks for a password.")
    for info in infos:
        budget.members -= 1
        if budget.members < 0:
            out.is_truncated = True
            out.notice("The archive has more files than are read.")
            return
        name = shown_name(info.filename)
        try:
            content = archive.read(info.filename, out.limits.input_bytes)
        except NoText as error:
            note(out, name, error)
            continue
        inside(out, name, content, "", read_inner)


def inside(out: Writer, name: str, content: bytes, content_type: str, read_inner: ReadInner) -> None:
    """Read a file within the file; one that gives nothing is a notice."""
    out.enter(f"file {name}")
    try:
        read_inner(content, kind_of(content, name, content_type))
    except NoText as error:
        note(out, name, error)
    finally:
        out.leave()


def note(out: Writer, name: str, error: NoText) -> None:
    """Say that a file within gave no text."""
    if error.status != "empty":
        out.notice(f"{name}: {error.notice or _WORDS.get(error.status, 'cannot be read')}")


def shown_name(name: str) -> str:
    """A name of a file within, fit to be shown."""
    clean = "".join(one for one in name if one.isprintable())
    return clean if len(clean) <= _NAME_CHARS else f"…{clean[-_NAME_CHARS:]}"
