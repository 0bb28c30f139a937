"""Every spelling of a host means one address or one name, or is refused."""

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postroom.lib.netguard import (
    AddressRules,
    HostInvalid,
    UrlInvalid,
    classify,
    is_special_name,
    parse_host,
    parse_url,
)

RULES = AddressRules()


def spellings_v4(address: IPv4Address) -> list[str]:
    number, (a, b, c, d) = int(address), address.packed
    forms = [
        f"{a}.{b}.{c}.{d}",
        f"{number}",
        f"0x{number:x}",
        f"0X{number:08X}",
        f"0{number:o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"000{a:o}.0x00{b:x}.{number & 0xFFFF}",
    ]
    full_width = str.maketrans("0123456789.", "０１２３４５６７８９。")
    return [*forms, *[form + "." for form in forms], f"{a}.{b}.{c}.{d}".translate(full_width)]


def spellings_v6(address: IPv6Address) -> list[str]:
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    head = ":".join(address.exploded.split(":")[:6])
    return [f"[{form}]" for form in (address.compressed, address.exploded, address.exploded.upper(), f"{head}:{low}")]


@given(st.ip_addresses(v=4))
@example(IPv4Address("127.0.0.1"))
@example(IPv4Address("0.0.0.0"))
def test_every_spelling_of_an_ipv4_address_gets_the_answer_of_the_number(address):
    for text in spellings_v4(address):
        host = parse_url(f"http://{text}:8080/x").host
        assert host.address == address
        assert host.text == str(address)
        assert RULES.refusal(host.address) == RULES.refusal(address)


@given(st.ip_addresses(v=6))
def test_every_spelling_of_an_ipv6_address_gets_the_answer_of_the_number(address):
    for text in spellings_v6(address):
        host = parse_url(f"http://{text}:8080/x").host
        assert host.address == address
        assert RULES.refusal(host.address) == RULES.refusal(address)


@given(st.text(alphabet="0123456789abcdefxX.", min_size=1, max_size=24))
def test_whatever_the_c_library_takes_for_an_address_is_not_taken_for_a_name(text):
    try:
        number = socket.inet_aton(text)
    except OSError:
        return
    with suppress(HostInvalid):
        assert parse_host(text).address == IPv4Address(number)


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://127.0.0.1./",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0/",
        "http://0x/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        "http://[fd00:ec2::254]/",
    ],
)
def test_a_disguised_local_address_is_seen_as_what_it_is(url):
    address = parse_url(url).host.address
    assert address is not None
    assert RULES.refusal(address)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "bad_url"),
        ("hooks.example.com/x", "bad_url"),
        ("//hooks.example.com/x", "bad_url"),
        ("http:/hooks.example.com", "bad_url"),
        ("http://", "bad_url"),
        ("http:///x", "bad_url"),
        ("http://?x", "bad_url"),
        ("ftp://example.com/", "scheme_not_allowed"),
        ("file:///etc/passwd", "scheme_not_allowed"),
        ("gopher://example.com:70/_x", "scheme_not_allowed"),
        ("javascript://example.com/%0aalert(1)", "scheme_not_allowed"),
        ("http://user@example.com/", "bad_url"),
        ("http://user:pass@example.com/", "bad_url"),
        ("http://example.com@127.0.0.1/", "bad_url"),
        ("http://@example.com/", "bad_url"),
        ("http://127.0.0.1\\@example.com/", "bad_url"),
        ("http:\\\\example.com/", "bad_url"),
        ("http://exa mple.com/", "bad_url"),
        ("http://example.com/\r\nHost: x", "bad_url"),
        ("http://example.com/\x00", "bad_url"),
        ("http://exam\tple.com/", "bad_url"),
        (" http://example.com/", "bad_url"),
        ("http://example.com:0/", "bad_url"),
        ("http://example.com:65536/", "bad_url"),
        ("http://example.com:-1/", "bad_url"),
        ("http://example.com:+80/", "bad_url"),
        ("http://example.com:80:80/", "bad_url"),
        ("http://example.com:８０/", "bad_url"),
        ("http://%31%32%37.0.0.1/", "bad_url"),
        ("http://localhost%00.example.com/", "bad_url"),
        ("http://example%2ecom/", "bad_url"),
        ("http://[fe80::1%eth0]/", "bad_url"),
        ("http://[fe80::1%25eth0]/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http://[::1]x/", "bad_url"),
        ("http://[127.0.0.1]/", "bad_url"),
        ("http://[v1.x]/", "bad_url"),
        ("http://::1/", "bad_url"),
        ("http://1.2.3.4.5/", "bad_url"),
        ("http://256.1.1.1/", "bad_url"),
        ("http://1.2.3.256/", "bad_url"),
        ("http://4294967296/", "bad_url"),
        ("http://09.1.1.1/", "bad_url"),
        ("http://example.0x7f/", "bad_url"),
        ("http://example.1/", "bad_url"),
        ("http://a..b/", "bad_url"),
        ("http://.example.com/", "bad_url"),
        ("http://example.com../", "bad_url"),
        ("http://./", "bad_url"),
        ("http://" + "a" * 64 + ".com/", "bad_url"),
        ("http://" + "a." * 127 + "com/", "bad_url"),
        ("http://example.com/" + "a" * 9000, "bad_url"),
        ("http://exam\u200bple\u202e.com/", "bad_url"),
        ("http://ex\ud800ample.com/", "bad_url"),
        ("http://example.com/\ud800", "bad_url"),
        ("http://xn--/", "ok"),
    ],
)
def test_a_url_that_two_parsers_could_read_differently_is_refused(url, word):
    if word == "ok":  # DNS will say no
        assert parse_url(url).host.address is None
        return
    with pytest.raises(UrlInvalid) as caught:
        parse_url(url)
    assert caught.value.word == word


@pytest.mark.parametrize(
    ("url", "authority", "port", "target"),
    [
        ("https://Hooks.Example.COM", "hooks.example.com", 443, "/"),
        ("HTTPS://hooks.example.com:443/a?b#c", "hooks.example.com", 443, "/a?b"),
        ("https://hooks.example.com:8443?b=/c", "hooks.example.com:8443", 8443, "/?b=/c"),
        ("http://hooks.example.com.:/a%20b/../c", "hooks.example.com", 80, "/a%20b/../c"),
        ("http://bücher.example/ü?ü=%C3", "xn--bcher-kva.example", 80, "/%C3%BC?%C3%BC=%C3"),
        ("http://_svc.example.com/#@evil", "_svc.example.com", 80, "/"),
        ("http://[2606:4700::1111]:8080/x", "[2606:4700::1111]:8080", 8080, "/x"),
        ("http://8.8.8.8/", "8.8.8.8", 80, "/"),
    ],
)
def test_a_good_url_is_read_into_what_is_sent(url, authority, port, target):
    parsed = parse_url(url)
    assert (parsed.authority, parsed.port, parsed.target) == (authority, port, target)
    assert parse_url(str(parsed)) == parsed


@given(st.text(max_size=80))
def test_any_text_is_a_url_or_the_documented_error(text):
    for candidate in (text, f"http://{text}", f"https://example.com{text}", f"http://[{text}]/"):
        try:
            parsed = parse_url(candidate)
        except UrlInvalid as error:
            assert error.word in ("bad_url", "scheme_not_allowed")
        else:
            assert parse_url(str(parsed)) == parsed
            assert str(parsed).isascii()


@given(st.text(alphabet="aZ0189xX.-_[]:%@/?#\\ ％。｡ß", max_size=40))
def test_a_host_never_holds_a_character_that_ends_it(text):
    try:
        host = parse_url(f"http://{text}").host
    except UrlInvalid:
        return
    assert host.address is not None or set(host.text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    if host.address is None:
        with pytest.raises(ValueError, match=r"."):
            ip_address(host.text)


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "foo.localhost",
        "localhost.localdomain",
        "metadata",
        "metadata.google.internal",
        "instance-data",
        "instance-data.ec2.internal",
        "x.local",
        "printer.home.arpa",
        "kubernetes.default.svc",
        "a.b.c.internal",
    ],
)
def test_a_local_name_is_known_as_one(name):
    assert is_special_name(parse_url(f"http://{name.upper()}./").host.text)


@pytest.mark.parametrize("name", ["example.com", "localhost.example.com", "notlocalhost", "internal.example", "local.dev"])
def test_a_public_name_is_not_taken_for_a_local_one(name):
    assert not is_special_name(name)


def test_a_public_literal_is_public():
    assert classify(parse_url("http://8.8.8.8/").host.address) == "public"
