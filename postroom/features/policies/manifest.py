"""What policies plug in."""

from pathlib import Path

from postroom.features.policies import operations
from postroom.features.policies.events import EVENT_TYPES
from postroom.features.policies.rulebook import start_rulebook
from postroom.features.policies.settings import PolicySettings
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="policies",
    folder=Path(__file__).parent,
    rank=35,
    operations=(operations,),
    settings=(("policies", PolicySettings),),
    components=(ComponentFactory("policies.rulebook", start_rulebook, order=5),),
    references=(("rul", operations.resolve_rule),),
    event_types=EVENT_TYPES,
)
