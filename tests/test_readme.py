"""The tour of the README works: its shell part and its Python part run as they stand against a running house."""

import asyncio
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postroom.main.serve import Running
from postroom.testing.running import Account

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


async def test_the_python_of_the_tour_runs_and_says_what_the_readme_shows(account: Account, running: Running, monkeypatch) -> None:
    for name, value in _environment(account, running).items():
        monkeypatch.setenv(name, value)
    said = await asyncio.to_thread(_run_python, "\n\n".join(_blocks("python")))
    address, code, queued, refused = said.splitlines()
    assert address.endswith("@mail.test")
    assert code == _shown("python", 1)
    assert f"{queued}\n{refused}" == _shown("python", 2)


@pytest.mark.skipif(shutil.which("curl") is None or shutil.which("bash") is None, reason="curl and bash are not installed")
async def test_the_shell_of_the_tour_runs_and_says_what_the_readme_shows(account: Account, running: Running, tmp_path: Path) -> None:
    said = await asyncio.to_thread(_run_shell, "\n".join(_blocks("sh")), {**os.environ, **_environment(account, running)}, tmp_path)
    assert '"code": "482913"' in said
    assert '"rule": "after_code_word"' in said
    for place in (2, 3, 4, 6):
        assert _shown("sh", place) in said


def _environment(account: Account, running: Running) -> dict[str, str]:
    listening = running.wired.listening
    return {
        "POSTROOM_URL": f"http://127.0.0.1:{listening.http_port}",
        "POSTROOM_SMTP": f"127.0.0.1:{listening.smtp_port}",
        "POSTROOM_API_KEY": account.key,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def _shown(language: str, place: int) -> str:
    """What the README shows under the block."""
    found = re.findall(rf"^```{language}\n.*?^```\n```text\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return found[place].strip()


def _run_python(source: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "README.md", "exec"), {"__name__": "readme"})
    return out.getvalue()


def _run_shell(source: str, environment: dict[str, str], folder: Path) -> str:
    command = ["bash", "-euo", "pipefail", "-c", source]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
