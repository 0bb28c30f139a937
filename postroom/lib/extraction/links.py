"""Links of a message and what each is for, ranked: the one that performs the action first. Nothing is ever fetched."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple

from postroom.lib.extraction.candidates import Span
from postroom.lib.extraction.disguises import note_of
from postroom.lib.extraction.model import Link, Source
from postroom.lib.extraction.redirects import decode_target, host_of
from postroom.lib.extraction.secrets import has_secret
from postroom.lib.extraction.words.links import URL_LOGIN, URL_NEVER, URL_RESET, URL_VERIFY
from postroom.lib.extraction.words.linkwords import (
    ACCOUNT,
    ACTING,
    CHANGE,
    DENY,
    FOLLOW,
    LOGIN,
    PASSWORD,
    RESET,
    UNSUBSCRIBE,
    VERIFY,
    anchor_classes,
    link_classes,
)
from postroom.lib.extraction.words.patterns import any_of
from postroom.lib.html import Anchor

LINKS_MAX: Final = 1_000
ACTION_FROM: Final = 50  # hundredths
CROWD: Final = 8  # links; a mail that wants one thing done has few
CROWDED: Final = 1 << 30
NEAR: Final = 160  # characters before a link that speak of it
URL_READ: Final = 2_048  # of an address, to judge it
DENIES_MAX: Final = 45  # characters of words that say `this was not me` and nothing else
DISGUISED: Final = 0.7  # of the confidence is left where the words show another address
CLEAR: Final = 0.85  # a second reading of the same address is not needed


class Raw(NamedTuple):
    url: str
    text: str  # anchor words, or the words before a bare address
    page: str  # the text it stands in; between `near` and `start` of it are the words around
    near: int
    start: int
    end: int
    source: Source


def find_urls(clean: str) -> list[Span]:
    """Spans of http(s) addresses written in plain text, in order, at most `LINKS_MAX`."""
    found: list[Span] = []
    at, done = clean.find("://"), 0
    while at >= 0 and len(found) < LINKS_MAX:
        scheme = clean[max(done, at - 5) : at].lower()
        size = 5 if scheme == "https" else 4 if scheme.endswith("http") else 0
        match = _FROM_SLASHES.match(clean, at) if size else None
        done = match.end() if match else at + 3
        if match:
            found.append((at - size, _trimmed(clean, at - size, done)))
        at = clean.find("://", done)
    return found


def links_in_text(text: str, low: str, spans: Sequence[Span], source: Source) -> list[Raw]:
    """Each address with the words that introduce it: its own line's start, or the line above."""
    found: list[Raw] = []
    previous = 0
    for start, end in spans:
        near = max(previous, start - NEAR)
        begin = max(near, low.rfind("\n", near, start) + 1)
        line = low[begin:start].strip(_FRAME) or low[near:begin].rstrip(_FRAME).rpartition("\n")[2].strip(_FRAME)
        found.append(Raw(text[start:end], line[-120:], low, near, start, end, source))
        previous = end
    return found


def links_in_html(rendered: str, anchors: Sequence[Anchor]) -> list[Raw]:
    found: list[Raw] = []
    previous = 0
    for url, text, start, end in anchors:
        if url[:7].lower() in _SCHEMES:
            found.append(Raw(url, text, rendered, max(previous, start - NEAR), start, end, "html"))
            previous = end
    return found


def rank_links(raws: Sequence[Raw], subject: str, headers: Mapping[str, str]) -> list[Link]:
    """One entry for each address, the best reading of it; action links first, then by confidence."""
    wanted = link_classes(subject) | (CROWDED if len(raws) > CROWD else 0)
    best: dict[str, Link] = {}
    for raw in raws[:LINKS_MAX]:
        known = best.get(raw.url)
        if known and known.confidence >= CLEAR:
            continue
        link = _classify(raw, wanted)
        if link and (not known or link.confidence > known.confidence):
            best[raw.url] = link
    for url in _header_unsubscribe(headers):
        best.setdefault(url, Link(url, "unsubscribe", 0.99, (0, 0), "text", "list_unsubscribe_header", "", host_of(url)))
    acting = sorted((link for link in best.values() if link.kind in _ACTIONS), key=_confidence, reverse=True)
    others = sorted((link for link in best.values() if link.kind not in _ACTIONS), key=_confidence, reverse=True)
    return _only_the_best_act(acting) + others


def _classify(raw: Raw, wanted: int) -> Link | None:
    url, text, _, _, start, end, source = raw
    if url[:7].lower() == "mailto:":
        if anchor_classes(text.lower()) & UNSUBSCRIBE or "unsubscribe" in url.lower():
            return Link(url, "unsubscribe", 0.9, (start, end), source, "anchor_words", text, "")
        return None
    target = decode_target(url)
    host = host_of(target or url)
    if not host:
        return None
    kind, confidence, rule = _judge(target or url, raw, wanted)
    if kind in _ACTIONS and source == "html" and note_of(text, host):
        confidence = max(0.5, round(confidence * DISGUISED, 2))
    return Link(url, kind, confidence, (start, end), source, rule, text[:200], host, target)


def _judge(url: str, raw: Raw, wanted: int) -> tuple[str, float, str]:
    url = url[:URL_READ]
    low = url.lower()
    anchor = _anchor_classes(raw.text.lower()) if raw.text else 0
    if anchor & CHANGE and anchor & PASSWORD:
        anchor |= RESET
    if anchor & UNSUBSCRIBE:
        return "unsubscribe", 0.95, "anchor_words"
    if ("unsub" in low or "opt" in low) and _UNSUBSCRIBE.search(low):
        return "unsubscribe", 0.85, "address"
    if anchor & DENY and len(raw.text) <= DENIES_MAX:
        return "other", 0.9, "anchor_words"
    path = low.partition("//")[2].partition("/")[2]
    telling = _TELLING.search(path) is not None
    secret = has_secret(url.partition("//")[2].partition("/")[2])
    if not (secret or telling):
        return "other", 0.9, "address"
    near = link_classes(raw.page[raw.near : raw.start].lower())
    if (not telling and not (anchor | near | wanted) & (ACTING | PASSWORD)) or _NEVER.search(low):
        return "other", 0.9, "address"
    kind, score = _best_kind(anchor, near, wanted, path, secret)
    is_anchor = raw.source == "html" or raw.page[max(0, raw.start - 2) : raw.start].strip() in ("(", "[")  # `Words ( https://… )`
    if is_anchor and not telling and raw.text and not anchor & _SPEAKING:
        score -= 30  # a button that says something else
    if score >= ACTION_FROM:
        spoken = anchor & _WORD_OF[kind]
        return kind, min(score, 98) / 100, "anchor_words" if spoken else "address" if telling else "words_nearby"
    return "other", (100 - max(score, 10)) / 100, "address"


@lru_cache(maxsize=4096)
def _anchor_classes(low: str) -> int:
    """Buttons say the same in mail after mail."""
    return anchor_classes(low)


def _best_kind(anchor: int, near: int, wanted: int, path: str, secret: bool) -> tuple[str, int]:
    """The likeliest purpose and its score in hundredths."""
    spoken = anchor | near | wanted
    verifies = _URL_VERIFY.search(path) is not None
    common = (10 if (anchor | near) & FOLLOW else 0) + (20 if secret else -25)
    reset = common + _score(anchor, near, wanted, RESET) + (30 if _URL_RESET.search(path) else 0)
    verify = common + _score(anchor, near, wanted, VERIFY) + (30 if verifies else 0)
    login = common + _score(anchor, near, wanted, LOGIN) + (30 if _URL_LOGIN.search(path) else 0) - (0 if secret else 30)
    if wanted & CROWDED and not wanted & LOGIN:
        login -= 20  # `log in` among the many links of a newsletter
    if not spoken & ACCOUNT and not verifies:
        verify -= 30
    if not spoken & (PASSWORD | ACCOUNT) and not _URL_RESET.search(path):
        reset -= 30  # `how to reset your garden`
    if spoken & PASSWORD and verify < 90 and (spoken & RESET or "password" in path):
        reset += 10
    return max(("reset", reset), ("verification", verify), ("magic_link", login), key=_second)


def _score(anchor: int, near: int, wanted: int, word: int) -> int:
    return (35 if anchor & word else 25 if near & word else 0) + (20 if wanted & word else 0)


def _only_the_best_act(links: list[Link]) -> list[Link]:
    """Action links that trail the best clearly are said to be other links, and so are those about which neither their own words nor
    their address says anything, where some other link's do (else only the first of these acts)."""
    if len(links) < 2:
        return links
    floor = links[0].confidence - 0.25
    vague = [link for link in links if link.rule == "words_nearby"]
    kept = vague[:1] if len(vague) == len(links) else []
    return [x if x.confidence >= floor and (x.rule != "words_nearby" or x in kept) else _demoted(x) for x in links]


def _demoted(link: Link) -> Link:
    return Link(link.url, "other", 0.6, link.span, link.source, "outranked", link.text, link.host, link.target)


def _header_unsubscribe(headers: Mapping[str, str]) -> list[str]:
    value = headers.get("list-unsubscribe", "")[:4096]
    return [u for u in _BRACKETED.findall(value) if u[:7].lower() in _SCHEMES][:4]


def _trimmed(clean: str, start: int, end: int) -> int:
    floor = start + 8
    glued = end < len(clean) and clean[end].isalpha()
    while end > floor and (clean[end - 1] in ".,;:!?'\"*_|" or (glued and clean[end - 1] in "-'")):
        end -= 1
    for closing, opening in ((")", "("), ("]", "[")):
        if clean[end - 1] != closing:
            continue
        surplus = clean.count(closing, start, end) - clean.count(opening, start, end)
        while end > floor and surplus > 0 and clean[end - 1] == closing:
            end, surplus = end - 1, surplus - 1
    return end


_FRAME: Final = " \t\r\n(<[*:\u00a0"
_SPEAKING: Final = ACTING | PASSWORD | FOLLOW
_WORD_OF: Final = {"reset": RESET | PASSWORD, "verification": VERIFY, "magic_link": LOGIN}
_confidence: Final = attrgetter("confidence")
_second: Final = itemgetter(1)
_ACTIONS: Final = frozenset(("verification", "magic_link", "reset"))
_SCHEMES: Final = frozenset(("http://", "https:/", "mailto:"))
_FROM_SLASHES: Final = re.compile(
    # A host in any script; after it ASCII only: particles and quotes of other scripts stand glued to addresses.
    '://[^\\s<>"{}|\\\\^`/?#\u3000-\u303f\uff00-\uffef\u2018-\u201f]{1,255}(?:[/?#](?:[!#-;=?-\\[\\]_a-z~]++|(?<=[/=_\u00c0-\u052f])[\u00c0-\u052f]++)*+)?',
    re.IGNORECASE,
)
_NEVER: Final = re.compile(any_of(URL_NEVER))
_URL_VERIFY: Final = re.compile(any_of(URL_VERIFY))
_URL_RESET: Final = re.compile(any_of(URL_RESET))
_URL_LOGIN: Final = re.compile(any_of(URL_LOGIN))
_TELLING: Final = re.compile(any_of((*URL_VERIFY, *URL_RESET, *URL_LOGIN)))
_UNSUBSCRIBE: Final = re.compile("unsubscribe|opt-?out|list-unsub")
_BRACKETED: Final = re.compile("<([^<>\\s]{1,2048})>")
