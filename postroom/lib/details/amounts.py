"""Amounts of money with their currency, as integer cents. An amount without a currency is a number, and none is said."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from postroom.lib.details.model import Detail, Source
from postroom.lib.details.places import label_before

AMOUNTS_MAX: Final = 200


def find_amounts(text: str, source: Source) -> Iterator[Detail]:
    """In order. `1.249,50`, `1,249.50`, `1 249,50`: the last separator with two digits behind it parts the cents."""
    for match in islice(_AMOUNT.finditer(text), AMOUNTS_MAX):
        number = match["after"] or match["before"]
        sign = (match["sign"] or match["unit"]).strip().rstrip(".")
        currency = _CURRENCIES.get(sign) or _CURRENCIES.get(sign.upper()) or _CURRENCIES.get(sign.lower())
        cents = _cents(number, currency)
        if currency and cents is not None:
            is_negative = text[max(0, match.start() - 1) : match.start()] in ("-", "−")
            label = label_before(text, match.start())
            yield Detail("amount", -cents if is_negative else cents, match.span(), source, "amount_with_currency", 0.95, label, currency)


def _cents(number: str, currency: str | None) -> int | None:
    plain = _BLANK.sub("", number)
    tail = _TAIL.search(plain)
    whole = _SEPARATOR.sub("", plain[: tail.start()] if tail else plain)
    if not whole.isdigit() or len(whole) > 12:
        return None
    cents = int((tail[1] if tail else "0").ljust(2, "0"))
    return int(whole) if currency in _WITHOUT_CENTS and not tail else int(whole) * 100 + cents


_WITHOUT_CENTS: Final = frozenset(("JPY", "KRW", "VND", "HUF", "CLP"))
_CURRENCIES: Final = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "元": "CNY", "원": "KRW", "₩": "KRW", "₹":
    "INR", "Rs": "INR", "RS": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "R$":
    "BRL", "C$": "CAD", "A$": "AUD", "zł": "PLN", "kč": "CZK", "Ft": "HUF", "FT": "HUF", "руб": "RUB", "грн": "UAH",
    "лв": "BGN", "lei": "RON", "Fr": "CHF", "kr": None, "บาท": "THB",
    **{code: code for code in """USD EUR GBP CHF JPY PLN SEK NOK DKK CZK HUF RON TRY RUB UAH INR BRL MXN CAD AUD NZD CNY KRW ILS VND THB IDR
    SGD HKD ZAR AED SAR BGN""".split()},
}  # fmt: skip
_SIGN: Final = r"(?:US\$|R\$|C\$|A\$|[$€£¥₹₽₺₩₴₪฿₫]|(?<![A-Za-z])(?:Rs|Fr)\.?)"
_CODE: Final = "(?:" + "|".join(sorted(code for code in _CURRENCIES if code.isalpha() and code.isascii() and len(code) == 3)) + ")"
_UNIT: Final = f"(?:[$€£¥₹₽₺₩₴₪฿₫円元원]|zł|Kč|Ft|руб|грн|лв|lei|บาท|{_CODE})(?![A-Za-z])"
_NUMBER: Final = "[0-9]{1,3}(?:[ .,'’\u00a0\u202f][0-9]{3}){1,4}(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]{1,12}(?:[.,][0-9]{1,2})?(?![0-9])"
_AMOUNT: Final = re.compile(
    f"(?P<sign>{_SIGN}|(?<![A-Za-z]){_CODE}) ?(?P<after>{_NUMBER})|(?<![0-9.,])(?P<before>{_NUMBER})[ \u00a0]?(?P<unit>{_UNIT})"
)
_TAIL: Final = re.compile("[.,]([0-9]{1,2})$")
_SEPARATOR: Final = re.compile("[.,'’]")
_BLANK: Final = re.compile("[ \u00a0\u202f]")
