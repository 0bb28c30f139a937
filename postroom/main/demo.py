"""`postroom demo`: the main job once, visibly, on a server of its own that is gone afterwards."""

import asyncio
import smtplib
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2
import uvloop
from rich.console import Console

from postroom.kernel.errors import AppError
from postroom.main.commands import all_sections
from postroom.main.engine import embedded
from postroom.main.serve import describe_failure, start
from postroom.main.settings import read_all

_console = Console(highlight=False)
_KEY = "pr_live_only_for_this_demo"


def run_demo() -> int:
    """Start, show, stop; the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="postroom-demo-", dir="/tmp"))
    folder.rmdir()
    try:
        uvloop.run(_demo(folder))
    except (AppError, embedded.EmbeddedServerError, OSError) as error:
        _console.print(f"[red]The demo could not run:[/] {describe_failure(error)}")
        return 1
    finally:
        if folder.exists():
            embedded.remove(folder)
    return 0


async def _demo(folder: Path) -> None:
    given = {
        "POSTROOM_DATA_DIR": str(folder),
        "POSTROOM_HTTP": "127.0.0.1:0",
        "POSTROOM_SMTP": "127.0.0.1:0",
        "POSTROOM_DOMAIN": "demo.localhost",
        "POSTROOM_BOOTSTRAP_KEY": _KEY,
    }
    began = time.perf_counter()
    running = await start(read_all(all_sections(), None, given), log=lambda _words: None)
    _say(f"started with a fresh database in {time.perf_counter() - began:.1f} s", "")
    try:
        listening = running.wired.listening
        base = f"http://127.0.0.1:{listening.http_port}"
        async with httpx2.AsyncClient(base_url=base, headers={"X-API-Key": _KEY}, timeout=60, trust_env=False) as client:
            await _show(client, listening.smtp_port)
    finally:
        await running.stop()
    _say("stopped; nothing was left behind", "")


async def _show(client: httpx2.AsyncClient, smtp_port: int) -> None:
    inbox = (await client.post("/v1/inboxes", json={"label": "Demo agent"})).json()
    _say("an agent opens an inbox", inbox["address"])
    waiting = asyncio.create_task(_timed(client.get(f"/v1/inboxes/{inbox['id']}/code", params={"timeout": 30})))
    await asyncio.sleep(0.2)
    _say("and waits for a code", "GET /v1/inboxes/…/code?timeout=30")
    sent = await asyncio.to_thread(_send_mail, smtp_port, inbox["address"])
    answer, arrived = await waiting
    found = answer.json()
    _say("a shop sends one over SMTP", "“Your code is 482 913, valid for 10 minutes”")
    _say(
        "the agent has it",
        f"[bold green]{found['code']}[/]  confidence {found['confidence']}, {1000 * (arrived - sent):.1f} ms after the mail was sent",
    )
    reply = (await client.post(f"/v1/messages/{found['message_id']}/reply", json={"text": "Thank you, it worked."})).json()
    _say("and answers", f"{reply['subject']} → {reply['to'][0]['address']} ({reply['state']}, by {reply['delivery']})")
    thread = (await client.get(f"/v1/threads/{reply['thread_id']}")).json()
    _say("both in one thread", ", ".join(f"{one['direction']}: {one['subject']}" for one in thread["messages"]))


def _send_mail(port: int, address: str) -> float:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Example Shop <no-reply@shop.example>", address, "Confirm your sign-up"
    mail["Message-ID"] = "<confirm.1@shop.example>"
    mail.set_content("Welcome!\n\nYour code is 482 913, valid for 10 minutes.\n")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        began = time.perf_counter()
        client.send_message(mail)
    return began


async def _timed(request: Any) -> tuple[Any, float]:
    answer = await request
    return answer, time.perf_counter()


def _say(what: str, words: str) -> None:
    _console.print(f"  [cyan]•[/] {what:<28} {words}", soft_wrap=True)
