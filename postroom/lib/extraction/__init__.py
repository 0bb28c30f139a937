"""Codes, links, expiry and category of a message, with evidence; pure, total, linear, and it never fetches anything."""

from postroom.lib.extraction.disguises import note_of
from postroom.lib.extraction.extract import extract, plain_value
from postroom.lib.extraction.model import Code, Extraction, Link, Rival
from postroom.lib.extraction.redirects import decode_target, host_of
from postroom.lib.extraction.words.times import MONTHS

__all__ = ["MONTHS", "Code", "Extraction", "Link", "Rival", "decode_target", "extract", "host_of", "note_of", "plain_value"]
