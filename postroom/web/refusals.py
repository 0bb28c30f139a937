"""Refusals that only HTTP knows. Kinds of the kernel have no number; these have, because they are about HTTP itself."""

from postroom.kernel.errors import Invalid

Header = tuple[bytes, bytes]


class Refused(Invalid):
    """A request that never became an operation: malformed, too slow, the wrong method. Wires answer `status` with `headers`."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        suggested_action: str | None = None,
        headers: tuple[Header, ...] = (),
        retryable: bool = False,
    ) -> None:
        super().__init__(code, detail, suggested_action=suggested_action, retryable=retryable)
        self.status = status
        self.headers = headers


class ClientLeft(Exception):
    """The client closed its connection; there is nobody to answer."""


def malformed(code: str, detail: str) -> Refused:
    """400: the bytes cannot be read at all."""
    return Refused(400, code, detail)
