"""Links of a message and what each is for, ranked: the one that performs the action first. Nothing is ever fetched."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from postroom.lib.extraction.candidates import Span
from postroom.lib.extraction.model import Link, Source
from postroom.lib.extraction.redirects import decode_target, host_of
from postroom.lib.extraction.render import LINKS_MAX, Anchor
from postroom.lib.extraction.words.links import URL_LOGIN, URL_NEVER, URL_RESET, URL_VERIFY
from postroom.lib.extraction.words.linkwords import ACCOUNT, FOLLOW, LOGIN, PASSWORD, RESET, UNSUBSCRIBE, VERIFY, link_classes

ACTION_FROM: Final = 0.5
URL_READ: Final = 2_048  # of an address, to judge it
CLEAR: Final = 0.85  # a second reading of the same address is not needed


class Raw(NamedTuple):
    url: str
    text: str  # anchor words, or the words before a bare address
    near: str
    span: Span
    source: Source


def find_urls(clean: str) -> list[Span]:
    """Spans of http(s) addresses written in plain text, in order, at most `LINKS_MAX`."""
    if "://" not in clean:
        return []
    found: list[Span] = []
    for match in _URL.finditer(clean):
        found.append((match.start(), _trimmed(clean, match.start(), match.end())))
        if len(found) >= LINKS_MAX:
            break
    return found


def links_in_text(text: str, low: str, spans: Sequence[Span], source: Source) -> list[Raw]:
    """Each address with the words that introduce it: its own line's start, or the line above."""
    found: list[Raw] = []
    previous = 0
    for start, end in spans:
        before = low[max(previous, start - 160) : start]
        line = before.rsplit("\n", 1)[-1].strip(" \t(<[*:")
        found.append(Raw(text[start:end], line[-120:], before, (start, end), source))
        previous = end
    return found


def links_in_html(rendered: str, anchors: Sequence[Anchor]) -> list[Raw]:
    found: list[Raw] = []
    previous = 0
    for anchor in anchors:
        if anchor.url[:7].lower() not in ("http://", "https:/", "mailto:"):
            continue
        near = rendered[max(previous, anchor.start - 160) : anchor.start]
        found.append(Raw(anchor.url, anchor.text, near.lower(), (anchor.start, anchor.end), "html"))
        previous = anchor.end
    return found


def rank_links(raws: Sequence[Raw], subject: str, headers: Mapping[str, str]) -> list[Link]:
    """One entry for each address, the best reading of it; action links first, then by confidence."""
    wanted = link_classes(subject)
    best: dict[str, Link] = {}
    for raw in raws[:LINKS_MAX]:
        if raw.url in best and best[raw.url].confidence >= CLEAR:
            continue
        link = _classify(raw, wanted)
        if link and (raw.url not in best or link.confidence > best[raw.url].confidence):
            best[raw.url] = link
    for url in _header_unsubscribe(headers):
        best.setdefault(url, Link(url, "unsubscribe", 0.99, (0, 0), "text", "list_unsubscribe_header", "", host_of(url)))
    links = sorted(best.values(), key=lambda link: (link.kind in _ACTIONS, link.confidence), reverse=True)
    return _only_the_best_act(links)


def _classify(raw: Raw, wanted: int) -> Link | None:
    url = raw.url
    if url[:7].lower() == "mailto:":
        if link_classes(raw.text.lower()) & UNSUBSCRIBE or "unsubscribe" in url.lower():
            return Link(url, "unsubscribe", 0.9, raw.span, raw.source, "anchor_words", raw.text, "")
        return None
    target = decode_target(url)
    host = host_of(target or url)
    if not host:
        return None
    kind, confidence, rule = _judge((target or url)[:URL_READ].lower(), target or url, raw, wanted)
    return Link(url, kind, round(confidence, 2), raw.span, raw.source, rule, raw.text[:200], host, target)


def _judge(low_url: str, url: str, raw: Raw, wanted: int) -> tuple[str, float, str]:
    anchor = link_classes(raw.text.lower()) if raw.text else 0
    if anchor & UNSUBSCRIBE or _UNSUBSCRIBE.search(low_url):
        return ("unsubscribe", 0.95, "anchor_words") if anchor & UNSUBSCRIBE else ("unsubscribe", 0.85, "address")
    path = low_url.split("//", 1)[-1].partition("/")[2]
    secret = _has_secret(url)
    if not (secret or _TELLING.search(path)) or _NEVER.search(low_url):
        return "other", 0.9, "address"
    near = link_classes(raw.near)
    kind, confidence = _best_kind(anchor, near, wanted, path, secret)
    if confidence >= ACTION_FROM:
        return kind, min(confidence, 0.98), "anchor_words" if anchor else "address"
    return "other", round(1 - max(confidence, 0.1), 2), "address"


def _best_kind(anchor: int, near: int, wanted: int, path: str, secret: bool) -> tuple[str, float]:
    spoken = anchor | near | wanted
    verifies = _URL_VERIFY.search(path) is not None
    scores = {
        "reset": _score(anchor, near, wanted, RESET, _URL_RESET.search(path) is not None, secret),
        "verification": _score(anchor, near, wanted, VERIFY, verifies, secret),
        "magic_link": _score(anchor, near, wanted, LOGIN, _URL_LOGIN.search(path) is not None, secret) - (0 if secret else 0.3),
    }
    if not spoken & ACCOUNT and not verifies:
        scores["verification"] -= 0.3
    if spoken & PASSWORD and scores["verification"] < 0.9 and (spoken & RESET or "password" in path):
        scores["reset"] += 0.1
    kind = max(scores, key=lambda k: scores[k])
    return kind, scores[kind]


def _score(anchor: int, near: int, wanted: int, word: int, in_url: bool, secret: bool) -> float:
    score = 0.0
    score += 0.35 if anchor & word else 0.25 if near & word else 0
    score += 0.1 if (anchor | near) & FOLLOW else 0
    score += 0.3 if in_url else 0
    score += 0.2 if wanted & word else 0
    score += 0.2 if secret else -0.25
    return score


def _has_secret(url: str) -> bool:
    """Something unguessable: a long run of mixed characters in path or query, or a parameter named for it."""
    tail = url[:URL_READ].split("//", 1)[-1].partition("/")[2]
    if _SECRET_NAME.search(tail):
        return True
    return any(_is_random(match[0]) for match in _RUN.finditer(tail))


def _is_random(run: str) -> bool:
    digits = sum(c.isdigit() for c in run)
    return (digits >= 2 and len(run) - digits >= 2) or (len(run) >= 20 and run.lower() != run and run.upper() != run)


def _only_the_best_act(links: list[Link]) -> list[Link]:
    """Action links that trail the best clearly are said to be other links."""
    if not links or links[0].kind not in _ACTIONS:
        return links
    floor = links[0].confidence - 0.25
    return [x if x.kind not in _ACTIONS or x.confidence >= floor else _demoted(x) for x in links]


def _demoted(link: Link) -> Link:
    return Link(link.url, "other", 0.6, link.span, link.source, "outranked", link.text, link.host, link.target)


def _header_unsubscribe(headers: Mapping[str, str]) -> list[str]:
    value = headers.get("list-unsubscribe", "")[:4096]
    return [u for u in _BRACKETED.findall(value) if u[:7].lower() in ("http://", "https:/", "mailto:")][:4]


def _trimmed(clean: str, start: int, end: int) -> int:
    floor = start + 8
    glued = end < len(clean) and clean[end].isalpha()
    while end > floor and (clean[end - 1] in ".,;:!?'\"*_|" or (glued and clean[end - 1] in "-'")):
        end -= 1
    for closing, opening in ((")", "("), ("]", "[")):
        surplus = clean.count(closing, start, end) - clean.count(opening, start, end)
        while end > floor and surplus > 0 and clean[end - 1] == closing:
            end, surplus = end - 1, surplus - 1
    return end


_ACTIONS: Final = frozenset(("verification", "magic_link", "reset"))
_URL: Final = re.compile(
    # A host in any script; after it ASCII only: particles and quotes of other scripts stand glued to addresses.
    'https?://[^\\s<>"{}|\\\\^`/?#\u3000-\u303f\uff00-\uffef\u2018-\u201f]{1,255}(?:[/?#](?:[!#-;=?-\\[\\]_a-z~]++|(?<=[/=_\u00c0-\u052f])[\u00c0-\u052f]++)*+)?',
    re.IGNORECASE,
)
_NEVER: Final = re.compile("|".join(map(re.escape, URL_NEVER)))
_URL_VERIFY: Final = re.compile("|".join(map(re.escape, URL_VERIFY)))
_URL_RESET: Final = re.compile("|".join(map(re.escape, URL_RESET)))
_URL_LOGIN: Final = re.compile("|".join(map(re.escape, URL_LOGIN)))
_TELLING: Final = re.compile("|".join(map(re.escape, (*URL_VERIFY, *URL_RESET, *URL_LOGIN))))
_UNSUBSCRIBE: Final = re.compile("unsubscribe|opt-?out|list-unsub")
_SECRET_NAME: Final = re.compile(
    "(?:token|key|code|oobcode|ticket|nonce|sig|signature|hash|otp|secret|uid|tk|auth|jwt|k|t)[=/][\\w.:~-]{6,}", re.IGNORECASE
)
_RUN: Final = re.compile("[A-Za-z0-9_-]{8,}")
_BRACKETED: Final = re.compile("<([^<>\\s]{1,2048})>")
