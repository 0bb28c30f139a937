"""The mail that a report is about: its Message-ID and whom it was for, from the copy that came back."""

import re
from typing import Final

_MAX_CHARS: Final = 65_536
_MESSAGE_ID: Final = re.compile(
    r"^[ \t>]{0,8}message-id[ \t]{0,4}:[ \t]{0,20}(?:\r?\n[ \t]{1,20})?<([^<>\s]{1,900})>", re.IGNORECASE | re.MULTILINE
)
_TO: Final = re.compile(
    r"^[ \t>]{0,8}(?:to|x-original-to|x-hmxmroriginalrecipient)[ \t]{0,4}:(.{0,1000}(?:\n[ \t].{0,1000}){0,20})",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"[^\s<>@,;:\"'()\[\]]{1,64}+@[^\s<>@,;:\"'()\[\]]{1,255}")
_RECEIVERS: Final = re.compile(
    r"^[ \t>]{0,8}(?:to|cc|x-original-to|delivered-to|envelope-to|x-envelope-to)[ \t]{0,4}:.{0,2000}|\bfor\s{1,20}<?[^\s;]{1,320}",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINS: Final = re.compile(
    r"^[ \t>|]{0,8}(?:received|return-path|message-id|dkim-signature|authentication-results|delivered-to|mime-version|arc-seal"
    r"|x-originating-ip|x-received|x-google-[a-z-]{1,30}|x-original-to|domainkey-signature|envelope-to)[ \t]{0,4}:",
    re.IGNORECASE | re.MULTILINE,
)


def returned_in(text: str) -> int:
    """Where the copy of a mail begins in the text of a report; its length where there is none."""
    found = _BEGINS.search(text)
    return found.start() if found else len(text)


def message_id_in(copy: str) -> str | None:
    """The Message-ID of the copy, without brackets."""
    found = _MESSAGE_ID.search(copy[:_MAX_CHARS])
    return found[1] if found else None


def is_for(copy: str, address: str) -> bool:
    """Does the copy name the address among those whom it was for?"""
    return any(address.lower() in line[0].lower() for line in _RECEIVERS.finditer(copy[:_MAX_CHARS]))


def receiver_in(copy: str) -> str | None:
    """Whom the copy is for, where its To names exactly one."""
    found = _TO.search(copy[:_MAX_CHARS])
    addresses = set(_ADDRESS.findall(found[1])) if found else set()
    return addresses.pop() if len(addresses) == 1 else None
