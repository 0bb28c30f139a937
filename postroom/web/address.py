"""Where a request comes from: the peer, or what a trusted proxy in front says."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

LOCAL = "local"
_MOST_HOPS = 32


def address_reader(trusted_proxies: tuple[str, ...]) -> Callable[[Scope], str]:
    """A function from scope to address. X-Forwarded-For is read from its right end, past trusted proxies only.

    Raises ValueError for a proxy that is neither an address nor a network nor `local`.
    """
    if not trusted_proxies:
        return _peer
    networks = [ip_network(one, strict=False) for one in trusted_proxies if one != LOCAL]
    local = LOCAL in trusted_proxies

    def read(scope: Scope) -> str:
        peer = _peer(scope)
        hops = _hops(scope) if _is_trusted(peer, networks, local) else []
        for hop in reversed(hops[-_MOST_HOPS:]):
            address = _parse(hop)
            if address is None:
                return peer
            peer = str(address)
            if not any(address in network for network in networks):
                return peer
        return peer

    return read


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client and client[0] else LOCAL


def _hops(scope: Scope) -> list[str]:
    found = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [hop.strip() for hop in ",".join(found).split(",") if hop.strip()]


def _is_trusted(peer: str, networks: list[IPv4Network | IPv6Network], local: bool) -> bool:
    if peer == LOCAL:
        return local
    address = _parse(peer)
    return address is not None and any(address in network for network in networks)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without a port as some proxies write it."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
