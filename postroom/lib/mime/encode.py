"""Values into header and body bytes: folded, encoded, never able to start a header of their own."""

import binascii
import re
from collections.abc import Iterable

from postroom.lib.mime.model import Address

_BREAKERS = re.compile("[\r\n\x00\ud800-\udfff]")
_PLAIN = re.compile(r"[\x20-\x7e\t]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/?^_`{|}~ -]*")
_ADDRESS = re.compile(r'(?:"[^"\\<>\x00-\x1f\x7f]{1,400}"|[^\s"<>(),:;\\@\x00-\x1f\x7f]{1,400})@[^\s"<>(),;\\@\x00-\x1f\x7f]{1,400}')
_ID = re.compile(r"[^\s<>\x00-\x1f\x7f]{1,980}")
_FOLD_AT = re.compile(r"(?<=\S) (?=\S)")
_LINE, _LONGEST = 76, 900
_WORD_BYTES = 45  # RFC 2047 §2: an encoded word is at most 75 characters


def checked(field: str, value: str) -> str:
    """`value`, or `ValueError` naming the field where it could break out of it or cannot be written at all."""
    if found := _BREAKERS.search(value):
        raise ValueError(f"{field}: {found[0]!r} is not allowed")
    return value


def text_header(field: str, value: str) -> str:
    """`value` as it stands where it is plain and can be folded, else as encoded words."""
    value = checked(field, value).strip(" \t")
    if _PLAIN.fullmatch(value) and "=?" not in value and "\t" not in value:
        folded = _folded(_FOLD_AT.split(value), " ")
        if max(map(len, folded.split("\r\n"))) <= _LONGEST:
            return folded
    return _encoded_words(value)


def address_header(field: str, addresses: Iterable[Address]) -> str:
    """The addresses, folded between them; `ValueError` for one that no mailer could take."""
    return _folded([_mailbox(field, address) for address in addresses], ", ")


def id_header(field: str, ids: Iterable[str]) -> str:
    """Message ids in brackets, one to a line where they do not fit together."""
    return _folded([f"<{checked_id(field, known)}>" for known in ids], " ")


def checked_id(field: str, known: str) -> str:
    if not _ID.fullmatch(checked(field, known)):
        raise ValueError(f"{field}: {known[:80]!r} is no message id")
    return known


def parameter(name: str, value: str) -> str:
    """`; name=value`, folded; other than plain ASCII as RFC 2231 continuations."""
    if _PLAIN.fullmatch(value) and len(value) <= _LINE and not re.search(r'["\\\t%]|=\?', value):
        return f';\r\n {name}="{value}"'
    quoted = "utf-8''" + "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in value.encode())
    pieces = re.findall(r"(?:%..|[^%]){1,20}", quoted)
    if len(pieces) == 1:
        return f";\r\n {name}*={quoted}"
    return "".join(f";\r\n {name}*{number}*={piece}" for number, piece in enumerate(pieces))


def text_body(field: str, text: str) -> tuple[str, bytes]:
    """Transfer encoding and bytes of a text in UTF-8, its line ends CRLF."""
    checked(field, text.replace("\r", "").replace("\n", ""))
    data = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    if data.isascii() and max(map(len, data.split(b"\r\n"))) <= _LONGEST:
        return "7bit", data
    if len(data) > 2 * len(text):
        return "base64", base64_lines(data)
    lines = binascii.b2a_qp(data.replace(b"\r\n", b"\n"), istext=True)
    return "quoted-printable", lines.replace(b"\n", b"\r\n")


def base64_lines(data: bytes) -> bytes:
    """Base64 in lines of 76 characters."""
    encoded = binascii.b2a_base64(data, newline=False)
    return b"\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)) or b""


def _mailbox(field: str, address: Address) -> str:
    if not _ADDRESS.fullmatch(checked(field, address.address)):
        raise ValueError(f"{field}: {address.address[:80]!r} is no e-mail address")
    name = checked(field, address.name).strip()
    return f"{_phrase(name)} <{address.address}>" if name else address.address


def _phrase(name: str) -> str:
    if not _PLAIN.fullmatch(name) or "\t" in name or "=?" in name or "  " in name or len(name) > _LINE:
        return _encoded_words(name)
    return name if _ATOMS.fullmatch(name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encoded_words(text: str) -> str:
    words, piece = [], b""
    for character in text:
        encoded = character.encode()
        if len(piece) + len(encoded) > _WORD_BYTES:
            words.append(piece)
            piece = b""
        piece += encoded
    return "\r\n ".join(f"=?utf-8?b?{binascii.b2a_base64(p, newline=False).decode()}?=" for p in (*words, piece) if p)


def _folded(pieces: list[str], joint: str) -> str:
    """Pieces joined, with a line end in place of the joint's blank wherever a line would grow over 76 characters."""
    out, width = [], 20
    for number, piece in enumerate(pieces):
        length = len(piece.rpartition("\r\n")[2]) + len(joint)
        if number and width + length > _LINE:
            out.append(joint.rstrip() + "\r\n ")
            width = length
        else:
            out.append(joint if number else "")
            width += length
        out.append(piece)
    return "".join(out)
