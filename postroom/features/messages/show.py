"""Mail for people: a page that runs nothing, and the remote images of a mail, fetched by the house when a person asks."""

from typing import Annotated, Any, Literal

import msgspec

from postroom.features.messages.load import load_message
from postroom.features.messages.model import IncludeHidden
from postroom.features.messages.shape import files_by_content_id
from postroom.kernel.context import Io, Read
from postroom.kernel.errors import NotFound, Unavailable, Unsupported
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Bytes, Input, operation
from postroom.kernel.ports.egress import Egress, EgressError, EgressRefused
from postroom.lib.confine import aside
from postroom.lib.preview import Places, Theme, image_type, preview, remote_images

_LONG_HTML = 64 * 1024
_MOST_IMAGE_BYTES = 5_000_000
_IMAGE_TIMEOUT_S = 10.0
_MOST_REDIRECTS = 3
_ACCEPTED = "image/png, image/jpeg, image/gif, image/webp"


class ShowMessage(Input, frozen=True):
    """One message as a page."""

    message_id: str
    theme: Annotated[Theme, msgspec.Meta(description="Colours of the page; dark turns a light mail round.")] = "light"
    images: Annotated[
        Literal["off", "proxy"], msgspec.Meta(description="Remote images: a label in their place, or fetched by this house when shown.")
    ] = "off"
    include_hidden: IncludeHidden = False


class ImageNumber(Input, frozen=True):
    """One remote image of a message."""

    message_id: str
    number: Annotated[int, msgspec.Meta(ge=1, le=20_000, description="Which of the mail's remote images, counted from 1.")]
    include_hidden: IncludeHidden = False


@operation("messages.html", rest="GET /v1/messages/{message_id}/html", scope="messages:read")
async def show(rd: Read, query: ShowMessage) -> Bytes:
    """The mail as a page for people: sanitised, links with their true targets, remote images off unless asked for.

    Images of the mail itself are taken from its attachments, remote ones with `images=proxy` from `…/images/{number}`; both ask for
    the key again. Nothing is fetched to make the page.
    """
    row = await load_message(rd, query.message_id, include_hidden=query.include_hidden)
    html = await aside(len(row["html"] or ""), _page, row, query, large_bytes=_LONG_HTML)
    return Bytes(html.encode("utf-8", "replace"), "text/html; charset=utf-8", is_page=True)


@operation("messages.image", rest="GET /v1/messages/{message_id}/images/{number}", scope="messages:read")
async def fetch_image(io: Io, query: ImageNumber) -> Bytes:
    """A remote image of the mail, fetched now and not kept, so that its sender learns this house's address and not the reader's.

    PNG, JPEG, GIF and WebP up to 5 MB within 10 seconds; what it is decide its bytes.
    """
    async with io.read() as rd:
        row = await load_message(rd, query.message_id, include_hidden=query.include_hidden)
    html = row["html"] or ""
    addresses = await aside(len(html), remote_images, html, large_bytes=_LONG_HTML)
    if query.number > len(addresses):
        raise NotFound("image_not_found", f"This message has {len(addresses)} remote images; {query.number} is not one of them.")
    content = await _fetch(io.use(Egress), addresses[query.number - 1])  # type: ignore[type-abstract]
    media_type = image_type(content)
    if media_type is None:
        raise Unsupported("not_an_image", "What stands at the image's address is no PNG, JPEG, GIF or WebP.")
    return Bytes(content, media_type, f"image-{query.number}.{media_type.partition('/')[2]}")


async def _fetch(egress: Egress, url: str) -> bytes:
    try:
        answer = await egress.request(
            "GET",
            url,
            headers={"Accept": _ACCEPTED},
            timeout_s=_IMAGE_TIMEOUT_S,
            max_response_bytes=_MOST_IMAGE_BYTES,
            follow_redirects=_MOST_REDIRECTS,
        )
    except EgressRefused as error:
        raise NotFound("image_refused", f"The image's address is one that this house does not call ({error.word}).") from error
    except EgressError as error:
        raise Unavailable(
            "image_unavailable", f"The image could not be fetched ({error.word}).", retryable=error.word != "too_large"
        ) from error
    if answer.status != 200:
        raise Unavailable("image_unavailable", f"The image's host answered {answer.status}.", retryable=answer.status >= 500)
    return answer.body


def _page(row: Any, query: ShowMessage) -> str:
    suffix = "?include_hidden=true" if query.include_hidden else ""
    remote = f"/v1/messages/{encode_id('msg', row['id'])}/images/" if query.images == "proxy" else None
    files = {name: place + suffix for name, place in files_by_content_id(row).items()}
    places = Places(files=files, remote=remote, remote_suffix=suffix)
    return preview(row["subject"], row["html"], row["body"] or "", theme=query.theme, places=places)
