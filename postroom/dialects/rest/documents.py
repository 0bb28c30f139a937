"""What the wire says about itself: /openapi.json, /openapi.yaml and the reference page at /docs. Made at the first request, then kept."""

import re
from collections.abc import Awaitable, Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import yaml

from postroom.dialects.rest.openapi import openapi_document
from postroom.dialects.rest.reference import EXAMPLE_ORIGIN, render_page
from postroom.kernel.operations import Catalogue
from postroom.web import Reply, Request

_POLICY = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FOLDER = Path(__file__).parent / "reference"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?", re.ASCII)
Endpoint = Callable[[Request, dict[str, str]], Awaitable[Reply]]


class Documents:
    """The documents of one catalogue."""

    def __init__(self, catalogue: Catalogue, version: str) -> None:
        self._catalogue = catalogue
        self._version = version

    def endpoints(self) -> Iterator[tuple[str, Endpoint]]:
        """(path, endpoint) of each document."""
        yield "/openapi.json", _serve("application/json", lambda _: self._json)
        yield "/openapi.yaml", _serve("application/yaml", lambda _: self._yaml)
        yield "/docs", _serve("text/html; charset=utf-8", self._page_for)
        yield "/docs/reference.css", _serve("text/css; charset=utf-8", lambda _: self._style)
        yield "/docs/reference.js", _serve("text/javascript; charset=utf-8", lambda _: self._script)

    @cached_property
    def _document(self) -> dict[str, Any]:
        return openapi_document(self._catalogue, self._version)

    @cached_property
    def _json(self) -> bytes:
        return msgspec.json.encode(self._document)

    @cached_property
    def _yaml(self) -> bytes:
        plain = msgspec.json.decode(self._json)  # without shared parts, which YAML would write as anchors
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        return yaml.dump(plain, Dumper=dumper, sort_keys=False, allow_unicode=True, width=120).encode()

    @cached_property
    def _page(self) -> str:
        return render_page(self._document)

    @cached_property
    def _style(self) -> bytes:
        return (_FOLDER / "reference.css").read_bytes()

    @cached_property
    def _script(self) -> bytes:
        return (_FOLDER / "reference.js").read_bytes()

    def _page_for(self, request: Request) -> bytes:
        """The page with the origin that the reader came by, so that its examples can be pasted."""
        host = request.header(b"host") or ""
        scheme = "https" if request.scope.get("scheme") == "https" else "http"
        origin = f"{scheme}://{host}" if _HOST.fullmatch(host) else "http://localhost"
        return self._page.replace(EXAMPLE_ORIGIN, origin).encode()


def _serve(media_type: str, content: Callable[[Request], bytes]) -> Endpoint:
    async def endpoint(request: Request, _parameters: dict[str, str]) -> Reply:
        headers = [
            (b"content-type", media_type.encode()),
            (b"cache-control", b"no-cache"),
            (b"content-security-policy", _POLICY),
            (b"referrer-policy", b"no-referrer"),
        ]
        return Reply(200, content(request), headers)

    return endpoint
