"""The quick looks: each says what the plain way says, or gives way to it."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.extraction import Extraction, extract
from postroom.lib.extraction.probes import probes_in
from postroom.lib.extraction.secrets import has_secret
from postroom.lib.extraction.words.codes import CODE_STEMS

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
URL = "https://oak.example/verify?token=Zk3l9fPq2w8X"
TEXT = f"Your code is 482913.\n\nConfirm your address: {URL}\n"
ANCHOR = f'<p>Your code is <b>482913</b></p><a style="x" href="{URL}">Confirm <b>now</b></a>'


def found(html: str, text: str = TEXT) -> Extraction:
    return extract(subject="Your code", text=text, html=html, from_address=None, received_at=NOW)


def test_a_link_said_in_both_parts_has_its_place_in_the_plain_part_and_the_words_of_its_anchor() -> None:
    link = found(ANCHOR).links[0]
    assert (link.url, link.kind, link.source, link.text) == (URL, "verification", "text", "Confirm now")
    assert TEXT[slice(*link.span)] == URL


@pytest.mark.parametrize(
    "more",
    [
        '<a href="https://oak.example/help">Help</a>',
        "<A HREF='https://oak.example/help'>Help</A>",
        "<a href = 'https://oak.example/help'>Help</a>",
        "<a href=https://oak.example/help>Help</a>",
        "<a hReF='https://oak.example/help'>Help</a>",
    ],
)
def test_another_link_of_the_html_is_not_overlooked_however_it_is_written(more: str) -> None:
    assert {link.url for link in found(ANCHOR + more).links} == {URL, "https://oak.example/help"}


@settings(max_examples=300)
@given(st.text("abkKT019_-=/.?&é", max_size=40))
def test_a_secret_is_what_the_plain_definition_says(tail: str) -> None:
    named = re.search(
        r"(?:token|key|code|ticket|nonce|sig|signature|hash|otp|secret|uid|tk|auth|jwt|k|t)[=/][\w.:~-]{6,}", tail, re.IGNORECASE
    )
    assert has_secret(tail) == (named is not None or any(map(_is_mixed, re.findall("[A-Za-z0-9_-]{8,}", tail))))


def _is_mixed(run: str) -> bool:
    digits = sum(c.isdigit() for c in run)
    return min(digits, len(run) - digits) >= 2 or (len(run) >= 20 and run.lower() != run and run.upper() != run)


@pytest.mark.parametrize("stem", CODE_STEMS, ids=lambda stem: stem.text)
def test_every_stem_of_a_code_noun_is_looked_for_where_it_stands(stem: object) -> None:
    text = stem.text  # type: ignore[attr-defined]
    for region in (text, f"12 {text} 34", f"xotpin{text}"):
        assert any(
            one.text == text for probe in probes_in(region) for one, _ in probe.by_next.get(_behind(region, probe.text), probe.anywhere)
        )


def _behind(region: str, piece: str) -> str:
    at = region.rfind(piece) + len(piece)
    return region[at : at + 1]


def test_a_piece_that_begins_inside_another_is_not_passed_over() -> None:
    assert {"otp", "pin"} <= {probe.text for probe in probes_in("otpin")}
