"""What documents plug in."""

from pathlib import Path

from postroom.features.documents import operations
from postroom.features.documents.background import DOCUMENTS_FOLLOWER, DOCUMENTS_JOB
from postroom.features.documents.events import MessageAttachmentsRead, MessageScreened
from postroom.features.documents.reader import start_reader
from postroom.features.documents.settings import DocumentSettings
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="documents",
    folder=Path(__file__).parent,
    rank=55,
    operations=(operations,),
    settings=(("documents", DocumentSettings),),
    jobs=(DOCUMENTS_JOB,),
    followers=(DOCUMENTS_FOLLOWER,),
    components=(ComponentFactory("documents.reader", start_reader, roles=frozenset({"api", "worker"}), order=10),),
    event_types=(MessageAttachmentsRead, MessageScreened),
)
