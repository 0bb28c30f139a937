"""The one way in: SMTP, uploads, imports and local delivery all end here."""

import asyncio
import logging
from uuid import UUID

from postroom.channels.email.authenticate import SenderChecks
from postroom.channels.email.commit import Committer, Pending, Stored
from postroom.channels.email.prepare import InboundMail, prepare
from postroom.channels.email.route import route
from postroom.channels.email.settings import EmailSettings
from postroom.kernel.house import House
from postroom.kernel.ids import encode_id
from postroom.lib.confine import Confined, ConfinementError, Failed, TooBusy, aside
from postroom.lib.mime import MimeError, is_suspicious
from postroom.lib.reading import Reading, read_mail

logger = logging.getLogger("postroom.intake")
_MEGABYTE = 1_000_000
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

    async def accept(self, mail: InboundMail) -> Stored:
        """Store a mail for its recipients. Raises Unavailable where it was not stored."""
        begun = self._checks.begin(mail)
        reading, parse_error = await self._read(mail)
        known = await self._checks.finish(mail, begun, reading)
        own_id = self._checks.rules.authserv_id
        messages = await aside(len(mail.raw), prepare, mail, reading, parse_error, self._house.clock.now(), known, own_id)
        messages += await route(self._house, messages)
        pending = Pending(
            queue_id=encode_id("msg", messages[0].id),
            messages=messages,
            done=asyncio.get_running_loop().create_future(),
            is_silent=mail.is_silent,
            is_open=mail.is_open,
            helo=mail.helo,
        )
        return await self._committer.store(pending)

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

    async def _read(self, mail: InboundMail) -> tuple[Reading | None, str | None]:
        """Small mails here; large or suspicious ones in a process with limits. What cannot be read is stored raw."""
        recipients = [address for address, _ in mail.recipients]
        try:
            confined = is_suspicious(mail.raw)
            now = self._house.clock.now()
            reading = await self._read_confined(mail.raw, recipients) if confined else read_mail(mail.raw, recipients, now)
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

    async def _read_confined(self, raw: bytes, recipients: list[str]) -> Reading:
        """A full queue is waited out: being busy is no fault of the mail."""
        while True:
            try:
                reading: Reading = await self._confined.run(
                    "postroom.lib.reading:read_mail", raw, recipients, self._house.clock.now(), timeout_s=self._longest_s(len(raw))
                )
                return reading
            except TooBusy:
                await asyncio.sleep(0.05)

    def _longest_s(self, size_bytes: int) -> float:
        """Reading is linear, so its limit is as well: a large mail is not taken for a hostile one (ADR 0016)."""
        return self._timeout_s * (1 + size_bytes // _MEGABYTE)


def _what_was_cut(reading: Reading) -> str | None:
    """A mail whose structure is beyond the parser's limits is read in part, and says so; its raw bytes are whole."""
    cuts = [defect for defect in dict.fromkeys(reading.defects) if defect in _STRUCTURE]
    return f"partly_read: {', '.join(cuts)}" if cuts else None


async def start_intake(house: House) -> Intake:
    """The component's factory: one intake a process."""
    intake = Intake(house)
    house.provide(Intake, intake)
    return intake
