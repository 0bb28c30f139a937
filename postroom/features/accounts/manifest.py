"""What accounts plug in."""

from pathlib import Path

from postroom.features.accounts import operations
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(name="accounts", folder=Path(__file__).parent, rank=10, operations=(operations,))
