"""Each rule of the house catches a sample that breaks it, and lets a right one pass; the repository itself keeps them all."""

from functools import cache
from pathlib import Path

import pytest

from tests.rules import RULES, Tree, tracked

ROOT = Path(__file__).parent.parent
OPERATION = '@operation("inboxes.burn", rest="POST /v1/burn", scope={scope})\nasync def burn(tx, _):\n    {body}\n'
NOUNS = {"postroom/features/accounts/model.py": 'NOUNS = ("inboxes",)\n'}
BREACHES: list[tuple[str, dict[str, str]]] = [
    ("files_are_short", {"postroom/lib/long.py": "x = 1\n" * 501}),
    ("files_are_short", {f"postroom/kernel/part{number}.py": "x = 1\n" * 400 for number in range(7)}),
    ("functions_are_short", {"bench/long.py": "def run():\n" + "    print()\n" * 61}),
    ("names_say_something", {"postroom/lib/utils.py": ""}),
    ("names_say_something", {"postroom/core/send.py": ""}),
    ("names_say_something", {"tests/helpers.sh": ""}),
    ("sql_lives_in_stores", {"postroom/features/inboxes/operations.py": 'Q = "SELECT id FROM inboxes"\n'}),
    ("sql_lives_in_stores", {"postroom/channels/email/send.py": 'Q = """\nUPDATE messages SET state = $1"""\n'}),
    ("sql_lives_in_stores", {"postroom/dialects/rest/app.py": 'Q = f"DELETE FROM {table}"; R = "WITH a AS (SELECT 1) INSERT INTO b"\n'}),
    ("sql_is_given_the_time", {"postroom/features/inboxes/store.py": 'Q = "SELECT id FROM inboxes WHERE expires_at < now()"\n'}),
    ("sql_is_given_the_time", {"postroom/kernel/jobs.py": 'Q = "UPDATE jobs SET due_at = CURRENT_TIMESTAMP"\n'}),
    ("sql_is_given_the_time", {"postroom/kernel/migrations/0001_x.sql": "CREATE TABLE t (at timestamptz DEFAULT clock_timestamp());\n"}),
    ("numbers_are_taken_once", {f"postroom/features/x/migrations/0002_{word}.sql": "" for word in ("one", "other")}),
    ("numbers_are_taken_once", {f"docs/adr/0002-{word}.md": "" for word in ("one", "other")}),
    ("time_comes_from_the_clock_port", {"postroom/features/inboxes/expire.py": "at = datetime.now(UTC)\n"}),
    ("time_comes_from_the_clock_port", {"postroom/lib/mime/dates.py": "at = time.time()\n"}),
    ("every_folder_has_a_door", {"postroom/lib/mime/parse.py": ""}),
    ("every_folder_has_a_door", {"postroom/lib/mime/__init__.py": "from x import y\n"}),
    ("doors_are_narrow", {"postroom/lib/mime/__init__.py": f'"""MIME."""\n__all__ = {[f"name{n}" for n in range(16)]}\n'}),
    (
        "operations_are_documented",
        {**NOUNS, "postroom/features/inboxes/operations.py": OPERATION.format(scope='"inboxes:write"', body="pass")},
    ),
    (
        "operations_are_documented",
        {**NOUNS, "postroom/features/inboxes/operations.py": OPERATION.format(scope='"fires:write"', body='"""Burn."""')},
    ),
    (
        "operations_are_documented",
        {**NOUNS, "postroom/features/inboxes/operations.py": OPERATION.format(scope="SCOPE", body='"""Burn."""')},
    ),
    ("nothing_of_one_machine", {"requirements/tests.in": "--index" + "-url https://example.org\n"}),
    ("nothing_of_one_machine", {"pyproject.toml": "url = 'https://py" + "pi.org/project'\n"}),
    ("nothing_of_one_machine", {"docs/notes.md": "see /ro" + "ot/notes\n"}),
    ("guides_tell_the_truth", {"README.md": "Look into `postroom/lib/nowhere.py`.\n"}),
    ("guides_tell_the_truth", {"ARCHITECTURE.md": "Look into `kernel/nowhere.py`.\n"}),
    ("guides_tell_the_truth", {"docs/glossary.md": "Look [here](nowhere.md).\n"}),
    ("guides_tell_the_truth", {"README.md": '<img alt="" src="docs/nowhere.svg">\n'}),
    ("guides_tell_the_truth", {"CONTRIBUTING.md": "```sh\nmake tea\n```\n"}),
    ("guides_tell_the_truth", {"README.md": "Set `POSTROOM_TEA` first.\n"}),
    ("guides_tell_the_truth", {"README.md": "Then `POST /v1/tea`.\n"}),
]
RIGHT: list[tuple[str, dict[str, str]]] = [
    ("files_are_short", {"postroom/lib/long.py": "x = 1\n" * 500}),
    ("functions_are_short", {"bench/long.py": 'def run():\n    """' + "a\n" * 80 + '"""\n' + "    print()\n" * 60}),
    ("sql_lives_in_stores", {"postroom/features/inboxes/store.py": 'Q = "SELECT id FROM inboxes"\n'}),
    ("sql_lives_in_stores", {"postroom/features/messages/store/read.py": 'Q = "SELECT id FROM inboxes"\n'}),
    ("sql_lives_in_stores", {"postroom/main/http.py": 'Q = "SELECT 1"\n'}),
    ("sql_lives_in_stores", {"postroom/lib/words.py": 'Q = "Select a seat from the plan, delete from the list"\n'}),
    ("sql_lives_in_stores", {"postroom/features/inboxes/tests/test_x.py": 'Q = "SELECT id FROM inboxes"\n'}),
    ("sql_is_given_the_time", {"postroom/lib/extraction/words.py": 'LABEL = "valid for now()"\n'}),
    ("sql_is_given_the_time", {"postroom/kernel/migrations/0001_x.sql": "-- no now() here\nCREATE TABLE t (at timestamptz);\n"}),
    ("time_comes_from_the_clock_port", {"postroom/kernel/clock.py": "at = datetime.now(UTC)\n", "postroom/lib/a.py": "at = clock.now()\n"}),
    ("operations_are_documented", {**NOUNS, "postroom/features/inboxes/operations.py": OPERATION.format(scope="None", body='"""Burn."""')}),
    ("guides_tell_the_truth", {"README.md": "`kernel/jobs.py`, `kernel/<any>.py`, `jobs.py`\n", "postroom/kernel/jobs.py": ""}),
    ("guides_tell_the_truth", {"README.md": "[all](docs/a.md)\n", "docs/a.md": ""}),
    ("guides_tell_the_truth", {"README.md": "`GET /v1/inboxes/{inbox_id}/code`, `POSTROOM_RELAY_HOST`, `POSTROOM_RELAY_PASSWORD_FILE`\n"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files"), BREACHES)
def test_a_breach_is_caught(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    assert _breaches(rule, files, tmp_path)


@pytest.mark.parametrize(("rule", "files"), RIGHT)
def test_what_is_right_passes(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    assert _breaches(rule, files, tmp_path) == []


def test_every_rule_has_a_breach_here() -> None:
    assert {rule.__name__ for rule in RULES} == {name for name, _ in BREACHES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps_the_rule(rule) -> None:
    assert list(rule(_repository())) == []


@cache
def _repository() -> Tree:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    return tracked(ROOT)


def _breaches(name: str, files: dict[str, str], root: Path) -> list[str]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    rule = next(one for one in RULES if one.__name__ == name)
    return list(rule(Tree(root, tuple(files))))
