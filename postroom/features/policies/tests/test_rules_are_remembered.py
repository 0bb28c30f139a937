"""The rulebook: no query while it is warm, one small one after five seconds, and never what is known to be stale."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from postroom.features.policies import Place, rulebook
from postroom.features.policies.rulebook import Rulebook


class Rows:
    """A connection that has rules, and counts what it is asked."""

    def __init__(self) -> None:
        self.version, self.targets, self.asked = 1, ["a.example"], list[str]()
        self.before_rows: Any = None

    async def fetchval(self, query: str, *_: Any) -> int:
        self.asked.append("version")
        return self.version

    async def fetch(self, query: str, *_: Any) -> Sequence[Any]:
        self.asked.append("rules")
        rows = [_row(target) for target in self.targets]
        if self.before_rows is not None:
            self.before_rows()
        return rows


class Told:
    """A house that can be told."""

    def on_told(self, topic: str, heard: Any) -> None:
        assert topic == "contact_rules"
        self.tell = heard


def _row(target: str) -> dict[str, Any]:
    owner = {"id": uuid4(), "mode": "live", "inbox_id": None, "agent_id": None, "direction": "both"}
    return {**owner, "action": "block", "match_type": "domain", "match_target": target, "requires_authentication": False}


async def blocks(book: Rulebook, rows: Rows, org_id: UUID, domain: str) -> bool:
    rules = await book.get(rows, org_id)
    return rules.judge_sender(Place("live", uuid4(), None, "blacklist"), f"jo@{domain}", is_authenticated=False) is not None


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(rulebook, "monotonic_s", lambda: now[0])
    return now


async def test_warm_rules_are_not_asked_for_and_old_ones_only_for_their_version(seconds: list[float]) -> None:
    told, rows, org_id = Told(), Rows(), uuid4()
    book = Rulebook(told)  # type: ignore[arg-type]
    for _ in range(100):
        assert await blocks(book, rows, org_id, "a.example")
    assert rows.asked == ["version", "rules"]
    seconds[0] += 6
    assert await blocks(book, rows, org_id, "a.example") and await blocks(book, rows, org_id, "a.example")
    assert rows.asked == ["version", "rules", "version"]
    rows.version, rows.targets = 2, ["b.example"]
    assert await blocks(book, rows, org_id, "a.example"), "another process changed it and its hint was lost: five seconds"
    seconds[0] += 6
    assert not await blocks(book, rows, org_id, "a.example") and await blocks(book, rows, org_id, "b.example")


async def test_an_organisation_without_rules_is_remembered_too() -> None:
    told, rows = Told(), Rows()
    book, org_id, rows.version = Rulebook(told), uuid4(), 0  # type: ignore[arg-type]
    assert not await blocks(book, rows, org_id, "a.example") and not await blocks(book, rows, org_id, "a.example")
    assert rows.asked == ["version"]


@pytest.mark.parametrize("items", [None, ["*"], ["this"]])
async def test_news_is_heard_at_once_and_also_while_rules_are_read(items: list[str] | None) -> None:
    told, rows, org_id = Told(), Rows(), uuid4()
    book = Rulebook(told)  # type: ignore[arg-type]
    news = [org_id.hex] if items == ["this"] else items
    assert await blocks(book, rows, org_id, "a.example")
    rows.version, rows.targets = 2, ["b.example"]
    told.tell(news)
    rows.before_rows = lambda: told.tell(news)
    await blocks(book, rows, org_id, "b.example")
    rows.before_rows, rows.version, rows.targets = None, 3, ["c.example"]
    assert await blocks(book, rows, org_id, "c.example"), "what was read while the news came may be stale, and is not kept"


async def test_news_of_one_organisation_leaves_the_others_warm() -> None:
    told, rows, one, other = Told(), Rows(), uuid4(), uuid4()
    book = Rulebook(told)  # type: ignore[arg-type]
    for org_id in (one, other):
        await blocks(book, rows, org_id, "a.example")
    told.tell([one.hex])
    rows.asked.clear()
    await blocks(book, rows, other, "a.example")
    assert rows.asked == []


async def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "_MOST_CACHED", 10)
    told, rows = Told(), Rows()
    book, organisations = Rulebook(told), [uuid4() for _ in range(20)]  # type: ignore[arg-type]
    rows.targets = ["a.example", "b.example", "c.example"]
    for org_id in organisations:
        assert await blocks(book, rows, org_id, "a.example")
    assert len(book._known) == 2 and book._size <= 10
    rows.targets = [f"d{number}.example" for number in range(2000)]
    assert await blocks(book, rows, uuid4(), "d1999.example")
    assert len(book._known) == 1
