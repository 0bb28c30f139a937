"""The PostgreSQL 18 that comes with Postroom: started, attached to, watched, restarted and stopped.

Exactly one process owns the server of a data directory (`start`); every other one uses it (`attach`).
"""

from postroom.main.engine.embedded.errors import (
    BinariesMissing,
    DataDirectoryInUse,
    DataDirectoryUnusable,
    EmbeddedServerError,
    OtherMajorVersion,
    ServerDidNotStart,
)
from postroom.main.engine.embedded.prepare import EXTENSIONS
from postroom.main.engine.embedded.remove import remove
from postroom.main.engine.embedded.server import EmbeddedServer, attach, start

__all__ = [
    "EXTENSIONS",
    "BinariesMissing",
    "DataDirectoryInUse",
    "DataDirectoryUnusable",
    "EmbeddedServer",
    "EmbeddedServerError",
    "OtherMajorVersion",
    "ServerDidNotStart",
    "attach",
    "remove",
    "start",
]
