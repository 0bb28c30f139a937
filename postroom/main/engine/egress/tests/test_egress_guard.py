"""What is never connected to, whatever the URL, the name or the redirect says."""

import asyncio
import socket

import pytest

from postroom.kernel.ports import EgressFailed, EgressRefused
from postroom.main.engine.egress import EgressSettings, GuardedEgress, SystemResolver

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://LOCALHOST.:{port}/",
        "http://x.localhost:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://127.1:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0:{port}/",
        "http://１２７.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://[64:ff9b::127.0.0.1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://metadata.google.internal/",
        "http://169.254.169.254/",
    ],
)
async def test_a_local_target_is_refused_in_every_spelling(servers, make_egress, call, url):
    port = await servers.start(OK)
    egress = make_egress(allow_addresses=())
    with pytest.raises(EgressRefused) as caught:
        await call(url.format(port=port), egress=egress)
    assert caught.value.word == "private_address"
    assert not caught.value.may_have_arrived
    with pytest.raises(EgressRefused):
        egress.vet(url.format(port=port))
    assert servers.connections == 0


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["::1"], ["10.0.0.1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["fe80::1%1"], ["169.254.169.254"]],
)
async def test_a_public_name_at_a_local_address_is_refused(servers, make_egress, names, call, answer):
    port = await servers.start(OK)
    names.answers["hooks.test"] = [answer]
    with pytest.raises(EgressRefused) as caught:
        await call(f"http://hooks.test:{port}/", egress=make_egress(allow_addresses=()))
    assert caught.value.word == "private_address"
    assert answer[0] not in str(caught.value), "an answer of the inner DNS would be shown to whoever set the URL"
    assert servers.connections == 0


async def test_one_local_address_among_good_ones_refuses_all(servers, names, call):
    port = await servers.start(OK)
    names.answers["hooks.test"] = [["127.0.0.1", "10.0.0.1"]]
    with pytest.raises(EgressRefused) as caught:
        await call(f"http://hooks.test:{port}/")
    assert caught.value.word == "private_address"
    assert servers.connections == 0


async def test_a_name_that_changes_its_mind_is_called_at_the_judged_address(servers, make_egress, names, call):
    good = await servers.start(OK, address="127.0.0.2")
    await servers.start(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", port=good)
    names.answers["hooks.test"] = [["127.0.0.2"], ["127.0.0.1"]]
    egress = make_egress(allow_addresses=("127.0.0.2",), keepalive_s=0)
    response = await call(f"http://hooks.test:{good}/", egress=egress)
    assert (response.body, response.peer_address, names.asked) == (b"ok", "127.0.0.2", ["hooks.test"])
    with pytest.raises(EgressRefused) as caught:
        await call(f"http://hooks.test:{good}/", egress=egress)
    assert caught.value.word == "private_address"
    assert servers.connections == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://localhost:{port}/",
        "http://inner.test:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
    ],
)
async def test_a_redirect_to_a_local_target_is_refused(servers, make_egress, names, call, location):
    inner = await servers.start(OK)
    reply = f"HTTP/1.1 302 Found\r\nLocation: {location.format(port=inner)}\r\nContent-Length: 0\r\n\r\n"
    outer = await servers.start(reply.encode(), address="127.0.0.2")
    names.answers["hooks.test"] = [["127.0.0.2"]]
    names.answers["inner.test"] = names.answers["localhost"] = [["127.0.0.1"]]
    with pytest.raises(EgressRefused) as caught:
        egress = make_egress(allow_addresses=("127.0.0.2",))
        await call(f"http://hooks.test:{outer}/", egress=egress, follow_redirects=5)
    assert caught.value.word == "private_address"
    assert caught.value.may_have_arrived
    assert servers.connections == 1


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://hooks.test/", "scheme_not_allowed"),
        ("hooks.test", "bad_url"),
        ("http://user:pw@hooks.test/", "bad_url"),
        ("http://hooks.test:25/", "port_not_allowed"),
        ("http://hooks.test:6667/", "port_not_allowed"),
        ("http://%6cocalhost/", "bad_url"),
        ("http://[fe80::1%25lo]/", "bad_url"),
    ],
)
async def test_a_bad_url_is_refused_before_its_name_is_looked_up(make_egress, names, call, url, word):
    with pytest.raises(EgressRefused) as caught:
        await call(url)
    with pytest.raises(EgressRefused) as vetted:
        make_egress().vet(url)
    assert caught.value.word == vetted.value.word == word
    assert names.asked == []


async def test_a_list_of_ports_is_the_whole_list(servers, make_egress, call):
    port = await servers.start(OK)
    assert (await call(f"http://127.0.0.1:{port}/", egress=make_egress(allow_ports=(port,)))).status == 200
    with pytest.raises(EgressRefused) as caught:
        await call(f"http://127.0.0.1:{port}/", egress=make_egress(allow_ports=(80, 443)))
    assert caught.value.word == "port_not_allowed"


async def test_proxies_of_the_environment_are_not_asked(servers, call, monkeypatch):
    proxy = await servers.start(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")
    port = await servers.start(OK)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
    assert (await call(f"http://127.0.0.1:{port}/")).body == b"ok"


async def test_a_name_without_an_address_fails_as_dns(call):
    with pytest.raises(EgressFailed) as caught:
        await call("http://nowhere.test/")
    assert (caught.value.word, caught.value.may_have_arrived) == ("dns_failed", False)


@pytest.mark.parametrize("answer", [[], ["not an address"], ["127.0.0.1", ""], ["127.0.0.1"] * 300])
async def test_a_nonsense_answer_of_dns_fails_as_dns(names, call, answer):
    names.answers["hooks.test"] = [answer]
    with pytest.raises(EgressFailed) as caught:
        await call("http://hooks.test/")
    assert caught.value.word == "dns_failed"


@pytest.mark.parametrize(("dns_timeout_s", "timeout_s", "word"), [(0.05, 5, "dns_failed"), (5, 0.05, "timeout")])
async def test_a_lookup_that_hangs_is_cut_off(dns_timeout_s, timeout_s, word):
    class Hanging:
        async def resolve(self, host):
            await asyncio.Event().wait()

    egress = GuardedEgress(EgressSettings(dns_timeout_s=dns_timeout_s), resolver=Hanging())
    with pytest.raises(EgressFailed) as caught:
        await egress.request("GET", "http://hooks.test/", timeout_s=timeout_s, max_response_bytes=10)
    assert (caught.value.word, caught.value.may_have_arrived) == (word, False)


async def test_the_second_address_is_tried_when_the_first_does_not_answer(servers, names, call):
    port = await servers.start(OK, address="127.0.0.3")
    names.answers["hooks.test"] = [["127.0.0.2", "127.0.0.3"]]
    assert (await call(f"http://hooks.test:{port}/")).peer_address == "127.0.0.3"


async def test_a_closed_port_fails_to_connect(call):
    with socket.socket() as bound:  # taken, but nobody listens
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(EgressFailed) as caught:
            await call(f"http://127.0.0.1:{bound.getsockname()[1]}/")
    assert (caught.value.word, caught.value.may_have_arrived) == ("connect_failed", False)


async def test_the_systems_resolver_knows_localhost_and_refuses_nonsense():
    resolver = SystemResolver(max_lookups=1)
    assert set(await resolver.resolve("localhost")) <= {"127.0.0.1", "::1"}
    with pytest.raises(OSError, match=r"."):
        await resolver.resolve("a..b")
    found = await asyncio.gather(*(resolver.resolve("127.0.0.9") for _ in range(5)))
    assert found == [["127.0.0.9"]] * 5


async def test_a_caller_who_gives_up_does_not_lose_the_resolver_a_slot():
    resolver = SystemResolver(max_lookups=1)
    abandoned = asyncio.ensure_future(resolver.resolve("127.0.0.9"))
    await asyncio.sleep(0)
    abandoned.cancel()
    assert await resolver.resolve("127.0.0.8") == ["127.0.0.8"]


@pytest.mark.parametrize("settings", [{"allow_addresses": ("10.0.0.1/8",)}, {"refuse_addresses": ("x",)}])
def test_malformed_settings_are_an_error_at_the_start(settings):
    with pytest.raises(ValueError, match=r"."):
        GuardedEgress(EgressSettings(**settings))
