"""Where a redirect leads, and what it takes along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.kernel.ports import EgressFailed, EgressRefused
from postroom.lib.netguard import parse_url
from postroom.main.engine.egress.redirect import Hop, redirected

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SECRETS = (("authorization", "Bearer s"), ("x-api-key", "s"), ("content-type", "text/plain"), ("accept", "*/*"))


def hop(url="https://hooks.test/a/b?c", method="POST", body=b"x"):
    return Hop(method, parse_url(url), SECRETS, body)


def found(location: str, status: str = "302 Found") -> bytes:
    return f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 4\r\n\r\ngone".encode()


async def test_redirects_are_handed_back_unless_they_are_to_be_followed(servers, call):
    port = await servers.start(found("/next"))
    response = await call(f"http://127.0.0.1:{port}/")
    assert (response.status, response.header("location"), response.body) == (302, "/next", b"gone")


async def test_a_redirect_is_followed_to_its_end(servers, call):
    last = await servers.start(OK)
    first = await servers.start(found(f"http://127.0.0.1:{last}/end?x=1"))
    response = await call(f"http://127.0.0.1:{first}/", follow_redirects=1)
    assert (response.status, response.body, response.url) == (200, b"ok", f"http://127.0.0.1:{last}/end?x=1")


async def test_a_circle_ends_at_the_number_allowed(servers, call):
    port = await servers.start(found("/"))
    with pytest.raises(EgressFailed) as caught:
        await call(f"http://127.0.0.1:{port}/", follow_redirects=3)
    assert (caught.value.word, caught.value.may_have_arrived) == ("too_many_redirects", True)
    assert len(servers.requests) == 4


@pytest.mark.parametrize(
    ("status", "method", "next_method", "keeps_body"),
    [
        (301, "POST", "GET", False),
        (302, "POST", "GET", False),
        (302, "PUT", "PUT", True),
        (303, "PUT", "GET", False),
        (303, "HEAD", "HEAD", True),
        (307, "POST", "POST", True),
        (308, "DELETE", "DELETE", True),
    ],
)
def test_method_and_body_follow_the_status(status, method, next_method, keeps_body):
    after = redirected(hop(method=method), status, "/next")
    assert (after.method, after.body is not None) == (next_method, keeps_body)
    assert ("content-type" in dict(after.headers)) == keeps_body


def test_the_same_origin_keeps_all_headers_and_another_gets_no_secret():
    assert redirected(hop(), 307, "/next").headers == SECRETS
    for location in ("https://other.test/", "https://hooks.test:8443/", "//sub.hooks.test/"):
        assert dict(redirected(hop(), 307, location).headers) == {"content-type": "text/plain", "accept": "*/*"}


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/next", "https://hooks.test/next"),
        ("next?d", "https://hooks.test/a/next?d"),
        ("?d", "https://hooks.test/a/b?d"),
        ("", "https://hooks.test/a/b?c"),
        ("//other.test", "https://other.test/"),
        ("HTTPS://Other.Test:443/x#y", "https://other.test/x"),
        ("https:///x", "https://hooks.test/x"),
        ("/\xc3\xbc", "https://hooks.test/%C3%BC"),
    ],
)
def test_a_location_is_read_against_the_url_it_came_from(location, url):
    assert str(redirected(hop(), 307, location).url) == url


@pytest.mark.parametrize(
    ("location", "word"),
    [
        ("http://hooks.test/", "scheme_not_allowed"),
        ("ftp://hooks.test/", "scheme_not_allowed"),
        ("file:///etc/passwd", "scheme_not_allowed"),
        ("javascript:alert(1)", "bad_url"),
        ("https://user:pw@other.test/", "bad_url"),
        ("https://[::1/", "bad_url"),
        ("https:\\\\other.test", "bad_url"),
        ("/\\other.test", "bad_url"),
        ("//other.test\t/", "bad_url"),
        ("/a b", "bad_url"),
        ("/\xff\xfe", "bad_url"),
        ("/" + "a" * 9000, "bad_url"),
    ],
)
def test_a_location_that_we_do_not_call_is_refused(location, word):
    with pytest.raises(EgressRefused) as caught:
        redirected(hop(), 307, location)
    assert caught.value.word == word


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=60))
def test_any_location_is_a_hop_or_the_documented_error(location):
    try:
        after = redirected(hop(), 307, location)
    except EgressRefused:
        return
    assert after.url.scheme == "https"
