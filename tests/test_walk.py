"""The walk that `postroom serve` prints can be pasted as it is."""

import asyncio
import json
import os

from postroom.main.commands import walk
from postroom.main.serve import Running
from postroom.testing.running import OPERATOR_KEY


async def test_the_printed_walk_runs_in_a_shell_and_ends_with_a_queued_answer(running: Running) -> None:
    listening = running.wired.listening
    lines = walk(f"http://127.0.0.1:{listening.http_port}", f"127.0.0.1:{listening.smtp_port}", OPERATOR_KEY)
    script = "set -e\n" + "\n".join(line.strip() for line in lines[1:])
    shell = await asyncio.create_subprocess_exec(
        "bash", "-c", script, stdout=asyncio.subprocess.PIPE, env={**os.environ, "no_proxy": "127.0.0.1"}
    )
    output, _ = await shell.communicate()
    assert shell.returncode == 0
    assert '"code":"482913"' in output.decode()
    answer = json.loads(output.decode()[output.decode().rindex('{"id"') :])
    assert answer["subject"] == "Re: Your code" and answer["state"] == "queued"
