"""The blobs adapter: obstore over a local directory, S3 and memory, opened by URL.

Promised: what `put` returned from survives a loss of power (the local driver syncs file and folders itself, obstore's own
local put does not); a reader sees the old bytes or the new ones, never a half; a store that is down says so in bounded time.
"""

from postroom.main.engine.blobs.open import open_blobs
from postroom.main.engine.blobs.settings import BlobsSettings

__all__ = ["BlobsSettings", "open_blobs"]
