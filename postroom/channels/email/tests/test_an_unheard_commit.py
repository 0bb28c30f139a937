"""A commit whose end nobody heard of: it may have gone through, and the same request again finds what it did."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from postroom.testing.database import TestServer
from postroom.testing.running import make_mail, open_account, run_postroom

SUBJECT = "The end was not heard"


class Cutting:
    """Between the house and its database: once armed, the connection that writes the mail ends behind its COMMIT, the answer unheard."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self.is_armed = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._socket)
        hearing = asyncio.create_task(_pass_on(there, writer))
        with contextlib.suppress(OSError):
            await self._listen(reader, back, hearing)
        for one in (writer, back):
            one.close()
        await asyncio.gather(hearing, return_exceptions=True)

    async def _listen(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter, hearing: "asyncio.Task[None]") -> None:
        is_ours = False
        while said := await reader.read(1 << 16):
            is_ours = is_ours or SUBJECT.encode() in said
            if self.is_armed and is_ours and b"COMMIT" in said:
                self.is_armed = False
                hearing.cancel()
                back.write(said + b"X\0\0\0\4")  # the server ends the connection when it is done
                break
            back.write(said)
            await back.drain()
        await back.drain()


async def _pass_on(there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while said := await there.read(1 << 16):
        writer.write(said)
        await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def cutting(dsn: str, folder: Path) -> AsyncIterator[tuple[str, Cutting]]:
    """The database by another socket."""
    parts = urlsplit(dsn)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    cut = Cutting(f"{query['host']}/.s.PGSQL.{parts.port or 5432}")
    async with await asyncio.start_unix_server(cut.serve, folder / f".s.PGSQL.{parts.port or 5432}"):
        yield parts._replace(query=urlencode({**query, "host": str(folder)})).geturl(), cut


async def test_an_upload_with_a_key_that_is_repeated_finds_what_the_unheard_commit_stored(
    database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    async with cutting(dsn, tmp_path) as (through, cut), run_postroom(through, tmp_path / "data") as house, open_account(house) as account:
        inbox = await account.open_inbox()
        content = make_mail(inbox["address"], subject=SUBJECT).as_bytes()

        async def upload() -> tuple[int, dict[str, object]]:
            headers = {"Content-Type": "message/rfc822", "Idempotency-Key": "one"}
            answer = await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=content, headers=headers)
            return answer.status_code, answer.json()

        cut.is_armed = True
        status, refused = await upload()
        assert (status, refused["code"], refused["retryable"]) == (503, "not_stored", True)
        status, stored = await upload()
        listed = (await account.api.get("/v1/messages", params={"inbox_id": inbox["id"]})).json()["data"]
        assert status == 201 and [one["id"] for one in listed] == [one["id"] for one in stored["messages"]]  # type: ignore[attr-defined]
        assert await upload() == (201, stored)
    await database_server.drop(dsn)
