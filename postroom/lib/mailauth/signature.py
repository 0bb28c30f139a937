"""One signature field (DKIM-Signature, ARC-Message-Signature, ARC-Seal), read and verified against a key. Pure."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

from postroom.lib.mailauth.fields import Field, SignedMail, canonical_field, read_tags, relaxed_field, without_signature
from postroom.lib.mailauth.keys import Key, decode_base64

_LONGEST_FIELD = 8_192
_DOMAIN = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*+(?<!-))?\.)++[A-Za-z0-9-]++\Z")
_SELECTOR = re.compile(r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+\Z")
_NUMBER = re.compile(r"[0-9]{1,76}\Z")
_CANONICAL = ("simple", "relaxed")
ALGORITHMS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}


class BadSignature(Exception):
    """The signature does not count: `word` is its result."""

    def __init__(self, reason: str, word: str = "permerror") -> None:
        super().__init__(reason)
        self.reason = reason
        self.word = word


class Signature(msgspec.Struct, frozen=True):
    """A signature field as read. `header_names` is empty for a seal, which signs other fields by rule."""

    field: Field
    algorithm: str
    domain: str
    selector: str
    signed: bytes
    identity_domain: str
    header_names: tuple[bytes, ...] = ()
    header_form: str = "simple"
    body_form: str = "simple"
    body_hash: bytes = b""
    body_length: int | None = None
    made_at: int | None = None
    expires_at: int | None = None

    @property
    def key_name(self) -> str:
        """Where the key is published (RFC 6376 §3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def kind(self) -> str:
        """The kind of key."""
        return ALGORITHMS[self.algorithm]


def peek(one: Field) -> dict[str, str]:
    """The tags of a field that may be malformed, to say whose it is."""
    return (read_tags(one.value) or {}) if len(one.raw) <= _LONGEST_FIELD else {}


def read_signature(one: Field, *, version: bool = True) -> Signature:
    """A DKIM-Signature; without `version` an ARC-Message-Signature. Raises BadSignature."""
    tags = _required(one, ("a", "b", "bh", "d", "h", "s"))
    if version and tags.get("v") != "1":
        raise BadSignature("the version is not 1")
    domain = _domain(tags)
    names = tuple(name.strip().lower().encode() for name in tags["h"].split(":"))
    if b"from" not in names and version:
        raise BadSignature("From is not signed")
    header_form, _, body_form = tags.get("c", "simple/simple").lower().partition("/")
    body_form = body_form or "simple"
    if header_form not in _CANONICAL or body_form not in _CANONICAL:
        raise BadSignature("unknown canonicalisation")
    if "dns/txt" not in [word.strip().lower() for word in tags.get("q", "dns/txt").split(":")]:
        raise BadSignature("unknown query method")
    made_at, expires_at = _number(tags, "t"), _number(tags, "x")
    if made_at is not None and expires_at is not None and expires_at <= made_at:
        raise BadSignature("it expires before it was made")
    return Signature(
        field=one,
        algorithm=_algorithm(tags),
        domain=domain,
        selector=_selector(tags),
        signed=_bytes(tags, "b"),
        identity_domain=_identity(tags, domain) if version else domain,
        header_names=names,
        header_form=header_form,
        body_form=body_form,
        body_hash=_bytes(tags, "bh"),
        body_length=_number(tags, "l"),
        made_at=made_at,
        expires_at=expires_at,
    )


def read_seal(one: Field) -> Signature:
    """An ARC-Seal. Raises BadSignature."""
    tags = _required(one, ("a", "b", "d", "s", "cv"))
    if "h" in tags or "bh" in tags:
        raise BadSignature("a seal names no fields")
    domain = _domain(tags)
    return Signature(one, _algorithm(tags), domain, _selector(tags), _bytes(tags, "b"), domain)


def verify(signature: Signature, mail: SignedMail, key: Key, now: datetime) -> None:
    """The body first, then the fields (RFC 6376 §6.1.3). Raises BadSignature where it does not hold."""
    if signature.expires_at is not None and signature.expires_at < now.timestamp():
        raise BadSignature("the signature has expired", "fail")
    if key.is_exact and signature.identity_domain != signature.domain:
        raise BadSignature("the key is not for identities of sub-domains")
    body = mail.canonical_body(signature.body_form)
    if signature.body_length is not None:
        if signature.body_length > len(body):
            raise BadSignature("the body is shorter than what was signed")
        body = body[: signature.body_length]
    if hashlib.sha256(body).digest() != signature.body_hash:
        raise BadSignature("the body was changed", "fail")
    if not key.verifies(signature.signed, _digest(signature, mail)):
        raise BadSignature("the signed fields were changed, or the key is another", "fail")


def verify_seal(seal: Signature, fields: Iterable[Field], key: Key) -> None:
    """A seal signs the fields of all sets up to its own, relaxed, itself last (RFC 8617 §5.1.1). Raises BadSignature."""
    digest = hashlib.sha256(b"".join(relaxed_field(one.name, one.value) for one in fields))
    digest.update(_emptied(seal.field, "relaxed"))
    if not key.verifies(seal.signed, digest.digest()):
        raise BadSignature("the sealed fields were changed, or the key is another", "fail")


def _digest(signature: Signature, mail: SignedMail) -> bytes:
    """Of several fields of a name the lowest counts first; a name without a field is signed as missing (§5.4.2)."""
    digest = hashlib.sha256()
    used: dict[bytes, int] = {}
    for name in signature.header_names:
        fields = mail.named(name)
        place = len(fields) - 1 - used.get(name, 0)
        if place >= 0:
            used[name] = used.get(name, 0) + 1
            digest.update(canonical_field(fields[place], signature.header_form))
    digest.update(_emptied(signature.field, signature.header_form))
    return digest.digest()


def _emptied(one: Field, form: str) -> bytes:
    """The signature field itself, without its signature and its line end."""
    name, colon, value = one.raw.partition(b":")
    bare = Field(one.name, name + colon + without_signature(value))
    return canonical_field(bare, form).removesuffix(b"\r\n")


def _required(one: Field, names: tuple[str, ...]) -> dict[str, str]:
    if len(one.raw) > _LONGEST_FIELD:
        raise BadSignature(f"the field is longer than {_LONGEST_FIELD} bytes")
    tags = read_tags(one.value)
    if tags is None:
        raise BadSignature("the field is no list of tags")
    missing = [name for name in names if not tags.get(name)]
    if missing:
        raise BadSignature(f"without {missing[0]}=")
    return tags


def _algorithm(tags: dict[str, str]) -> str:
    algorithm = tags["a"].lower()
    if algorithm == "rsa-sha1":
        raise BadSignature("rsa-sha1 is no longer accepted (RFC 8301 §3.1)", "policy")
    if algorithm not in ALGORITHMS:
        raise BadSignature("unknown algorithm")
    return algorithm


def _domain(tags: dict[str, str]) -> str:
    domain = tags["d"].lower()
    if len(domain) > 253 or not _DOMAIN.match(domain):
        raise BadSignature("the domain is malformed")
    return domain


def _selector(tags: dict[str, str]) -> str:
    if len(tags["s"]) > 200 or not _SELECTOR.match(tags["s"]):
        raise BadSignature("the selector is malformed")
    return tags["s"].lower()


def _identity(tags: dict[str, str], domain: str) -> str:
    """The domain of `i=`: that of `d=` or one below it (§3.5)."""
    if "i" not in tags:
        return domain
    identity = tags["i"].rpartition("@")[2].lower()
    if identity != domain and not identity.endswith(f".{domain}"):
        raise BadSignature("the identity is not of the domain")
    return identity


def _bytes(tags: dict[str, str], name: str) -> bytes:
    decoded = decode_base64(tags[name])
    if not decoded:
        raise BadSignature(f"{name}= is no base64")
    return decoded


def _number(tags: dict[str, str], name: str) -> int | None:
    if name not in tags:
        return None
    if not _NUMBER.match(tags[name]):
        raise BadSignature(f"{name}= is no number")
    return int(tags[name])
