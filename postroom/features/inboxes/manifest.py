"""What inboxes plug in."""

from pathlib import Path

from postroom.features.inboxes import contacts, operations
from postroom.features.inboxes.events import InboxCreated, InboxDeleted, InboxExpired, InboxUpdated
from postroom.features.inboxes.expire import EXPIRY_TIMER
from postroom.features.inboxes.load import resolve_inbox
from postroom.features.inboxes.resolve import start_recipients
from postroom.features.inboxes.settings import InboxSettings
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="inboxes",
    folder=Path(__file__).parent,
    rank=40,
    operations=(operations, contacts),
    settings=(("inboxes", InboxSettings),),
    timers=(EXPIRY_TIMER,),
    gates=(contacts.RECIPIENT_GATE,),
    components=(ComponentFactory("inboxes.recipients", start_recipients, order=5),),
    references=(("inb", resolve_inbox),),
    event_types=(InboxCreated, InboxUpdated, InboxExpired, InboxDeleted),
)
