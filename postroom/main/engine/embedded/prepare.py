"""The application's role and database, and the extensions that only the administrator may create."""

from pathlib import Path

from postroom.main.engine.embedded.binaries import Binaries
from postroom.main.engine.embedded.files import read_small, replace
from postroom.main.engine.embedded.passwords import APPLICATION, DATABASE, read_password
from postroom.main.engine.embedded.place import Place
from postroom.main.engine.embedded.psql import run_psql

EXTENSIONS = ("pg_trgm", "btree_gin", "vector")  # as far as the server has them
EDITION = 1  # raise it when the script changes: it then runs once on every older cluster

SCRIPT = """
SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec
ALTER ROLE {role} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '{password}';
SELECT 'CREATE DATABASE {database} OWNER {role}'
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
REVOKE ALL ON DATABASE {database}, postgres FROM PUBLIC;
\\connect {database}
SELECT format('CREATE EXTENSION IF NOT EXISTS %I', name) FROM pg_available_extensions WHERE name IN ({names}) \\gexec
SELECT format('ALTER EXTENSION %I UPDATE', extname) FROM pg_extension
    JOIN pg_available_extensions ON name = extname WHERE extversion <> default_version \\gexec
"""


def prepare(place: Place, binaries: Binaries, socket_directory: Path) -> None:
    """Run the script on a cluster that has not seen this edition of it. Running it again changes nothing."""
    mark = f"{EDITION} {binaries.version}\n"
    if read_small(place.prepared) == mark:
        return
    script = SCRIPT.format(
        role=APPLICATION,
        database=DATABASE,
        password=read_password(place.data_dir, APPLICATION),
        names=", ".join(f"'{name}'" for name in EXTENSIONS),
    )
    run_psql(binaries, place.data_dir, socket_directory, script)
    replace(place.prepared, mark)
