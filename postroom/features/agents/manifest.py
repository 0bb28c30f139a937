"""What agents plug in."""

from pathlib import Path

from postroom.features.agents import operations
from postroom.features.agents.events import AgentCreated, AgentDeleted, AgentUpdated
from postroom.features.agents.pausing import refuse_paused_agent
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="agents",
    folder=Path(__file__).parent,
    rank=20,
    operations=(operations,),
    gates=((10, "agents.paused", refuse_paused_agent),),
    references=(("agt", operations.resolve_agent),),
    event_types=(AgentCreated, AgentUpdated, AgentDeleted),
)
