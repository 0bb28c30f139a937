"""`postroom import`: mails of a file into an inbox of a running server, with progress."""

import hashlib
import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def run_import(file: str, to: str, key: str, url: str, *, announce: bool) -> int:
    """Put every mail in; the exit status is 1 when one was refused."""
    path = Path(file)
    if file != "-" and not path.is_file():
        print(f"postroom: there is no file {file}", file=sys.stderr)
        return 1
    total = _count(path) if file != "-" else 1
    refused = 0
    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with httpx2.Client(base_url=url, timeout=120, trust_env=False) as client, Progress(*columns) as progress:
        task = progress.add_task("import", total=total)
        for raw in _mails(path) if file != "-" else iter([sys.stdin.buffer.read()]):
            problem = _put(client, raw, to, key, announce=announce)
            if problem is not None:
                refused += 1
                progress.console.print(f"refused: {problem}")
            progress.advance(task)
    print(f"{total - refused} imported, {refused} refused")
    return 1 if refused else 0


def _put(client: httpx2.Client, raw: bytes, to: str, key: str, *, announce: bool) -> str | None:
    """None, or why not. The same bytes for the same inbox are put in once a day: an import that broke off can be run again."""
    headers = {
        "X-API-Key": key,
        "Content-Type": "message/rfc822",
        "Idempotency-Key": "import-" + hashlib.sha256(to.encode() + b"\0" + raw).hexdigest(),
    }
    query = {"to": to, "silent": "false" if announce else "true"}
    try:
        answer = client.post("/v1/inbound/raw", params=query, headers=headers, content=raw)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return f"{client.base_url} does not answer: {error}"
    except UnicodeEncodeError:
        return "the key has characters that no API key has"
    if answer.status_code < 300:
        return None
    try:
        return str(answer.json().get("detail", answer.text[:200]))
    except ValueError:
        return answer.text[:200]


def _mails(path: Path) -> Iterator[bytes]:
    if not _is_mbox(path):
        yield path.read_bytes()
        return
    box = mailbox.mbox(str(path), create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _count(path: Path) -> int:
    if not _is_mbox(path):
        return 1
    box = mailbox.mbox(str(path), create=False)
    try:
        return len(box)
    finally:
        box.close()


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "
