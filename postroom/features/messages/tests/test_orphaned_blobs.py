import hashlib
from datetime import timedelta

from postroom.features.messages.sweep_blobs import sweep_blobs
from postroom.kernel.clock import SystemClock
from postroom.kernel.ports.blobs import BlobMissing, Blobs
from postroom.main.serve import Running


class InTwoDays(SystemClock):
    def now(self):
        return super().now() + timedelta(days=2)


async def test_a_blob_that_no_row_names_is_deleted_once_it_is_a_day_old(running: Running, monkeypatch) -> None:
    house = running.wired.house
    blobs = house.use(Blobs)
    await blobs.put("raw/orphan/1", b"left behind", sha256=hashlib.sha256(b"left behind").digest())
    await sweep_blobs(house)
    assert await blobs.get("raw/orphan/1") == b"left behind"
    monkeypatch.setattr(house, "clock", InTwoDays())
    assert await sweep_blobs(house) >= 1
    try:
        await blobs.get("raw/orphan/1")
    except BlobMissing:
        return
    raise AssertionError("the orphan is still there")
