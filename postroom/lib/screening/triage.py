"""Is a text worth a closer look? One pass over its words, as bytes, decides; most mail ends here."""

from postroom.lib.screening.ciphers import KEYS as CIPHERED
from postroom.lib.screening.evidence import Glance
from postroom.lib.screening.lexicon import BITS_OF_KEY, CORE_STEMS, PAIRS_OF_KEY, STEM, STEMS
from postroom.lib.screening.phrases import TRIGGERS

_BLANKS = bytes(32 if chr(i) in "!\"#$%&()*+,./:;<=>?@[\\]^`{|}~\t\r\n\x0b\x0c'" else i for i in range(256))
# Typographic marks that would stick to a word.
_MARKS = "“”„«»‘’‚…\u00a0\u3000、。，：；！？（）「」•·–—।،؛؟։¿¡"
_FOLLOWING = bytes(range(0xC0))
_SPELLED = frozenset((b"e", b"n"))
_FIRSTS = frozenset(first for firsts in PAIRS_OF_KEY.values() for first, _ in firsts)
_SECONDS = frozenset(PAIRS_OF_KEY)
_MARKED = frozenset(b"untrusted end begin start beginning 20 65 32 040".split())
_KEYS = frozenset(BITS_OF_KEY) | _SECONDS | _FIRSTS | TRIGGERS | CIPHERED | _SPELLED | _MARKED
# Letters, what may stand for them, dots, and the rest.
_SHAPE = bytes(
    ord("a" if chr(one).isalpha() and one < 128 else "1" if chr(one) in "0134578$" else chr(one) if chr(one) in ".-" else " ")
    for one in range(256)
)
_MANY_DOTS = 5
_MANY_DASHES = 6
_SENTENCE = 30  # characters that most sentences have
# Blanks, and all else: twenty of that are a long word.
_FILLED = bytes(32 if one == 32 else 120 for one in _BLANKS)
_LONG = b"x" * 20
_NOT_BLANK = bytes(one for one in range(256) if chr(one) not in " \n")
_A_LINE_EACH = b"\n" * 6
_USUAL = bytes(one for one in range(256) if chr(one) not in "%&#\\<>[]{}=+|`@")


def glance(lowered: str) -> Glance:
    """All that is known of a text without places. `lowered` is in lower case."""
    is_ascii = lowered.isascii()
    encoded = (lowered if is_ascii else _spaced(lowered)).encode("utf-8", "replace")
    words = encoded.translate(_BLANKS).split()
    found = _KEYS.intersection(words)
    bits = 0
    bits_of = BITS_OF_KEY.get
    for word in found:
        bits |= bits_of(word, 0)
    for word in _SECONDS & found:
        for first, both in PAIRS_OF_KEY[word]:
            if first in found:
                bits |= both
    stems = 0 if is_ascii else _stems(lowered, encoded.translate(None, _FOLLOWING))
    shape = encoded.translate(_SHAPE)
    has_dashes = shape.count(b"-") > _MANY_DASHES
    return Glance(
        bits | stems,
        found,
        _LONG in encoded.translate(_FILLED),
        found >= _SPELLED or (has_dashes and b"-e-" in encoded),
        stems != 0,
        encoded.translate(None, _USUAL),
        b"a1a" in shape and shape.count(b"a1a") > 3,
        shape.count(b".") * _SENTENCE > len(shape) and shape.count(b"a.a") > _MANY_DOTS,
        has_dashes and b"-. " in shape and b".- " in shape,
        _A_LINE_EACH in encoded.translate(None, _NOT_BLANK),
    )


def _stems(text: str, leads: bytes) -> int:
    """What the scripts without blanks say; `leads` are the first bytes of the characters that are not ASCII."""
    bits = 0
    for firsts, core in CORE_STEMS:
        if any(first in leads for first in firsts) and core.search(text):
            for stem in set(STEM.findall(text)):
                bits |= STEMS[stem]
            return bits
    return bits


def _spaced(text: str) -> str:
    for mark in _MARKS:
        if mark in text:
            text = text.replace(mark, " ")
    return text
