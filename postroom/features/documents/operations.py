"""What may be asked about files as text."""

import secrets
from typing import Any

import msgspec

from postroom.features.documents import store
from postroom.features.documents.examine import File
from postroom.features.documents.keep import Read, keep
from postroom.features.documents.model import AttachmentText, AttachmentTextQuery, TextFinding, TextScreening
from postroom.features.documents.reader import Reader
from postroom.features.messages import files, hidden, load_message
from postroom.kernel.context import Io
from postroom.kernel.errors import NotFound, Unavailable, invalid_field
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import operation
from postroom.lib.confine import TooBusy, aside
from postroom.lib.documents import Page, view_of
from postroom.lib.screening import safe_view

_LARGE_TOKENS = 4_000


@operation(
    "attachments.text",
    rest="GET /v1/messages/{message_id}/attachments/{attachment_id}/text",
    scope="messages:read",
    agent_tool=True,
)
async def get_text(io: Io, query: AttachmentTextQuery) -> AttachmentText:
    """A file of a message as Markdown, some pages at a time: PDF, DOCX, XLSX, PPTX, CSV, HTML, text, ICS, VCF, EML, ZIP, RTF.

    It is read once, in a process of its own with limits on time, memory, depth and expansion, and kept with the message.
    Pictures give text where OCR is installed on the server.
    """
    async with io.read() as rd:
        message = await load_message(rd, query.message_id, include_hidden=query.include_hidden)
        file = await files.load_file(rd, message, query.attachment_id)
        found = await store.find_document(rd, file["id"])
    if found is None:
        found = await _read_now(io, message, file)
    return await aside(found["token_count"], _shape, query, file, found, large_bytes=_LARGE_TOKENS)


async def _read_now(io: Io, message: Any, file: Any) -> Any:
    content = await files.load_bytes(io, message, file)
    try:
        examined = await io.use(Reader).read(File(content, file["filename"], file["content_type"]))
    except TooBusy as error:
        raise Unavailable("readers_busy", "Too many files are being read now.", retryable=True, retry_after_s=2) from error
    async with io.tx() as tx:
        await keep(tx, [Read(message, file["id"], examined)])
        found = await store.find_document(tx, file["id"])
    if found is None:
        raise NotFound("message_not_found", "The message was deleted meanwhile.")
    return found


def _shape(query: AttachmentTextQuery, file: Any, found: Any) -> AttachmentText:
    pages = [Page(text, label) for text, label in zip(found["texts"], found["labels"], strict=True)]
    if query.page > max(1, len(pages)):
        raise invalid_field("query.page", f"the file has {len(pages)} pages; ask for one of them.")
    view = view_of(pages, query.page, query.max_tokens)
    screening = _screening(found)
    withheld = screening.verdict == "block" and not query.include_hidden
    techniques = [one.technique for one in screening.findings]
    return AttachmentText(
        id=encode_id("att", file["id"]),
        message_id=encode_id("msg", file["message_id"]),
        filename=file["filename"],
        type=found["type"],
        status=found["status"],
        text="" if withheld else view.text,
        safe_text="" if withheld else safe_view(view.text, secrets.token_hex(8), verdict=screening.verdict, techniques=techniques),
        withheld=withheld,
        page=query.page,
        pages=len(pages),
        next_page=view.next_page,
        token_estimate=view.token_estimate,
        total_token_estimate=found["token_count"],
        truncated=found["is_truncated"] or view.is_cut,
        notice=_notice(query, found, is_cut=view.is_cut, withheld=withheld),
        screening=screening,
    )


def _screening(found: Any) -> TextScreening:
    findings = (found["screening"] or {}).get("findings", [])
    return TextScreening(found["screening_verdict"] or "allow", msgspec.convert(findings, list[TextFinding]))


def _notice(query: AttachmentTextQuery, found: Any, *, is_cut: bool, withheld: bool) -> str | None:
    said = list(found["notices"])
    if is_cut:
        said.append(f"Page {query.page} is longer than max_tokens; ask for more of them.")
    if withheld:
        said.append(
            f"Screening says block: the text is withheld. Ask with include_hidden=true and a key that carries {hidden.HIDDEN_SCOPE}."
        )
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in said) or None
