import asyncio
from typing import Any

import pytest

from postroom.kernel.errors import TooLarge, Unauthenticated, Unavailable
from postroom.web import BodyReader, Refused, Request, StreamUpload, WebSettings
from postroom.web.refusals import ClientLeft

KIB = 1024


async def never_asked() -> None:
    raise AssertionError("a small body asks nobody")


async def allowed() -> None:
    return None


def request_of(scope: Any, pieces: list[bytes | None], headers: list[tuple[str, str]] | None = None) -> Request:
    """`None` stands for a client that leaves; after the last piece nothing comes any more."""
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.Event().wait()
        piece = left.pop(0)
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(_: Any) -> None:
        raise AssertionError("nothing is sent")

    return Request(scope("POST", "/", headers or []), receive, send)


def hanging(scope: Any, *pieces: bytes) -> Request:
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        if left:
            return {"type": "http.request", "body": left.pop(0), "more_body": True}
        return await asyncio.Event().wait()  # type: ignore[return-value]

    return Request(scope("POST", "/"), receive, receive)  # type: ignore[arg-type]


async def test_pieces_are_put_together(scope: Any) -> None:
    reader = BodyReader(WebSettings())
    assert await reader.read(request_of(scope, [b"ab", b"", b"cd"]), 10, never_asked) == b"abcd"
    assert await reader.read(request_of(scope, [b""]), 10, never_asked) == b""


@pytest.mark.parametrize("pieces", [[b"x" * 11], [b"x" * 6, b"x" * 6], [b"x" * 6, b"x" * 6, b"x" * 6]])
async def test_more_than_the_limit_is_refused_and_nothing_stays_held(scope: Any, pieces: list[bytes | None]) -> None:
    reader = BodyReader(WebSettings())
    with pytest.raises(TooLarge, match="10 bytes"):
        await reader.read(request_of(scope, pieces), 10, never_asked)
    assert reader.bytes_in_flight == 0


async def test_a_declared_length_over_the_limit_is_refused_without_taking_it(scope: Any) -> None:
    request = request_of(scope, [b"x"], [("Content-Length", "11")])
    with pytest.raises(TooLarge):
        await BodyReader(WebSettings()).read(request, 10, never_asked)


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "9" * 30])
async def test_a_length_that_is_no_number_is_malformed(scope: Any, length: str) -> None:
    request = Request({**scope("POST", "/"), "headers": [(b"content-length", length.encode())]}, None, None)  # type: ignore[arg-type]
    with pytest.raises(Refused) as caught:
        await BodyReader(WebSettings()).read(request, 10, never_asked)
    assert caught.value.status == 400


async def test_a_slow_body_is_given_up(scope: Any) -> None:
    reader = BodyReader(WebSettings(body_timeout_s=0.001))
    with pytest.raises(Refused) as caught:
        await reader.read(hanging(scope, b"x" * 100 * KIB), KIB * KIB, allowed)
    assert caught.value.status == 408 and reader.bytes_in_flight == 0


async def test_a_client_that_leaves_in_the_middle_is_noticed(scope: Any) -> None:
    with pytest.raises(ClientLeft):
        await BodyReader(WebSettings()).read(request_of(scope, [b"a", None, b""]), 10, never_asked)


async def test_strangers_are_refused_before_a_large_body_is_taken(scope: Any) -> None:
    async def refuse() -> None:
        raise Unauthenticated("key_missing", "no key")

    reader = BodyReader(WebSettings())
    for headers in ([("Content-Length", str(100 * KIB))], []):
        with pytest.raises(Unauthenticated):
            await reader.read(request_of(scope, [b"x" * 50 * KIB, b"x" * 50 * KIB], headers), KIB * KIB, refuse)
    assert reader.bytes_in_flight == 0


async def test_all_large_bodies_together_are_bounded(scope: Any) -> None:
    reader = BodyReader(WebSettings(max_bytes_in_flight=250 * KIB))
    first = await reader.read(request_of(scope, [b"x" * 50 * KIB, b"x" * 50 * KIB]), KIB * KIB, allowed)
    second = await reader.read(request_of(scope, [b"x" * 100 * KIB]), KIB * KIB, allowed)
    with pytest.raises(Unavailable):
        await reader.read(request_of(scope, [b"x" * 50 * KIB, b"x" * 50 * KIB]), KIB * KIB, allowed)
    assert reader.bytes_in_flight == 200 * KIB
    reader.release(first)
    reader.release(second)
    assert reader.bytes_in_flight == 0


async def test_an_upload_is_read_when_it_is_asked_for_and_bounded_by_both_limits(scope: Any) -> None:
    reader = BodyReader(WebSettings())
    request = request_of(scope, [b"ab", b"cd"], [("Content-Type", "Message/RFC822; x=y")])
    upload = StreamUpload(request, reader, 100, allowed)
    assert upload.content_type == "message/rfc822"
    assert await upload.read(4) == b"abcd" and await upload.read(4) == b"abcd"
    with pytest.raises(TooLarge, match="3 bytes"):
        await upload.read(3)
    with pytest.raises(TooLarge, match="2 bytes"):
        await StreamUpload(request_of(scope, [b"abc"]), reader, 2, allowed).read(100)


async def test_a_closed_upload_holds_nothing(scope: Any) -> None:
    reader = BodyReader(WebSettings())
    upload = StreamUpload(request_of(scope, [b"x" * 100 * KIB]), reader, KIB * KIB, allowed)
    await upload.read(KIB * KIB)
    assert reader.bytes_in_flight == 100 * KIB
    upload.close()
    assert reader.bytes_in_flight == 0
