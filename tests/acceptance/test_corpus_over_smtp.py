"""Every mail of the corpus over real SMTP: accepted, stored, listed, its bytes equal, its headers as another parser reads them."""

import asyncio
import email
import email.policy
import random
import warnings
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from postroom.testing.running import Account
from tests.acceptance.reading import list_messages, read_raw
from tests.acceptance.smtp_client import ended, talking

_CONNECTIONS = 8
_LONGEST_SUBJECT = 998


@dataclass
class Carried:
    """A mail of the corpus: how it travels, and what must arrive."""

    path: Path
    content: bytes
    by_chunks: bool

    @property
    def arrives(self) -> bytes:
        """BDAT carries bytes as they are; DATA ends the last line."""
        return self.content if self.by_chunks else ended(self.content)


@pytest.mark.corpus
async def test_every_mail_of_the_corpus_arrives(account: Account, corpus: Path) -> None:
    await _carry_all(account, _mails(corpus), tls=False)


@pytest.mark.corpus
async def test_a_third_of_the_corpus_arrives_over_tls(account: Account, corpus: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    mails = _mails(corpus)
    await _carry_all(account, random.Random(seed).sample(mails, len(mails) // 3), tls=True)


@pytest.mark.long
@pytest.mark.corpus
async def test_every_mail_of_the_corpus_arrives_over_tls(account: Account, corpus: Path) -> None:
    await _carry_all(account, _mails(corpus), tls=True)


def _mails(corpus: Path) -> list[Carried]:
    """Every second one by DATA, the others by BDAT."""
    paths = sorted(path for path in (corpus / "mail").rglob("*") if path.is_file() and path.suffix == ".eml")
    assert len(paths) > 500, f"{len(paths)} mails in {corpus / 'mail'}"
    return [Carried(path, path.read_bytes(), place % 2 == 0) for place, path in enumerate(paths)]


async def _carry_all(account: Account, mails: list[Carried], *, tls: bool) -> None:
    inbox = await account.open_inbox()
    sent: dict[str, Carried] = {}
    shares = [mails[number::_CONNECTIONS] for number in range(_CONNECTIONS)]
    for share in await asyncio.gather(*(_carry(account.smtp_port, inbox["address"], share, tls=tls) for share in shares)):
        sent |= share
    listed = {message["id"]: message async for message in list_messages(account.api, inbox_id=inbox["id"])}
    assert listed.keys() == sent.keys()
    compared, differing = 0, []
    for message_id, carried in sent.items():
        assert await read_raw(account.api, message_id) == carried.arrives, carried.path
        message = (await account.api.get(f"/v1/messages/{message_id}")).json()
        mail = _read(carried.arrives)
        if mail is not None:
            compared += 1
            differing += [f"{carried.path.name}: {difference}" for difference in _differences(message, mail)]
    print(f"{len(sent)} mails arrived, {compared} of them compared with the standard library's parser")
    assert not differing, "\n".join(differing)
    assert compared > len(mails) // 3


async def _carry(port: int, recipient: str, mails: list[Carried], *, tls: bool) -> dict[str, Carried]:
    """The mails of one connection by their queue ids, which are the ids of the messages."""
    sent = {}
    async with talking(port) as client:
        if tls:
            await client.start_tls()
        for carried in mails:
            await client.begin("", [recipient])
            code, text = await (client.bdat if carried.by_chunks else client.data)(carried.content)
            assert code == 250, (carried.path, code, text)
            sent[text.split()[-1]] = carried
    return sent


def _differences(message: dict[str, Any], mail: EmailMessage) -> list[str]:
    """Of subject, sender and files."""
    ours = [one["filename"] or "" for one in message["attachments"]]
    missing = [name for name in _files(mail) if not any(own.startswith(name) for own in ours)]
    pairs = {
        "parse_error": (message["parse_error"], None),
        "subject": (message["subject"].split(), str(mail["subject"])[:_LONGEST_SUBJECT].split()),
        "from": (message["from"]["address"].lower(), mail["from"].addresses[0].addr_spec.lower()),
        "missing files": (missing, []),
    }
    return [f"{name}: {str(ours)[:200]} is not {str(theirs)[:200]}" for name, (ours, theirs) in pairs.items() if ours != theirs]


def _files(mail: EmailMessage) -> list[str]:
    """What is attached by name, without folders; not what is attached to a mail that is attached."""
    outer = [one for one in mail.walk() if one.get_content_type() == "message/rfc822"]
    inner = {id(part) for one in outer for part in one.walk() if part is not one}
    attached = [part for part in mail.walk() if part.get_content_disposition() == "attachment" and id(part) not in inner]
    return [PurePosixPath(name).name for part in attached if (name := part.get_filename())]


def _read(content: bytes) -> EmailMessage | None:
    """The mail as the standard library reads it; None where it finds any fault, or where the headers are not plain."""
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if not head.isascii() or b"\r" in head or b"\x00" in content:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mail = email.message_from_bytes(content, policy=email.policy.default)
            headers = [mail[name] for name in ("subject", "from", "to", "date") if mail[name] is not None]
            faulty = any(part.defects for part in mail.walk()) or any(header.defects for header in headers)
            plain = all(len(mail.get_all(name, [])) == 1 for name in ("from", "subject")) and len(mail["from"].addresses) == 1
    except Exception:
        return None  # its faults are its own
    return mail if plain and not faulty and not _is_mojibake(str(mail["subject"])) else None


def _is_mojibake(subject: str) -> bool:
    """The parser gave up on a word or on a charset."""
    return "=?" in subject or "==" in subject or "\ufffd" in subject
