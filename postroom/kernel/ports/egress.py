"""The egress port: the only outgoing HTTP of the house. What it may reach is decided behind it, for every hop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

EgressWord = Literal[
    "bad_url",
    "scheme_not_allowed",
    "port_not_allowed",
    "private_address",
    "dns_failed",
    "connect_failed",
    "tls_failed",
    "timeout",
    "too_large",
    "too_many_redirects",
    "protocol_error",
]
EGRESS_WORDS: tuple[EgressWord, ...] = get_args(EgressWord)


class EgressError(Exception):
    """No answer. `word` is one of EGRESS_WORDS; `detail` names no address and may be shown to whoever set the URL.

    `may_have_arrived` is False as long as no byte of a request was handed to the network: such a call may be repeated
    without doing anything twice. `status` is what the peer had already answered when its body failed, else None.
    """

    def __init__(self, word: EgressWord, detail: str = "", *, may_have_arrived: bool = False, status: int | None = None) -> None:
        super().__init__(f"{word}: {detail}" if detail else word)
        self.word: EgressWord = word
        self.detail = detail
        self.may_have_arrived = may_have_arrived
        self.status = status


class EgressRefused(EgressError):
    """We do not make this call: bad_url, scheme_not_allowed, port_not_allowed, private_address, or a malformed request
    (protocol_error). Trying again changes nothing until the URL, its DNS or the operator's settings change."""


class EgressFailed(EgressError):
    """The call was made, and failed. Trying again may help."""


@dataclass(frozen=True, slots=True)
class EgressResponse:
    """What came back. Any status is an answer, 500 too, and 3xx when no redirects are followed.

    `headers` in the order of the wire, names in lower case. `body` is decoded (gzip, deflate; then Content-Encoding is
    removed from `headers`), or as sent if the coding is another. `url` is the last one called, `peer_address` who answered.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    url: str
    elapsed_s: float
    peer_address: str

    def header(self, name: str) -> str | None:
        """The first value of the header `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)


class Egress(Protocol):
    """HTTP/1.1 over TCP or TLS. Keeps no cookies, reads no proxy from the environment, sends only what it is given."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout_s: float,
        max_response_bytes: int,
        follow_redirects: int = 0,
    ) -> EgressResponse:
        """One call, redirects included, within `timeout_s` in all. Raises EgressRefused or EgressFailed, nothing else.

        `max_response_bytes` bounds the body as sent and as decoded. `follow_redirects` is how many at most; 0 hands a 3xx
        back. A redirect to another origin takes along no header but Accept, Content-Type and User-Agent.
        Host, Content-Length, Connection and their like are ours to set; giving one is refused.
        """
        ...

    def vet(self, url: str) -> None:
        """Raise EgressRefused if `request` would refuse `url` whatever DNS says. No network: for the moment a URL is set."""
        ...
