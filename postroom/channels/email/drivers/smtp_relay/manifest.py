"""What the relay plugs in."""

from pathlib import Path

from postroom.channels.email import Drivers
from postroom.channels.email.drivers.smtp_relay.send import Relay
from postroom.channels.email.drivers.smtp_relay.settings import RelaySettings
from postroom.kernel.house import House
from postroom.kernel.manifest import ComponentFactory, Manifest


async def start_relay(house: House) -> Relay:
    """The component's factory; the relay carries mail out."""
    relay = Relay(house.settings.of(RelaySettings))
    house.use(Drivers).add(relay, carries=True)
    return relay


def is_on(house: House) -> tuple[bool, str]:
    """On when a host is set."""
    host = house.settings.of(RelaySettings).host
    return bool(host), f"relays through {host}" if host else "POSTROOM_RELAY_HOST is not set"


MANIFEST = Manifest(
    name="email.smtp_relay",
    folder=Path(__file__).parent,
    rank=110,
    settings=(("relay", RelaySettings),),
    components=(ComponentFactory("email.smtp_relay", start_relay, order=15),),
    is_on=is_on,
)
