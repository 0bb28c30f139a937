"""Which stems of code nouns a text may hold: found by short pieces that many stems share."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from postroom.lib.extraction.words.codes import CODE_PROBES, CODE_STEMS, Stem
from postroom.lib.extraction.words.lexicon import plain
from postroom.lib.extraction.words.patterns import grouped


class Probe(NamedTuple):
    """A piece that stems share: (stem, offset of the piece in it) by the letter behind the piece, longest first, and
    `anywhere` those that do not go on behind it."""

    text: str
    anywhere: tuple[tuple[Stem, int], ...]
    by_next: dict[str, tuple[tuple[Stem, int], ...]]


def probes_in(region: str) -> Iterable[Probe]:
    letters = () if region.isascii() else [c for c in set(region) if c > "\x7f" and c.isalpha()]
    if not letters:
        return _ascii_probes_in(region)
    scripts = set(map(_script, map(ord, letters)))
    probes = [probe for script in scripts for probe in _SCRIPT_PROBES.get(script, ()) if probe.text in region]
    if scripts & _BESIDE_LATIN:
        return probes + [probe for probe in _LATIN_PROBES if probe.text in region]
    return [*_ascii_probes_in(region), *probes]


def _ascii_probes_in(region: str) -> Iterable[Probe]:
    """One scan; what begins inside a piece that was found (`otp`, `pin` in `otpin`) it has passed over."""
    texts = dict.fromkeys(_ASCII_PIECES.findall(region))
    hidden = [other for text in texts for other in _OVERLAPPING[text] if other not in texts and other in region]
    return [_ASCII_PROBES[text] for text in (*texts, *hidden)]


def _script(code: int) -> int:
    """A number per script; all of Chinese and Japanese is one, as is all Latin."""
    if code < 0x370 or 0x1E00 <= code < 0x1F00:
        return 0
    return 0x4E if 0x3000 <= code < 0xA000 else 0xAC if 0xAC00 <= code < 0xD7B0 else code >> 7


def _spellings() -> list[Stem]:
    spelled: dict[str, Stem] = {}
    for stem in CODE_STEMS:
        for text in {stem.text, plain(stem.text) if len(stem.text) > 2 else stem.text}:
            if text not in spelled or spelled[text].weight < stem.weight:
                spelled[text] = stem._replace(text=text)
    return list(spelled.values())


def _probes(stems: Iterable[Stem]) -> tuple[Probe, ...]:
    """Stems by a piece many share: one search for `cod` serves code, código, codice, passcode."""
    shared: dict[str, list[Stem]] = {}
    for stem in stems:
        shared.setdefault(next((p for p in CODE_PROBES if p in stem.text), stem.text), []).append(stem)
    return tuple(_probe(piece, members) for piece, members in shared.items())


def _probe(piece: str, stems: list[Stem]) -> Probe:
    by_next: dict[str, list[tuple[Stem, int]]] = {}
    for stem in sorted(stems, key=lambda stem: -len(stem.text)):
        offset = stem.text.index(piece)
        by_next.setdefault(stem.text[offset + len(piece) :][:1], []).append((stem, offset))
    anywhere = tuple(by_next.pop("", ()))
    return Probe(piece, anywhere, {letter: (*members, *anywhere) for letter, members in by_next.items()})


def _overlapping(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each piece those that can begin before its end."""
    told = tuple(texts)
    return {one: tuple(two for two in told if any(two.startswith(one[at:]) for at in range(1, len(one)))) for one in told}


def _by_script(stems: Iterable[Stem]) -> dict[int, list[Stem]]:
    scripts: dict[int, list[Stem]] = {}
    for stem in stems:
        scripts.setdefault(_script(ord(stem.text[0])), []).append(stem)
    return scripts


# Latin with accents, whose stems are in one table with those without; Chinese, which glues its words to `otp`.
_BESIDE_LATIN: Final = frozenset((0, 0x4E))
_ALL_STEMS: Final = _spellings()
_ASCII_PROBES: Final = {probe.text: probe for probe in _probes(stem for stem in _ALL_STEMS if stem.text.isascii())}
_ASCII_PIECES: Final = re.compile(grouped(sorted(_ASCII_PROBES, key=len, reverse=True)))
_OVERLAPPING: Final = _overlapping(_ASCII_PROBES)
_SCRIPT_PROBES: Final = {script: _probes(stems) for script, stems in _by_script(_ALL_STEMS).items()}
_LATIN_PROBES: Final = _SCRIPT_PROBES.pop(0)
