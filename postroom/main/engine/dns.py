"""The DNS port on dnspython's asynchronous resolver."""

from typing import Annotated

import dns.asyncresolver
import dns.exception
import dns.resolver
import msgspec

from postroom.kernel.ports.dns import DnsFailed


class DnsSettings(msgspec.Struct, frozen=True):
    """Where names are looked up."""

    nameservers: Annotated[tuple[str, ...], msgspec.Meta(description="Addresses of name servers; empty: the system's.")] = ()
    port: Annotated[int, msgspec.Meta(ge=1, le=65535, description="Their port.")] = 53
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=60, description="How long one look-up may take.")] = 5.0


class DnsResolver:
    """Look-ups with one time limit over all name servers."""

    def __init__(self, settings: DnsSettings) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=not settings.nameservers)
        if settings.nameservers:
            self._resolver.nameservers = list(settings.nameservers)
            self._resolver.port = settings.port
        self._resolver.lifetime = settings.timeout_s

    async def txt(self, name: str) -> list[str]:
        """The TXT records of a name, each joined; raises DnsFailed."""
        try:
            answer = await self._resolver.resolve(name, "TXT")
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
            raise DnsFailed("not_found") from error
        except dns.exception.Timeout as error:
            raise DnsFailed("timeout") from error
        except (dns.exception.DNSException, OSError) as error:
            raise DnsFailed("server_failed") from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
