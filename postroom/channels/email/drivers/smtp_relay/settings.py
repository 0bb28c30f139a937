"""Settings of the relay."""

from typing import Annotated, Literal

import msgspec


class RelaySettings(msgspec.Struct, frozen=True):
    """The SMTP server that carries mail out. Without a host the sink captures everything."""

    host: Annotated[str, msgspec.Meta(description="Its name; empty: no relay, the sink captures what is sent.")] = ""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535, description="587 with STARTTLS, 465 with TLS, 25 plain.")] = 587
    tls: Annotated[
        Literal["starttls", "tls", "none"], msgspec.Meta(description="`starttls` and `tls` verify the certificate; `none` is for loopback.")
    ] = "starttls"
    username: Annotated[str, msgspec.Meta(description="Empty: no authentication.")] = ""
    password: Annotated[str, msgspec.Meta(description="Its password; better in a file: POSTROOM_RELAY_PASSWORD_FILE.")] = ""
    ca_file: Annotated[str, msgspec.Meta(description="Certificates to trust instead of the system's.")] = ""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=600, description="For each step of the conversation.")] = 60.0

    def __repr__(self) -> str:
        return f"RelaySettings(host={self.host!r}, port={self.port}, tls={self.tls!r}, username={self.username!r}, password=<hidden>)"
