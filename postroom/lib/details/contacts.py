"""Mail addresses, telephone numbers, bank accounts (IBAN, checked)."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from postroom.lib.details.model import Detail, Source
from postroom.lib.details.places import label_before

FOUND_MAX: Final = 100


def find_contacts(text: str, source: Source) -> Iterator[Detail]:
    """`email`, `phone` (digits behind a plus where the text has one), `iban` (mod 97 is 1, ISO 13616)."""
    for match in islice(_EMAIL.finditer(text), FOUND_MAX):
        yield Detail(
            "email", match[0].rstrip("."), (match.start(), match.start() + len(match[0].rstrip("."))), source, "mail_address", 0.95
        )
    for match in islice(_IBAN.finditer(text), FOUND_MAX):
        value = match[0].replace(" ", "")
        if _is_iban(value):
            yield Detail("iban", value, match.span(), source, "iban_checked", 0.99, label_before(text, match.start()))
    for match in islice(_PHONE.finditer(text), FOUND_MAX):
        digits = "".join(filter(str.isdigit, match[0]))
        label = label_before(text, match.start())
        if 7 <= len(digits) <= 15 and (match[0][0] == "+" or _CALLED.search(label[-24:])):
            value = "+" + digits if match[0][0] == "+" else match[0].strip()
            yield Detail("phone", value, match.span(), source, "phone_international" if value[0] == "+" else "phone_labelled", 0.9, label)


def _is_iban(value: str) -> bool:
    turned = value[4:] + value[:4]
    return 15 <= len(value) <= 34 and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


_EMAIL: Final = re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])")
_IBAN: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_PHONE: Final = re.compile(r"(?:\+[0-9]|(?<![\w.,/+-])\(?0?[0-9])(?:[ ()./-]{0,2}[0-9]){5,14}(?![\w-])")
_CALLED: Final = re.compile(
    r"(?:tel|phone|call|ph|fon|mobil|handy|hotline|fax|teléf|telef|tél|puh|тел|звон|τηλ|טל|هاتف|تلفن|電話|电话|전화|โทร|đt|whatsapp|dial)\b|電話|电话|전화"
)
