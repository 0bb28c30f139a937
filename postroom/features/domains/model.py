"""Shapes of domains. Pure."""

from datetime import datetime
from typing import Any

import msgspec

from postroom.kernel.ids import encode_id

RECORD_NAME = "_postroom"
RECORD_VALUE = "postroom-verification="


class DnsRecord(msgspec.Struct, frozen=True):
    """A record that the domain's owner publishes."""

    type: str
    name: str
    value: str


class Domain(msgspec.Struct, frozen=True):
    """A domain of an organisation. Mail for it is taken once `status` is `verified`."""

    id: str
    domain: str
    status: str
    mode: str
    subdomains: bool
    catch_all_inbox_id: str | None
    records: list[DnsRecord]
    created_at: datetime
    verified_at: datetime | None


def domain_shape(row: Any) -> Domain:
    """The public shape of a row, with the record that proves ownership."""
    proof = DnsRecord("TXT", f"{RECORD_NAME}.{row['domain']}", RECORD_VALUE + row["verification_token"])
    return Domain(
        id=encode_id("dom", row["id"]),
        domain=row["domain"],
        status=row["status"],
        mode=row["mode"],
        subdomains=row["subdomains"],
        catch_all_inbox_id=row["catch_all_inbox_id"] and encode_id("inb", row["catch_all_inbox_id"]),
        records=[proof],
        created_at=row["created_at"],
        verified_at=row["verified_at"],
    )
