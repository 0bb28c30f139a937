"""What one server and its sessions share besides the counts: backend, settings, open sessions, pending work."""

import asyncio
import logging
import secrets
import ssl
from typing import Protocol

from postroom.lib.smtp.admission import Admission, Allowance
from postroom.lib.smtp.backend import Backend, Peer
from postroom.lib.smtp.body import Body
from postroom.lib.smtp.conversation import Conversation
from postroom.lib.smtp.settings import SmtpSettings
from postroom.lib.smtp.spool import Spool

_log = logging.getLogger("postroom.smtp")


class Guest(Protocol):
    """What the server may do with a session."""

    def sweep(self, now: float) -> None:
        """Looks at the time limits; `now` is the loop's time."""

    def wind_down(self) -> None:
        """Ends the session politely, after the current message."""

    def abort(self) -> None:
        """Cuts the connection."""


def outcome_of(done: asyncio.Future[object], session_id: str) -> object | None:
    """What the backend's work came to; None, and a line in the log, if it failed or was cancelled."""
    if done.cancelled():
        _log.warning("session %s: the backend cancelled", session_id)
        return None
    error = done.exception()
    if error is None:
        return done.result()
    _log.error("session %s: the backend failed", session_id, exc_info=error)
    return None


class House:
    """One per server. `empty` is set while there is neither a session nor pending work."""

    def __init__(
        self,
        backend: Backend,
        settings: SmtpSettings,
        tls_context: ssl.SSLContext | None,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.backend = backend
        self.settings = settings
        self.tls_context = tls_context
        self.loop = loop
        self.admission = Admission(settings)
        self.sessions: set[Guest] = set()
        self.pending: set[asyncio.Future[object]] = set()
        self.empty = asyncio.Event()
        self.banner = f"220 {settings.hostname} ESMTP {settings.software}".rstrip().encode() + b"\r\n"
        self._started = secrets.token_hex(4)

    def converse(self, peer: Peer, allowance: Allowance) -> Conversation:
        """The dialogue of a new session."""
        self.empty.clear()
        counters = self.admission.counters
        session_id = f"{self._started}-{counters.sessions_total}"
        starttls = self.tls_context is not None
        return Conversation(self.backend, self.settings, counters, allowance, peer, session_id, starttls=starttls)

    def leave(self, session: Guest, allowance: Allowance) -> None:
        """The session is over."""
        self.sessions.discard(session)
        self.admission.leave(allowance)
        self._note_if_empty()

    def settled(self, done: asyncio.Future[object]) -> None:
        """Pending work has ended."""
        self.pending.discard(done)
        self._note_if_empty()

    def delivered(self, done: asyncio.Future[object], allowance: Allowance, spool: Spool, body: Body) -> None:
        """A delivery has ended, well or not: its bytes are let go."""
        body.close()
        spool.close()
        self.admission.counters.deliveries -= 1
        self.admission.forget(allowance)
        self.settled(done)

    def tell(self, token: object, *, reached: bool, session_id: str) -> None:
        """Tells the backend whether its answer reached the client."""
        try:
            (self.backend.confirmed if reached else self.backend.unconfirmed)(token)
        except Exception:
            _log.exception("session %s: the backend failed on a token", session_id)

    def _note_if_empty(self) -> None:
        if not self.sessions and not self.pending:
            self.empty.set()
