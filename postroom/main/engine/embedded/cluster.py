"""Making a cluster, and reading what it says about itself."""

import os
import secrets
import shutil
import struct
from pathlib import Path

from postroom.main.engine.embedded.account import Account
from postroom.main.engine.embedded.binaries import Binaries
from postroom.main.engine.embedded.errors import DataDirectoryUnusable, OtherMajorVersion, ServerDidNotStart
from postroom.main.engine.embedded.files import read_small, sync_folder
from postroom.main.engine.embedded.passwords import ADMIN, lend_password, read_password
from postroom.main.engine.embedded.place import Place
from postroom.main.engine.embedded.programs import last_words, run_program

# The builtin provider sorts by code point on every machine and release, so indexes survive a move. LC_CTYPE serves
# pg_trgm, which under plain C sees no letter outside ASCII; where C.UTF-8 is missing (macOS) a relative stands in.
CHARACTER_TYPES = ("C.UTF-8", "en_US.UTF-8", "C")
DRAFT_PREFIX = "postgres.new-"


def ensure_cluster(place: Place, binaries: Binaries, account: Account, *, sync: bool = True) -> bool:
    """Make the cluster unless it is there; True when it was made. Raises `OtherMajorVersion`.

    It appears under its name only when it is whole: a crash in between leaves a draft, which the next start removes.
    """
    if place.cluster.is_dir():
        _check_version(place.cluster, binaries)
        return False
    draft = _make_draft(place.area, account)
    lent = place.area / "postgres.initdb-password"
    try:
        lend_password(place.data_dir, lent, account.uid)
        _initdb(draft, lent, binaries, account, sync=sync)
    finally:
        lent.unlink(missing_ok=True)
    place.prepared.unlink(missing_ok=True)
    draft.rename(place.cluster)
    sync_folder(place.area)
    return True


def system_identifier(cluster: Path) -> int:
    """The number that `initdb` gave this cluster: the first eight bytes of `global/pg_control`."""
    with (cluster / "global" / "pg_control").open("rb") as file:
        return int(struct.unpack("=Q", file.read(8))[0])


def reset_admin_password(place: Place, binaries: Binaries, account: Account) -> None:
    """Give the administrator the password of the file, which was lost and made anew; the server must not run."""
    command: list[str | Path] = [binaries.bin / "postgres", "--single", "-D", place.cluster, f"--config-file={place.config}", "postgres"]
    order = f"ALTER ROLE {ADMIN} PASSWORD '{read_password(place.data_dir, ADMIN)}'\n"
    done = run_program(command, account, told=order)
    if done.returncode != 0:
        raise ServerDidNotStart(f"The lost password could not be set anew: {last_words(done)}")
    place.prepared.unlink(missing_ok=True)


def _check_version(cluster: Path, binaries: Binaries) -> None:
    found = (read_small(cluster / "PG_VERSION") or "").strip()
    if not found:
        raise DataDirectoryUnusable(
            f"{cluster} is not a PostgreSQL cluster (it has no PG_VERSION). Postroom does not touch it: "
            "move it away, or choose another --data-dir."
        )
    if found != binaries.major:
        raise OtherMajorVersion(cluster, found, binaries.major, binaries.bin)


def _make_draft(area: Path, account: Account) -> Path:
    """A new name each time: an `initdb` that outlived a killed parent must not write into ours."""
    for old in area.glob(DRAFT_PREFIX + "*"):
        shutil.rmtree(old)
    draft = area / (DRAFT_PREFIX + secrets.token_hex(4))
    draft.mkdir(mode=0o700)
    if not account.is_ours:
        os.chown(draft, account.uid, account.gid, follow_symlinks=False)
    return draft


def _initdb(target: Path, pass_file: Path, binaries: Binaries, account: Account, *, sync: bool) -> None:
    fixed = ["-D", str(target), "-U", ADMIN, f"--pwfile={pass_file}", "-A", "scram-sha-256", "--data-checksums"]
    fixed += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    fixed += [] if sync else ["--no-sync"]
    for character_type in CHARACTER_TYPES:
        command: list[str | Path] = [binaries.bin / "initdb", *fixed, "--locale=C", f"--lc-ctype={character_type}"]
        done = run_program(command, account)
        if done.returncode == 0:
            return
        if "invalid locale" not in done.stderr:
            break
    hint = ""
    if "effective user ID" in done.stderr:
        hint = f" PostgreSQL's initdb needs a name for uid {account.uid}: add a line for it to /etc/passwd, or run as a user who has one."
    raise ServerDidNotStart(f"PostgreSQL could not make its data directory {target}: {last_words(done)}{hint}")
