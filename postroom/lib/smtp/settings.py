"""Every limit and switch of the receiver, each with its meaning (`fields(SmtpSettings)`, metadata `doc`)."""

from dataclasses import dataclass, field, fields
from typing import Literal

BareNewline = Literal["keep", "refuse"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Sizes are bytes, times are seconds. Raises ValueError for a value that cannot work, naming the field."""

    hostname: str = field(default="localhost", metadata={"doc": "Name in the banner and in the answer to EHLO."})
    software: str = field(default="Postroom", metadata={"doc": "Word after ESMTP in the banner; empty for none."})
    max_message_bytes: int = field(default=25 * 1024 * 1024, metadata={"doc": "Largest message, after dot-unstuffing; above: 552 5.3.4."})
    max_swallowed_bytes: int = field(
        default=100 * 1024 * 1024,
        metadata={"doc": "A refused message is read to its end to answer politely; above this the connection ends."},
    )
    max_recipients: int = field(default=100, metadata={"doc": "Recipients of one message; above: 452 4.5.3."})
    max_mails: int = field(default=0, metadata={"doc": "Messages in one session (MAILMAX); above: 421 4.7.0. 0 is without limit."})
    max_command_bytes: int = field(default=2048, metadata={"doc": "Longest command line with its CRLF; above: 500."})
    max_line_bytes: int = field(
        default=0,
        metadata={"doc": "Longest line inside a message without its LF; above: 550 5.6.0. 0 is off; RFC 5321 says 998."},
    )
    bare_newline: BareNewline = field(
        default="keep",
        metadata={"doc": "A CR or LF alone inside a message: kept byte for byte, or the message refused 550 5.6.0."},
    )
    max_sessions: int = field(default=1000, metadata={"doc": "Sessions at once; above: 421 4.3.2."})
    max_sessions_per_address: int = field(
        default=50, metadata={"doc": "Sessions at once from one IP address (IPv6: one /64); above: 421 4.7.0. 0 is without limit."}
    )
    exempt_loopback: bool = field(default=True, metadata={"doc": "Limits per address do not hold for connections from this machine."})
    max_errors: int = field(default=10, metadata={"doc": "Protocol errors without an accepted message between; then 421 4.7.0."})
    max_refused_recipients: int = field(
        default=100, metadata={"doc": "Recipients refused in one session (address guessing); then 421 4.7.0."}
    )
    max_idle_commands: int = field(
        default=200, metadata={"doc": "NOOP, RSET, EHLO and the like without an accepted message; then 421 4.7.0."}
    )
    max_in_flight_bytes: int = field(
        default=256 * 1024 * 1024, metadata={"doc": "Messages being received or stored, in all; above: 452 4.3.1."}
    )
    max_in_flight_bytes_per_address: int = field(
        default=64 * 1024 * 1024,
        metadata={"doc": "The share of one IP address in that; above: 452 4.3.1. 0 is without limit."},
    )
    spool_above_bytes: int = field(
        default=1024 * 1024, metadata={"doc": "A message larger than this waits in a temporary file, not in memory."}
    )
    spool_directory: str | None = field(default=None, metadata={"doc": "Directory of those temporary files; unset is the system's."})
    read_ahead_bytes: int = field(default=64 * 1024, metadata={"doc": "What a client may send ahead while its message is being stored."})
    command_timeout_s: float = field(default=300.0, metadata={"doc": "Longest wait for the next complete command."})
    progress_timeout_s: float = field(default=600.0, metadata={"doc": "Within this time a message must grow by min_progress_bytes or end."})
    min_progress_bytes: int = field(default=16 * 1024, metadata={"doc": "What counts as progress inside a message."})
    session_timeout_s: float = field(
        default=3600.0,
        metadata={"doc": "Whole session: then 421 after the current message, and the hard end progress_timeout_s later."},
    )
    tls_handshake_timeout_s: float = field(default=30.0, metadata={"doc": "Longest TLS handshake."})
    close_grace_s: float = field(default=10.0, metadata={"doc": "A client that does not read our last words is cut off after this time."})
    sweep_interval_s: float = field(default=1.0, metadata={"doc": "How often the time limits are looked at."})

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, int | float) and value < (0 if one.name in _ZERO_IS_OFF else 1e-3):
                raise ValueError(f"{one.name} must be greater than zero, not {value}")
        if not self.hostname or not self.hostname.isascii() or not self.hostname.isprintable() or " " in self.hostname:
            raise ValueError(f"hostname must be a host name or address literal, not {self.hostname!r}")
        if not self.software.isascii() or not self.software.isprintable():
            raise ValueError("software must be printable ASCII")
        if self.max_command_bytes < 512:
            raise ValueError("max_command_bytes must be at least 512 (RFC 5321 §4.5.3.1.4)")
        if self.bare_newline not in ("keep", "refuse"):
            raise ValueError(f"bare_newline must be keep or refuse, not {self.bare_newline!r}")


_ZERO_IS_OFF = frozenset(
    (
        "max_mails",
        "max_line_bytes",
        "max_sessions_per_address",
        "max_in_flight_bytes_per_address",
        "exempt_loopback",
    )
)
