"""Tracking numbers that carry their own check, by carrier."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from postroom.lib.details.model import Detail, Source
from postroom.lib.details.places import label_before

NUMBERS_MAX: Final = 50


def find_tracking_numbers(text: str, source: Source) -> Iterator[Detail]:
    """Without blanks. A number whose check fails is none; one without a check needs words that call it one."""
    for match in islice(_CANDIDATE.finditer(text), NUMBERS_MAX):
        value = match[0].replace(" ", "")
        label = label_before(text, match.start())
        carrier = next((name for name, pattern, check in _CARRIERS if pattern.fullmatch(value) and check(value)), None)
        if carrier is None and _CALLED.search(label) and 10 <= len(value) <= 24:
            carrier = next((name for name, pattern in _BY_SHAPE if pattern.fullmatch(value)), "")
        if carrier is not None:
            rule = "tracking_checked" if carrier else "tracking_labelled"
            yield Detail("tracking_number", value, match.span(), source, rule, 0.95 if carrier else 0.8, label, carrier or None)


def _is_ups(value: str) -> bool:
    """Letters count as (code - 63) mod 10; every second is doubled."""
    digits = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in value[2:]]
    total = sum(digits[0:-1:2]) + 2 * sum(digits[1:-1:2])
    return (10 - total % 10) % 10 == digits[-1]


def _is_s10(value: str) -> bool:
    """UPU S10: eight digits and a check digit between two letters and a country."""
    total = sum(int(digit) * weight for digit, weight in zip(value[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - total % 11
    return int(value[10]) == {10: 0, 11: 5}.get(check, check)


def _is_mod10(value: str) -> bool:
    """USPS: from the right, threes and ones."""
    digits = [int(digit) for digit in reversed(value[:-1])]
    return (10 - (3 * sum(digits[0::2]) + sum(digits[1::2])) % 10) % 10 == int(value[-1])


_CARRIERS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = (
    ("ups", re.compile("1Z[0-9A-Z]{16}"), lambda value: value[-1].isdigit() and _is_ups(value)),
    ("postal", re.compile("[A-Z]{2}[0-9]{9}[A-Z]{2}"), _is_s10),
    ("usps", re.compile("9[1-5][0-9]{18}(?:[0-9]{2})?"), _is_mod10),
    ("amazon", re.compile("TBA[0-9]{12}"), lambda _: True),
    ("dhl", re.compile("JJ?D[0-9]{18}"), lambda _: True),
)
_BY_SHAPE: Final = (("ups", re.compile("1Z[0-9A-Z]{16}")),)
_CANDIDATE: Final = re.compile(
    "(?<![A-Za-z0-9])(?:1Z(?: ?[0-9A-Z]){16}|[A-Z]{2,3}[0-9]{9,18}(?:[A-Z]{2})?|[0-9]{10,24}"
    "|[0-9]{4}(?: [0-9]{4}){4}(?: [0-9]{2})?)(?![A-Za-z0-9])"
)
_CALLED: Final = re.compile(
    "track|sendungs|paket|shipment|parcel|suivi|colis|seguim|rastre|spedizion|zending|sporing|sporings|spårning|kolli|przesył|zásil|csomag|kargo|takip"
    "|трек|отправлен|посыл|відправл|αποστολ|משלוח|تتبع|رهگیری|追跡|お問い合わせ伝票|运单|運單|快递|운송장|พัสดุ|vận đơn|resi|awb"
)
