"""Domains that can be taken for another: by their looks, by one letter, by a hyphen, by another ending."""

from functools import lru_cache
from typing import Final

from postroom.lib.likeness.brands import BRANDS
from postroom.lib.likeness.skeleton import decode_label, skeleton
from postroom.lib.mailauth import organisational_domain

LONGEST_DOMAIN: Final = 253
_SHORTEST = 4
# From this length on one letter more, less or other is a likely trick, from the next on two; below, real names differ by a letter.
_ONE_LETTER = 6
_TWO_LETTERS = 12
# Brands are compared with the whole world's names, so only longer ones by a letter: `strive` is not `stripe`.
_CERTAIN = 8
_NO_DIGITS = str.maketrans("", "", "0123456789")


def resembles(domain: str, other: str) -> bool:
    """Whether `domain` can be taken for `other`, and is another organisation's."""
    own, known = organisational_domain(domain), organisational_domain(other)
    if own is None or known is None or own == known:
        return False
    return _is_like(own.partition(".")[0], known.partition(".")[0])


@lru_cache(maxsize=8192)
def halves(domain: str, *, looking: bool) -> tuple[str, ...]:
    """Keys to find resembling domains by: of two names that differ by one letter, one half is the same in both.

    Those of a known domain; with `looking` those that a new one asks for.
    """
    own = organisational_domain(domain)
    label = skeleton(own.partition(".")[0]) if own else ""
    if len(label) < _SHORTEST:
        return ()
    sizes = (len(label) - 1, len(label), len(label) + 1) if looking else (len(label),)
    return tuple(dict.fromkeys(key for size in sizes for key in _halves(label, size)))


def imitated_brand(domain: str) -> str | None:
    """The domain of a much-imitated brand that `domain` can be taken for; never for the brand's own label under another ending."""
    own = organisational_domain(domain)
    if own is None:
        return None
    label = own.partition(".")[0]
    if label in BRANDS:
        return None
    return _brand_in_front(domain, own) or _brand_among(label) or _brand_like(skeleton(label))


def _halves(label: str, size: int) -> tuple[str, str]:
    """The halves that a name of `size` letters has in common with this one if either is intact."""
    half = size // 2
    return f"{size}:{label[:half]}", f"{size}:.{label[len(label) - (size - half) :]}"


def _is_like(label: str, known: str) -> bool:
    """Labels of two organisational domains. The same label is another ending of the same name."""
    if label == known:
        return len(label) >= _SHORTEST
    if _is_series(label, known):
        return False
    one, other = skeleton(label), skeleton(known)
    if min(len(one), len(other)) < _SHORTEST:
        return False
    return one == other or _is_typo(one, other) or (len(other) >= _ONE_LETTER and _distance_at_most(one, other, 1))


def _is_series(label: str, known: str) -> bool:
    """`sender1` and `sender2`: one owner counts his domains."""
    bare = label.translate(_NO_DIGITS)
    return bare != label and known.translate(_NO_DIGITS) == bare and any(char.isdigit() for char in known)


def _is_typo(one: str, other: str) -> bool:
    """Two neighbours swapped, or a letter doubled or undoubled: what a hurried reader overlooks in a short name too."""
    if len(one) == len(other):
        places = [place for place in range(len(one)) if one[place] != other[place]]
        return len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) != len(shorter) + 1:
        return False
    place = next((index for index in range(len(shorter)) if longer[index] != shorter[index]), len(shorter))
    return place > 0 and longer[place] == longer[place - 1] and longer[place + 1 :] == shorter[place:]


def _distance_at_most(one: str, other: str, most: int) -> bool:
    """Levenshtein within a bound; labels have 63 letters at most."""
    if abs(len(one) - len(other)) > most:
        return False
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, known in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != known)))
        if min(now) > most:
            return False
        before = now
    return before[-1] <= most


def _brand_in_front(domain: str, own: str) -> str | None:
    """`paypal.com.evil.example`: a brand's domain stands where a hurried reader looks."""
    front = domain.removesuffix(own).removesuffix(".")
    labels = front.split(".")[:8] if front else []
    for place in range(len(labels) - 1):
        pair = f"{labels[place]}.{labels[place + 1]}"
        if BRANDS.get(labels[place]) == pair:
            return pair
    return None


def _brand_among(label: str) -> str | None:
    """`secure-paypal`, `micros0ft-support`: a brand beside words."""
    decoded = decode_label(label)
    if "-" not in decoded:
        return None
    return next(
        (_BY_SKELETON[word] for word in map(skeleton, decoded.split("-")[:8]) if len(word) >= _ONE_LETTER and word in _BY_SKELETON), None
    )


@lru_cache(maxsize=8192)
def _brand_like(own: str) -> str | None:
    exact = _BY_SKELETON.get(own)
    if exact is not None or len(own) < _SHORTEST:
        return exact
    most = 2 if len(own) >= _TWO_LETTERS else 1
    for known, domain in _BY_SKELETON.items():
        if len(known) < _ONE_LETTER or abs(len(known) - len(own)) > most:
            continue
        if _is_typo(own, known) or (len(known) >= _CERTAIN and _distance_at_most(own, known, most if len(known) >= _TWO_LETTERS else 1)):
            return domain
    return None


_BY_SKELETON = {skeleton(label): domain for label, domain in BRANDS.items()}
