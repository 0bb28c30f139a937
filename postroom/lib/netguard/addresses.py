"""What an IP address is for. One table each for IPv4 and IPv6, independent of the Python version's own tables."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import Literal, TypeAlias

IPAddress: TypeAlias = IPv4Address | IPv6Address
AddressClass = Literal[
    "public", "this_network", "private", "shared", "loopback", "link_local", "ietf_protocol", "documentation",
    "benchmarking", "multicast", "reserved", "metadata", "unspecified", "unique_local", "site_local",
    "ipv4_mapped", "ipv4_compatible", "nat64", "nat64_local", "6to4", "teredo", "isatap",
]  # fmt: skip


def classify(address: IPAddress) -> AddressClass:
    """The class of `address`; only `public` is meant to be reached across the Internet. Never raises."""
    number = int(address)
    if isinstance(address, IPv4Address):
        return next((word for mask, network, word in _V4 if number & mask == network), "public")
    special = next((word for mask, network, word in _V6 if number & mask == network), None)
    if special is not None:
        return special
    return "isatap" if _is_isatap(number) else "public"


def embedded_v4(address: IPAddress) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that a transition form of IPv6 carries (Teredo carries two); empty for any other address."""
    if isinstance(address, IPv4Address):
        return ()
    number = int(address)
    return tuple(IPv4Address(part & _LOW_32) for part in _parts_v4(number, classify(address)))


def _parts_v4(number: int, word: AddressClass) -> tuple[int, ...]:
    if word == "6to4":  # RFC 3056 §2
        return (number >> 80,)
    if word == "teredo":  # RFC 4380 §4: the server, and the client with every bit turned over
        return (number >> 64, ~number)
    if word in ("ipv4_mapped", "ipv4_compatible", "nat64", "nat64_local", "isatap"):
        return (number,)
    return ()


def _is_isatap(number: int) -> bool:
    # RFC 5214 §6.1: the interface id is 0000:5efe or, with the universal bit, 0200:5efe, then the IPv4 address.
    return (number >> 32) & 0xFDFFFFFF == 0x00005EFE


_LOW_32 = 0xFFFFFFFF

# IANA IPv4 Special-Purpose Address Registry, and where clouds hand out credentials. The first match wins.
_V4_RANGES: tuple[tuple[str, AddressClass], ...] = (
    ("169.254.169.254/32", "metadata"),  # AWS, GCP, Azure, DigitalOcean, OpenStack
    ("169.254.170.2/32", "metadata"),  # AWS ECS credentials
    ("169.254.170.23/32", "metadata"),  # AWS EKS pod identity
    ("100.100.100.200/32", "metadata"),  # Alibaba
    ("192.0.0.192/32", "metadata"),  # Oracle, older
    ("168.63.129.16/32", "metadata"),  # Azure WireServer: looks public, answers only inside
    ("0.0.0.0/8", "this_network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared"),  # RFC 6598, carrier-grade NAT
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link_local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "ietf_protocol"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "6to4"),  # RFC 7526, the deprecated relay anycast
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),  # with 255.255.255.255
)

# IANA IPv6 Special-Purpose Address Registry. Only 2000::/3 is global unicast (RFC 4291 §2.4): all else is refused.
_V6_RANGES: tuple[tuple[str, AddressClass], ...] = (
    ("fd00:ec2::254/128", "metadata"),  # AWS
    ("fd00:ec2::23/128", "metadata"),  # AWS EKS pod identity
    ("fd20:ce::254/128", "metadata"),  # GCP
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "ipv4_mapped"),
    ("::ffff:0:0:0/96", "ipv4_mapped"),  # RFC 2765, IPv4-translated (SIIT)
    ("::/96", "ipv4_compatible"),
    ("64:ff9b::/96", "nat64"),  # RFC 6052
    ("64:ff9b:1::/48", "nat64_local"),  # RFC 8215
    ("fc00::/7", "unique_local"),
    ("fe80::/10", "link_local"),
    ("fec0::/10", "site_local"),
    ("ff00::/8", "multicast"),
    ("2001::/32", "teredo"),
    ("2001:2::/48", "benchmarking"),
    ("2001:db8::/32", "documentation"),
    ("2001::/23", "ietf_protocol"),
    ("2002::/16", "6to4"),
    ("3ffe::/16", "reserved"),  # the 6bone, handed back (RFC 3701)
    ("3fff::/20", "documentation"),  # RFC 9637
    ("::/3", "reserved"),
    ("4000::/2", "reserved"),
    ("8000::/1", "reserved"),
)


def _table(ranges: tuple[tuple[str, AddressClass], ...]) -> tuple[tuple[int, int, AddressClass], ...]:
    parsed: list[tuple[IPv4Network | IPv6Network, AddressClass]] = [(ip_network(text), word) for text, word in ranges]
    return tuple((int(network.netmask), int(network.network_address), word) for network, word in parsed)


_V4 = _table(_V4_RANGES)
_V6 = _table(_V6_RANGES)
