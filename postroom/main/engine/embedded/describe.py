"""What `postroom doctor` tells about the embedded server."""

import json
from pathlib import Path

from postroom.main.engine.embedded.binaries import Binaries
from postroom.main.engine.embedded.passwords import DATABASE
from postroom.main.engine.embedded.place import Place
from postroom.main.engine.embedded.psql import run_psql

FACTS = """
SELECT json_build_object(
    'version', current_setting('server_version'),
    'database_size_bytes', pg_database_size(current_database()),
    'data_checksums', current_setting('data_checksums') = 'on',
    'fsync', current_setting('fsync') = 'on',
    'full_page_writes', current_setting('full_page_writes') = 'on',
    'synchronous_commit', current_setting('synchronous_commit'),
    'listen_addresses', current_setting('listen_addresses'),
    'max_connections', current_setting('max_connections')::int,
    'extensions', (SELECT string_agg(extname || ' ' || extversion, ', ' ORDER BY extname) FROM pg_extension))
"""


def describe(place: Place, binaries: Binaries, socket_directory: Path) -> dict[str, str | int | bool]:
    """Asked of the server itself, plus the places."""
    facts: dict[str, str | int | bool] = json.loads(run_psql(binaries, place.data_dir, socket_directory, FACTS, DATABASE))
    places = {
        "data_dir": place.data_dir,
        "cluster": place.cluster,
        "socket": socket_directory,
        "log": place.log,
        "binaries": binaries.bin,
    }
    return {**facts, **{name: str(path) for name, path in places.items()}}
