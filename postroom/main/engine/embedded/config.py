"""The server's settings. The file lies outside PGDATA, whose owner may be another user; ALTER SYSTEM still wins."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from postroom.main.engine.embedded.binaries import Binaries
from postroom.main.engine.embedded.files import read_small, replace

SETTINGS: Mapping[str, str] = {
    # Reached by the socket of one private folder and by nothing else.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # What was accepted is kept.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # A laptop, and a server that shares its two cores with us.
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "min_wal_size": "80MB",
    "autovacuum": "on",
    # A fresh database grows from nothing to many rows within the default minute; without figures its plans are poor.
    "autovacuum_naptime": "10s",
    "jit": "off",
    # The wheel knows only pglz, which takes processor time from the commits.
    "wal_compression": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A short log without anybody's mail in it: no statements, no parameters, no offending rows.
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}


def config_text(cluster: Path, binaries: Binaries, socket_directory: Path, wishes: Mapping[str, str]) -> str:
    """The whole file. It names the programs too: a leftover server with another text is not adopted but replaced."""
    settings = {
        **SETTINGS,
        "unix_socket_directories": str(socket_directory),
        "cluster_name": cluster_name(cluster),
        **wishes,
    }
    head = f"# Written by Postroom at every start, for PostgreSQL {binaries.version} in {binaries.bin}\n"
    return head + "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def cluster_name(cluster: Path) -> str:
    """Stands in the title of every backend, by which `processes` knows them."""
    return "postroom-" + hashlib.sha256(os.fsencode(cluster)).hexdigest()[:12]


def is_current(config: Path, text: str) -> bool:
    """Whether the server that runs was started with `text`."""
    return read_small(config) == text


def write_config(config: Path, text: str) -> None:
    """Readable by the server's user; it holds no secret."""
    if not is_current(config, text):
        replace(config, text, 0o644)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
