"""What a lost disk, a dead endpoint and a power cut look like."""

import asyncio
import hashlib
import os
import shutil
import socket
import stat

import pytest

from postroom.kernel.ports import BlobMissing, BlobRefused, BlobUnavailable
from postroom.main.engine.blobs import BlobsSettings, open_blobs

HASH = hashlib.sha256(b"x").digest()


async def every_call_is_unavailable(blobs):
    for act in (
        lambda: blobs.put("a", b"x", sha256=HASH),
        lambda: blobs.get("a"),
        lambda: blobs.get("a", (0, 5)),
        lambda: anext(blobs.stream("a")),
        lambda: anext(blobs.list()),
        blobs.check,
    ):
        with pytest.raises(BlobUnavailable):
            await act()


def s3(endpoint, **rest):
    rest.setdefault("url", "s3://bucket")
    return open_blobs(BlobsSettings(endpoint=endpoint, access_key_id="k", secret_access_key="s", **rest))


async def test_a_store_nobody_listens_at_is_unavailable():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        blobs = s3(f"http://127.0.0.1:{bound.getsockname()[1]}", timeout_s=1)
        await every_call_is_unavailable(blobs)
        with pytest.raises(BlobUnavailable):
            await blobs.delete("a")


async def test_a_store_that_never_answers_is_unavailable_after_the_time_allowed():
    async def swallow(reader, writer):
        while await reader.read(65536):
            pass
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    await every_call_is_unavailable(s3(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout_s=0.1))
    server.close()


async def test_a_bucket_that_is_not_there_is_unavailable_and_not_a_missing_blob(s3_endpoint):
    await every_call_is_unavailable(s3(s3_endpoint, url="s3://no-such-bucket"))


async def test_the_prefix_in_the_url_keeps_two_stores_apart(s3_settings, s3_endpoint):
    one = open_blobs(s3_settings)
    other = s3(s3_endpoint, url=s3_settings.url + "-other")
    await one.put("a", b"x", sha256=HASH)
    assert [entry.key async for entry in one.list()] == ["a"]
    assert [entry.key async for entry in other.list()] == []
    with pytest.raises(BlobMissing):
        await other.get("a")


async def test_a_folder_that_is_gone_is_unavailable_and_not_made_anew(tmp_path):
    root = tmp_path / "blobs"
    blobs = open_blobs(BlobsSettings(url=f"file://{root}"))
    await blobs.put("a", b"x", sha256=HASH)
    shutil.rmtree(root)
    await every_call_is_unavailable(blobs)
    assert not root.exists()
    root.mkdir()  # as an unmounted disk leaves it
    await every_call_is_unavailable(blobs)


async def test_a_key_that_is_the_folder_of_another_is_refused_by_the_local_store(tmp_path):
    blobs = open_blobs(BlobsSettings(url=f"file://{tmp_path}/blobs"))
    await blobs.put("a/b", b"x", sha256=HASH)
    for key in ("a", "a/b/c", "a/b/c/d"):
        with pytest.raises(BlobRefused):
            await blobs.put(key, b"x", sha256=HASH)
    assert os.listdir(tmp_path / "blobs" / ".tmp") == []


async def test_folders_that_were_tidied_up_are_made_again(tmp_path):
    blobs = open_blobs(BlobsSettings(url=f"file://{tmp_path}/blobs"))
    await blobs.put("a/b/c", b"x", sha256=HASH)
    shutil.rmtree(tmp_path / "blobs" / "a")
    await blobs.put("a/b/c", b"x", sha256=HASH)
    assert await blobs.get("a/b/c") == b"x"


async def test_the_file_is_on_the_disk_before_its_name_and_every_new_folder_after(tmp_path, monkeypatch):
    blobs = open_blobs(BlobsSettings(url=f"file://{tmp_path}/blobs"))
    root, synced, real = tmp_path / "blobs", [], os.fsync

    def record(handle):
        path = os.readlink(f"/proc/self/fd/{handle}")
        named = (root / "a/b/c").exists()
        synced.append(("file" if stat.S_ISREG(os.fstat(handle).st_mode) else os.path.relpath(path, root), named))
        real(handle)

    monkeypatch.setattr(os, "fsync", record)
    await blobs.put("a/b/c", b"x", sha256=HASH)
    assert synced == [("file", False), (".", False), ("a", False), ("a/b", True)]
    synced.clear()
    await blobs.put("a/b/d", b"x", sha256=HASH)
    assert [path for path, _ in synced] == ["file", "a/b"]


async def test_what_a_crash_left_behind_is_cleared_at_the_next_start_and_never_listed(tmp_path):
    blobs = open_blobs(BlobsSettings(url=f"file://{tmp_path}/blobs"))
    old, fresh = tmp_path / "blobs/.tmp/old", tmp_path / "blobs/.tmp/fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    (tmp_path / "blobs/lost found").write_bytes(b"not ours")
    again = open_blobs(BlobsSettings(url=f"file://{tmp_path}/blobs"))
    assert (old.exists(), fresh.exists()) == (False, True)
    for store in (blobs, again):
        assert [entry async for entry in store.list()] == []


async def test_blobs_are_for_their_owner_only(tmp_path):
    await open_blobs(BlobsSettings(url=f"file://{tmp_path}/blobs")).put("a/b", b"x", sha256=HASH)
    for path in (tmp_path / "blobs/a", tmp_path / "blobs/a/b"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BlobUnavailable):
        open_blobs(BlobsSettings(url=f"file://{tmp_path}/file/blobs"))


async def test_without_a_url_blobs_lie_in_the_data_directory(tmp_path):
    await open_blobs(BlobsSettings(), data_dir=tmp_path).put("a", b"x", sha256=HASH)
    assert (tmp_path / "blobs/a").read_bytes() == b"x"
    with pytest.raises(ValueError, match="data directory"):
        open_blobs(BlobsSettings())


async def test_a_url_with_an_encoded_space_is_a_folder_with_a_space(tmp_path):
    await open_blobs(BlobsSettings(url=f"file://{tmp_path}/my%20blobs")).put("a", b"x", sha256=HASH)
    assert (tmp_path / "my blobs/a").read_bytes() == b"x"


@pytest.mark.parametrize(
    "url",
    [
        *["blobs", "/var/blobs", "file://relative/path", "file:blobs", "s3://", "s3:///prefix", "http://example.com/"],
        *["s3://user:pw@bucket", "s3://bucket:80", "s3://bucket/../x", "s3://bucket?x=1", "memory://x", "gs://bucket"],
    ],
)
def test_a_url_we_do_not_understand_is_an_error_at_the_start(url):
    with pytest.raises(ValueError, match="URL"):
        open_blobs(BlobsSettings(url=url))


def test_settings_do_not_show_the_secret():
    assert "hush" not in repr(BlobsSettings(url="s3://b", access_key_id="hush-id", secret_access_key="hush"))
