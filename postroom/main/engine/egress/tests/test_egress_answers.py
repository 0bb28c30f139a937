"""What comes back: told in full when it is good, cut off when it is too much, too slow or no HTTP."""

import asyncio
import gzip
import ssl
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.kernel.ports import EGRESS_WORDS, EgressError, EgressFailed, EgressRefused
from postroom.main.engine.egress import EgressSettings, GuardedEgress
from postroom.main.engine.egress.decode import decoder_for

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""])
    return head.encode("latin-1") + body


async def failure(call, url, **rest) -> EgressFailed:
    with pytest.raises(EgressFailed) as caught:
        await call(url, **rest)
    assert caught.value.word in EGRESS_WORDS
    return caught.value


async def test_a_post_arrives_as_it_was_given_and_the_answer_comes_back(servers, names, call):
    port = await servers.start(answer(b'{"a":1}', "X-Trace: one", "X-TRACE: two", status="418 Teapot"))
    names.answers["hooks.test"] = [["127.0.0.1"]]
    response = await call(
        f"http://hooks.test:{port}/in?a=b#c",
        method="POST",
        headers={"Content-Type": "application/json", "X-Sig": "s"},
        body=b"{}",
    )
    head, _, body = servers.requests[0].partition(b"\r\n\r\n")
    lines = set(head.lower().split(b"\r\n"))
    assert head.startswith(b"POST /in?a=b HTTP/1.1\r\n")
    assert {f"host: hooks.test:{port}".encode(), b"content-length: 2", b"x-sig: s", b"user-agent: postroom"} <= lines
    assert not any(line.startswith((b"cookie", b"authorization", b"transfer-encoding")) for line in lines)
    assert body == b"{}"
    assert (response.status, response.body, response.peer_address) == (418, b'{"a":1}', "127.0.0.1")
    assert response.url == f"http://hooks.test:{port}/in?a=b"
    assert response.header("x-trace") == "one"
    assert ("x-trace", "two") in response.headers
    assert 0 < response.elapsed_s < 5


async def test_cookies_are_not_kept_and_connections_are(servers, make_egress, call):
    port = await servers.start(answer(b"", "Set-Cookie: a=b"))
    egress = make_egress(keepalive_s=30)
    for _ in range(3):
        await call(f"http://127.0.0.1:{port}/", egress=egress)
    assert servers.connections == 1
    assert not any(b"cookie" in request.lower() for request in servers.requests)


async def test_https_speaks_the_name_and_checks_the_certificate(servers, make_egress, names, call, authority, ca_file):
    spoken = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("hooks.test").configure_cert(context)
    context.sni_callback = lambda _socket, name, _context: spoken.append(name)
    port = await servers.start(OK, tls=context)
    names.answers["hooks.test"] = names.answers["other.test"] = [["127.0.0.1"]]
    egress = make_egress(ca_file=ca_file)
    response = await call(f"https://hooks.test:{port}/", egress=egress)
    assert (response.body, response.peer_address, spoken) == (b"ok", "127.0.0.1", ["hooks.test"])
    assert f"host: hooks.test:{port}".encode() in servers.requests[0].lower()
    for url, using in [("other.test", egress), ("hooks.test", make_egress())]:
        error = await failure(call, f"https://{url}:{port}/", egress=using)
        assert (error.word, error.may_have_arrived) == ("tls_failed", False)
        assert "certificate" in error.detail


@pytest.mark.parametrize(
    ("greeting", "connect_timeout_s", "word"),
    [(b"220 mail.test ESMTP\r\n", 5, "tls_failed"), (b"", 0.05, "tls_failed"), (b"", 5, "timeout")],
)
async def test_a_server_without_tls_is_left_without_a_byte_of_the_request(servers, make_egress, call, greeting, connect_timeout_s, word):
    port, gone = await servers.start_raw(greeting)
    egress = make_egress(connect_timeout_s=connect_timeout_s)
    error = await failure(call, f"https://127.0.0.1:{port}/", egress=egress, timeout_s=0.5)
    assert (error.word, error.may_have_arrived) == (word, False)
    await asyncio.wait_for(gone.wait(), 5)


async def test_a_body_of_exactly_the_limit_comes_back_and_one_more_byte_does_not(servers, call):
    port = await servers.start(answer(b"x" * 1000))
    assert len((await call(f"http://127.0.0.1:{port}/", max_response_bytes=1000)).body) == 1000
    error = await failure(call, f"http://127.0.0.1:{port}/", max_response_bytes=999)
    assert (error.word, error.status, error.may_have_arrived) == ("too_large", 200, True)


async def test_a_body_without_an_end_is_cut_at_the_limit(servers, call):
    async def pour(_request, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    port = await servers.start(pour)
    assert (await failure(call, f"http://127.0.0.1:{port}/")).word == "too_large"


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "GZIP", "identity, gzip"])
async def test_a_compressed_body_is_unfolded(servers, call, coding):
    plain = b"words and words " * 1000
    packed = gzip.compress(plain) if "gzip" in coding.lower() else zlib.compress(plain)
    port = await servers.start(answer(packed, f"Content-Encoding: {coding}"))
    response = await call(f"http://127.0.0.1:{port}/")
    assert response.body == plain
    assert response.header("content-encoding") is None


@pytest.mark.parametrize("packed", [gzip.compress(bytes(50_000_000)), zlib.compress(bytes(50_000_000))])
async def test_a_compression_bomb_is_stopped_at_the_limit(servers, call, packed):
    coding = "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"
    port = await servers.start(answer(packed, f"Content-Encoding: {coding}"))
    assert (await failure(call, f"http://127.0.0.1:{port}/")).word == "too_large"


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"words" * 100)[:-9], b"no gzip at all", gzip.compress(b"a") + b"more", b"\x1f", gzip.compress(b"a") * 2],
)
async def test_a_damaged_compressed_body_is_a_protocol_error(servers, call, packed):
    port = await servers.start(answer(packed, "Content-Encoding: gzip"))
    error = await failure(call, f"http://127.0.0.1:{port}/")
    assert (error.word, error.status) == ("protocol_error", 200)


async def test_a_coding_we_never_asked_for_is_handed_on_as_it_is(servers, call):
    port = await servers.start(answer(b"\x0b\x02\x80hi\x03", "Content-Encoding: br"))
    response = await call(f"http://127.0.0.1:{port}/")
    assert (response.status, response.body, response.header("content-encoding")) == (200, b"\x0b\x02\x80hi\x03", "br")


@given(st.binary(max_size=400), st.sampled_from(["gzip", "zlib", "bare"]), st.integers(1, 50))
def test_a_compressed_body_in_any_pieces_gives_the_whole(plain, form, size):
    window = {"gzip": zlib.MAX_WBITS | 16, "zlib": zlib.MAX_WBITS, "bare": -zlib.MAX_WBITS}[form]
    packer = zlib.compressobj(wbits=window)
    packed = packer.compress(plain) + packer.flush()
    decoder = decoder_for((("content-encoding", "deflate"),))
    assert decoder
    pieces = [piece for start in range(0, len(packed), size) for piece in decoder.feed(packed[start : start + size])]
    decoder.finish()
    assert b"".join(pieces) == plain


@pytest.mark.parametrize("window", [zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_a_body_that_ends_just_behind_a_piece_loses_no_end(window):
    for size_bytes in range(256 * 1024 - 1, 256 * 1024 + 300):
        packer = zlib.compressobj(wbits=window)
        packed = packer.compress(bytes(size_bytes)) + packer.flush()
        decoder = decoder_for((("content-encoding", "deflate"),))
        assert decoder
        pieces = list(decoder.feed(packed))
        decoder.finish()
        assert sum(map(len, pieces)) == size_bytes
        assert max(map(len, pieces)) <= 256 * 1024


@given(st.binary(max_size=200))
def test_any_bytes_unfold_or_fail_as_documented(data):
    decoder = decoder_for((("content-encoding", "gzip"),))
    assert decoder
    try:
        list(decoder.feed(data))
        decoder.finish()
    except EgressFailed as error:
        assert error.word == "protocol_error"


async def drip_body(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def drip_head(_request, writer):
    while True:
        writer.write(b"H")
        await writer.drain()
        await asyncio.sleep(0.01)


async def never_answer(_request, _writer):
    await asyncio.Event().wait()


async def never_close(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n\r\nall that comes")
    await asyncio.Event().wait()


@pytest.mark.parametrize(("handler", "status"), [(drip_body, 200), (drip_head, None), (never_answer, None), (never_close, 200)])
async def test_a_peer_that_takes_its_time_is_cut_off_by_the_total(servers, call, handler, status):
    port = await servers.start(handler)
    error = await failure(call, f"http://127.0.0.1:{port}/", timeout_s=0.15)
    assert (error.word, error.status, error.may_have_arrived) in [
        ("timeout", status, True),
        ("protocol_error", None, True),  # a head of fifteen times H is no HTTP
    ]


async def endless_headers(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-A: b\r\n" * 1000)
        await writer.drain()


async def endless_line(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        writer.write(b"a" * 8000)
        await writer.drain()


async def endless_hints(_request, writer):
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000)
        await writer.drain()


async def padded_chunks(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1;" + b"e" * 10_000 + b"\r\nx\r\n")
        await writer.drain()


async def tiny_chunks(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\nx\r\n" * 1000)
        await writer.drain()


@pytest.mark.parametrize("handler", [endless_headers, endless_line, endless_hints, padded_chunks, tiny_chunks])
async def test_an_answer_that_is_mostly_frame_is_cut(servers, call, handler):
    port = await servers.start(handler)
    error = await failure(call, f"http://127.0.0.1:{port}/", max_response_bytes=100_000)
    assert error.word == "too_large"
    assert "larger than" not in error.detail, "cut by its frame, long before the body reached its limit"


async def test_a_body_in_two_thousand_small_chunks_is_still_good(servers, call):
    chunks = b"3\r\nabc\r\n" * 2000
    port = await servers.start(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert (await call(f"http://127.0.0.1:{port}/")).body == b"abc" * 2000


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"220 mail.test ESMTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"\x00" * 100 + b"\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_a_protocol_error(servers, call, reply):
    port = await servers.start(reply)
    error = await failure(call, f"http://127.0.0.1:{port}/")
    assert (error.word, error.may_have_arrived) == ("protocol_error", True)


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"])
async def test_a_connection_that_breaks_off_is_a_protocol_error(servers, call, reply):
    async def hang_up(_request, writer):
        writer.write(reply)
        writer.close()

    port = await servers.start(hang_up)
    assert (await failure(call, f"http://127.0.0.1:{port}/")).word == "protocol_error"


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_the_documented_error(data):
    async def once():
        async def reply(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(data)
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(reply, "127.0.0.1", 0)
        egress = GuardedEgress(EgressSettings(allow_addresses=("127.0.0.1",)))
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        try:
            await egress.request("GET", url, timeout_s=5, max_response_bytes=1000, follow_redirects=2)
        except EgressError as error:
            assert error.word in EGRESS_WORDS
        finally:
            await egress.aclose()
            server.close()
            await server.wait_closed()

    asyncio.run(once())


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.test"},
        {"Content-Length": "5"},
        {"transfer-encoding": "chunked"},
        {"Connection": "close"},
        {"X-A": "b\r\nX-C: d"},
        {"X-A": "b\x00"},
        {"X A": "b"},
        {"": "b"},
        {"X-A": "\u20ac"},
        {"X-A": "b" * 9000},
        {f"X-{number}": "b" for number in range(101)},
    ],
)
async def test_a_header_that_could_bend_the_request_is_refused(servers, call, headers):
    port = await servers.start(OK)
    with pytest.raises(EgressRefused) as caught:
        await call(f"http://127.0.0.1:{port}/", headers=headers)
    assert caught.value.word == "protocol_error"
    assert servers.connections == 0


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "get", "GET /\r\n", ""])
async def test_a_method_that_no_webhook_needs_is_refused(call, method):
    with pytest.raises(EgressRefused) as caught:
        await call("http://127.0.0.1/", method=method)
    assert caught.value.word == "protocol_error"


async def test_calls_that_are_cancelled_leave_no_connection_behind(servers, make_egress, call):
    port = await servers.start(never_answer)
    ready = await servers.start(OK)
    egress = make_egress(max_connections=2)
    for _ in range(3):
        await failure(call, f"http://127.0.0.1:{port}/", egress=egress, timeout_s=0.05)
    waiting = [asyncio.ensure_future(call(f"http://127.0.0.1:{ready}/", egress=egress)) for _ in range(5)]
    assert {response.status for response in await asyncio.gather(*waiting)} == {200}
