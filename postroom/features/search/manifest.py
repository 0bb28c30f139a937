"""What search plugs in."""

from pathlib import Path

from postroom.features.search import operations
from postroom.features.search.embed import EMBED_JOB, check_semantic, order_missing, start_semantic
from postroom.features.search.index import FOLLOWER
from postroom.features.search.pairs import PAIR_JOB, order_unpaired
from postroom.features.search.settings import SearchSettings
from postroom.kernel.manifest import Check, ComponentFactory, Manifest

MANIFEST = Manifest(
    name="search",
    folder=Path(__file__).parent,
    rank=60,
    operations=(operations,),
    settings=(("search", SearchSettings),),
    jobs=(EMBED_JOB, PAIR_JOB),
    followers=(FOLLOWER,),
    components=(
        ComponentFactory("search.semantic", start_semantic, roles=frozenset({"api", "worker", "doctor"}), order=20),
        ComponentFactory("search.unpaired", order_unpaired, roles=frozenset({"worker"})),
        ComponentFactory("search.missing_vectors", order_missing, roles=frozenset({"worker"})),
    ),
    checks=(Check("semantic search", check_semantic),),
)
