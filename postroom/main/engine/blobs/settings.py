"""Where blobs are kept."""

from typing import Annotated

import msgspec


class BlobsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The blob store. Credentials that are not set come from AWS_… variables or from the machine's role."""

    url: Annotated[
        str,
        msgspec.Meta(
            description="file:///absolute/folder, s3://bucket or s3://bucket/prefix, memory:// (lost at exit).\n"
            "Empty: the folder `blobs` in the data directory."
        ),
    ] = ""
    endpoint: Annotated[
        str, msgspec.Meta(description="S3 only: http(s)://host:port of a store that is not Amazon's (path-style requests).")
    ] = ""
    region: Annotated[str, msgspec.Meta(description="S3 only: the bucket's region; else AWS_REGION, else us-east-1.")] = ""
    access_key_id: Annotated[str, msgspec.Meta(description="S3 only: the key's id.")] = ""
    secret_access_key: Annotated[str, msgspec.Meta(description="S3 only: the key's secret.")] = ""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=300, description="Time for one call, or for one piece of a stream or list.")] = 30.0

    def __repr__(self) -> str:
        return f"BlobsSettings(url={self.url!r}, endpoint={self.endpoint!r}, region={self.region!r})"
