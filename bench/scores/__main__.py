"""`python -m bench.scores [--write | --check | --misses] [set …]` (`make scores`): the table of scores.

Without a flag the table is printed. `--check` compares with `docs/scores.md` and fails where a figure fell; `--misses` prints what was
missed in the part that may be looked at.
"""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bench.scores import sets
from bench.scores.corpus import ABSENT, corpus_dir
from bench.scores.table import find_regressions, write_table

DOCUMENT = Path(__file__).parents[2] / "docs" / "scores.md"


def main(arguments: Sequence[str]) -> int:
    """The exit status: 1 where `--check` found a figure that fell."""
    folder = corpus_dir()
    if folder is None:
        print(f"scores: SKIPPED, {ABSENT}")
        return 0
    chosen = [one for one in arguments if not one.startswith("-")]
    modules = [module for module in _modules() if not chosen or module.__name__.rpartition(".")[2] in chosen]
    if "--misses" in arguments:
        print(*(f"{module.__name__}: {miss}" for module in modules for miss in module.misses(folder)), sep="\n")
        return 0
    sections = [module.measure(folder) for module in modules]
    if "--check" in arguments:
        return _check(list(find_regressions(DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "", sections)))
    table = write_table(sections)
    if "--write" in arguments and not chosen:
        DOCUMENT.write_text(table, encoding="utf-8")
    print(table)
    return 0


def _modules() -> list[ModuleType]:
    """Every set has `measure(folder) -> Section` and `misses(folder) -> list[str]`."""
    names = sorted(module.name for module in pkgutil.iter_modules(sets.__path__))
    return [importlib.import_module(f"{sets.__name__}.{name}") for name in names]


def _check(regressions: list[str]) -> int:
    print("\n".join(regressions) if regressions else "No score fell.")
    return 1 if regressions else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
