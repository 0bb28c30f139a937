"""What the SMTP server plugs in."""

from pathlib import Path

from postroom.channels.email import EmailSettings, Intake
from postroom.channels.email.drivers.direct.backend import InboxBackend
from postroom.channels.email.drivers.direct.certificate import ensure_self_signed, load_certificate
from postroom.channels.email.drivers.direct.settings import DirectSettings
from postroom.features.domains import DomainSettings
from postroom.features.inboxes import Recipients
from postroom.kernel.errors import Invalid
from postroom.kernel.house import House
from postroom.kernel.listening import Listening
from postroom.kernel.manifest import Check, ComponentFactory, Manifest
from postroom.lib.smtp import SmtpServer

_DRAIN_S = 18.0


class SmtpListener:
    """The listening server; stopping finishes what was accepted."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    async def stop(self) -> None:
        """No new connections; sessions finish their mail and get 421; cut after 18 s."""
        await self.server.drain(_DRAIN_S)


async def start_smtp(house: House) -> SmtpListener:
    """The component's factory."""
    settings = house.settings.of(DirectSettings)
    listening = house.use(Listening)
    hostname = house.settings.of(DomainSettings).names[0]
    files = (settings.certificate_file, settings.certificate_key_file)
    if not settings.certificate_file:
        files = ensure_self_signed(listening.data_dir / "certificates", hostname, house.clock.now())
    spool = listening.data_dir / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    protocol = settings.protocol(hostname, str(spool), house.settings.of(EmailSettings).max_message_bytes)
    server = SmtpServer(InboxBackend(house.use(Recipients), house.use(Intake), hostname), protocol, load_certificate(*files))
    host, port = listening.smtp
    listening.smtp_port = await server.start(host, port, reuse_port=settings.reuse_port)
    return SmtpListener(server)


async def check_smtp(house: House) -> tuple[bool, str]:
    """With whose certificate the server listens, and whether it can."""
    settings = house.settings.of(DirectSettings)
    if not settings.certificate_file:
        return True, "STARTTLS with a self-signed certificate (set POSTROOM_SMTP_CERTIFICATE_FILE)"
    try:
        load_certificate(settings.certificate_file, settings.certificate_key_file)
    except Invalid as error:
        return False, error.detail
    return True, f"STARTTLS with {settings.certificate_file}"


MANIFEST = Manifest(
    name="email.direct",
    folder=Path(__file__).parent,
    rank=110,
    settings=(("smtp", DirectSettings),),
    components=(ComponentFactory("email.direct", start_smtp, roles=frozenset({"smtp"}), order=60),),
    checks=(Check("smtp", check_smtp),),
)
