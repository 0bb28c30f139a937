"""One command line as verb, argument and parameters."""

import re

_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^= ]+))?")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def parse_line(line: bytes) -> tuple[str, str] | None:
    """(verb in capitals, argument without outer spaces) of a line without its CRLF.

    None if it holds a control character or is not UTF-8. `MAIL FROM:<a@b>` gives `("MAIL", "FROM:<a@b>")`.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    if not text.isprintable() and _CONTROL.search(text):
        return None
    verb, _, argument = text.partition(" ")
    return verb.upper(), argument.strip(" ")


def parse_parameters(text: str) -> dict[str, str] | None:
    """`SIZE=10 SMTPUTF8` as `{"SIZE": "10", "SMTPUTF8": ""}`; None on bad syntax or a repeated keyword."""
    parameters: dict[str, str] = {}
    for word in text.split():
        found = _PARAMETER.fullmatch(word)
        if found is None or (keyword := found[1].upper()) in parameters:
            return None
        parameters[keyword] = found[2] or ""
    return parameters


def parse_chunk(argument: str) -> tuple[int, bool] | None:
    """(size in bytes, whether it is the last) of a BDAT argument, None on bad syntax (RFC 3030 §2)."""
    size, _, last = argument.partition(" ")
    if not (size.isascii() and size.isdigit()) or len(size) > 20:
        return None
    last = last.strip(" ").upper()
    return (int(size), bool(last)) if last in ("", "LAST") else None
