"""The files of a message byte for byte, and its HTML made harmless."""

import hashlib
import random
from typing import Any

import pytest

from postroom.features.messages.tests.conftest import Put
from postroom.testing.running import Account, make_mail

FILES = {
    "binary.bin": random.Random(7).randbytes(3000),
    "text.txt": "Grüße,\r\nWelt\r\n".encode(),
    "leer.dat": b"",
    "Rechnung März (1).pdf": b"%PDF-1.7 not really",
    'quote"d;name.csv': b"a;b\n1;2\n",
}


async def test_files_come_back_byte_for_byte_with_their_names_and_hashes(account: Account, put: Put) -> None:
    mail = make_mail("x@y.example", subject="files")
    for name, content in FILES.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    message = await put(account, await account.open_inbox(), mail)
    assert {one["filename"]: one["size_bytes"] for one in message["attachments"]} == {name: len(raw) for name, raw in FILES.items()}
    for one in message["attachments"]:
        answer = await account.api.get(f"/v1/messages/{message['id']}/attachments/{one['id']}")
        assert answer.content == FILES[one["filename"]]
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
    raw = await account.api.get(f"/v1/messages/{message['id']}/raw")
    assert raw.content == mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    assert raw.headers["content-type"].startswith("message/rfc822")


async def test_a_file_of_another_message_is_not_found(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    mail = make_mail("x@y.example")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
    one, other = await put(account, inbox, mail), await put(account, inbox, make_mail("x@y.example"))
    file_id = one["attachments"][0]["id"]
    assert (await account.api.get(f"/v1/messages/{one['id']}/attachments/{file_id}")).status_code == 200
    assert (await account.api.get(f"/v1/messages/{other['id']}/attachments/{file_id}")).json()["code"] == "attachment_not_found"


@pytest.mark.parametrize(
    ("html", "forbidden"),
    [
        ("<script>alert(1)</script>hello", ["<script", "alert"]),
        ("<img src='https://track.example/p.gif'>hello", ["track.example"]),
        ("<img src=x onerror=alert(1)>hello", ["onerror", "alert"]),
        ("<a href='javascript:alert(1)'>hello</a>", ["javascript"]),
        ("<a href='jAvAsCrIpT&#58;alert(1)'>hello</a>", ["alert"]),
        ("<style>body{background:url(https://track.example)}</style>hello", ["track.example", "<style"]),
        ("<div style='background:url(https://track.example)'>hello</div>", ["track.example"]),
        ("<iframe src='https://evil.example'></iframe>hello", ["iframe", "evil.example"]),
        ("<form action='https://evil.example'><input name=p></form>hello", ["<form", "<input", "evil.example"]),
        ("<svg><a xlink:href='javascript:alert(1)'><text>hello</text></a></svg>hello", ["javascript", "<svg"]),
        ("<base href='https://evil.example/'>hello", ["<base", "evil.example"]),
        ("<link rel=stylesheet href='https://evil.example/x.css'>hello", ["<link", "evil.example"]),
        ("<meta http-equiv=refresh content='0;url=https://evil.example'>hello", ["<meta", "evil.example"]),
        ("<img srcset='https://track.example/2x 2x' src='cid:logo'>hello", ["track.example"]),
        ("<video poster='https://track.example/p'></video>hello", ["track.example"]),
        ("<table background='https://track.example/b'><tr><td>hello</td></tr></table>", ["track.example"]),
        ("<img src='data:image/svg+xml;base64,PHN2Zz4='>hello", ["data:"]),
        ("<math><mi xlink:href='javascript:alert(1)'>x</mi></math>hello", ["javascript"]),
    ],
)
async def test_html_for_people_has_no_script_and_fetches_nothing(html: str, forbidden: list[str], account: Account, put: Put) -> None:
    mail = make_mail("x@y.example")
    mail.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    message: dict[str, Any] = await put(account, await account.open_inbox(), mail)
    safe = message["html_safe"]
    assert "hello" in safe
    assert not [word for word in forbidden if word.lower() in safe.lower()], safe


async def test_images_of_the_mail_itself_and_links_stay(account: Account, put: Put) -> None:
    mail = make_mail("x@y.example")
    mail.add_alternative('<p><b>Hi</b> <img src="cid:logo@x"> <a href="https://shop.example/x">shop</a></p>', subtype="html")
    safe = (await put(account, await account.open_inbox(), mail))["html_safe"]
    assert 'src="cid:logo@x"' in safe and "Hi" in safe and 'href="https://shop.example/x"' in safe
    assert "noopener" in safe


async def test_a_mail_without_html_has_none(account: Account, put: Put) -> None:
    assert (await put(account, await account.open_inbox(), make_mail("x@y.example")))["html_safe"] is None
