"""Which web addresses a server may call for a stranger: pure parsing and classification, no network.

`parse_url` reads a URL strictly into the parts that are sent, `AddressRules.refusal` says why an address may not be
connected to (or None). A caller resolves the host, asks about EVERY address and connects to the one it asked about.
"""

from postroom.lib.netguard.addresses import AddressClass, IPAddress, classify, embedded_v4
from postroom.lib.netguard.hosts import Host, HostInvalid, is_special_name, parse_host
from postroom.lib.netguard.rules import AddressRules
from postroom.lib.netguard.urls import BAD_PORTS, MAX_URL_LENGTH, UrlInvalid, WebUrl, parse_url

__all__ = [
    "BAD_PORTS",
    "MAX_URL_LENGTH",
    "AddressClass",
    "AddressRules",
    "Host",
    "HostInvalid",
    "IPAddress",
    "UrlInvalid",
    "WebUrl",
    "classify",
    "embedded_v4",
    "is_special_name",
    "parse_host",
    "parse_url",
]
