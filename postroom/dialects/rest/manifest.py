"""What the native wire plugs in."""

from pathlib import Path

from postroom.dialects.rest.app import build_wire
from postroom.kernel.manifest import Manifest
from postroom.web import WebSettings

MANIFEST = Manifest(name="rest", folder=Path(__file__).parent, rank=200, settings=(("web", WebSettings),), wires=(build_wire,))
