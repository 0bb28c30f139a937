"""Waiting for mail and for codes; the cursor into the event log."""

from postroom.features.waits.cursor import Cursor, parse_cursor, require_epoch

__all__ = ["Cursor", "parse_cursor", "require_epoch"]
