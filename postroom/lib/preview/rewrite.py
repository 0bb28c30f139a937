"""Links with their true targets, and images from within the mail, through us, or as a label."""

import re
from html import escape, unescape
from typing import Final
from urllib.parse import unquote

import msgspec

from postroom.lib.extraction import decode_target, host_of
from postroom.lib.html import sanitise

_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")
_MAX_URL: Final = 4_096
_MAX_DATA: Final = 700_000
_MAX_LABEL: Final = 80
# A label of ours names a host too, and is no word of the link.
_NO_WORDS: Final = re.compile('<span class="pr-image"[^<>]*>[^<>]*</span>|<[^<>]*>')
_HOST: Final = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}")
_DATA: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[a-zA-Z0-9+/=\s]++")
_SMALL: Final = re.compile(r"(?:^|;)(?:max-)?(?:width|height):\s?[012](?:px)?(?:;|$)|display:\s?none")


class Places(msgspec.Struct, frozen=True):
    """Where the images of a mail are to be had.

    `files`: those of the mail itself, by Content-ID. `remote` and `remote_suffix` stand around the number of a remote image; where
    there is none such an image becomes a label, or loses its source where labels are not wanted.
    """

    files: dict[str, str] = {}
    remote: str | None = None
    remote_suffix: str = ""
    has_labels: bool = True


class PersonRewriter:
    """`remote` collects the addresses of remote images in their order; the first has the number 1."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.remote: list[str] = []

    def link(self, url: str) -> tuple[str, str] | None:
        url = url[:_MAX_URL]
        if not url.lower().startswith(_SCHEMES):
            return None
        return url, decode_target(url) or url

    def behind_link(self, url: str, words: str) -> str:
        """The true host, where the words name another."""
        host = true_host(url)
        said = [one.lower() for one in _HOST.findall(unescape(_NO_WORDS.sub("", words))[:1_000])]
        if not host or not said or all(_are_kin(one, host) for one in said):
            return ""
        return f' <span class="pr-host">(→ {escape(host)})</span>'

    def image(self, source: str, attributes: dict[str, str]) -> str:
        low = source[:8].lower()
        if low.startswith("cid:"):
            return _img(self._places.files.get(unquote(source[4:]).strip(), source[:_MAX_URL]), attributes)
        if low.startswith("data:"):
            return _img(source, attributes) if len(source) <= _MAX_DATA and _DATA.fullmatch(source) else _img("", attributes)
        if low.startswith(("http://", "https://", "//")):
            return self._remote(source if low[:1] == "h" else f"https:{source}", attributes)
        return _img("", attributes)

    def _remote(self, url: str, attributes: dict[str, str]) -> str:
        self.remote.append(url[:_MAX_URL])
        if _is_counter(attributes):
            return ""  # tells the sender that the mail was read, and shows nothing
        if self._places.remote is not None:
            return _img(f"{self._places.remote}{len(self.remote)}{self._places.remote_suffix}", attributes)
        if not self._places.has_labels:
            return _img("", attributes)
        alt = " ".join(attributes.get("alt", "").split())[:_MAX_LABEL]
        label = f"Image from {host_of(url) or 'elsewhere'}{': ' if alt else ''}{alt}"
        return f'<span class="pr-image" title="{escape(url[:_MAX_URL])}">{escape(label)}</span>'


def safe_fragment(html: str, places: Places) -> str:
    """The body of a page, harmless."""
    return sanitise(html, PersonRewriter(places))


def true_host(url: str) -> str:
    """The host that a link leads to, in ASCII; "" where it has none."""
    host = host_of(decode_target(url) or url)
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _are_kin(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _is_counter(attributes: dict[str, str]) -> bool:
    sizes = [attributes[name].strip().removesuffix("px") for name in ("width", "height") if name in attributes]
    return any(size in ("0", "1", "2") for size in sizes) or _SMALL.search(attributes.get("style", "")) is not None


def _img(source: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f'<img src="{escape(source)}"{written}>' if source else f"<img{written}>"
