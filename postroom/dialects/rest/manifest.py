"""What the native wire plugs in."""

from pathlib import Path

from postroom.kernel.manifest import Manifest
from postroom.web import WebSettings

MANIFEST = Manifest(name="rest", folder=Path(__file__).parent, settings=(("web", WebSettings),))
