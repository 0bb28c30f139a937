"""`postroom import`: mails of a file into an inbox of a running server, with progress."""

import hashlib
import mailbox
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx2
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_COLUMNS = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


class _Hopeless(Exception):
    """What would be said of every further mail too: no server, no right key, no such inbox."""


def run_import(file: str, to: str, key: str, url: str, *, announce: bool) -> int:
    """Put every mail in; the exit status is 1 when one was refused."""
    if file == "-":
        with tempfile.NamedTemporaryFile(prefix="postroom-import-") as spool:
            spool.write(sys.stdin.buffer.read())
            spool.flush()
            return _import(Path(spool.name), to, key, url, announce=announce)
    if not Path(file).is_file():
        print(f"postroom: there is no file {file}", file=sys.stderr)
        return 1
    return _import(Path(file), to, key, url, announce=announce)


def _import(path: Path, to: str, key: str, url: str, *, announce: bool) -> int:
    total, done, refused = _count(path), 0, 0
    try:
        with httpx2.Client(base_url=url, timeout=120, trust_env=False) as client, Progress(*_COLUMNS) as progress:
            task = progress.add_task("import", total=total)
            for raw in _mails(path):
                problem = _put(client, raw, to, key, announce=announce)
                if problem is not None:
                    refused += 1
                    progress.console.print(f"refused: {problem}")
                done += 1
                progress.advance(task)
    except _Hopeless as error:
        print(f"postroom: {error} ({done - refused} of {total} imported)", file=sys.stderr)
        return 1
    print(f"{done - refused} imported, {refused} refused")
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
        raise _Hopeless(f"{client.base_url} does not answer: {error}") from error
    except UnicodeEncodeError as error:
        raise _Hopeless("the key has characters that no API key has") from error
    if answer.status_code < 300:
        return None
    words = _words(answer)
    if answer.status_code in (401, 403, 404):
        raise _Hopeless(words)
    return words


def _words(answer: httpx2.Response) -> str:
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
