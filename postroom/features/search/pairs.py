"""Keeping which words stand side by side in full spans of messages: by a job, also for what was indexed before there was any."""

from collections.abc import Sequence

from postroom.features.messages import find
from postroom.features.search.store import pairs as store
from postroom.kernel.context import Io
from postroom.kernel.house import House
from postroom.kernel.jobs import Claimed, Job, JobHandler, write_jobs
from postroom.kernel.manifest import Component
from postroom.lib.confine import aside
from postroom.lib.search import Pairs

PAIR_NAME = "search.pair"
_BATCH = 64


class Pairing:
    """What was ordered at the start."""

    async def stop(self) -> None:
        """Nothing is open."""


async def order_unpaired(house: House) -> Component:
    """The component of workers: orders the pairs of what has none."""
    async with house.database.connection() as connection:
        jobs = [Job(name=PAIR_NAME, org_id=org_id) for org_id in await store.list_unpaired_organisations(connection)]
        await write_jobs(connection, jobs, house.clock.now())
    return Pairing()


async def pair_spans(io: Io, _job: Claimed) -> None:
    """Until no full span lacks its pairs, the newest first. Each is a transaction of its own; what was done is not done again."""
    while True:
        async with io.read() as rd:
            span = await store.next_unpaired(rd)
        if span is None:
            return
        pairs = await _read_pairs(io, span["span"])
        async with io.tx() as tx:
            await store.write_pairs(tx, span["span"], span["revision"], pairs.slices())


async def _read_pairs(io: Io, span: int) -> Pairs:
    """In batches, so that little is in memory and nobody waits for long."""
    pairs, marks = Pairs(), find.Marks(io.principal.org_id)
    async with io.read() as rd:
        ids = await store.list_ids(rd, span)
    for first in range(0, len(ids), _BATCH):
        async with io.read() as rd:
            vectors = await store.list_vectors(rd, ids[first : first + _BATCH])
        await aside(sum(map(len, vectors)), _add, pairs, marks, vectors, large_bytes=200_000)
    return pairs


def _add(pairs: Pairs, marks: find.Marks, vectors: Sequence[str]) -> None:
    for vector in vectors:
        pairs.add(marks.places(vector))


PAIR_JOB = JobHandler(PAIR_NAME, pair_spans, delays_s=(5, 60, 600, 3600), most=1)
