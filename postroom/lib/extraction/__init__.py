"""Codes, links, expiry and category of a message, with evidence; pure, total, linear, and it never fetches anything."""

from postroom.lib.extraction.disguises import note_of
from postroom.lib.extraction.extract import extract, plain_value
from postroom.lib.extraction.model import Code, Extraction, Link, Rival

__all__ = ["Code", "Extraction", "Link", "Rival", "extract", "note_of", "plain_value"]
