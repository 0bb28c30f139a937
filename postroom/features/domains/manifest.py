"""What domains plug in."""

from pathlib import Path

from postroom.features.domains import operations
from postroom.features.domains.events import DomainCreated, DomainDeleted, DomainVerified
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="domains",
    folder=Path(__file__).parent,
    rank=30,
    operations=(operations,),
    references=(("dom", operations.resolve_domain),),
    event_types=(DomainCreated, DomainVerified, DomainDeleted),
)
