"""What local delivery plugs in."""

from pathlib import Path

from postroom.channels.email import Drivers, InboundMail, Intake, Outcome, Outgoing, Result
from postroom.features.inboxes import Recipient, Recipients
from postroom.kernel.context import Io
from postroom.kernel.errors import Unavailable
from postroom.kernel.house import House
from postroom.kernel.manifest import ComponentFactory, Manifest


class LocalDelivery:
    """Hands a mail to the same intake that SMTP uses."""

    name = "local"

    async def send(self, io: Io, mail: Outgoing) -> Outcome:
        """Store the mail in our own inboxes; a paused or full one is tried again later."""
        results: dict[str, Result] = {}
        reached: list[tuple[str, Recipient]] = []
        for address in mail.recipients:
            recipient = await io.use(Recipients).find(address)
            refusal = _refusal(recipient)
            if refusal is not None:
                results[address] = refusal
            elif recipient is not None:
                reached.append((address, recipient))
        if reached:
            results.update(await _store(io, mail, reached))
        return Outcome(results)

    async def stop(self) -> None:
        """Nothing to end."""


def _refusal(recipient: Recipient | None) -> Result | None:
    if recipient is None:
        return Result("failed", "there is no such inbox")
    if recipient.status != "active":
        return Result("deferred", "the inbox is paused")
    return Result("deferred", "the inbox is full") if recipient.is_full else None


async def _store(io: Io, mail: Outgoing, reached: list[tuple[str, Recipient]]) -> dict[str, Result]:
    inbound = InboundMail(mail.mail_from, reached, mail.content, remote_address="local", method="local")
    try:
        stored = await io.use(Intake).accept(inbound)
    except Unavailable:
        return {address: Result("outcome_unknown", "the database did not answer") for address, _ in reached}
    kept = {message.inbox_id for message in stored.messages}
    closed = Result("failed", "there is no such inbox")
    return {address: Result("sent", "delivered here") if one.inbox_id in kept else closed for address, one in reached}


async def start_local(house: House) -> LocalDelivery:
    """The component's factory."""
    local = LocalDelivery()
    house.use(Drivers).add(local)
    return local


MANIFEST = Manifest(
    name="email.local",
    folder=Path(__file__).parent,
    rank=110,
    components=(ComponentFactory("email.local", start_local, order=15),),
)
