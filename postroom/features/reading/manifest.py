"""What reading plugs in."""

from pathlib import Path

from postroom.features.reading import extract, screen, split, structure
from postroom.features.reading.settings import ModelSettings
from postroom.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="reading",
    folder=Path(__file__).parent,
    rank=60,
    operations=(extract, screen, split, structure),
    settings=(("model", ModelSettings),),
)
