"""What the e-mail channel plugs in; its drivers have manifests of their own."""

from pathlib import Path

from postroom.channels.email import invitations, receive, recipients, send
from postroom.channels.email.authenticate import AUTHENTICATE_JOB, AuthenticationSettings
from postroom.channels.email.bounced import REPORT_JOB
from postroom.channels.email.correspondents import FORGET_FOLLOWER
from postroom.channels.email.deliver import DELIVER_JOB
from postroom.channels.email.intake import start_intake
from postroom.channels.email.port import start_drivers
from postroom.channels.email.receipts import RECEIPT_TIMER
from postroom.channels.email.released import RELEASE_FOLLOWER, RELEASE_JOB
from postroom.channels.email.settings import EmailSettings
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="email",
    folder=Path(__file__).parent,
    rank=100,
    operations=(invitations, receive, recipients, send),
    settings=(("email", EmailSettings), ("authentication", AuthenticationSettings)),
    jobs=(DELIVER_JOB, AUTHENTICATE_JOB, REPORT_JOB, RELEASE_JOB),
    followers=(FORGET_FOLLOWER, RELEASE_FOLLOWER),
    timers=(RECEIPT_TIMER,),
    components=(ComponentFactory("email.drivers", start_drivers, order=10), ComponentFactory("email.intake", start_intake, order=20)),
)
