"""What waits plug in."""

from pathlib import Path

from postroom.features.waits import operations
from postroom.features.waits.hear import start_remote_wakeups
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="waits",
    folder=Path(__file__).parent,
    rank=60,
    operations=(operations,),
    components=(ComponentFactory("waits.remote", start_remote_wakeups, roles=frozenset({"api"})),),
)
