"""What every driver of the blobs port does. The `blobs` fixture gives each of them in turn."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.kernel.ports import BlobMissing, BlobRefused
from postroom.main.engine.blobs.keys import is_key


async def put(blobs, key, data):
    await blobs.put(key, data, sha256=hashlib.sha256(data).digest())


async def keys(blobs, prefix=""):
    return sorted([entry.key async for entry in blobs.list(prefix)])


async def joined(blobs, key):
    return b"".join([piece async for piece in blobs.stream(key)])


@pytest.mark.parametrize("data", [b"", b"\x00", b"raw\r\nmail\xff" * 100], ids=["empty", "nul", "mail"])
async def test_what_was_put_comes_back(blobs, data):
    await put(blobs, "org/2026/a-1_b.eml", data)
    assert await blobs.get("org/2026/a-1_b.eml") == data
    assert await joined(blobs, "org/2026/a-1_b.eml") == data


async def test_putting_the_same_again_changes_nothing_and_other_bytes_replace(blobs):
    for data in (b"one", b"one", b"other, longer", b""):
        await put(blobs, "a/b", data)
        assert await blobs.get("a/b") == data
    assert await keys(blobs) == ["a/b"]


async def test_ten_megabytes_come_back_whole_and_in_pieces(blobs):
    data = hashlib.shake_256(b"seed").digest(10_000_000)
    await put(blobs, "large", data)
    digest = hashlib.sha256()
    async for piece in blobs.stream("large"):
        digest.update(piece)
    assert digest.digest() == hashlib.sha256(data).digest()
    assert await blobs.get("large") == data
    assert await blobs.get("large", (9_999_990, 20_000_000)) == data[-10:]


async def test_bytes_without_their_hash_are_refused_and_not_stored(blobs):
    for data in (b"x", b"x" * 1_000_000):
        with pytest.raises(BlobRefused):
            await blobs.put("a/b", data, sha256=hashlib.sha256(b"y").digest())
    assert await keys(blobs) == []


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 4, b"0123"), (3, 4, b"3"), (8, 99, b"89"), (0, 10, b"0123456789"), (10, 20, b""), (99, 100, b""), (3, 3, b"")],
)
async def test_a_range_is_cut_to_the_size(blobs, start, end, expected):
    await put(blobs, "a", b"0123456789")
    assert await blobs.get("a", (start, end)) == expected


async def test_a_range_of_an_empty_blob_is_empty(blobs):
    await put(blobs, "a", b"")
    assert await blobs.get("a", (0, 5)) == b""
    assert await blobs.get("a", (0, 0)) == b""


@pytest.mark.parametrize("bad", [(-1, 5), (5, 4), (-5, -1)])
async def test_a_range_that_is_none_is_refused(blobs, bad):
    with pytest.raises(BlobRefused):
        await blobs.get("a", bad)


async def test_a_blob_that_is_not_there_is_missing_in_every_way_of_reading(blobs):
    await put(blobs, "a/b", b"x")
    for key in ("none", "a", "a/none", "a/b/c"):
        with pytest.raises(BlobMissing):
            await blobs.get(key)
        with pytest.raises(BlobMissing):
            await blobs.get(key, (0, 5))
        with pytest.raises(BlobMissing):
            await joined(blobs, key)


async def test_a_deleted_blob_is_gone_and_deleting_it_again_is_no_error(blobs):
    await put(blobs, "a/b", b"x")
    await blobs.delete("a/b")
    await blobs.delete("a/b")
    await blobs.delete("never/was")
    with pytest.raises(BlobMissing):
        await blobs.get("a/b")
    assert await keys(blobs) == []


async def test_a_list_holds_whole_segments_sizes_and_times(blobs):
    for key in ("a/b/1", "a/b/2", "a/bc/3", "d"):
        await put(blobs, key, b"x" * len(key))
    assert await keys(blobs) == ["a/b/1", "a/b/2", "a/bc/3", "d"]
    assert await keys(blobs, "a/b") == await keys(blobs, "a/b/") == ["a/b/1", "a/b/2"]
    assert await keys(blobs, "none") == []
    entries = {entry.key: entry async for entry in blobs.list("a")}
    assert entries["a/bc/3"].size_bytes == 6
    assert abs(datetime.now(UTC) - entries["a/bc/3"].modified) < timedelta(minutes=5)


async def test_a_list_of_more_than_one_page_is_whole(blobs):
    expected = [f"many/{number:04}" for number in range(1050)]
    for start in range(0, len(expected), 50):
        await asyncio.gather(*(put(blobs, key, b"x") for key in expected[start : start + 50]))
    assert await keys(blobs, "many") == expected


async def test_a_reader_sees_one_whole_value_while_it_is_being_replaced(blobs):
    values = [bytes([number]) * 100_000 for number in range(4)]
    await put(blobs, "a", values[0])
    writes = asyncio.gather(*(put(blobs, "a", value) for value in values * 3))
    while not writes.done():
        assert await blobs.get("a") in values
    await writes
    assert await keys(blobs) == ["a"]


async def test_a_check_leaves_nothing_behind(blobs):
    await blobs.check()
    assert await keys(blobs) == []


@pytest.mark.parametrize(
    "key",
    [
        *["", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/../b", "a/./b", ".tmp/x", "a b", "a\\b", "a\x00", "ä", "a\n"],
        *["a%2fb", "a#1", "a:b", "a" * 513, "a/" * 256 + "a", "a" * 256],
    ],
)
async def test_a_malformed_key_is_refused_everywhere(blobs, key):
    with pytest.raises(BlobRefused):
        await put(blobs, key, b"x")
    with pytest.raises(BlobRefused):
        await blobs.get(key)
    with pytest.raises(BlobRefused):
        await joined(blobs, key)
    with pytest.raises(BlobRefused):
        await blobs.delete(key)
    if key not in ("", "a/"):  # a prefix may be those
        with pytest.raises(BlobRefused):
            await keys(blobs, key)


@given(st.text(alphabet="aZ0/._-\\\x00é ", max_size=30))
def test_a_good_key_never_leaves_its_folder(text):
    if is_key(text):
        assert not text.startswith(("/", "."))
        assert all(part and not part.startswith(".") for part in text.split("/"))


async def test_the_longest_key_is_kept(blobs):
    key = "/".join(["k" * 255, "k" * 255])
    await put(blobs, key, b"x")
    assert await keys(blobs) == [key]
