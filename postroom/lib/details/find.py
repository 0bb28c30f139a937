"""All details of a mail, once."""

from collections.abc import Callable, Iterator
from typing import Final

from postroom.lib.details.amounts import find_amounts
from postroom.lib.details.contacts import find_contacts
from postroom.lib.details.dates import find_dates
from postroom.lib.details.model import Detail, Mail, Source
from postroom.lib.details.numbers import find_numbers
from postroom.lib.details.tracking import find_tracking_numbers

TEXT_MAX: Final = 65_536
_FINDERS: Final[tuple[Callable[[str, Source], Iterator[Detail]], ...]] = (
    find_amounts,
    find_dates,
    find_numbers,
    find_tracking_numbers,
    find_contacts,
)


def find_details(mail: Mail) -> list[Detail]:
    """From the subject and the first `TEXT_MAX` characters of the text, in this order; codes and links are the mail's own."""
    found = [
        detail
        for source, text in (("subject", mail.subject), ("text", mail.text[:TEXT_MAX]))
        for find in _FINDERS
        for detail in find(text, source)  # type: ignore[arg-type]
    ]
    return [*found, *mail.codes, *mail.links]
