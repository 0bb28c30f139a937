"""Where a tracking link leads, read from the URL alone: query parameters, encoded paths, known rewriters. Nothing is fetched."""

import base64
import binascii
import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

DEPTH_MAX: Final = 3
URL_MAX: Final = 4096
LAYERS_MAX: Final = 4


def host_of(url: str) -> str:
    """The lower-case host, "" when there is none."""
    start = url.find("//")
    if start < 0:
        return ""
    match = _AUTHORITY.match(url, start + 2)
    host = match[1].lower() if match else ""
    return host.rstrip(".")


def decode_target(url: str) -> str | None:
    """The http(s) address behind `url` after at most `DEPTH_MAX` redirects, None when `url` shows none.

    An address that names another page of its own host (`?next=`) is no redirect: it is what performs the action.
    """
    low = url.lower()
    if low.find("http", 8) < 0 and not any(map(low.__contains__, _SIGNS)):
        return None
    target = None
    for _ in range(DEPTH_MAX):
        inner = _step(target or url)
        if inner is None or inner in (target, url) or host_of(inner) == host_of(target or url):
            break
        target = inner
    return target


def _step(url: str) -> str | None:
    if len(url) > URL_MAX or not _MAY_LEAD.search(url, 8):
        return None
    rewritten = _DEFENDED.search(url)
    if rewritten:
        return _as_url(rewritten[1])
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, max_num_fields=64)
    except ValueError:
        return None
    named = [value for name, value in pairs if name.lower() in _NAMES]
    if parts.netloc.endswith("urldefense.proofpoint.com"):
        named = [value.replace("-", "%").replace("_", "/") for name, value in pairs if name == "u"]
    hidden = [value for name, value in pairs if name.lower() not in _NAMES and value.startswith(_ENCODED_STARTS)]
    for value in (*named, *hidden, parts.fragment):
        found = _as_url(value) if value else None
        if found:
            return found
    return _in_path(parts.path)


def _in_path(path: str) -> str | None:
    """`/CL0/https:%2F%2Fhost%2F…`, `/3s/host%2F…`, a segment in base64."""
    for segment in path.split("/")[:32]:
        if _ENCODED.match(segment) or (len(segment) >= 16 and segment.startswith(_ENCODED_STARTS)):
            found = _as_url(segment)
            if found:
                return found
        elif _BARE_HOST.match(segment):
            return _as_url("https://" + unquote(segment))
    match = _EMBEDDED.search(path)
    return _as_url(match[1]) if match else None


def _as_url(value: str) -> str | None:
    """What is behind percent signs, base64 and JSON, at most `LAYERS_MAX` of them."""
    value = value.strip()
    for _ in range(LAYERS_MAX):
        if value[:8].lower().startswith(("http://", "https://")):
            break
        value = _peeled(value)
    if _ONE_SLASH.match(value):
        value = value.replace(":/", "://", 1)
    lowered = value[:8].lower()
    return value[:URL_MAX] if lowered.startswith(("http://", "https://")) and host_of(value) and value.isprintable() else None


def _peeled(value: str) -> str:
    """Without its outermost layer; itself where it has none."""
    if value.startswith("{"):
        match = _IN_JSON.search(value.replace("\\", ""))
        return match[1] if match else ""
    if value.startswith(_ENCODED_STARTS):
        return _from_base64(value)
    return unquote(value) if "%" in value else value


def _from_base64(value: str) -> str:
    match = _BASE64.match(value)
    body = match[0] if match else ""
    try:
        raw = base64.urlsafe_b64decode(body.replace("+", "-").replace("/", "_") + "=" * (-len(body) % 4))
        return raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


_NAMES: Final = frozenset(
    """url u q target redirect redirect_url redirecturl redirect_uri redirect_to dest destination goto link to r
    href l next continue ued adurl murl lurl data deeplink a p payload uri redir rd out loc location""".split()
)
# `http`, `{"`, and `http` once more, in base64.
_ENCODED_STARTS: Final = ("aHR0c", "eyJ", "YUhSMGN")
_SIGNS: Final = ("ahr0c", "eyj", "yuhsmgn", "%2f")
_MAY_LEAD: Final = re.compile("http|aHR0c|eyJ|YUhSMGN|[.][a-z]{2,12}%2F", re.IGNORECASE)
_DEFENDED: Final = re.compile(r"/__(https?:/.{1,4000}?)__;", re.IGNORECASE)
_BARE_HOST: Final = re.compile("(?:[a-z0-9-]{1,63}[.]){1,6}[a-z]{2,12}%2F", re.IGNORECASE)
_IN_JSON: Final = re.compile(r'"(?:url|u|href|link|target|redirect|to|l)": ?"(https?://[^"\s]{1,4000})"')
_ONE_SLASH: Final = re.compile("https?:/(?!/)")
_AUTHORITY: Final = re.compile(r"(?:[^/?#@\s]{0,256}+@)?(\[[0-9a-fA-F:.]{2,64}\]|[^/?#:@\s\\]{1,255})")
_EMBEDDED: Final = re.compile("(https?://?.{1,4000})", re.IGNORECASE | re.DOTALL)
_ENCODED: Final = re.compile("https?(?::|%3a)%2f%2f", re.IGNORECASE)
_BASE64: Final = re.compile("[A-Za-z0-9+/_-]+")
