"""What is read out of a file, and how much of one is ever read."""

from typing import Literal

import msgspec

# read: there is text · empty: none, and none is expected · no_text: pages that are pictures · the rest: why there is none, or not all.
Status = Literal["read", "empty", "no_text", "encrypted", "unreadable", "too_large", "unsupported", "timed_out", "ocr_not_installed"]


class Limits(msgspec.Struct, frozen=True):
    """Caps for one file with everything inside it. What lies beyond one is cut, and said."""

    input_bytes: int = 26_214_400
    chars: int = 500_000
    pages: int = 1_000
    page_chars: int = 100_000
    expanded_bytes: int = 67_108_864
    members: int = 1_000
    depth: int = 4
    time_s: float = 4.0


class Page(msgspec.Struct, frozen=True):
    """`label` says what the page is beyond its number: `slide 3`, `sheet "Costs", rows 1-40`, `file a/b.txt`."""

    text: str
    label: str = ""


class Document(msgspec.Struct, frozen=True):
    """Pages of Markdown. `hidden` is text that a person would not have seen: it is kept out of the pages, and is there to be screened.

    `type` is what the bytes are, whatever was declared. `notices` are sentences. `is_truncated`: there was more than is here.
    """

    type: str
    status: Status
    pages: list[Page] = []
    notices: list[str] = []
    is_truncated: bool = False
    hidden: str = ""


class Cut(BaseException):
    """Reading ends here with what there is. No `Exception`: libraries that swallow errors must not swallow this one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoText(Exception):
    """The file gives no text; `status` says why, `notice` in words."""

    def __init__(self, status: Status, notice: str = "") -> None:
        super().__init__(status, notice)
        self.status: Status = status
        self.notice = notice
