"""Inboxes: e-mail addresses that receive. Loading within reach, finding the recipient of a mail, the end of an inbox."""

from postroom.features.inboxes.load import load_inbox, reaches
from postroom.features.inboxes.operations import InboxRef
from postroom.features.inboxes.resolve import Recipient, Recipients
from postroom.features.inboxes.settings import InboxSettings
from postroom.features.inboxes.store import add_usage_part, hold_open_part

__all__ = ["InboxRef", "InboxSettings", "Recipient", "Recipients", "add_usage_part", "hold_open_part", "load_inbox", "reaches"]
