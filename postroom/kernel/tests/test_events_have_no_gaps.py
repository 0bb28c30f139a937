"""The event log: dense numbers in the order of commits, nothing a reader could skip (FOUNDATIONS §3)."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.features.accounts import create_organisation
from postroom.kernel.context import Tx, house_principal
from postroom.kernel.events import Event
from postroom.kernel.followers import Fact, Follower, FollowerRunner
from postroom.main.wiring import Wired


class Happened(Event, frozen=True, kw_only=True):
    type = "test.happened"
    what: int


async def read_after(wired: Wired, org_id: UUID, seq: int) -> list[tuple[int, int]]:
    """(seq, what) after a cursor, as a reader of the log sees it."""
    async with wired.database.connection() as connection:
        rows = await connection.fetch("SELECT seq, data FROM events WHERE org_id = $1 AND seq > $2 ORDER BY seq", org_id, seq)
    return [(row["seq"], row["data"]["what"]) for row in rows]


async def test_a_reader_sees_both_of_two_transactions_that_commit_in_reverse_order(wired: Wired, org_id: UUID) -> None:
    first_may_commit, first_has_emitted = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.emit(Happened(org_id=org_id, what=1))
            await tx.fetchval("SELECT 1")
            first_has_emitted.set()
            await first_may_commit.wait()

    late = asyncio.create_task(first())
    await first_has_emitted.wait()
    async with wired.house.transaction(house_principal(org_id)) as tx:
        tx.emit(Happened(org_id=org_id, what=2))
    seen = await read_after(wired, org_id, 0)
    assert seen == [(1, 2)]
    first_may_commit.set()
    await late
    assert await read_after(wired, org_id, seen[-1][0]) == [(2, 1)]


async def test_a_reader_that_follows_many_writers_misses_nothing_and_numbers_are_dense(wired: Wired, org_id: UUID) -> None:
    writers = 60
    seen: list[int] = []
    whats: set[int] = set()

    async def write(what: int) -> None:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.emit(Happened(org_id=org_id, what=what))
            for _ in range(random.randrange(4)):
                await tx.fetchval("SELECT 1")

    async def follow() -> None:
        while len(seen) < writers:
            for seq, what in await read_after(wired, org_id, seen[-1] if seen else 0):
                seen.append(seq)
                whats.add(what)

    async with asyncio.timeout(30):
        await asyncio.gather(follow(), *(write(what) for what in range(writers)))
    assert seen == list(range(1, writers + 1))
    assert whats == set(range(writers))


async def test_transactions_over_many_organisations_in_any_order_do_not_deadlock(wired: Wired) -> None:
    organisations = [(await create_organisation(wired.house, f"many {place}"))[0]["id"] for place in range(5)]

    async def write(what: int) -> None:
        async with wired.house.transaction(house_principal(organisations[0])) as tx:
            for org_id in random.sample(organisations, len(organisations)):
                tx.emit(Happened(org_id=org_id, what=what))

    async with asyncio.timeout(30):
        await asyncio.gather(*(write(what) for what in range(40)))
    for org_id in organisations:
        assert [seq for seq, _ in await read_after(wired, org_id, 0)] == list(range(1, 41))


async def test_several_events_of_one_transaction_keep_their_order(wired: Wired, org_id: UUID) -> None:
    async with wired.house.transaction(house_principal(org_id)) as tx:
        for what in (7, 5, 6):
            tx.emit(Happened(org_id=org_id, what=what))
    assert await read_after(wired, org_id, 0) == [(1, 7), (2, 5), (3, 6)]


async def test_a_transaction_that_fails_leaves_no_event_and_no_gap(wired: Wired, org_id: UUID) -> None:
    try:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.emit(Happened(org_id=org_id, what=1))
            raise LookupError
    except LookupError:
        pass
    async with wired.house.transaction(house_principal(org_id)) as tx:
        tx.emit(Happened(org_id=org_id, what=2))
    assert await read_after(wired, org_id, 0) == [(1, 2)]


class Reader:
    """A follower's reaction that remembers, and fails where it is told to."""

    def __init__(self, wanted: int, *, fail_on: int | None = None, only: UUID | None = None) -> None:
        self.facts: list[tuple[int, int]] = []
        self.tries = 0
        self.done = asyncio.Event()
        self._wanted, self._fail_on, self._only = wanted, fail_on, only

    async def react(self, tx: Tx, facts: Sequence[Fact]) -> None:
        if self._only is not None and tx.org_id != self._only:
            return
        self.tries += 1
        if self._fail_on is not None and any(fact.data["what"] == self._fail_on for fact in facts):
            self._fail_on = None
            await tx.execute("UPDATE organisations SET name = 'half done' WHERE id = $1", tx.org_id)
            raise LookupError("crashed in the middle")
        self.facts += [(fact.seq, fact.data["what"]) for fact in facts]
        if len(self.facts) >= self._wanted:
            self.done.set()


async def run_follower(wired: Wired, name: str, reader: Reader) -> None:
    """Follow until the reader has what it wants."""
    runner = FollowerRunner(wired.house, [Follower(name, frozenset({"test.happened"}), reader.react)])
    await runner.start()
    try:
        await asyncio.wait_for(reader.done.wait(), 20)
    finally:
        await runner.stop()


async def test_a_follower_reads_what_was_written_before_and_while_it_runs(wired: Wired, org_id: UUID) -> None:
    async def write(what: int) -> None:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.emit(Happened(org_id=org_id, what=what))

    await asyncio.gather(*(write(what) for what in range(20)))
    reader = Reader(60, only=org_id)
    following = asyncio.create_task(run_follower(wired, "test.before-and-while", reader))
    await asyncio.gather(*(write(what) for what in range(20, 60)))
    await following
    assert [seq for seq, _ in reader.facts] == list(range(1, 61))
    assert {what for _, what in reader.facts} == set(range(60))


async def test_a_follower_that_crashes_rolls_back_and_reads_again_from_its_cursor(wired: Wired, org_id: UUID) -> None:
    for what in (1, 2, 3):
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.emit(Happened(org_id=org_id, what=what))
    reader = Reader(3, fail_on=2, only=org_id)
    await run_follower(wired, "test.crashing", reader)
    assert reader.facts == [(1, 1), (2, 2), (3, 3)]
    assert reader.tries == 2  # with all others, then alone
    async with wired.database.connection() as connection:
        assert await connection.fetchval("SELECT name FROM organisations WHERE id = $1", org_id) == "kernel test"


async def test_a_follower_that_fails_holds_up_no_other_and_each_reads_from_its_own_place(wired: Wired, org_id: UUID) -> None:
    async def fail(_tx: Tx, _facts: Sequence[Fact]) -> None:
        raise LookupError("never to be followed")

    async def follow(whats: Sequence[int], readers: dict[str, Reader]) -> None:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            for what in whats:
                tx.emit(Happened(org_id=org_id, what=what))
        reactions = {"failing": fail, **{name: reader.react for name, reader in readers.items()}}
        followers = [Follower(f"test.{name}.{org_id.hex}", frozenset({"test.happened"}), react) for name, react in reactions.items()]
        done = (
            "SELECT NOT EXISTS (SELECT FROM unnest($1::text[]) f(name) LEFT JOIN event_cursors c ON c.follower = f.name AND c.org_id = $2"
        )
        await follow_until(wired, followers, f"{done} WHERE c.seq IS DISTINCT FROM {whats[-1]})", [one.name for one in followers], org_id)

    first, second, late = Reader(2, only=org_id), Reader(2, only=org_id), Reader(4, only=org_id)
    await follow([1, 2], {"early": first})
    await follow([3, 4], {"early": second, "late": late})
    assert [[what for _, what in reader.facts] for reader in (first, second, late)] == [[1, 2], [3, 4], [1, 2, 3, 4]]


async def test_one_organisation_whose_events_cannot_be_followed_does_not_hold_up_the_others(wired: Wired) -> None:
    organisations = [(await create_organisation(wired.house, f"lane {place}"))[0]["id"] for place in range(4)]
    poisoned, *healthy = organisations
    arrived: set[UUID] = set()
    done = asyncio.Event()

    async def react(tx: Tx, _facts: Sequence[Fact]) -> None:
        if tx.org_id == poisoned:
            raise LookupError("never to be followed")
        arrived.add(tx.org_id)
        if arrived.issuperset(healthy):
            done.set()

    for org_id in organisations:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.emit(Happened(org_id=org_id, what=1))
    runner = FollowerRunner(wired.house, [Follower(f"test.lanes.{poisoned.hex}", frozenset({"test.happened"}), react)])
    await runner.start()
    try:
        await asyncio.wait_for(done.wait(), 5)
    finally:
        await runner.stop()


async def test_an_event_that_cannot_be_handled_is_set_aside_and_tried_again(wired: Wired, org_id: UUID) -> None:
    handled: list[int] = []
    is_healed = False

    async def react(tx: Tx, facts: Sequence[Fact]) -> None:
        whats = [fact.data["what"] for fact in facts if tx.org_id == org_id]
        if 3 in whats and not is_healed:
            raise LookupError("three is too much")
        handled.extend(whats)

    async with wired.house.transaction(house_principal(org_id)) as tx:
        for what in range(1, 6):
            tx.emit(Happened(org_id=org_id, what=what))
    follower = Follower(f"test.poison.{org_id.hex}", frozenset({"test.happened"}), react)
    cursor = "SELECT FROM event_cursors WHERE follower = $1 AND org_id = $2 AND seq >= 5"
    await follow_until(wired, [follower], f"SELECT EXISTS ({cursor})", follower.name, org_id)
    assert set(handled) == {1, 2, 4, 5}
    is_healed = True
    async with wired.database.connection() as connection:
        error = await connection.fetchval(
            "UPDATE event_stragglers SET due_at = $2 WHERE follower = $1 RETURNING last_error", follower.name, wired.house.clock.now()
        )
    assert error == "LookupError: three is too much"
    straggler = "SELECT FROM event_stragglers WHERE follower = $1 AND org_id = $2"
    await follow_until(wired, [follower], f"SELECT NOT EXISTS ({straggler})", follower.name, org_id)
    assert set(handled) == {1, 2, 3, 4, 5}


async def follow_until(wired: Wired, followers: Sequence[Follower], condition: str, *arguments: Any) -> None:
    """Run until the database says so."""
    runner = FollowerRunner(wired.house, followers)
    await runner.start()
    try:
        async with wired.database.connection() as connection:
            for _ in range(1000):
                if await connection.fetchval(condition, *arguments):
                    return
                await asyncio.sleep(0.02)
        raise AssertionError(f"never: {condition}")
    finally:
        await runner.stop()
