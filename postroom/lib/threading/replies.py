"""The threading headers of an answer, and which ids of a mail decide its thread."""

from collections.abc import Sequence

_MAX_REFERENCES = 30
_MAX_REFERENCES_CHARS = 8_000


def reply_headers(
    parent_message_id: str | None,
    parent_references: Sequence[str] = (),
    parent_in_reply_to: Sequence[str] = (),
) -> tuple[str | None, list[str]]:
    """`(in_reply_to, references)` for an answer to the parent, ids without brackets (RFC 5322 §3.6.4).

    References keep the root and the newest ids: at most 30 and 8,000 characters.
    """
    chain = list(parent_references)
    if not chain and len(parent_in_reply_to) == 1:
        chain = list(parent_in_reply_to)
    if parent_message_id:
        chain = [known for known in chain if known != parent_message_id] + [parent_message_id]
    return parent_message_id, _bounded(list(dict.fromkeys(filter(None, chain))))


def link_order(in_reply_to: Sequence[str], references: Sequence[str]) -> list[str]:
    """The ids that may name the thread, best first: what is answered, then references from newest to root."""
    return list(dict.fromkeys(filter(None, (*in_reply_to, *reversed(references)))))


def _bounded(chain: list[str]) -> list[str]:
    room = _MAX_REFERENCES_CHARS - len(chain[0]) if chain else 0
    newest: list[str] = []
    for known in reversed(chain[1:][1 - _MAX_REFERENCES :]):
        room -= len(known) + 3
        if room < 0 and newest:
            break
        newest.append(known)
    return chain[:1] + newest[::-1]
