"""What search plugs in."""

from pathlib import Path

from postroom.features.search import operations
from postroom.features.search.index import FOLLOWER
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(name="search", folder=Path(__file__).parent, rank=60, operations=(operations,), followers=(FOLLOWER,))
