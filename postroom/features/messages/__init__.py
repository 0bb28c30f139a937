"""Messages of every medium: recording many at once, reading, threads, search, purge."""

from postroom.features.messages import events, files, find, hidden, model
from postroom.features.messages.load import load_message, load_raw
from postroom.features.messages.move_raw import move_raw_jobs
from postroom.features.messages.record import look_up, record, write
from postroom.features.messages.shape import shape_message
from postroom.features.messages.storable import to_storable
from postroom.features.messages.store import change
from postroom.features.messages.store.received import next_received

__all__ = [
    "change",
    "events",
    "files",
    "find",
    "hidden",
    "load_message",
    "load_raw",
    "look_up",
    "model",
    "move_raw_jobs",
    "next_received",
    "record",
    "shape_message",
    "to_storable",
    "write",
]
