"""What the sink plugs in."""

from pathlib import Path

from postroom.channels.email import Drivers, Outcome, Outgoing
from postroom.kernel.context import Io
from postroom.kernel.house import House
from postroom.kernel.manifest import Check, ComponentFactory, Manifest


class Sink:
    """Keeps every mail where it is; it stands among the sent ones with state `captured`, readable with its raw bytes."""

    name = "sink"

    async def send(self, _io: Io, mail: Outgoing) -> Outcome:
        """Capture for everybody."""
        return Outcome.all(mail.recipients, "captured", "captured by the sink; it did not leave the house")

    async def stop(self) -> None:
        """Nothing to end."""


async def start_sink(house: House) -> Sink:
    """The component's factory."""
    sink = Sink()
    house.use(Drivers).add(sink)
    return sink


async def check_carrier(house: House) -> tuple[bool, str]:
    """Nobody may think that mail leaves when it does not."""
    if house.use(Drivers).carrier == "sink":
        return True, "SINK: mail to the outside is captured and does not leave the house (set POSTROOM_RELAY_HOST to send)"
    return True, f"mail to the outside goes by {house.use(Drivers).carrier}"


MANIFEST = Manifest(
    name="email.sink",
    folder=Path(__file__).parent,
    rank=110,
    components=(ComponentFactory("email.sink", start_sink, order=15),),
    checks=(Check("sending", check_carrier),),
)
