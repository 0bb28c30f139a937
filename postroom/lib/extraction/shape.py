"""How likely a shape is a code, given how firmly words announce it."""

import re
from typing import Final

from postroom.lib.extraction.candidates import Candidate


def shape_factor(candidate: Candidate, weight: int, *, direct: bool, adjacent: bool = False, owned: bool = False) -> float:
    """0..1; `weight` of the announcing noun, `direct` when it stands close, `adjacent` when almost nothing is between."""
    shape, alone = candidate.shape, candidate.alone
    if shape == "digits":
        return _digits_factor(candidate.value, weight, alone=alone, direct=direct, adjacent=adjacent, owned=owned)
    if shape in ("letters", "word_groups", "spelled"):
        return 0.96 if alone or (direct and weight == 3) else 0.85 if adjacent and owned else 0.62 if adjacent else 0.4
    if shape == "small_letters":
        return 0.8 if direct and weight == 3 else 0.4
    if _NAME.fullmatch(candidate.value):
        return 0.3
    if is_loose(candidate) and not alone:
        return 0.85 if adjacent else 0.65 if direct and candidate.value.isupper() else 0.3
    if not direct and not alone:
        return 0.7
    value = candidate.value
    return 0.94 if shape == "mixed" and value.upper() != value and value.lower() != value else 1.0


def is_loose(candidate: Candidate) -> bool:
    """A year, or a small word with a number behind (`lena2024`): counts only right beside its noun."""
    value = candidate.value
    return is_year(value) or (candidate.shape == "mixed" and (_USER_NAME.fullmatch(value) or _NAME.fullmatch(value)) is not None)


def is_year(value: str) -> bool:
    return len(value) == 4 and "1950" <= value <= "2099"


def is_coupon(candidate: Candidate) -> bool:
    value = candidate.value
    return value[0].isalpha() and _COUPON.fullmatch(value) is not None


def is_discount(candidate: Candidate) -> bool:
    """A word with a round number behind (`WELCOME10`), as shops make them up."""
    return candidate.shape == "mixed" and _DISCOUNT.fullmatch(candidate.value) is not None


def _digits_factor(value: str, weight: int, *, alone: bool, direct: bool, adjacent: bool, owned: bool) -> float:
    if is_year(value):
        return 0.9 if weight > 1 and (adjacent or alone) else 0.4
    if 4 <= len(value) <= 8:
        return 1.0
    if len(value) == 3:
        return 0.93 if direct and (weight == 3 or (weight == 2 and adjacent and owned)) else 0.4
    return 0.97 if direct or alone else 0.6


_USER_NAME: Final = re.compile("[a-z]{3,}[0-9]{1,4}|[A-Z][a-z]{2,}[0-9]{1,4}|[A-Z]{4,}[0-9]|[0-9][A-Z][a-z]{2,}")
_NAME: Final = re.compile("[A-Z][a-z]{2,}[0-9](?:[A-Z]?[a-z]+)?|[0-9][A-Z][a-z]{3,}")  # a firm's, with a digit
_DISCOUNT: Final = re.compile("[A-Z]{4,}(?:5|[1-9][05]|100)")
_COUPON: Final = re.compile("[A-Z]{3,}[0-9]{0,3}")
