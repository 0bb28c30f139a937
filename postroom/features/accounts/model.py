"""Shapes and rules of organisations and keys. Pure."""

import hashlib
import secrets
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from postroom.kernel.ids import encode_id

NOUNS = ("organisations", "keys", "audit", "agents", "domains", "inboxes", "messages", "threads", "routing", "events", "contact_rules")
# Beyond reading and writing a noun: mail that is hidden from ordinary readers.
_EXTRA = ("messages:hidden",)
SCOPES = frozenset({"admin", *_EXTRA} | {f"{noun}:{verb}" for noun in NOUNS for verb in ("read", "write")})
_DISPLAYED = 12
_LONGEST_SECRET = 512
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Label = Annotated[str, msgspec.Meta(max_length=200, description="A name for people.")]
Mode = Literal["live", "test"]


class Organisation(msgspec.Struct, frozen=True):
    """A tenant."""

    id: str
    name: str
    status: str
    created_at: datetime


class Key(msgspec.Struct, frozen=True):
    """An API key as it may be shown: never the secret."""

    id: str
    kind: str
    label: str
    mode: str
    prefix: str
    last_four: str
    scopes: list[str]
    agent_id: str | None
    inbox_ids: list[str] | None
    policies: dict[str, Any]
    rotated_from: str | None
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime


class FreshKey(msgspec.Struct, frozen=True):
    """A key just made: `api_key` is shown this once and never again."""

    api_key: str
    key: Key


class FreshOrganisation(msgspec.Struct, frozen=True):
    """An organisation just made, with its first admin key, shown this once."""

    organisation: Organisation
    api_key: str
    key: Key


class Whoami(msgspec.Struct, frozen=True):
    """Who is calling, and what the key may do."""

    organisation: Organisation
    key: Key
    scopes: list[str]
    mode: str
    agent_id: str | None
    inbox_ids: list[str] | None


def make_secret(mode: str) -> str:
    """`pr_live_` and 32 characters: about 187 random bits."""
    return f"pr_{mode}_" + "".join(secrets.choice(_ALPHABET) for _ in range(32))


def hash_secret(secret: str) -> bytes:
    """SHA-256 of the whole string: secrets are long and random, so a slow hash would buy nothing."""
    return hashlib.sha256(secret.encode()).digest()


def is_possible_secret(secret: str) -> bool:
    """False for what cannot be a key at all, so that it costs no look-up."""
    return 1 <= len(secret) <= _LONGEST_SECRET and secret.isascii() and secret.isprintable() and " " not in secret


def display_prefix(secret: str) -> str:
    """The 12 characters that people recognise a key by; less of a short secret."""
    return secret[: min(_DISPLAYED, len(secret) // 2)]


def organisation_shape(row: Any) -> Organisation:
    """The public shape of a row."""
    return Organisation(encode_id("org", row["id"]), row["name"], row["status"], row["created_at"])


def key_shape(row: Any) -> Key:
    """The public shape of a row."""
    return Key(
        id=encode_id("key", row["id"]),
        kind=row["kind"],
        label=row["label"],
        mode=row["mode"],
        prefix=row["display_prefix"],
        last_four=row["last_four"],
        scopes=sorted(row["scopes"]),
        agent_id=row["agent_id"] and encode_id("agt", row["agent_id"]),
        inbox_ids=None if row["inbox_ids"] is None else [encode_id("inb", one) for one in row["inbox_ids"]],
        policies=row["policies"],
        rotated_from=row["rotated_from"] and encode_id("key", row["rotated_from"]),
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        last_used_at=row["last_used_at"],
        created_at=row["created_at"],
    )
