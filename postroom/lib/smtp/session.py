"""One connection: bytes in, answers out, flow control, TLS, time limits. What the commands mean is in conversation.py."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import cast

from postroom.lib.smtp import reply
from postroom.lib.smtp.admission import Allowance
from postroom.lib.smtp.backend import Delivery, Envelope, Peer, RecipientAccepted, Reply
from postroom.lib.smtp.conversation import Answer, Ask, Conversation, Goodbye, Step
from postroom.lib.smtp.data import ChunkCollector, DotCollector
from postroom.lib.smtp.house import House
from postroom.lib.smtp.spool import Spool

_FLUSH_BYTES = 16 * 1024
_WIND_DOWN_GRACE_S = 2.0
_log = logging.getLogger("postroom.smtp")


class Session(asyncio.Protocol):
    """Input is worked off in order and never in parallel: while the backend is asked, later commands wait.

    A line that ends in a bare LF is refused, and so is all that follows up to the next CRLF: whatever a relay took
    for one line can never be two commands here. After a message, only exactly CRLF.CRLF leads back to commands.
    """

    __slots__ = (
        "_ahead",
        "_ahead_bytes",
        "_allowance",
        "_at",
        "_busy",
        "_closing_since",
        "_collector",
        "_conversation",
        "_fresh_bytes",
        "_has_eof",
        "_house",
        "_input",
        "_is_cut",
        "_is_lost",
        "_is_overlong",
        "_is_tainted",
        "_is_upgrading",
        "_is_winding_down",
        "_loop",
        "_out",
        "_out_bytes",
        "_progress_at",
        "_reading_paused",
        "_started_at",
        "_token",
        "_transport",
        "_writing_paused",
    )

    _transport: asyncio.Transport
    _conversation: Conversation
    _allowance: Allowance

    def __init__(self, house: House) -> None:
        self._house = house
        self._loop = house.loop
        self._input = b""  # what is being worked off, from _at on
        self._at = 0
        self._ahead: list[bytes] = []  # what came while we were busy
        self._ahead_bytes = 0
        self._out: list[bytes] = []
        self._out_bytes = 0
        self._collector: DotCollector | ChunkCollector | None = None
        self._token: object | None = None
        self._busy = False
        self._is_upgrading = False
        self._is_tainted = False
        self._is_overlong = False
        self._is_winding_down = False
        self._is_lost = False
        self._has_eof = False
        self._reading_paused = False
        self._writing_paused = False
        self._closing_since: float | None = None
        self._fresh_bytes = 0

    # --- asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = self._transport = cast(asyncio.Transport, transport)  # uvloop's is one by shape only
        self._started_at = self._progress_at = self._loop.time()
        peername = transport.get_extra_info("peername") or ("", 0)
        entered = self._house.admission.enter(peername[0])
        if isinstance(entered, bytes):
            self._is_lost = True  # never was one of us: nothing to clean up
            self._closing_since = self._started_at
            transport.write(entered)
            transport.close()
            return
        self._allowance = entered
        self._conversation = self._house.converse(Peer(peername[0], peername[1]), entered)
        self._house.sessions.add(self)
        transport.write(self._house.banner)

    def data_received(self, data: bytes) -> None:
        if self._closing_since is not None:
            return
        if self._busy or self._writing_paused:
            self._read_ahead(data)
            return
        if self._at < len(self._input):
            data = self._input[self._at :] + data  # an unfinished command line: bounded by max_command_bytes
        self._input = data
        self._at = 0
        self._work()

    def eof_received(self) -> bool:
        self._has_eof = True
        # Who half-closes behind a message still gets the answer. TLS has no half-closed state.
        return self._busy and self._closing_since is None and self._conversation.peer.tls is None

    def connection_lost(self, _exc: Exception | None) -> None:
        if self._is_lost:
            return
        self._is_lost = True
        self._closing_since = self._loop.time()
        self._settle(reached=False)
        self._conversation.reset()
        self._collector = None
        self._drop_input()
        self._house.leave(self, self._allowance)

    def pause_writing(self) -> None:
        self._writing_paused = True

    def resume_writing(self) -> None:
        self._writing_paused = False
        if not self._busy and self._closing_since is None:
            self._work()

    # --- what the server does with a session

    def sweep(self, now: float) -> None:
        """Looks at the time limits."""
        settings = self._house.settings
        if self._closing_since is not None:
            if now - self._closing_since > settings.close_grace_s:
                self._transport.abort()
            return
        if self._busy:
            return  # it is our turn, not the client's
        still_s = now - self._progress_at
        if self._is_winding_down and not self._conversation.in_transaction and still_s > _WIND_DOWN_GRACE_S:
            self._say_goodbye(reply.SHUTTING_DOWN)
            return
        limit_s = settings.command_timeout_s if self._collector is None else settings.progress_timeout_s
        age_s = now - self._started_at
        if still_s > limit_s or age_s > settings.session_timeout_s + settings.progress_timeout_s:
            self._house.admission.counters.timeouts += 1
            self._say_goodbye(reply.TIMED_OUT)
        elif age_s > settings.session_timeout_s and not self._is_winding_down:
            self.wind_down()

    def wind_down(self) -> None:
        """421 at once when idle; else after the current message, to the next command or two seconds later."""
        if self._closing_since is not None:
            return
        if self._is_upgrading:
            self.abort()
        elif self._busy or self._conversation.in_transaction:
            self._is_winding_down = True
        else:
            self._say_goodbye(reply.SHUTTING_DOWN)

    def abort(self) -> None:
        """Cuts the connection."""
        self._closing_since = self._closing_since or self._loop.time()
        self._transport.abort()

    # --- input

    def _work(self) -> None:
        """Works off the input as far as it goes, then writes all answers at once."""
        while self._at < len(self._input) and not self._is_held_up():
            before = self._at
            if self._collector is None:
                self._read_line()
            else:
                self._read_data(self._collector)
            if self._at == before:
                break  # an unfinished line
            if self._out_bytes > _FLUSH_BYTES:
                self._flush()
        self._flush()
        if not self._is_held_up():
            self._catch_up()

    def _is_held_up(self) -> bool:
        return self._busy or self._writing_paused or self._closing_since is not None

    def _read_ahead(self, data: bytes) -> None:
        self._ahead.append(data)
        self._ahead_bytes += len(data)
        if self._ahead_bytes > self._house.settings.read_ahead_bytes and not self._reading_paused:
            self._reading_paused = True
            self._transport.pause_reading()

    def _catch_up(self) -> None:
        """The input is used up: takes what came meanwhile, and reads on."""
        if self._ahead:
            data = b"".join((self._input[self._at :], *self._ahead))
            self._drop_input()
            self._input = data
            self._work()
        elif self._has_eof:
            self._close()
        elif self._reading_paused:
            self._reading_paused = False
            self._transport.resume_reading()

    def _drop_input(self) -> None:
        self._input = b""
        self._at = 0
        self._ahead = []
        self._ahead_bytes = 0

    def _read_line(self) -> None:
        end = self._input.find(b"\n", self._at) + 1
        if not end:
            self._read_part_of_line()
            return
        line = self._input[self._at : end]
        self._at = end
        self._progress_at = self._loop.time()
        self._settle(reached=not self._has_eof)
        self._act(self._answer(line))

    def _read_part_of_line(self) -> None:
        if len(self._input) - self._at <= self._house.settings.max_command_bytes:
            return
        if not self._is_overlong and self._input[self._at : self._at + 4].upper() == b"BDAT":
            self._act(Goodbye(reply.BAD_BDAT))
        self._is_overlong = True
        self._at = len(self._input) - 1  # the last byte stays: it may be the CR of the CRLF

    def _answer(self, line: bytes) -> Answer:
        conversation = self._conversation
        is_long = self._is_overlong or len(line) > self._house.settings.max_command_bytes
        is_tainted = self._is_tainted
        self._is_overlong = False
        self._is_tainted = line[-2:-1] != b"\r"
        if self._is_tainted or is_tainted:
            return conversation.reject_line(line, reply.BARE_NEWLINE_IN_COMMAND)
        if is_long:
            return conversation.reject_line(line, reply.LINE_TOO_LONG)
        line = line.rstrip(b" \t\r\n") if line[-3:-2] in (b" ", b"\t") else line[:-2]
        if self._is_winding_down and not conversation.in_transaction and line[:4].upper() != b"QUIT":
            return Goodbye(reply.SHUTTING_DOWN)
        return conversation.answer(line)

    def _read_data(self, collector: DotCollector | ChunkCollector) -> None:
        before = self._at
        end = collector.feed(self._input, before)
        self._at = end if end >= 0 else len(self._input)
        self._fresh_bytes += self._at - before
        if end >= 0 or self._fresh_bytes >= self._house.settings.min_progress_bytes:
            self._fresh_bytes = 0
            self._progress_at = self._loop.time()
        if end >= 0:
            self._collector = None
            self._act(self._collected(collector))
        elif collector.received_bytes > self._house.settings.max_swallowed_bytes:
            self._say_goodbye(reply.TOO_LARGE)

    def _collected(self, collector: DotCollector | ChunkCollector) -> Answer:
        if isinstance(collector, ChunkCollector):
            return self._conversation.end_chunk(collector)
        return self._conversation.end_data(collector.finish())

    # --- answers

    def _act(self, answer: Answer) -> None:
        if isinstance(answer, bytes):
            self._out.append(answer)
            self._out_bytes += len(answer)
        elif isinstance(answer, Goodbye):
            self._say_goodbye(answer.reply)
        elif isinstance(answer, Ask):
            self._await(answer.pending, lambda done: self._recipient_answered(answer.address, done))
        elif isinstance(answer, ChunkCollector):
            self._begin_chunk(answer)
        elif answer is Step.COLLECT:
            self._collector = DotCollector(self._conversation.begin_data())
            self._act(reply.GO_AHEAD)
        elif answer is Step.DELIVER:
            self._deliver(*self._conversation.take_envelope())
        else:
            self._upgrade()

    def _begin_chunk(self, chunk: ChunkCollector) -> None:
        if chunk.remaining_bytes:
            self._collector = chunk
        else:
            self._act(self._conversation.end_chunk(chunk))

    def _flush(self) -> None:
        if self._out:
            answers, self._out, self._out_bytes = self._out, [], 0
            if not self._transport.is_closing():
                self._transport.write(answers[0] if len(answers) == 1 else b"".join(answers))

    def _say_goodbye(self, answer: bytes) -> None:
        self._out.append(answer)
        self._flush()
        self._close()

    def _close(self) -> None:
        self._closing_since = self._loop.time()
        self._drop_input()
        self._transport.close()

    # --- the backend

    def _await(self, pending: Awaitable[object], done: Callable[[asyncio.Future[object]], None]) -> None:
        self._busy = True
        future = asyncio.ensure_future(pending, loop=self._loop)
        self._house.pending.add(future)  # keeps it alive, also when this session is gone
        future.add_done_callback(done)

    def _recipient_answered(self, address: str, done: asyncio.Future[object]) -> None:
        self._house.settled(done)
        outcome = self._outcome_of(done)
        if self._is_lost or self._closing_since is not None:
            return
        known = isinstance(outcome, RecipientAccepted | Reply)
        self._act(self._conversation.recipient_answered(address, outcome) if known else reply.FAILED)
        self._go_on()

    def _deliver(self, envelope: Envelope, spool: Spool) -> None:
        self._house.admission.counters.deliveries += 1
        conversation = self._conversation

        def done(future: asyncio.Future[object]) -> None:
            self._house.delivered(future, self._allowance, spool, envelope.data)
            self._delivered(conversation, self._outcome_of(future))

        pending: asyncio.Future[Delivery]
        try:
            pending = asyncio.ensure_future(self._house.backend.deliver(envelope), loop=self._loop)
        except Exception as error:
            pending = self._loop.create_future()
            pending.set_exception(error)
        self._await(pending, done)

    def _delivered(self, conversation: Conversation, outcome: object) -> None:
        delivery = outcome if isinstance(outcome, Delivery) else Delivery(Reply(451, "4.3.0", _FAILURE_TEXT))
        answer = conversation.delivered(delivery.reply)
        self._token = delivery.token
        if self._is_lost or self._closing_since is not None or self._transport.is_closing():
            self._settle(reached=False)
            return
        if delivery.reply.code == 421:
            self._say_goodbye(answer)
            return
        self._act(answer)
        self._go_on()

    def _go_on(self) -> None:
        self._busy = False
        self._progress_at = self._loop.time()
        self._work()

    def _settle(self, *, reached: bool) -> None:
        token, self._token = self._token, None
        if token is None:
            return
        try:
            (self._house.backend.confirmed if reached else self._house.backend.unconfirmed)(token)
        except Exception:
            _log.exception("session %s: the backend failed on a token", self._conversation.session_id)

    def _outcome_of(self, done: asyncio.Future[object]) -> object | None:
        if done.cancelled():
            _log.warning("session %s: the backend cancelled", self._conversation.session_id)
            return None
        error = done.exception()
        if error is None:
            return done.result()
        _log.error("session %s: the backend failed", self._conversation.session_id, exc_info=error)
        return None

    # --- TLS

    def _upgrade(self) -> None:
        if self._at < len(self._input) or self._ahead:
            # RFC 3207 §6 and CVE-2011-0411: plain text sent ahead must never be taken for text inside TLS
            self._say_goodbye(reply.AFTER_STARTTLS)
            return
        if not self._reading_paused:
            self._transport.pause_reading()  # until the handshake reads: not one byte may reach us in plain text
        self._reading_paused = False
        self._act(reply.READY_FOR_TLS)
        self._flush()
        self._busy = self._is_upgrading = True
        task: asyncio.Future[object] = asyncio.ensure_future(self._handshake(), loop=self._loop)
        self._house.pending.add(task)
        task.add_done_callback(self._house.settled)

    async def _handshake(self) -> object:
        context = self._house.tls_context
        assert context is not None
        try:
            transport = await self._loop.start_tls(
                self._transport,
                self,
                context,
                server_side=True,
                ssl_handshake_timeout=self._house.settings.tls_handshake_timeout_s,
            )
        except Exception:  # whatever a hostile handshake provokes in the TLS library: this connection ends, quietly
            transport = None
        if transport is None:
            self.abort()
            self.connection_lost(None)
        elif not self._is_lost:
            self._upgraded(transport)
        return None

    def _upgraded(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        tls = transport.get_extra_info("ssl_object")
        cipher = tls.cipher() if tls is not None else None
        self._conversation.upgraded((tls.version() or "" if tls else "", cipher[0] if cipher else ""))
        self._house.admission.counters.sessions_tls += 1
        self._is_upgrading = False
        self._go_on()


_FAILURE_TEXT = "Temporary failure; try again later"
