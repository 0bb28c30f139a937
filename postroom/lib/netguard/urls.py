"""A strict reader of http and https URLs. Its parts are what is sent, so no second parser can see another host."""

from dataclasses import dataclass
from urllib.parse import quote

from postroom.lib.netguard.hosts import Host, HostInvalid, parse_host

MAX_URL_LENGTH = 8192
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

# Fetch Standard, "bad port": an HTTP request to one of these may be understood as another protocol (SMTP, IRC, FTP).
BAD_PORTS = frozenset(
    {1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110}
    | {111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531}
    | {532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060}
    | {5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)


class UrlInvalid(ValueError):
    """The text is no URL we call. `word` is bad_url or scheme_not_allowed; `str(error)` may be shown to its writer."""

    def __init__(self, word: str, detail: str) -> None:
        super().__init__(detail)
        self.word = word


@dataclass(frozen=True, slots=True)
class WebUrl:
    """`scheme` http or https, canonical `host`, `port` 1 to 65535, `target` the path and query, ASCII, from `/` on."""

    scheme: str
    host: Host
    port: int
    target: str

    @property
    def authority(self) -> str:
        """`host` or `host:port`, IPv6 in brackets: the Host header (RFC 9110 §7.2)."""
        host = f"[{self.host.text}]" if ":" in self.host.text else self.host.text
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host.text, self.port

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def parse_url(text: str) -> WebUrl:
    """The parts of an absolute URL, the fragment dropped. Raises UrlInvalid; nothing else, whatever the input."""
    _require_characters(text)
    scheme, separator, rest = text.partition("://")
    scheme = scheme.lower()
    if not separator:
        raise UrlInvalid("bad_url", "the URL has no scheme such as https://")
    if scheme not in _DEFAULT_PORTS:
        raise UrlInvalid("scheme_not_allowed", "only http and https URLs are called")
    authority, target = _split_target(rest.partition("#")[0])
    host, port = _split_port(authority)
    try:
        return WebUrl(scheme, parse_host(host), _parse_port(port, scheme), target)
    except HostInvalid as error:
        raise UrlInvalid("bad_url", str(error)) from None


def _require_characters(text: str) -> None:
    if len(text) > MAX_URL_LENGTH:
        raise UrlInvalid("bad_url", f"the URL is longer than {MAX_URL_LENGTH} characters")
    # A backslash is a slash to some parsers and not to others: the classic way to show two hosts in one URL.
    if "\\" in text or " " in text or not text.isprintable():
        raise UrlInvalid("bad_url", "the URL holds a space, a backslash or a control character")


def _split_target(rest: str) -> tuple[str, str]:
    end = min((place for place in (rest.find("/"), rest.find("?")) if place >= 0), default=len(rest))
    target = rest[end:]
    # Lone surrogates cannot arrive: str.isprintable is false for them.
    encoded = target if target.isascii() else quote(target, safe=_PRINTABLE)
    return rest[:end], encoded if encoded.startswith("/") else "/" + encoded


def _split_port(authority: str) -> tuple[str, str]:
    if "@" in authority:
        raise UrlInvalid("bad_url", "a user name or password in the URL is not allowed")
    if authority.startswith("["):
        host, bracket, rest = authority.partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise UrlInvalid("bad_url", "the IPv6 address in brackets is malformed")
        return host + bracket, rest[1:]
    host, _, port = authority.partition(":")
    return host, port


def _parse_port(text: str, scheme: str) -> int:
    if not text:
        return _DEFAULT_PORTS[scheme]
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or not 0 < int(text) < 65536:
        raise UrlInvalid("bad_url", "the port is not a number from 1 to 65535")
    return int(text)
