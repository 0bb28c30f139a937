"""What streams plug in."""

from pathlib import Path

from postroom.features.streams import operations
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(name="streams", folder=Path(__file__).parent, rank=70, operations=(operations,))
