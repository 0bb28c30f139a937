"""What screening plugs in."""

from pathlib import Path

from postroom.features.screening import operations
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(name="screening", folder=Path(__file__).parent, rank=15, operations=(operations,))
