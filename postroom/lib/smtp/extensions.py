"""The service extensions: what EHLO offers, and the MAIL parameters that come with it."""

from postroom.lib.smtp import reply
from postroom.lib.smtp.settings import SmtpSettings

_MAIL_PARAMETERS = frozenset(("SIZE", "BODY", "SMTPUTF8"))


def offered(settings: SmtpSettings, *, starttls: bool) -> bytes:
    """The lines of the EHLO answer after the greeting. BINARYMIME is not offered: stored mail is text."""
    words = ["PIPELINING", f"SIZE {settings.max_message_bytes}"]
    if starttls:
        words.append("STARTTLS")
    words += ["8BITMIME", "ENHANCEDSTATUSCODES", _limits(settings), "CHUNKING"]
    lines = [f"250-{word}\r\n" for word in words]
    return "".join([*lines, "250 SMTPUTF8\r\n"]).encode()


def objection_to_mail(parameters: dict[str, str]) -> bytes | None:
    """The answer that refuses these MAIL parameters, or None."""
    for keyword, value in parameters.items():
        if keyword not in _MAIL_PARAMETERS:
            return reply.UNKNOWN_PARAMETER
        if not _fits(keyword, value):
            return reply.BAD_PARAMETER
    return None


def declared_size_bytes(parameters: dict[str, str]) -> int:
    """What SIZE declared (RFC 1870), 0 if nothing. The parameters were checked before."""
    return int(parameters.get("SIZE", "0"))


def _limits(settings: SmtpSettings) -> str:
    mails = f" MAILMAX={settings.max_mails}" if settings.max_mails else ""
    return f"LIMITS{mails} RCPTMAX={settings.max_recipients}"  # RFC 9422


def _fits(keyword: str, value: str) -> bool:
    if keyword == "SIZE":
        return value.isascii() and value.isdigit() and len(value) <= 20
    if keyword == "BODY":
        return value.upper() in ("7BIT", "8BITMIME")
    return value == ""
