"""What messages plug in."""

from pathlib import Path

from postroom.features.messages import assign, operations, regroup, retention, show, threads
from postroom.features.messages.events import EVENT_TYPES
from postroom.features.messages.frequent import start_frequent
from postroom.features.messages.load import resolve_message
from postroom.features.messages.move_raw import JOBS
from postroom.features.messages.prove import PROOF_FOLLOWER
from postroom.features.messages.purge import PURGE_FOLLOWER, PURGE_JOB
from postroom.features.messages.purge_hidden import EVICT_FOLLOWER, HIDDEN_TIMER
from postroom.features.messages.settings import MessageSettings
from postroom.features.messages.sweep_blobs import start_blob_sweeper
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="messages",
    folder=Path(__file__).parent,
    rank=50,
    operations=(operations, show, threads, assign, regroup, retention),
    settings=(("messages", MessageSettings),),
    jobs=(*JOBS, PURGE_JOB),
    followers=(PURGE_FOLLOWER, PROOF_FOLLOWER, EVICT_FOLLOWER),
    timers=(HIDDEN_TIMER,),
    components=(
        ComponentFactory("messages.blob_sweeper", start_blob_sweeper, roles=frozenset({"worker"})),
        ComponentFactory("messages.frequent", start_frequent, roles=frozenset({"api"})),
    ),
    references=(("msg", resolve_message),),
    event_types=EVENT_TYPES,
)
