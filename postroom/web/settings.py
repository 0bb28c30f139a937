"""Settings of everything that speaks HTTP."""

from typing import Annotated

import msgspec

Size = Annotated[int, msgspec.Meta(ge=1024)]


class WebSettings(msgspec.Struct, frozen=True):
    """Limits of HTTP requests, and who may stand in front."""

    # The longest instructions (262,144 characters) take 3 MiB where a client escapes every one of them.
    max_json_bytes: Annotated[Size, msgspec.Meta(description="Bytes of a JSON body.")] = 4 * 1024 * 1024
    max_attachment_json_bytes: Annotated[
        Size, msgspec.Meta(description="Bytes of a JSON body of an operation that takes attachments (base64 makes them a third larger).")
    ] = 40 * 1024 * 1024
    max_upload_bytes: Annotated[Size, msgspec.Meta(description="Bytes of an upload.")] = 64 * 1024 * 1024
    max_bytes_in_flight: Annotated[
        Size, msgspec.Meta(description="Bytes of all large bodies (over 64 KiB) in memory at once; more are asked to come again.")
    ] = 256 * 1024 * 1024
    body_timeout_s: Annotated[float, msgspec.Meta(gt=0, description="Seconds a body may take to arrive.")] = 120.0
    head_timeout_s: Annotated[float, msgspec.Meta(gt=0, description="Seconds the head of a request may take to arrive.")] = 30.0
    max_head_bytes: Annotated[Size, msgspec.Meta(description="Bytes of a request's line and headers.")] = 64 * 1024
    trusted_proxies: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Addresses or networks whose X-Forwarded-For is believed; `local` for a unix socket."),
    ] = ()
    cors_origins: Annotated[
        tuple[str, ...], msgspec.Meta(description="Origins whose pages may call the API from a browser, `*` for all; none by default.")
    ] = ()
