"""The page for people and the remote images of a mail, through a house that may call this machine."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from postroom.features.messages.tests.conftest import Put
from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
# 8 × 8 pixels of one blue.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000001149444154789c6390b69a8e1531"
    "0c2d0900ef123b0100efbbb10000000049454e44ae426082"
)


@pytest_asyncio.fixture(scope="module")
async def caller(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Account]:
    """An account of a house whose egress may reach loopback."""
    dsn = await database_server.create("postroom_template")
    async with (
        run_postroom(dsn, tmp_path_factory.mktemp("showing"), EGRESS_ALLOW_ADDRESSES="127.0.0.1") as house,
        open_account(house) as one,
    ):
        yield one


class Images:
    """A web server on loopback that gives every caller the same bytes, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.answer = b""
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self.answer)
        await writer.drain()
        writer.close()

    def give(self, content: bytes, *headers: str, status: str = "200 OK") -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", "Connection: close", *headers, "", ""]
        self.answer = "\r\n".join(lines).encode() + content


@pytest_asyncio.fixture
async def images() -> AsyncIterator[Images]:
    """The server, giving an image."""
    one = Images()
    one.give(PNG, "Content-Type: image/png")
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    yield one
    server.close()
    await server.wait_closed()


def html_mail(html: str) -> EmailMessage:
    mail = make_mail("x@y.example", subject="Your <order>")
    mail.add_alternative(html, subtype="html")
    return mail


async def test_the_page_runs_nothing_and_may_be_shown(account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), html_mail("<p><b>Hi</b><script>alert(1)</script></p>"))
    page = await account.api.get(f"/v1/messages/{message['id']}/html", params={"theme": "dark"})
    assert page.status_code == 200 and page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-content-type-options"] == "nosniff" and page.headers["content-disposition"] == "inline"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "allow-scripts" not in policy and "allow-same-origin" not in policy
    assert "<b>Hi</b>" in page.text and "alert" not in page.text and "Your &lt;order&gt;" in page.text
    assert "<b>Hi</b>" in message["html_safe"]


async def test_themes_and_images_are_of_a_list(account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), html_mail("<p>Hi</p>"))
    for params in ({"theme": "blue"}, {"images": "on"}):
        assert (await account.api.get(f"/v1/messages/{message['id']}/html", params=params)).status_code == 422


async def test_images_of_the_mail_itself_lead_to_its_files(account: Account, put: Put) -> None:
    mail = html_mail('<img src="cid:logo@x" alt="Logo">')
    mail.get_payload()[1].add_related(PNG, "image", "png", cid="<logo@x>", filename="logo.png", disposition="inline")  # type: ignore[union-attr,index]
    message = await put(account, await account.open_inbox(), mail)
    place = f"/v1/messages/{message['id']}/attachments/{message['attachments'][0]['id']}"
    page = await account.api.get(f"/v1/messages/{message['id']}/html")
    assert f'src="{place}"' in page.text and f'src="{place}"' in message["html_safe"]
    assert (await account.api.get(place)).content == PNG


async def test_a_stranger_sees_neither_page_nor_image(account: Account, stranger: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), html_mail("<img src='https://cdn.example/a.png'>"))
    for path in ("html", "images/1"):
        assert (await stranger.api.get(f"/v1/messages/{message['id']}/{path}")).json()["code"] == "message_not_found"


async def test_a_remote_image_is_fetched_when_it_is_asked_for_and_tells_nothing(caller: Account, put: Put, images: Images) -> None:
    html = f"<img src='http://127.0.0.1:{images.port}/a.png?u=1&amp;v=2' alt='A'><p>text</p>"
    message = await put(caller, await caller.open_inbox(), html_mail(html))
    page = await caller.api.get(f"/v1/messages/{message['id']}/html", params={"images": "proxy"})
    place = f"/v1/messages/{message['id']}/images/1"
    assert f'src="{place}"' in page.text and not images.asked
    image = await caller.api.get(place)
    assert image.content == PNG and image.headers["content-type"] == "image/png"
    assert image.headers["x-content-type-options"] == "nosniff" and "sandbox" in image.headers["content-security-policy"]
    (asked,) = images.asked
    assert asked.startswith(b"GET /a.png?u=1&v=2 HTTP/1.1\r\n")
    assert not [word for word in (b"cookie:", b"referer:", b"origin:", b"x-forwarded", caller.key.encode()) if word in asked.lower()]


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            ("Content-Type: image/png",),
            "200 OK",
            "not_an_image",
        ),
        (b"<html>", ("Content-Type: image/jpeg",), "200 OK", "not_an_image"),
        (PNG + bytes(5_000_001), (), "200 OK", "image_unavailable"),
        (PNG, (), "404 Not Found", "image_unavailable"),
        (b"", ("Location: http://169.254.169.254/latest/meta-data/",), "302 Found", "image_refused"),
        (b"", ("Location: http://127.0.0.2/x",), "302 Found", "image_refused"),
    ],
)
async def test_what_is_no_image_or_too_large_or_leads_inside_is_refused(
    content: bytes, headers: tuple[str, ...], status: str, code: str, caller: Account, put: Put, images: Images
) -> None:
    images.give(content, *headers, status=status)
    message = await put(caller, await caller.open_inbox(), html_mail(f"<img src='http://127.0.0.1:{images.port}/x'>"))
    refused = await caller.api.get(f"/v1/messages/{message['id']}/images/1")
    assert refused.json()["code"] == code
    assert "169.254" not in refused.text


async def test_a_number_that_no_image_has_is_not_found(account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), html_mail("<img src='http://127.0.0.1:1/x'><img src='cid:x'>"))
    assert (await account.api.get(f"/v1/messages/{message['id']}/images/2")).json()["code"] == "image_not_found"
    assert (await account.api.get(f"/v1/messages/{message['id']}/images/1")).json()["code"] == "image_refused"


MAIL = """<html><head><style>.lead{{font-size:18px;color:#1b3a57}} @import url(http://127.0.0.1:{port}/import.css);</style>
<base href="http://127.0.0.1:{port}/"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/refresh"></head>
<body style="background:#f4f5f7 url(http://127.0.0.1:{port}/ground.png)" bgcolor="#f4f5f7"><table width="100%"><tr><td align="center">
<table width="560" style="background:#ffffff;padding:24px;font-family:Arial"><tr><td>
<img src="cid:logo@x" alt="Harbour" width="64" height="64">
<img src="http://127.0.0.1:{port}/banner.png" alt="Spring sale" width="120" height="40">
<img src="http://127.0.0.1:{port}/pixel.gif" width="1" height="1">
<h1 style="color:#111111">Confirm that it is <em>you</em></h1>
<p class="lead">Somebody signs in <b>from a new browser</b>. Your code is <code>482 913</code>.</p>
<p style="color:#666">Grey words, <font color="#b00020">red words</font>,
<a href="https://harbour.example/security">secure your account</a>, or visit
<a href="http://tracker.example/?url=https%3A%2F%2Fevil.example%2Flogin">www.harbour.example</a>.</p>
<p><a href="https://harbour.example/go" style="background:#1b3a57;color:#ffffff;padding:12px 24px">Sign in</a></p>
<blockquote>What was written before</blockquote><ul><li>one<li>two</ul>
<form action="http://127.0.0.1:{port}/form"><input name="p"><button>Send</button></form>
<div style="position:fixed;top:0;left:0;width:100%;height:100%;background:#f00">OVERLAY</div>
<svg onload="fetch('http://127.0.0.1:{port}/svg')"><circle r="50"/></svg><script>fetch('http://127.0.0.1:{port}/script')</script>
<iframe src="http://127.0.0.1:{port}/frame"></iframe><img src="x" onerror="fetch('http://127.0.0.1:{port}/error')">
</td></tr></table></td></tr></table></body></html>"""


@pytest.mark.parametrize(("theme", "choice"), [("light", "off"), ("dark", "proxy")])
async def test_a_browser_shows_it_and_asks_nobody_but_this_house(
    theme: str, choice: str, caller: Account, put: Put, images: Images, tmp_path: Path
) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.async_api")
    mail = html_mail(MAIL.format(port=images.port))
    mail.get_payload()[1].add_related(PNG, "image", "png", cid="<logo@x>", filename="logo.png", disposition="inline")  # type: ignore[union-attr,index]
    message = await put(caller, await caller.open_inbox(), mail)
    base = str(caller.api.base_url).rstrip("/")
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        page = await browser.new_page(
            viewport={"width": 760, "height": 760}, color_scheme=theme, extra_http_headers={"X-API-Key": caller.key}
        )
        asked: list[tuple[str, int]] = []
        page.on("response", lambda answer: asked.append((answer.url, answer.status)))
        await page.goto(f"{base}/v1/messages/{message['id']}/html?theme={theme}&images={choice}", wait_until="networkidle")
        shot = await page.screenshot(path=str(tmp_path / f"{theme}.png"))
        words = await page.inner_text("body")
        links: list[Any] = await page.locator("a").evaluate_all("all => all.map(one => [one.target, one.rel, one.title])")
        await browser.close()
    assert all(url.startswith(base) and status == 200 for url, status in asked), asked
    assert len(asked) == (2 if choice == "off" else 3)
    assert [one.split()[1] for one in images.asked] == ([] if choice == "off" else [b"/banner.png"])
    assert "482 913" in words and "(→ evil.example)" in words
    assert ("Image from 127.0.0.1: Spring sale" in words) == (choice == "off")
    assert {(target, rel) for target, rel, _ in links} == {("_blank", "noopener noreferrer nofollow")}
    assert len(shot) > 5_000
