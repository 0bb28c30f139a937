"""The one entrance: what a message holds, from its subject, text and HTML, without any outside look-up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from postroom.lib.extraction.categorise import Seen, categorise, read_marks
from postroom.lib.extraction.codes import RIVALS_MAX, Found, bare_in_subject, find_codes
from postroom.lib.extraction.expiry import find_expiry
from postroom.lib.extraction.links import Raw, find_urls, links_in_html, links_in_text, rank_links
from postroom.lib.extraction.model import Code, Extraction, Link, Rival
from postroom.lib.extraction.normalise import Text, normalise
from postroom.lib.extraction.shown import Shown, shown
from postroom.lib.html import Rendering, render

SUBJECT_MAX: Final = 2_048
CODES_MAX: Final = 100
SURE: Final = 0.85
CLOSE: Final = 0.15
CLEAR_ENOUGH: Final = 0.6  # an action link the plain part alone makes known
HEAD_MAX: Final = 2_000
SAME: Final = 0.8  # a plain part this long beside the HTML says the same
_ACTIONS: Final = frozenset(("verification", "magic_link", "reset"))
Finding = TypeVar("Finding", Code, Link, Rival)
_NONE: Final = Found([], 0)
_EMPTY: Final = Text("", "")


def extract(
    *,
    subject: str | None,
    text: str | None,
    html: str | Rendering | None,
    from_address: str | None,
    to_addresses: Sequence[str] = (),
    received_at: datetime,
    headers: Mapping[str, str] = {},
) -> Extraction:
    """Codes, links, expiry and category of one message (an SMS has only `text`).

    `headers` have lower-case names. `received_at` is aware, UTC. Total: any input gives an answer, in time linear in the
    capped size; beyond the caps (text 256 kB, HTML 1 MB) the rest is not looked at. HTML that was rendered for others is
    best given so.
    """
    head = normalise((subject or "")[:SUBJECT_MAX])
    body = normalise(text) if text else _EMPTY
    urls = find_urls(body.clean)
    marks = read_marks(head.low, _bare(from_address), headers)
    in_subject = in_text = in_html = _NONE
    if not marks.is_report:  # that quotes mail of others, and its numbers are diagnostics
        in_subject = find_codes(head, "subject", ()) if head.clean else _NONE
        in_text = find_codes(body, "text", urls, announced=in_subject.announced, subject=head.low) if body.clean else _NONE
    in_plain = links_in_text(text or "", body.low, urls, "text") if urls else []
    page = shown(render(html) if isinstance(html, str) else html) if html else None
    links = _links_said_twice(page, in_plain, head, in_text, headers) if page and in_plain else []
    rendered = page if page and not links and _is_needed(page, in_subject, in_text) else None
    if rendered and not marks.is_report:
        in_html = _codes_of_html(rendered, head, in_subject, in_text, len(body.low))
    spoken = max(in_subject.announced, in_text.announced, in_html.announced)
    found = [*in_subject.codes, *in_text.codes, *in_html.codes] or (bare_in_subject(head, announced=spoken) if spoken else [])
    codes, outdone = _merge(found, to_addresses) if found else ([], [])
    rivals = _losers(codes, [*outdone, *in_subject.rivals, *in_text.rivals, *in_html.rivals])
    links = links or _links(head, in_plain, rendered, headers)
    expires_at, seconds = _expiry(body, rendered, codes, links, received_at)
    start = body.low[:HEAD_MAX] or (rendered.text[:HEAD_MAX].lower() if rendered else "")
    category, rule = categorise(marks, Seen(start, bool(codes), _action(links)), headers)
    if page and page.gaps:
        codes, links = [_placed(one, page) for one in codes], [_placed(one, page) for one in links]
        rivals = [_placed(one, page) for one in rivals]
    return Extraction(codes, links, expires_at, seconds, category, rule, _is_ambiguous(codes), rivals)


def _placed(found: Finding, page: Shown) -> Finding:
    """With its place in the rendering."""
    return msgspec.structs.replace(found, span=page.span(*found.span)) if found.source == "html" else found


def _links_said_twice(page: Shown, in_plain: list[Raw], head: Text, in_text: Found, headers: Mapping[str, str]) -> list[Link]:
    """The links of the plain part, where it holds a sure code and a clear action link, and the HTML no other address; else []."""
    if not page.anchors or not _is_sure(in_text):
        return []
    known = {raw.url for raw in in_plain}
    words: dict[str, str] = {}
    for anchor in page.anchors:
        if anchor.url not in known:
            return []
        words.setdefault(anchor.url, anchor.text)
    links = rank_links([raw._replace(text=words.get(raw.url) or raw.text) for raw in in_plain], head.low, headers)
    return links if _action(links) and links[0].confidence >= CLEAR_ENOUGH else []


def _is_needed(page: Shown, in_subject: Found, in_text: Found) -> bool:
    return bool(page.anchors) or not (_is_sure(in_subject) or _is_sure(in_text))


def _is_sure(found: Found) -> bool:
    return any(code.confidence >= SURE for code in found.codes)


def _codes_of_html(rendered: Shown, head: Text, in_subject: Found, in_text: Found, body_size: int) -> Found:
    """Only asked when the plain part gave no sure code."""
    if _is_sure(in_text):
        return _NONE
    if not (in_subject.announced or in_text.announced or in_text.codes) and body_size >= SAME * len(rendered.text):
        return _NONE  # the plain part is no stub, and speaks of no code
    shown = normalise(rendered.text)
    return find_codes(shown, "html", find_urls(shown.clean), announced=in_subject.announced, subject=head.low)


def _merge(codes: list[Code], to_addresses: Sequence[str]) -> tuple[list[Code], list[Rival]]:
    """One entry a value, best first; what trails the best clearly is dropped, as is the recipient's own address."""
    own = [plain_value(_bare(address).partition("@")[0]) for address in to_addresses]
    best: dict[str, Code] = {}
    lost: list[Rival] = []
    for code in codes:
        key = plain_value(code.value)
        if any(key in local for local in own):
            lost.append(_rival(code, "own_address"))
        elif key not in best or code.confidence > best[key].confidence:
            best[key] = code
    ranked = sorted(best.values(), key=lambda code: -code.confidence)
    floor = ranked[0].confidence - 0.25 if ranked else 0.0
    lost += [_rival(code, "outranked") for code in ranked if code.confidence < floor]
    return [code for code in ranked if code.confidence >= floor][:CODES_MAX], lost


def _rival(code: Code, reason: str) -> Rival:
    return Rival(code.value, code.confidence, code.span, code.source, reason)


def _losers(codes: list[Code], rivals: list[Rival]) -> list[Rival]:
    """One entry a value, best first, without what is a code elsewhere in the message."""
    if not rivals:
        return rivals
    known = {plain_value(code.value) for code in codes}
    best: dict[str, Rival] = {}
    for rival in rivals:
        key = plain_value(rival.value)
        if key not in known and (key not in best or rival.confidence > best[key].confidence):
            best[key] = rival
    return sorted(best.values(), key=lambda rival: -rival.confidence)[:RIVALS_MAX]


def plain_value(value: str) -> str:
    """A code as it is compared: without blanks and hyphens, lower case."""
    return (value if value.isalnum() else "".join(filter(str.isalnum, value))).lower()


def _links(head: Text, in_plain: list[Raw], rendered: Shown | None, headers: Mapping[str, str]) -> list[Link]:
    raws = links_in_html(rendered.text, rendered.anchors) if rendered else []
    if in_plain:
        raws += in_plain
    elif rendered and "://" in rendered.text:
        spans = find_urls(rendered.text)
        raws += links_in_text(rendered.text, rendered.text.lower(), spans, "html")
    if not raws and "list-unsubscribe" not in headers:
        return []
    return rank_links(raws, head.low, headers)


def _expiry(
    body: Text, rendered: Shown | None, codes: list[Code], links: list[Link], received_at: datetime
) -> tuple[datetime | None, int | None]:
    if not codes and not _action(links):
        return None, None
    found = find_expiry(body.low[:8192], received_at) if body.low else None
    if found is None and rendered and (not body.low or (codes and codes[0].source == "html")):
        found = find_expiry(normalise(rendered.text).low[:8192], received_at)
    return found or (None, None)


def _action(links: Sequence[Link]) -> str:
    return links[0].kind if links and links[0].kind in _ACTIONS else ""


def _is_ambiguous(codes: Sequence[Code]) -> bool:
    return len(codes) > 1 and codes[0].kind != "backup" and codes[1].confidence >= codes[0].confidence - CLOSE


def _bare(address: str | None) -> str:
    value = (address or "").strip().lower()
    return value[value.rfind("<") + 1 :].rstrip(">") if "<" in value else value
