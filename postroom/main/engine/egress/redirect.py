"""One hop of a call, and where a redirect leads from it."""

from dataclasses import dataclass
from urllib.parse import urljoin

from postroom.kernel.ports import EgressRefused, EgressWord
from postroom.lib.netguard import MAX_URL_LENGTH, UrlInvalid, WebUrl, parse_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_ELSEWHERE = frozenset({"accept", "content-type", "user-agent"})
_WORDS: dict[str, EgressWord] = {"scheme_not_allowed": "scheme_not_allowed"}


@dataclass(frozen=True, slots=True)
class Hop:
    """One request to be sent. `headers` are the caller's, names in lower case."""

    method: str
    url: WebUrl
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


def read_url(text: str) -> WebUrl:
    """The parts of `text`. Raises EgressRefused."""
    try:
        return parse_url(text)
    except UrlInvalid as error:
        raise EgressRefused(_WORDS.get(error.word, "bad_url"), str(error)) from None


def redirect_target(status: int, headers: tuple[tuple[str, str], ...]) -> str | None:
    """The Location of an answer that is a redirect, else None."""
    return next((value for name, value in headers if name == "location"), None) if status in _REDIRECTS else None


def redirected(hop: Hop, status: int, location: str) -> Hop:
    """The next hop. Raises EgressRefused for a Location that we do not call."""
    url = _join(hop.url, location)
    if hop.url.scheme == "https" and url.scheme == "http":
        raise EgressRefused("scheme_not_allowed", "the redirect leads from https to http")
    same_origin = url.origin == hop.url.origin
    method, body = _method_after(hop, status)
    dropped = frozenset({"content-type"}) if body is None and hop.body is not None else frozenset()
    headers = tuple((name, value) for name, value in hop.headers if (same_origin or name in _KEPT_ELSEWHERE) and name not in dropped)
    return Hop(method, url, headers, body)


def _join(base: WebUrl, location: str) -> WebUrl:
    try:
        text = location.encode("latin-1").decode("utf-8")
        # Judged before joining: urljoin drops tabs and line ends without a word.
        if len(text) <= MAX_URL_LENGTH and text.isprintable() and " " not in text and "\\" not in text:
            return read_url(urljoin(str(base), text))
    except ValueError:  # no UTF-8, or urljoin on a broken [address]
        pass
    raise EgressRefused("bad_url", "the redirect's Location is malformed")


def _method_after(hop: Hop, status: int) -> tuple[str, bytes | None]:
    """RFC 9110 §15.4: 303 turns all but HEAD into GET; 301 and 302 do that to POST, as every client does."""
    becomes_get = (status == 303 and hop.method != "HEAD") or (status in (301, 302) and hop.method == "POST")
    return ("GET", None) if becomes_get else (hop.method, hop.body)
