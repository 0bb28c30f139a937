"""Words for search, cut the same way for messages and for queries (FOUNDATIONS §2).

Runs of Chinese, Japanese and Korean become single characters and overlapping pairs, so that any part of them is found; everything else
is folded: case, accents, compatibility forms. No language is guessed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from postroom.features.messages.store import change
from postroom.kernel.context import Tx
from postroom.kernel.errors import invalid_field
from postroom.kernel.followers import Fact, Follower

_MOST_WORDS = 20_000
_LONGEST_WORD = 100
# A tsvector holds one megabyte; compatibility forms may grow a text many times over.
_MOST_BYTES = 400_000
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUN = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")


def cut_words(text: str) -> list[str]:
    """The distinct words of a text."""
    found: dict[str, None] = {}
    for run in _RUN.findall(_fold(text)):
        if _IS_CJK.match(run):
            found.update(dict.fromkeys(run))
            found.update(dict.fromkeys(run[place : place + 2] for place in range(len(run) - 1)))
        else:
            found[run[:_LONGEST_WORD]] = None
        if len(found) >= _MOST_WORDS:
            break
    return _within(found, _MOST_BYTES)


def to_query(text: str) -> str:
    """A tsquery that wants every word of the text; the last word may go on (`invo` finds invoice)."""
    words = [word for run in _RUN.findall(_fold(text)) for word in _query_words(run)][:50]
    if not words:
        raise invalid_field("query.q", "holds no word to look for.")
    return " & ".join(f"'{word}'" for word in words) + ("" if _IS_CJK.match(words[-1]) else ":*")


async def index_messages(tx: Tx, facts: Sequence[Fact]) -> None:
    """Fill the search vectors of new messages; runs after the sender has its answer."""
    rows = await change.list_searchable(tx, [fact.message_id for fact in facts if fact.message_id])
    texts = [" ".join(cut_words(f"{row['subject']} {row['from_name']} {row['from_address']} {row['body']}")) for row in rows]
    await change.write_search(tx, [row["id"] for row in rows], texts)


_FRESH = frozenset({"message.received", "message.blocked", "message.imported", "message.queued"})
SEARCH_FOLLOWER = Follower("messages.search", _FRESH, index_messages)


def _within(words: Iterable[str], most_bytes: int) -> list[str]:
    kept: list[str] = []
    for word in words:
        most_bytes -= len(word.encode()) + 1
        if most_bytes < 0:
            break
        kept.append(word)
    return kept


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(one for one in decomposed if not unicodedata.combining(one)))


def _query_words(run: str) -> list[str]:
    if not _IS_CJK.match(run):
        return [run[:_LONGEST_WORD]]
    return [run] if len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]
