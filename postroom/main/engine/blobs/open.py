"""Settings to a store."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import MemoryStore, S3Store

from postroom.kernel.ports import Blobs
from postroom.main.engine.blobs.keys import is_key
from postroom.main.engine.blobs.local import LocalBlobs
from postroom.main.engine.blobs.objects import ObjectBlobs
from postroom.main.engine.blobs.settings import BlobsSettings

_CONNECT_TIMEOUT_S = 2.0
_RETRIES = 2


def open_blobs(settings: BlobsSettings, *, data_dir: Path | None = None) -> Blobs:
    """The store that `settings.url` names; no network yet. Raises ValueError on a URL we do not understand, and
    BlobUnavailable if a local folder cannot be made."""
    if not settings.url:
        if data_dir is None:
            raise ValueError("the blob store needs a URL or a data directory")
        return LocalBlobs(data_dir.absolute() / "blobs", settings.timeout_s)
    parts = urlsplit(settings.url)
    if parts.query or parts.fragment or parts.username is not None or parts.port is not None:
        raise ValueError("the blob store's URL takes no port, user, ? or #; see the settings endpoint and access_key_id")
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return LocalBlobs(Path(unquote(parts.path)), settings.timeout_s)
    if parts.scheme == "s3" and parts.netloc:
        return ObjectBlobs(_s3(settings, parts.netloc, parts.path.strip("/")), settings.timeout_s)
    if parts.scheme == "memory" and not parts.netloc and parts.path in ("", "/"):
        return ObjectBlobs(MemoryStore(), settings.timeout_s)
    raise ValueError("the blob store's URL is file:///absolute/folder, s3://bucket/prefix or memory://")


def _s3(settings: BlobsSettings, bucket: str, prefix: str) -> S3Store:
    if prefix and not is_key(prefix):
        raise ValueError("the prefix in the blob store's URL is made of A-Z a-z 0-9 _ . - and /")
    given = {
        "endpoint": settings.endpoint,
        "region": settings.region,
        "access_key_id": settings.access_key_id,
        "secret_access_key": settings.secret_access_key,
    }
    return S3Store(
        bucket,
        prefix=prefix or None,
        config={name: value for name, value in given.items() if value},  # type: ignore[arg-type]
        client_options={
            "allow_http": settings.endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=min(_CONNECT_TIMEOUT_S, settings.timeout_s)),
            "read_timeout": timedelta(seconds=settings.timeout_s),
            # obstore's own 30 s for a whole request would cut a stream that is read slowly; each call is bounded above.
            "timeout": timedelta(hours=1),
        },
        retry_config={
            "max_retries": _RETRIES,
            "retry_timeout": timedelta(seconds=settings.timeout_s),
            "backoff": {
                "init_backoff": timedelta(milliseconds=100),
                "max_backoff": timedelta(seconds=1),
                "base": 2,
            },
        },
    )
