"""Keys that domains publish for their signatures (RFC 6376 §3.6.1, RFC 8301, RFC 8463)."""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from postroom.lib.mailauth.fields import read_tags

_FEWEST_BITS = 1024
_MOST_BITS = 8192
_LARGEST_EXPONENT = 2**32
_LONGEST_RECORD = 16_384
_PADDING, _PREHASHED = PKCS1v15(), Prehashed(SHA256())


class BadKey(Exception):
    """The key cannot be used: `word` is the result of the signature."""

    def __init__(self, reason: str, word: str = "permerror") -> None:
        super().__init__(reason)
        self.reason = reason
        self.word = word


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and what its domain says of it."""

    kind: str
    bits: int
    public: RSAPublicKey | Ed25519PublicKey
    is_testing: bool
    is_exact: bool

    def verifies(self, signature: bytes, digest: bytes) -> bool:
        """Whether the signature is of this SHA-256 digest."""
        try:
            if isinstance(self.public, RSAPublicKey):
                self.public.verify(signature, digest, _PADDING, _PREHASHED)
            else:
                self.public.verify(signature, digest)
        except InvalidSignature:
            return False
        return True


@lru_cache(maxsize=2048)
def read_key(record: str, kind: str) -> Key:
    """The key of a record, for signatures of a kind (`rsa`, `ed25519`). Raises BadKey."""
    tags = read_tags(record.encode("utf-8")) if len(record) <= _LONGEST_RECORD else None
    if tags is None or "p" not in tags:
        raise BadKey("the key record is malformed")
    if tags.get("v", "DKIM1") != "DKIM1":
        raise BadKey("the key record is of an unknown version")
    if not tags["p"]:
        raise BadKey("the key was revoked")
    if tags.get("k", "rsa").lower() != kind:
        raise BadKey(f"the key is not for {kind}")
    if "sha256" not in _words(tags.get("h", "sha256")):
        raise BadKey("the key does not allow sha256")
    if not {"*", "email"} & set(_words(tags.get("s", "*"))):
        raise BadKey("the key is not for e-mail")
    flags = _words(tags.get("t", ""))
    public, bits = _public(tags["p"], kind)
    return Key(kind, bits, public, "y" in flags, "s" in flags)


def decode_base64(text: str) -> bytes | None:
    """Base64 with blanks anywhere (RFC 6376 §3.2 base64string), or None."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _public(text: str, kind: str) -> tuple[RSAPublicKey | Ed25519PublicKey, int]:
    encoded = decode_base64(text)
    if encoded is None:
        raise BadKey("the key is no base64")
    try:
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(encoded), 256
        public = _load_rsa(encoded)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey("the key cannot be read") from error
    if public.key_size < _FEWEST_BITS:
        raise BadKey(f"an RSA key of {public.key_size} bits is too short (RFC 8301 §3.2)", "policy")
    # A long key or a large exponent costs us, not the sender.
    if public.key_size > _MOST_BITS or public.public_numbers().e >= _LARGEST_EXPONENT:
        raise BadKey(f"an RSA key of {public.key_size} bits is more than what is computed here")
    return public, public.key_size


def _load_rsa(encoded: bytes) -> RSAPublicKey:
    """SubjectPublicKeyInfo as everybody publishes it, or the bare RSAPublicKey that RFC 6376 asks for (erratum 3017)."""
    try:
        loaded = load_der_public_key(encoded)
    except (ValueError, UnsupportedAlgorithm):
        return RSAPublicNumbers(*reversed(_two_integers(encoded))).public_key()
    if not isinstance(loaded, RSAPublicKey):
        raise ValueError("no RSA key")
    return loaded


def _two_integers(encoded: bytes) -> tuple[int, int]:
    """DER: SEQUENCE { modulus INTEGER, exponent INTEGER }."""
    sequence = _element(encoded, 0, 0x30)[0]
    modulus, end = _element(sequence, 0, 0x02)
    exponent, _ = _element(sequence, end, 0x02)
    return int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")


def _element(encoded: bytes, place: int, tag: int) -> tuple[bytes, int]:
    if len(encoded) < place + 2 or encoded[place] != tag:
        raise ValueError("not the element that was expected")
    length, start = encoded[place + 1], place + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(encoded[start : start + size], "big"), start + size
    if start + length > len(encoded):
        raise ValueError("cut short")
    return encoded[start : start + length], start + length


def _words(text: str) -> list[str]:
    return [word.strip().lower() for word in text.split(":")]
