"""Every DKIM signature of a mail, within a bound (RFC 6376 §6)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec

from postroom.lib.mailauth.asking import Ask, is_askable
from postroom.lib.mailauth.fields import Field, SignedMail
from postroom.lib.mailauth.keys import BadKey, Key, read_key
from postroom.lib.mailauth.model import Dkim
from postroom.lib.mailauth.signature import BadSignature, Signature, peek, read_signature, verify

MOST_SIGNATURES = 10
_MOST_RECORDS = 10


class Open(msgspec.Struct, frozen=True):
    """A signature whose key is known, or the result that it has already."""

    signature: Signature | None
    found: Key | Dkim


async def open_signatures(ask: Ask, mail: SignedMail) -> list[Open]:
    """The signatures from the top, at most ten of them, with their keys."""
    fields = mail.named(b"dkim-signature")[:MOST_SIGNATURES]
    if len(fields) == 1:
        return [await _open(ask, fields[0])]
    return list(await asyncio.gather(*(_open(ask, one) for one in fields)))


def verify_signatures(mail: SignedMail, opened: Sequence[Open], now: datetime) -> list[Dkim]:
    """What holds. This is where the computing is."""
    results = [_verified(mail, one, now) for one in opened]
    beyond = len(mail.named(b"dkim-signature")) - len(opened)
    return [*results, Dkim("neutral", reason=f"{beyond} more signatures were not looked at")] if beyond > 0 else results


async def _open(ask: Ask, one: Field) -> Open:
    try:
        signature = read_signature(one)
    except BadSignature as error:
        return Open(None, _failed(error, peek(one)))
    found = await find_key(ask, signature)
    if isinstance(found, Key):
        return Open(signature, found)
    return Open(signature, _result(signature, found.word, reason=found.reason))


async def find_key(ask: Ask, signature: Signature) -> Key | BadKey:
    """The key that a signature names, or why there is none."""
    if not is_askable(signature.key_name):
        return BadKey("the name of the key is too long")
    answer = await ask(signature.key_name, "TXT")
    if answer.word == "not_found":
        return BadKey("there is no such key")
    if answer.word != "found":
        return BadKey(f"the look-up of the key failed: {answer.word}", "temperror")
    first: BadKey | None = None
    for record in answer.records[:_MOST_RECORDS]:
        try:
            return read_key(record, signature.kind)
        except BadKey as error:
            first = first or error
    return first or BadKey("there is no such key")


def _verified(mail: SignedMail, one: Open, now: datetime) -> Dkim:
    if isinstance(one.found, Dkim) or one.signature is None:
        return one.found if isinstance(one.found, Dkim) else Dkim()
    try:
        verify(one.signature, mail, one.found, now)
    except BadSignature as error:
        return _result(one.signature, error.word, one.found, error.reason)
    length = one.signature.body_length
    if length is not None and length < len(mail.canonical_body(one.signature.body_form)):
        # Whoever passes such a mail on may add to it what he likes, so it is no proof of what is read here (RFC 6376 §8.2).
        return _result(one.signature, "policy", one.found, f"only the first {length} bytes of the body are signed (l=)")
    return _result(one.signature, "pass", one.found)


def _result(signature: Signature, word: str, key: Key | None = None, reason: str | None = None) -> Dkim:
    return Dkim(
        result=word,  # type: ignore[arg-type]
        domain=signature.domain,
        selector=signature.selector,
        algorithm=signature.algorithm,
        key_bits=None if key is None else key.bits,
        body_in_part=signature.body_length is not None,
        test_mode=key is not None and key.is_testing,
        reason=reason,
    )


def _failed(error: BadSignature, tags: dict[str, str]) -> Dkim:
    domain, selector, algorithm = (tags[name][:253].lower() if name in tags else None for name in ("d", "s", "a"))
    return Dkim(error.word, domain, selector, algorithm, reason=error.reason)  # type: ignore[arg-type]
