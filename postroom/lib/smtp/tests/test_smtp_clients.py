"""Strangers' clients: smtplib, aiosmtplib, swaks; and real mail where the corpus is present."""

import asyncio
import os
import shutil
import smtplib
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from postroom.lib.smtp.tests.test_smtp_tls import contexts
from postroom.lib.smtp.tests.wire import listening, on_both_loops


def corpus() -> list[Path]:
    beside = Path(__file__).parents[5] / "shared" / "corpus"
    folder = Path(os.environ.get("POSTROOM_CORPUS", beside)) / "mail"
    if not folder.is_dir():
        pytest.skip(f"corpus not found at {folder}")
    return sorted(folder.rglob("*.eml"))


@on_both_loops
async def test_smtplib_sends_with_and_without_tls():
    server, context = contexts()
    async with listening(server) as house:

        def send() -> None:
            with smtplib.SMTP("127.0.0.1", house.port, timeout=10) as client:
                assert client.sendmail("a@b.example", ["x@y.example", "no@y.example"], b".dot\r\n") == {
                    "no@y.example": (550, b"5.1.1 No such inbox")
                }
                client._host = "mx.example"
                client.starttls(context=context)
                client.sendmail("ä@b.example", ["x@y.example"], "ü".encode(), ["SMTPUTF8", "BODY=8BITMIME"])

        await asyncio.to_thread(send)
        assert house.recorder.mails == [
            ("a@b.example", ["x@y.example"], b".dot\r\n"),
            ("ä@b.example", ["x@y.example"], "ü\r\n".encode()),
        ]
        assert house.recorder.told == [("confirmed", 1), ("confirmed", 2)]


@on_both_loops
async def test_aiosmtplib_sends_over_starttls():
    server, context = contexts()
    async with listening(server) as house:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@b.example", "x@y.example", "hello"
        message.set_content("text\n.\n")
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=house.port, start_tls=False, timeout=10)
        await client.connect()
        await client.starttls(tls_context=context, server_hostname="mx.example")
        await client.send_message(message)
        await client.quit()
        assert house.recorder.bodies[0].endswith(b"\r\n\r\ntext\r\n.\r\n")


@on_both_loops
async def test_swaks_sends_over_starttls():
    if shutil.which("swaks") is None:
        pytest.skip("swaks is not installed")
    server, _ = contexts()
    async with listening(server) as house:
        swaks = await asyncio.create_subprocess_exec(
            *("swaks", "--server", f"127.0.0.1:{house.port}", "--from", "a@b.example", "--to", "x@y.example", "--tls"),
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await swaks.communicate()
        assert swaks.returncode == 0, out
        assert len(house.recorder.mails) == 1


def on_the_wire(raw: bytes) -> bytes:
    """A file as DATA: dots stuffed at each CRLF line, ended."""
    return (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:] + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b".\r\n"


@pytest.mark.corpus
@on_both_loops
async def test_real_mail_comes_through_byte_for_byte():
    files = corpus()
    async with listening() as house:
        client = await house.connect(greeted=True)
        for file in files:
            raw = file.read_bytes()
            await client.envelope()
            await client.say(b"DATA")
            assert (await client.mail(on_the_wire(raw)))[:3] == "250", file
            assert house.recorder.bodies.pop().removesuffix(b"\r\n") == raw.removesuffix(b"\r\n"), file
            await client.envelope()
            client.send(b"BDAT %d LAST\r\n" % len(raw))
            assert (await client.mail(raw))[:3] == "250", file
            assert house.recorder.bodies.pop() == raw, file
            house.recorder.mails.clear()
            house.recorder.envelopes.clear()
        assert files
