"""What the audit log plugs in."""

from pathlib import Path

from postroom.features.audit import operations
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(name="audit", folder=Path(__file__).parent, rank=80, operations=(operations,))
