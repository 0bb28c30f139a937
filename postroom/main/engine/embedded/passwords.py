"""The passwords of the two roles, each in a 0600 file in libpq's passfile form, so that no DSN carries a secret."""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

from postroom.main.engine.embedded.files import open_private, read_small, replace

APPLICATION = "postroom"
ADMIN = "postgres"
DATABASE = "postroom"


def pass_file(data_dir: Path, role: str) -> Path:
    """Where the password of `role` lies."""
    return data_dir / ("postgres.password" if role == APPLICATION else "postgres.admin-password")


def ensure_password(data_dir: Path, role: str) -> bool:
    """Make the file when it is absent. True when it was made, so that the role's password must be set."""
    path = pass_file(data_dir, role)
    if (read_small(path) or "").strip():
        return False
    replace(path, f"*:*:*:{role}:{secrets.token_hex(32)}\n")
    return True


def read_password(data_dir: Path, role: str) -> str:
    """The password itself, hexadecimal, so that it needs no quoting anywhere."""
    return (read_small(pass_file(data_dir, role)) or "").strip().rpartition(":")[2]


def dsn(data_dir: Path, socket_directory: Path, role: str, database: str = DATABASE) -> str:
    """For asyncpg and libpq alike; safe to print."""
    host, passfile = quote(str(socket_directory)), quote(str(pass_file(data_dir, role)))
    return f"postgresql://{role}@/{database}?host={host}&passfile={passfile}"


def lend_password(data_dir: Path, path: Path, uid: int) -> None:
    """A copy of the administrator's password at `path` for `initdb`, which runs as `uid`. The caller removes it."""
    path.unlink(missing_ok=True)
    descriptor = open_private(path, os.O_WRONLY | os.O_EXCL)
    try:
        os.write(descriptor, read_password(data_dir, ADMIN).encode() + b"\n")
        os.fchown(descriptor, uid, -1)
    finally:
        os.close(descriptor)
