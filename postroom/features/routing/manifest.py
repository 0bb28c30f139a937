"""What routing rules plug in."""

from pathlib import Path

from postroom.features.routing import operations
from postroom.features.routing.events import RoutingRuleChanged
from postroom.features.routing.operations import resolve_rule
from postroom.features.routing.router import start_router
from postroom.kernel.manifest import ComponentFactory, Manifest

MANIFEST = Manifest(
    name="routing",
    folder=Path(__file__).parent,
    rank=45,
    operations=(operations,),
    components=(ComponentFactory("routing.router", start_router, order=6),),
    references=(("rou", resolve_rule),),
    event_types=(RoutingRuleChanged,),
)
