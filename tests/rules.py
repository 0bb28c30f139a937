"""The rules of the house that no other tool knows: `python -m tests.rules` prints every breach and exits 1 if there is one.

A rule takes a `Tree` and yields lines. Each has a sample in `tests/test_rules.py` that breaks it: a rule that cannot fail is none.
Import rules are in `.importlinter`, style in `pyproject.toml`.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.guides import guides_tell_the_truth

FILE_LINES = 500
FUNCTION_LINES = 60
DOOR_NAMES = 15
KERNEL_LINES = 2_700
BANNED = frozenset("utils util helpers helper common misc base manager service core handlers handler".split())
# Who may hold SQL beside `store.py` and `store/`: the kernel's own tables, the adapters, the test kit.
SQL_FOLDERS = ("postroom/kernel/", "postroom/main/engine/", "postroom/testing/")
CLOCK_FOLDERS = ("postroom/kernel/clock.py", "postroom/main/", "postroom/testing/")
DOORED = ("features", "channels", "dialects", "lib", "kernel", "web", "main", "testing")


@dataclass(frozen=True)
class Tree:
    """The tracked files below `root`."""

    root: Path
    files: tuple[str, ...]

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every file that is text, by its path."""
        found = {}
        for name in self.files:
            content = (self.root / name).read_bytes() if (self.root / name).is_file() else b"\0"
            if b"\0" not in content:
                found[name] = content.decode("utf-8")
        return found

    @cached_property
    def modules(self) -> dict[str, ast.Module]:
        """Every Python file, parsed."""
        return {name: ast.parse(text, name) for name, text in self.texts.items() if name.endswith(".py")}

    @property
    def product(self) -> dict[str, ast.Module]:
        """The package without its tests."""
        return {name: module for name, module in self.modules.items() if name.startswith("postroom/") and "/tests/" not in name}


def tracked(root: Path) -> Tree:
    """What git would commit."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return Tree(root, tuple(sorted(name for name in listed.stdout.split("\0") if name)))


def files_are_short(tree: Tree) -> Iterator[str]:
    """At most 500 lines a Python file, 2,500 the whole kernel without its ports."""
    for name in tree.modules:
        lines = len(tree.texts[name].splitlines())
        if lines > FILE_LINES:
            yield f"{name}: {lines} lines are more than {FILE_LINES}; split it"
    kernel = sum(
        len(tree.texts[name].splitlines()) for name in tree.product if name.startswith("postroom/kernel/") and "/ports/" not in name
    )
    if kernel > KERNEL_LINES:
        yield f"postroom/kernel: {kernel} lines are more than {KERNEL_LINES}; what does not belong to every operation?"


def functions_are_short(tree: Tree) -> Iterator[str]:
    """At most 60 lines a function, its decorators and docstring not counted."""
    for name, module in tree.modules.items():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - _first_line(node) + 1
                if lines > FUNCTION_LINES:
                    yield f"{name}:{node.lineno}: {node.name} has {lines} lines, more than {FUNCTION_LINES}"


def names_say_something(tree: Tree) -> Iterator[str]:
    """No file and no folder is called utils or the like."""
    for name in tree.files:
        for part in Path(name).parts:
            if part.partition(".")[0] in BANNED:
                yield f"{name}: {part!r} says nothing; name it after its noun or verb"


def sql_lives_in_stores(tree: Tree) -> Iterator[str]:
    """Statements on tables stand in `store.py` or `store/`, in the kernel, in the adapters."""
    for name, line, text in _strings(tree):
        if _is_statement(text) and not _may_hold_sql(name) and _names_a_table(text):
            yield f"{name}:{line}: SQL outside of a store: {text.split(chr(10), 1)[0][:60]!r}"


def sql_is_given_the_time(tree: Tree) -> Iterator[str]:
    """No `now()` and the like in SQL: instants come from the clock port."""
    for name, line, text in _strings(tree):
        if _LOOKS_SQL.search(text) and _SQL_CLOCK.search(text):
            yield f"{name}:{line}: SQL asks for the time; hand it in as a parameter"
    for name, text in tree.texts.items():
        if name.endswith(".sql"):
            for number, line in enumerate(text.splitlines(), start=1):
                if _SQL_CLOCK.search(line.partition("--")[0]):
                    yield f"{name}:{number}: SQL asks for the time; hand it in as a parameter"


def numbers_are_taken_once(tree: Tree) -> Iterator[str]:
    """Migrations of a folder, and decisions, have numbers of their own: two that land together must not take the same."""
    taken: dict[str, str] = {}
    for name in tree.files:
        if ("/migrations/" in name and name.endswith(".sql")) or re.match(r"docs/adr/\d+-.*\.md\Z", name):
            number = f"{Path(name).parent}/{re.split('[_-]', Path(name).name)[0]}"
            if taken.setdefault(number, name) != name:
                yield f"{name}: {Path(taken[number]).name} has this number already; take the next one"


def time_comes_from_the_clock_port(tree: Tree) -> Iterator[str]:
    """`datetime.now`, `time.time` and ids made from them stand in `kernel/clock.py` only."""
    for name, module in tree.product.items():
        if not name.startswith(CLOCK_FOLDERS):
            for node in ast.walk(module):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in _CLOCK_CALLS:
                    yield f"{name}:{node.lineno}: {ast.unparse(node.func)}() reads the machine's clock; take it from the clock port"


def every_folder_has_a_door(tree: Tree) -> Iterator[str]:
    """Each package folder has an `__init__.py` that begins with a docstring."""
    folders = {str(Path(name).parent) for name in tree.product}
    for folder in sorted(folders):
        door = tree.modules.get(f"{folder}/__init__.py")
        if door is None:
            yield f"{folder}: has no __init__.py, so nobody can enter"
        elif not ast.get_docstring(door):
            yield f"{folder}/__init__.py: says in no docstring what the folder is for"


def doors_are_narrow(tree: Tree) -> Iterator[str]:
    """A door exports at most 15 names."""
    for name, module in tree.product.items():
        if name.endswith("/__init__.py"):
            names = _exports(module)
            if len(names) > DOOR_NAMES:
                yield f"{name}: exports {len(names)} names, more than {DOOR_NAMES}"


def operations_are_documented(tree: Tree) -> Iterator[str]:
    """Every operation has a docstring, a literal name, and says its scope: a known one, or None."""
    known = _known_scopes(tree)
    for name, module in tree.product.items():
        for node in ast.walk(module):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for call in (one for one in node.decorator_list if isinstance(one, ast.Call) and ast.unparse(one.func) == "operation"):
                where = f"{name}:{node.lineno}: operation {node.name}"
                scope = next((word.value for word in call.keywords if word.arg == "scope"), None)
                if not ast.get_docstring(node):
                    yield f"{where} has no docstring, which is its public description"
                if not isinstance(scope, ast.Constant):
                    yield f"{where} does not say its scope as a literal"
                elif scope.value is not None and scope.value not in known:
                    yield f"{where} has the scope {scope.value!r}, which features/accounts/model.py does not list"


def nothing_of_one_machine(tree: Tree) -> Iterator[str]:
    """No address of a package index and no path of somebody's machine in any file."""
    for name, text in tree.texts.items():
        for number, line in enumerate(text.splitlines(), start=1):
            if _INDEX.search(line):
                yield f"{name}:{number}: names a package index; requirements are hashed and carry no address"
            if _MACHINE.search(line):
                yield f"{name}:{number}: names a path of one machine"


RULES: tuple[Callable[[Tree], Iterator[str]], ...] = (
    files_are_short,
    functions_are_short,
    names_say_something,
    sql_lives_in_stores,
    sql_is_given_the_time,
    numbers_are_taken_once,
    time_comes_from_the_clock_port,
    every_folder_has_a_door,
    doors_are_narrow,
    operations_are_documented,
    nothing_of_one_machine,
    guides_tell_the_truth,
)

_STATEMENT = re.compile(
    r"\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+(?:\s+\w+)?\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+(?:\s*\([^)]*\))?\s+AS\s*\()"
)
_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+[a-z_]")
_LOOKS_SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|VALUES|SET|AND|DEFAULT)\b")
_SQL_CLOCK = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b"
    r"|\bLOCALTIME(?:STAMP)?\b",
    re.IGNORECASE,
)
_CLOCK_CALLS = frozenset(
    f"{call}"
    for call in "datetime.now datetime.utcnow datetime.today date.today time.time time.time_ns uuid1 uuid.uuid1 uuid7 uuid.uuid7".split()
)
# Put together from pieces, so that this file does not break its own rule.
_INDEX = re.compile(r"(?:py" r"pi\.org|python" r"hosted\.org|--(?:extra-)?index" r"-url[ =]|/si" r"mple/)", re.IGNORECASE)
_MACHINE = re.compile(r"(?<![\w.$}~*:-])/(?:wo" r"rk|ro" r"ot|ho" r"me/\w+|Us" r"ers/\w+)/\w")


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The first line of the body behind the docstring."""
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None and len(node.body) > 1
    return node.body[1].lineno if has_docstring else first.lineno


def _strings(tree: Tree) -> Iterator[tuple[str, int, str]]:
    """Every string literal of the package that is no docstring: file, line, text."""
    for name, module in tree.product.items():
        docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield name, node.lineno, node.value


def _is_statement(text: str) -> bool:
    return _STATEMENT.match(text) is not None


def _names_a_table(text: str) -> bool:
    """`SELECT 1` and `SELECT current_setting(…)` are about the connection."""
    return _TABLE.search(text) is not None


def _may_hold_sql(name: str) -> bool:
    path = Path(name)
    return path.name == "store.py" or "store" in path.parts or name.startswith(SQL_FOLDERS)


def _exports(module: ast.Module) -> list[str]:
    for node in module.body:
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
            return list(ast.literal_eval(node.value))
    return []


def _known_scopes(tree: Tree) -> set[str]:
    """`admin`, and read and write of every noun that keys may carry."""
    for node in ast.walk(tree.modules.get("postroom/features/accounts/model.py", ast.Module([], []))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "NOUNS":
            return {"admin"} | {f"{noun}:{verb}" for noun in ast.literal_eval(node.value) for verb in ("read", "write")}
    return {"admin"}


def main() -> int:
    """Print what is wrong; the exit status."""
    tree = tracked(Path(__file__).parent.parent)
    breaches = [breach for rule in RULES for breach in rule(tree)]
    print("\n".join(breaches) if breaches else f"{len(RULES)} rules hold in {len(tree.files)} files.")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
