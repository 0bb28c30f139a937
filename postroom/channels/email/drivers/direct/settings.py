"""Settings of the SMTP server: those of the protocol library, and where it listens."""

import dataclasses
import typing
from typing import Annotated, Any

import msgspec

from postroom.kernel.errors import invalid_field
from postroom.lib.smtp import SmtpSettings

_OWN = ("hostname", "spool_directory", "max_message_bytes")
_HINTS = typing.get_type_hints(SmtpSettings)


def _field(one: "dataclasses.Field[Any]") -> tuple[str, Any, Any]:
    return one.name, Annotated[_HINTS[one.name], msgspec.Meta(description=one.metadata["doc"])], one.default


_PROTOCOL = [_field(one) for one in dataclasses.fields(SmtpSettings) if one.name not in _OWN]

_ListenSettings = msgspec.defstruct(
    "_ListenSettings",
    [
        (
            "hostname",
            Annotated[str, msgspec.Meta(description="The name in the banner; empty: the first mail domain.")],
            "",
        ),
        ("certificate_file", Annotated[str, msgspec.Meta(description="PEM certificate chain for STARTTLS; empty: self-signed.")], ""),
        ("certificate_key_file", Annotated[str, msgspec.Meta(description="Its private key.")], ""),
        ("reuse_port", Annotated[bool, msgspec.Meta(description="Several processes share the port (SO_REUSEPORT).")], False),
        *_PROTOCOL,
    ],
    frozen=True,
)


class DirectSettings(_ListenSettings, frozen=True):  # type: ignore[misc,valid-type,call-arg]
    """The SMTP server: certificate and every limit of the protocol."""

    def __post_init__(self) -> None:
        try:
            self.protocol("localhost", "/", 1)
        except ValueError as error:
            name, _, words = str(error).partition(" ")
            raise invalid_field(f"POSTROOM_SMTP_{name.upper()}", words, code="invalid_setting") from error

    def protocol(self, hostname: str, spool_directory: str, max_message_bytes: int) -> SmtpSettings:
        """The settings of the library."""
        values = {name: getattr(self, name) for name, _, _ in _PROTOCOL}
        own = self.hostname or hostname
        return SmtpSettings(hostname=own, spool_directory=spool_directory, max_message_bytes=max_message_bytes, **values)
