"""An operator's exceptions on top of the classification."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self

from postroom.lib.netguard.addresses import AddressClass, IPAddress, classify, embedded_v4
from postroom.lib.netguard.hosts import is_special_name

_Networks = tuple[IPv4Network | IPv6Network, ...]
# A range opened for local targets must not open these by accident: they need an entry of exactly this one address.
_EXACT_ONLY: frozenset[AddressClass] = frozenset({"metadata", "nat64_local", "unspecified", "this_network"})


@dataclass(frozen=True, slots=True)
class AddressRules:
    """`allow` lets addresses through that are not public; `refuse` stops public ones and wins over `allow`."""

    allow: _Networks = ()
    refuse: _Networks = ()

    @classmethod
    def from_texts(cls, allow: tuple[str, ...] = (), refuse: tuple[str, ...] = ()) -> Self:
        """From addresses or CIDR ranges as text. Raises ValueError on a text that is neither, or has host bits set."""
        return cls(tuple(map(ip_network, allow)), tuple(map(ip_network, refuse)))

    def refusal(self, address: IPAddress, *, name: str | None = None) -> str | None:
        """Why `address` may not be connected to, or None. `name` is the host name that resolved to it, if any.

        A special name (`localhost`, `x.internal`) reaches only what `allow` names, never a public address.
        """
        if getattr(address, "scope_id", None) is not None:
            return "link_local"
        if self._is_refused(address):
            return "refused_by_operator"
        if self._is_allowed(address):
            return None
        word = classify(address)
        if word != "public":
            return word
        return "special_name" if name is not None and is_special_name(name) else None

    def name_refusal(self, name: str) -> str | None:
        """Why `name` need not even be resolved, or None: nothing local is allowed and the name is a local one."""
        return "special_name" if not self.allow and is_special_name(name) else None

    def _is_refused(self, address: IPAddress) -> bool:
        if not self.refuse:
            return False
        return any(part in network for network in self.refuse for part in (address, *embedded_v4(address)))

    def _is_allowed(self, address: IPAddress) -> bool:
        """Named by `allow`; for a transition form also what it carries must be public or named."""
        if not self._is_named(address):
            return False
        return all(classify(part) == "public" or self._is_named(part) for part in embedded_v4(address))

    def _is_named(self, address: IPAddress) -> bool:
        exact_only = classify(address) in _EXACT_ONLY
        return any(address in network for network in self.allow if not exact_only or network.num_addresses == 1)
