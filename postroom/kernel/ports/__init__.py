"""The ports: what the kernel asks of the outside world. `postroom.main.engine` has the adapters, `main` wires them."""

from postroom.kernel.ports.blobs import BlobEntry, BlobMissing, BlobRefused, Blobs, BlobUnavailable
from postroom.kernel.ports.bus import Bus, Heard
from postroom.kernel.ports.egress import (
    EGRESS_WORDS,
    Egress,
    EgressError,
    EgressFailed,
    EgressRefused,
    EgressResponse,
    EgressWord,
)

__all__ = [
    "EGRESS_WORDS",
    "BlobEntry",
    "BlobMissing",
    "BlobRefused",
    "BlobUnavailable",
    "Blobs",
    "Bus",
    "Egress",
    "EgressError",
    "EgressFailed",
    "EgressRefused",
    "EgressResponse",
    "EgressWord",
    "Heard",
]
