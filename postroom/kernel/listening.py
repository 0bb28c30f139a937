"""Where this process listens and keeps its files; wires and drivers read it, the composition root fills it in."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Listening:
    """Addresses as configured; `…_port` is what was bound (a configured 0 lets the system choose)."""

    data_dir: Path
    http: tuple[str, int]
    smtp: tuple[str, int]
    http_port: int = 0
    smtp_port: int = 0
