"""Every import contract can fail: one small tree breaks them all, a tidy one none."""

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.draw_map import read_ranks

ROOT = Path(__file__).parent.parent
DOOR = "from postroom.lib.mime.parse import parse\n__all__ = ['parse']\n"
TIDY = {
    "channels/email/__init__.py": "",
    "channels/email/manifest.py": "from postroom.lib.mime import parse\n",
    "channels/email/drivers/__init__.py": "",
    "channels/email/drivers/direct/__init__.py": "",
    "channels/email/drivers/direct/manifest.py": "import postroom.channels.email\n",
    "channels/email/drivers/relay/__init__.py": "",
    "channels/sms/__init__.py": "",
    "dialects/rest/__init__.py": "",
    "dialects/mcp/__init__.py": "",
    "kernel/errors.py": "",
    "lib/mime/__init__.py": DOOR,
    "lib/mime/parse.py": "def parse(): ...\n",
    "lib/mime/tree.py": "",
    "main/discover.py": "import postroom.channels.email.drivers.direct.manifest\n",
    "testing/running.py": "import postroom.main.discover\n",
    **{f"features/{name}/__init__.py": "" for name in read_ranks()},
}
BREACHES = {
    "Planes point down": {"lib/mime/tree.py": "import postroom.kernel.errors\n"},
    "Features are ranked": {"features/accounts/create.py": "import postroom.features.messages\n"},
    "Dialects are strangers to each other": {"dialects/rest/app.py": "import postroom.dialects.mcp\n"},
    "Channels are strangers to each other": {"channels/sms/send.py": "import postroom.channels.email\n"},
    "Drivers are strangers to each other": {"channels/email/drivers/relay/send.py": "import postroom.channels.email.drivers.direct\n"},
    "Only main reaches a driver, by its manifest": {"channels/email/send.py": "import postroom.channels.email.drivers.direct\n"},
    "Web knows no feature and no channel": {"web/router.py": "import postroom.features.accounts\n"},
    "No network library in features, kernel and lib": {"kernel/dial.py": "import socket\n"},
    "Dialects, web and lib open no database": {"dialects/rest/rows.py": "import asyncpg\n"},
    "Only tests use the test kit": {"main/demo.py": "import postroom.testing.running\n"},
    "Folders are entered by their door": {"channels/sms/read.py": "from postroom.lib.mime.tree import Tree\n"},
}


def test_a_tidy_tree_keeps_every_contract(tmp_path: Path) -> None:
    assert _broken(tmp_path, {}) == []


def test_every_contract_has_a_breach_here() -> None:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    names = [contracts[section]["name"] for section in contracts.sections() if ":contract:" in section]
    assert sorted(names) == sorted(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_caught_by_its_contract(contract: str, tmp_path: Path) -> None:
    assert contract in _broken(tmp_path, BREACHES[contract])


def test_a_feature_without_a_rank_is_caught(tmp_path: Path) -> None:
    assert "Features are ranked" in _broken(tmp_path, {"features/newcomers/__init__.py": ""})


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("from postroom.lib.mime import parse", True),  # a name of the door, though a module is called so too
        ("from postroom.lib.mime import tree", False),  # a module of the folder that the door does not name
        ("from postroom.lib.mime.parse import parse", False),
        ("import postroom.lib.mime.parse", False),
        ("import postroom.lib.mime", True),
    ],
)
def test_a_folder_is_entered_by_names_of_its_door_only(line: str, is_kept: bool, tmp_path: Path) -> None:
    broken = _broken(tmp_path, {"channels/sms/read.py": f"{line}\n"})
    assert broken == ([] if is_kept else ["Folders are entered by their door"])


def _broken(folder: Path, files: dict[str, str]) -> list[str]:
    """The names of the contracts that a small `postroom` of these files breaks."""
    for name, text in {**TIDY, **files}.items():
        path = folder / "postroom" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for plane in ("main", "dialects", "channels", "web", "features", "kernel", "lib", "testing", "."):
        (folder / "postroom" / plane).mkdir(exist_ok=True)
        (folder / "postroom" / plane / "__init__.py").touch()
    shutil.copy(ROOT / ".importlinter", folder)
    shutil.copytree(ROOT / "architecture", folder / "architecture")
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert "Contracts:" in ran.stdout, ran.stdout + ran.stderr
    return [line.removesuffix(" BROKEN") for line in ran.stdout.splitlines() if line.endswith(" BROKEN")]
