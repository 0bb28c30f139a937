"""One total function between strangers' text and the database (FOUNDATIONS §1): no NUL, no lone surrogate, no endless value."""


def to_storable(text: str, most: int) -> str:
    """The text without NUL and lone surrogates, at most `most` characters."""
    if len(text) > most:
        text = text[:most]
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
