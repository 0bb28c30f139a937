import asyncio
import contextlib
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
import uvicorn

from postroom.dialects.rest import openapi_document
from postroom.dialects.rest.reference import EXAMPLE_ORIGIN, render_page
from postroom.web import WebSettings, uvicorn_config

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"


class Page(HTMLParser):
    """The ids of a page and what it refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.targets += [given[name] or "" for name in ("href", "src") if name in given]
        self.targets += ["inline"] if "style" in given or any(name.startswith("on") for name in given) else []
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


async def test_the_page_shows_every_operation_and_refers_to_nothing_outside(house: Any) -> None:
    told = await house.ask("GET", "/docs", headers=[("Host", "post.example:8080")], key=None)
    text = told.body.decode()
    page = Page(text)
    assert told.status == 200 and told.headers["content-type"] == "text/html; charset=utf-8" and not page.open
    assert {one.name for one in house.catalogue} <= set(page.ids) and len(page.ids) == len(set(page.ids))
    assert all(target.startswith(("#", "/docs/", "/openapi.", "data:image/svg")) for target in page.targets)
    assert all(target[1:] in page.ids for target in page.targets if target.startswith("#"))
    assert "http://post.example:8080/v1/things" in text and EXAMPLE_ORIGIN not in text
    assert told.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")


@pytest.mark.parametrize("host", ['evil"><script>', "a b", "x/y", ""])
async def test_a_host_that_is_none_is_not_written_into_the_page(house: Any, host: str) -> None:
    text = (await house.ask("GET", "/docs", headers=[("Host", host)])).body.decode()
    assert "http://localhost/v1/things" in text and "evil" not in text


async def test_style_and_script_are_served_from_here(house: Any) -> None:
    for name, media_type in (("reference.css", "text/css"), ("reference.js", "text/javascript")):
        told = await house.ask("GET", f"/docs/{name}", key=None)
        assert told.status == 200 and told.headers["content-type"].startswith(media_type) and b"://" not in told.body


def test_words_of_the_document_are_text_on_the_page(house: Any) -> None:
    document = openapi_document(house.catalogue, "1")
    document["paths"]["/v1/things"]["get"]["summary"] = "<script>alert(1)</script> `a<b`"
    page = render_page(document)
    assert "<script>alert" not in page and "<code>a&lt;b</code>" in page


def test_examples_can_be_pasted(house: Any) -> None:
    page = render_page(openapi_document(house.catalogue, "1"))
    assert "curl https://postroom.invalid/v1/things/$THING_ID \\\n  -H &quot;Authorization: Bearer $POSTROOM_KEY&quot;" in page
    assert re.search(r"curl -X PUT \S+/v1/things/\$THING_ID/raw \\\n  -H .*\\\n  -H .*message/rfc822.* \\\n  --data-binary @FILE", page)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set_result(self.servers[0].sockets[0].getsockname()[1])


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[int]:
    server = _Server(uvicorn_config(app, WebSettings(), host="127.0.0.1", port=0, loop="none"))
    server.listening = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(server.serve())
    try:
        yield await server.listening
    finally:
        server.should_exit = True
        await task


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (400, "dark")])
async def test_a_browser_shows_it_without_an_error_and_without_leaving_the_origin(house: Any, width: int, scheme: Any) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.async_api")
    async with served(house.app) as port, playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        page = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        errors: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(f"http://127.0.0.1:{port}/docs")
        await page.wait_for_load_state("networkidle")
        assert await page.locator("article[data-words]:visible").count() == len(list(house.catalogue))
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.fill("input[type=search]", "wait")
        assert await page.locator("article[data-words]:visible").count() == 1
        await browser.close()
    assert errors == []
    assert asked and all(url.startswith((f"http://127.0.0.1:{port}/", "data:")) for url in asked)
