"""Address lists (RFC 5322 §3.4) as strangers write them: groups, comments, quotes, garbage. Linear, bounded, total."""

import re

from postroom.lib.mime.clean import one_line
from postroom.lib.mime.model import Address
from postroom.lib.mime.words import decode_words

_SIMPLE = re.compile(r'([^"<>(),:;@\\=]*)<([^\s"<>(),:;@\\\x00-\x1f\x7f]+@[^\s"<>(),:;@\\\x00-\x1f\x7f]+)>')
_BARE = re.compile(r'[^\s"<>(),:;@\\\x00-\x1f\x7f]+@[^\s"<>(),:;@\\\x00-\x1f\x7f]+')
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|=\?[^?\s]{1,80}\?[bBqQ]\?[^?]*\?=|[(),:;<>]|[^"(),:;<>=]+|=', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MAX_ADDRESS_CHARS = 998
_MAX_NAME_CHARS = 998
_MAX_PIECES_PER_ADDRESS = 64


def read_addresses(value: str, most: int = 1_000) -> list[Address]:
    """The mailboxes of an address header whose words are still encoded, groups flattened; at most `most`."""
    if simple := _SIMPLE.fullmatch(value):
        return [Address(simple[1].strip() if simple[1].isprintable() else one_line(simple[1]), simple[2])]
    if _BARE.fullmatch(value):
        return [Address("", value)]
    return _Reader(most).read(value)


class _Reader:
    """One pass over the pieces; a comma, a semicolon or the end completes a mailbox."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: list[Address] = []
        self.clear()

    def clear(self) -> None:
        self.words: list[str] = []
        self.quoted = False
        self.comment: list[str] = []
        self.angle: list[str] | None = None
        self.closed = False

    def read(self, value: str) -> list[Address]:
        depth = 0
        for match in _PIECE.finditer(value):
            piece = match[0]
            if depth or piece == "(":
                depth += (piece == "(") - (piece == ")")
                if depth:
                    self.comment.append(piece if self.comment else piece[1:])
            elif self.angle is not None and not self.closed and (piece != "," or self.angle[:1] == ["@"]):
                self.take_inside(piece)
            elif not self.take(piece):
                break
        self.finish()
        return self.found[: self.most]

    def take_inside(self, piece: str) -> None:
        if piece == ">":
            self.closed = True
        elif piece == ":":  # a source route (RFC 5322 §4.4): only what follows it is the address
            self.angle = []
        elif piece != "<" and self.angle is not None:
            self.angle += ["@", piece[1:]] if piece[0] == "@" else [piece]

    def take(self, piece: str) -> bool:
        if piece in (",", ";"):
            self.finish()
        elif piece == "<":
            if self.angle is not None:
                self.finish()
            self.angle = []
        elif piece == ":" and "@" not in "".join(self.words[-3:]):
            self.clear()  # the name of a group
        elif piece not in (">", ")") and (self.words or not piece.isspace()):
            self.quoted = self.quoted or piece[0] == '"'
            self.words.append(piece)
        return len(self.found) < self.most

    def finish(self) -> None:
        if self.words or self.angle is not None:
            name, address = self.parts()
            if name or address:
                self.found.append(Address(name[:_MAX_NAME_CHARS], address))
        self.clear()

    def parts(self) -> tuple[str, str]:
        words = "".join(self.words[:_MAX_PIECES_PER_ADDRESS]).strip()
        if self.angle is not None:
            address = _address("".join(self.angle[:_MAX_PIECES_PER_ADDRESS]))
            name = _name(self.words)
            return (name or _comment(self.comment), address) if address else (name, "")
        if "@" in words and (words[0] == '"' or not any(map(str.isspace, words))):
            return _comment(self.comment), _address(words)
        if "@" in words:  # blanks around the dots and the at sign (RFC 5322 §4.4), or a name and a bare address
            return _loose(words, _comment(self.comment))
        if words and not self.quoted and " " not in words and "=?" not in words:
            return _comment(self.comment), _address(words)
        return _name(self.words) or _comment(self.comment), ""


def _loose(words: str, comment: str) -> tuple[str, str]:
    parts = words.split()
    at = [word for word in parts if "@" in word.strip("@")]
    if len(at) == 1:
        return " ".join(one_line(w) for w in parts if w is not at[0]) or comment, _address(at[0])
    return comment, _address("".join(parts))


def _address(text: str) -> str:
    kept = one_line(text)
    if not kept.startswith('"'):
        kept = "".join(kept.split())
    return kept.strip("<>")[:_MAX_ADDRESS_CHARS]


def _name(words: list[str]) -> str:
    return decode_words(" ".join("".join(_unquoted(word) for word in words[:_MAX_PIECES_PER_ADDRESS]).split()))


def _comment(pieces: list[str]) -> str:
    return decode_words(" ".join(_ESCAPED.sub(r"\1", "".join(pieces[:_MAX_PIECES_PER_ADDRESS])).split()))


def _unquoted(word: str) -> str:
    if word[0] != '"':
        return word
    inner = word[1:-1] if len(word) > 1 and word[-1] == '"' else word[1:]
    return _ESCAPED.sub(r"\1", inner)
