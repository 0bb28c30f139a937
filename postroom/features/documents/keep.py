"""Reading files of a message and keeping what came of it."""

from typing import Any

from postroom.features.documents import store
from postroom.features.documents.reader import Reader
from postroom.features.messages import to_storable
from postroom.kernel.context import Io, Tx
from postroom.lib.documents import Document, estimate_tokens

_PAGE_CHARS = 500_000


async def read_file(io: Io, content: bytes, file: Any) -> Document:
    """The text of one file of a message."""
    return await io.use(Reader).read(content, file["filename"], file["content_type"])


async def keep(tx: Tx, file: Any, document: Document) -> bool:
    """Keep it; False where the message is gone meanwhile, or it was kept already."""
    texts = [to_storable(page.text, _PAGE_CHARS) for page in document.pages]
    values = {
        "type": document.type,
        "status": document.status,
        "labels": [to_storable(page.label, 300) for page in document.pages],
        "texts": texts,
        "notices": [to_storable(one, 500) for one in document.notices],
        "is_truncated": document.is_truncated,
        "token_count": sum(map(estimate_tokens, texts)),
        "hidden_text": to_storable(document.hidden, 30_000),
        "screening": None,
        "screening_verdict": None,
    }
    return await store.insert_document(tx, file["message_id"], file["id"], values)
