"""Content codings, undone in bounded pieces."""

import zlib
from collections.abc import Iterator
from typing import Protocol

from postroom.kernel.ports import EgressFailed

ACCEPTED = "gzip, deflate"
_PIECE_BYTES = 256 * 1024


class Decoder(Protocol):
    """Bytes as sent in, bytes as meant out."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None:
        """Raise EgressFailed if the coded data broke off."""


def decoder_for(headers: tuple[tuple[str, str], ...]) -> Decoder | None:
    """What undoes the Content-Encoding of `headers`: None if there is none, or one that we never accepted."""
    value = ",".join(value for name, value in headers if name == "content-encoding")
    codings = [coding for coding in (part.strip().lower() for part in value.split(",")) if coding not in ("", "identity")]
    return _Zlib() if len(codings) == 1 and codings[0] in ("gzip", "x-gzip", "deflate") else None


class _Zlib:
    """gzip (RFC 1952), zlib (RFC 1950), and the bare deflate that some send under the name of the latter."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._held = b""
        self._is_started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Pieces of at most 256 kB: the caller counts, and stops a bomb before it unfolds."""
        if not self._is_started:
            self._held += data
            if len(self._held) < 2:  # two bytes tell a header from bare deflate
                return
            data = self._held
        piece = b""
        while data or len(piece) == _PIECE_BYTES:  # a full piece: there may be more inside
            piece = self._step(data)
            data = self._inflate.unconsumed_tail
            if piece:
                yield piece
            if self._inflate.unused_data:
                raise EgressFailed("protocol_error", "there is data behind the end of the compressed body")

    def finish(self) -> None:
        if (self._is_started or self._held) and not self._inflate.eof:
            raise EgressFailed("protocol_error", "the compressed body is cut off")

    def _step(self, data: bytes) -> bytes:
        is_first, self._is_started = not self._is_started, True
        try:
            return self._inflate.decompress(data, _PIECE_BYTES)
        except zlib.error:
            if not is_first:
                raise EgressFailed("protocol_error", "the compressed body is damaged") from None
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._step(data)
