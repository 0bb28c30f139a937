"""From raw bytes to everything an agent reads: parts, new text, codes, links. Pure, bounded; may run in a confined process."""

from postroom.lib.reading.read import Part, Reading, read_mail

__all__ = ["Part", "Reading", "read_mail"]
