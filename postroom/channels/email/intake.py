"""The one way in: SMTP, uploads, imports and local delivery all end here."""

import asyncio
import logging
from datetime import datetime
from uuid import UUID

from postroom.channels.email.authenticate import SenderChecks
from postroom.channels.email.commit import Committer, Pending, Promise, Stored
from postroom.channels.email.prepare import InboundMail, prepare
from postroom.channels.email.route import route
from postroom.channels.email.settings import EmailSettings
from postroom.features.messages import model
from postroom.kernel.house import House
from postroom.kernel.ids import encode_id
from postroom.lib.confine import Confined, ConfinementError, Failed, TooBusy, aside
from postroom.lib.mailauth import Authentication
from postroom.lib.mime import MimeError, is_suspicious
from postroom.lib.reading import Reading, read_mail

logger = logging.getLogger("postroom.intake")
_HALF_MEGABYTE = 500_000
_STRUCTURE = frozenset({"depth_cut", "parts_cut", "header_block_cut", "header_line_cut"})


class Intake:
    """Reads, prepares and stores mails. `accept` resolves after the commit."""

    def __init__(self, house: House) -> None:
        settings = house.settings.of(EmailSettings)
        self._house = house
        self._checks = SenderChecks(house)
        self._committer = Committer(house)
        self._confined = Confined(workers=settings.parse_workers)
        self._timeout_s = settings.parse_timeout_s

    async def accept(self, mail: InboundMail, promise: Promise | None = None) -> Stored:
        """Store a mail for its recipients, and the answer promised for it. Raises Unavailable where it was not stored."""
        arrived_at, confined = self._house.clock.now(), is_suspicious(mail.raw)
        begun = self._checks.begin(mail, meanwhile=confined)
        reading, parse_error = await self._read(mail, self._house.clock.now(), confined=confined)
        known = await self._checks.finish(mail, begun, reading)
        messages = await self._prepare(mail, reading, parse_error, self._house.clock.now(), known)
        messages += await route(self._house, messages)
        pending = Pending(
            queue_id=encode_id("msg", messages[0].id),
            messages=messages,
            done=asyncio.get_running_loop().create_future(),
            is_silent=mail.is_silent,
            is_open=mail.is_open,
            helo=mail.helo,
            promise=promise,
            arrived_at=arrived_at,
        )
        return await self._committer.store(pending)

    async def read_again(self, mail: InboundMail, received_at: datetime, known: Authentication | None) -> list[model.NewMessage]:
        """The messages of a mail that came at some time before. Nothing is stored."""
        reading, parse_error = await self._read(mail, received_at, confined=is_suspicious(mail.raw))
        return await self._prepare(mail, reading, parse_error, received_at, known)

    async def store(self, message: model.NewMessage) -> Stored:
        """Store a message that was prepared, as if it came now. Raises Unavailable where it was not stored."""
        done: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        return await self._committer.store(Pending(encode_id("msg", message.id), [message], done))

    def confirmed(self, receipts: list[UUID]) -> None:
        """The sender went on after our 250."""
        self._committer.confirmed(receipts)

    def lost(self, receipts: list[UUID]) -> None:
        """The sender may not have seen our 250."""
        self._committer.lost(receipts)

    async def stop(self) -> None:
        """Commit what was accepted, then end."""
        await self._committer.stop()
        await self._confined.close()

    async def _prepare(
        self, mail: InboundMail, reading: Reading | None, parse_error: str | None, now: datetime, known: Authentication | None
    ) -> list[model.NewMessage]:
        return await aside(len(mail.raw), prepare, mail, reading, parse_error, now, known, self._checks.rules.authserv_id)

    async def _read(self, mail: InboundMail, now: datetime, *, confined: bool) -> tuple[Reading | None, str | None]:
        """Small mails here; large or suspicious ones in a process with limits. What cannot be read is stored raw."""
        recipients = [address for address, _ in mail.recipients]
        try:
            reading = await self._read_confined(mail.raw, recipients, now) if confined else read_mail(mail.raw, recipients, now)
            return reading, _what_was_cut(reading)
        except MimeError as error:
            return None, f"{error.code}: {error.detail}"
        except Failed as error:
            return None, f"unreadable: {error.kind}"
        except ConfinementError as error:
            return None, f"too_complex: reading it exceeded a limit ({type(error).__name__})"
        except Exception as error:
            logger.exception("a mail of %d bytes could not be read", len(mail.raw))
            return None, f"unreadable: {type(error).__name__}"

    async def _read_confined(self, raw: bytes, recipients: list[str], now: datetime) -> Reading:
        """A full queue is waited out: being busy is no fault of the mail."""
        while True:
            try:
                reading: Reading = await self._confined.run(
                    "postroom.lib.reading:read_mail", raw, recipients, now, timeout_s=self._longest_s(len(raw))
                )
                return reading
            except TooBusy:
                await asyncio.sleep(0.05)

    def _longest_s(self, size_bytes: int) -> float:
        """Reading is linear, so its limit is as well: a large mail is not taken for a hostile one (ADR 0016)."""
        return self._timeout_s * (1 + size_bytes // _HALF_MEGABYTE)


def _what_was_cut(reading: Reading) -> str | None:
    """A mail whose structure is beyond the parser's limits is read in part, and says so; its raw bytes are whole."""
    cuts = [defect for defect in dict.fromkeys(reading.defects) if defect in _STRUCTURE]
    return f"partly_read: {', '.join(cuts)}" if cuts else None


async def start_intake(house: House) -> Intake:
    """The component's factory: one intake a process."""
    intake = Intake(house)
    house.provide(Intake, intake)
    return intake
