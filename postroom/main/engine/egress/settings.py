"""What an operator may set about outgoing calls."""

from typing import Annotated

import msgspec

_Seconds = Annotated[float, msgspec.Meta(gt=0, le=60)]


class EgressSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Outgoing HTTP. `allow_addresses` is the one way to reach a local target."""

    allow_addresses: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="Addresses or CIDR ranges that may be called though they are not public, e.g. 10.1.2.0/24.\n"
            "A cloud's metadata address needs an entry of exactly that address; ranges never open it."
        ),
    ] = ()
    refuse_addresses: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Public addresses or ranges that are never called: your own, or your network's NAT64 prefix."),
    ] = ()
    allow_ports: Annotated[
        tuple[int, ...],
        msgspec.Meta(description="The only ports to call, e.g. [80, 443]. Empty: any but those of other protocols (25, 6667, …)."),
    ] = ()
    ca_file: Annotated[str | None, msgspec.Meta(description="A PEM file of certificate authorities to trust beside the system's.")] = None
    max_connections: Annotated[int, msgspec.Meta(ge=1, description="Open connections at most; further calls wait.")] = 256
    max_lookups: Annotated[int, msgspec.Meta(ge=1, description="DNS look-ups at the same time; further ones wait.")] = 32
    keepalive_s: Annotated[
        float, msgspec.Meta(ge=0, le=60, description="How long an idle connection is kept for the next call to its host.")
    ] = 2.0
    dns_timeout_s: Annotated[_Seconds, msgspec.Meta(description="Time for one DNS look-up.")] = 5.0
    connect_timeout_s: Annotated[_Seconds, msgspec.Meta(description="Time for one TCP or TLS handshake.")] = 5.0
    user_agent: Annotated[str, msgspec.Meta(description="User-Agent of calls that set none.")] = "Postroom"
