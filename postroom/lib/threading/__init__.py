"""Which message answers which: message ids, base subjects and reply headers. Pure, total, bounded."""

from postroom.lib.threading.bare_replies import is_bare_reply, talk_keys
from postroom.lib.threading.ids import MAX_IDS, id_hash, message_ids
from postroom.lib.threading.replies import link_order, reply_headers
from postroom.lib.threading.subject import base_subject

__all__ = ["MAX_IDS", "base_subject", "id_hash", "is_bare_reply", "link_order", "message_ids", "reply_headers", "talk_keys"]
