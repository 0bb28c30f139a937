"""Finding what there is to plug in: every folder with a `manifest.py` in features, channels, their drivers, and dialects."""

import importlib
from pathlib import Path

import postroom
from postroom.kernel.manifest import Manifest
from postroom.kernel.operations import Catalogue, operations_in

_ROOT = Path(postroom.__file__).parent
_PLACES = ("features/*", "channels/*", "channels/*/drivers/*", "dialects/*")


def discover() -> list[Manifest]:
    """All manifests in the order of their ranks; adding a folder is enough to be found."""
    folders = [folder for place in _PLACES for folder in _ROOT.glob(place) if (folder / "manifest.py").is_file()]
    manifests = [_load(folder) for folder in folders]
    return sorted(manifests, key=lambda manifest: (manifest.rank, manifest.name))


def build_catalogue(manifests: list[Manifest]) -> Catalogue:
    """Every operation of every folder."""
    return Catalogue(one for manifest in manifests for module in manifest.operations for one in operations_in(module))


def _load(folder: Path) -> Manifest:
    name = ".".join(("postroom", *folder.relative_to(_ROOT).parts, "manifest"))
    manifest: Manifest = importlib.import_module(name).MANIFEST
    return manifest
