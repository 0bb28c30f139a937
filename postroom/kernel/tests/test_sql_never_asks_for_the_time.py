"""No statement of the package reads the database's clock: time comes from the clock port (FOUNDATIONS §7)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import postroom

ROOT = Path(postroom.__file__).parent
CLOCKS = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b"
    r"|'now'|'today'",
    re.IGNORECASE,
)
STATEMENT = re.compile(r"\b(?:select|insert|update|delete|values|where|default|returning|interval)\b", re.IGNORECASE)


def statements() -> Iterator[tuple[Path, str]]:
    """(file, text) of every SQL file without its comments, and of every text in the code that looks like SQL."""
    for path in ROOT.rglob("*.sql"):
        yield path, re.sub(r"--[^\n]*", "", path.read_text("utf-8"))
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts:
            yield from ((path, text) for text in texts_of(path))


def texts_of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described and STATEMENT.search(node.value):
            yield node.value


def test_no_statement_reads_the_clock_of_the_database() -> None:
    found = [(str(path.relative_to(ROOT)), match[0]) for path, text in statements() if (match := CLOCKS.search(text))]
    assert found == []


def test_statements_are_found_at_all() -> None:
    assert len(list(statements())) > 100


@pytest.mark.parametrize(
    "sql", ["SELECT now()", "created_at timestamptz DEFAULT CURRENT_TIMESTAMP", "WHERE at < Clock_Timestamp( )", "VALUES ('now')"]
)
def test_the_rule_knows_a_clock_when_it_sees_one(sql: str) -> None:
    assert CLOCKS.search(sql)
