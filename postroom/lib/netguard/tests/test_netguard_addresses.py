"""Classification of numeric addresses, and an operator's exceptions."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.netguard import AddressRules, classify, embedded_v4

NOTHING_ALLOWED = AddressRules()
LOCAL_V4 = ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/8"]
v4 = st.ip_addresses(v=4)
v6 = st.ip_addresses(v=6)
local_v4 = st.one_of([st.ip_addresses(network=network) for network in LOCAL_V4])


def transition_forms(address: IPv4Address) -> list[IPv6Address]:
    number = int(address)
    prefix = int(IPv6Address("2a00:1450:4001:80b::"))
    return [
        IPv6Address(number),  # compatible
        IPv6Address(0xFFFF << 32 | number),  # mapped
        IPv6Address(0xFFFF << 48 | number),  # SIIT
        IPv6Address(int(IPv6Address("64:ff9b::")) | number),
        IPv6Address(int(IPv6Address("64:ff9b:1::")) | number),
        IPv6Address(int(IPv6Address("2002::")) | number << 80 | 1),
        IPv6Address(int(IPv6Address("2001::")) | number << 64 | 0x1234),
        IPv6Address(int(IPv6Address("2001:0:c000:200::")) | (~number & 0xFFFFFFFF)),
        IPv6Address(prefix | 0x00005EFE << 32 | number),
        IPv6Address(prefix | 0x02005EFE << 32 | number),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("8.8.8.8", "public"),
        ("1.1.1.1", "public"),
        ("99.255.255.255", "public"),
        ("100.128.0.0", "public"),
        ("172.32.0.1", "public"),
        ("198.17.255.255", "public"),
        ("2a00:1450:4001:80b::200e", "public"),
        ("2606:4700:4700::1111", "public"),
        ("2001:4860:4860::8888", "public"),
        ("0.0.0.0", "this_network"),
        ("0.1.2.3", "this_network"),
        ("10.255.255.255", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "shared"),
        ("100.127.255.255", "shared"),
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("169.254.1.1", "link_local"),
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
        ("192.0.0.1", "ietf_protocol"),
        ("192.0.2.1", "documentation"),
        ("198.51.100.1", "documentation"),
        ("203.0.113.1", "documentation"),
        ("192.88.99.1", "6to4"),
        ("198.18.0.1", "benchmarking"),
        ("198.19.255.255", "benchmarking"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.255", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::2", "ipv4_compatible"),
        ("::ffff:8.8.8.8", "ipv4_mapped"),
        ("::ffff:0:8.8.8.8", "ipv4_mapped"),
        ("64:ff9b::8.8.8.8", "nat64"),
        ("64:ff9b:1::1", "nat64_local"),
        ("100::1", "reserved"),
        ("fc00::1", "unique_local"),
        ("fdff::1", "unique_local"),
        ("fd00:ec2::254", "metadata"),
        ("fe80::1", "link_local"),
        ("febf::1", "link_local"),
        ("fec0::1", "site_local"),
        ("ff02::1", "multicast"),
        ("2001::1", "teredo"),
        ("2001:2::1", "benchmarking"),
        ("2001:db8::1", "documentation"),
        ("2001:20::1", "ietf_protocol"),
        ("2002:808:808::1", "6to4"),
        ("3fff::1", "documentation"),
        ("3ffe::1", "reserved"),
        ("5f00::1", "reserved"),
        ("2a00:1450::5efe:a00:1", "isatap"),
        ("2a00:1450::200:5efe:a00:1", "isatap"),
    ],
)
def test_each_kind_of_address_has_its_word(text, word):
    assert classify(ip_address(text)) == word


@given(st.one_of(v4, v6))
def test_whatever_python_calls_not_global_is_never_public(address):
    if not address.is_global or address.is_multicast:
        assert classify(address) != "public"


@given(v6)
def test_nothing_outside_global_unicast_is_public(address):
    if address not in ip_network("2000::/3"):
        assert NOTHING_ALLOWED.refusal(address)


@given(local_v4)
def test_a_local_address_inside_any_transition_form_is_refused(address):
    for form in transition_forms(address):
        assert NOTHING_ALLOWED.refusal(form)


@given(v4)
def test_every_transition_form_is_refused_and_gives_back_what_it_carries(address):
    for form in transition_forms(address):
        assert NOTHING_ALLOWED.refusal(form)
        if int(address) > 1:  # :: and ::1 carry nothing
            assert address in embedded_v4(form)


@given(local_v4)
def test_opening_a_transition_range_does_not_open_the_local_addresses_in_it(address):
    rules = AddressRules.from_texts(("64:ff9b::/96", "::ffff:0:0/96", "::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "2a00::/16"))
    for form in transition_forms(address):
        if form != ip_address("::1"):
            assert rules.refusal(form)


def test_opening_nat64_lets_public_addresses_through_it():
    rules = AddressRules.from_texts(("64:ff9b::/96",))
    assert rules.refusal(ip_address("64:ff9b::8.8.8.8")) is None
    assert rules.refusal(ip_address("64:ff9b::10.0.0.1")) == "nat64"


def test_an_allowed_range_opens_itself_and_nothing_else():
    rules = AddressRules.from_texts(("10.1.0.0/16", "fd12::/16"))
    assert rules.refusal(ip_address("10.1.255.255")) is None
    assert rules.refusal(ip_address("fd12::1")) is None
    assert rules.refusal(ip_address("10.2.0.0")) == "private"
    assert rules.refusal(ip_address("::ffff:10.1.0.1")) == "ipv4_mapped"


def test_a_range_never_opens_a_metadata_address_but_its_own_entry_does():
    wide = AddressRules.from_texts(("169.254.0.0/16", "0.0.0.0/0", "::/0"))
    for text in ("169.254.169.254", "fd00:ec2::254", "0.0.0.0", "::", "64:ff9b:1::8.8.8.8"):
        assert wide.refusal(ip_address(text))
        assert AddressRules.from_texts((text,)).refusal(ip_address(text)) is None


def test_a_refused_range_wins_over_public_and_over_allowed():
    rules = AddressRules.from_texts(("10.0.0.0/8", "64:ff9b::/96"), ("8.8.8.0/24", "10.9.0.0/16"))
    for text in ("8.8.8.8", "10.9.1.1", "64:ff9b::8.8.8.8"):
        assert rules.refusal(ip_address(text)) == "refused_by_operator"


def test_a_local_name_reaches_only_what_is_allowed_by_number():
    rules = AddressRules.from_texts(("10.0.0.0/8",))
    assert rules.refusal(ip_address("10.0.0.1"), name="wiki.internal") is None
    assert rules.refusal(ip_address("8.8.8.8"), name="wiki.internal") == "special_name"
    assert rules.name_refusal("wiki.internal") is None
    assert NOTHING_ALLOWED.name_refusal("wiki.internal") == "special_name"
    assert NOTHING_ALLOWED.name_refusal("wiki.example.com") is None


def test_an_address_with_a_zone_is_refused_even_if_its_range_is_allowed():
    assert AddressRules.from_texts(("fe80::/10",)).refusal(ip_address("fe80::1%eth0")) == "link_local"


@pytest.mark.parametrize("text", ["10.0.0.1/8", "local", "", "10.0.0.0/33"])
def test_a_malformed_exception_is_an_error_at_the_start(text):
    with pytest.raises(ValueError, match=r"."):
        AddressRules.from_texts((text,))
