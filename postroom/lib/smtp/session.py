"""One connection: bytes in, answers out, flow control, TLS, time limits. What the commands mean is in conversation.py."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

from postroom.lib.smtp import reply
from postroom.lib.smtp.admission import Allowance
from postroom.lib.smtp.answer import Answer, Ask, Goodbye, Step
from postroom.lib.smtp.backend import Delivery, Envelope, Peer, Reply
from postroom.lib.smtp.conversation import Conversation
from postroom.lib.smtp.data import ChunkCollector, DotCollector
from postroom.lib.smtp.house import House, outcome_of
from postroom.lib.smtp.inlet import Inlet
from postroom.lib.smtp.spool import Spool

_FLUSH_BYTES = 16 * 1024
_WIND_DOWN_GRACE_S = 2.0
_FAILURE = Delivery(Reply(451, "4.3.0", "Temporary failure; try again later"))


class Session(asyncio.Protocol):
    """Input is worked off in order and never in parallel: while the backend is asked, later commands wait."""

    __slots__ = (
        "_allowance",
        "_closing_since",
        "_collector",
        "_conversation",
        "_fresh_bytes",
        "_handshaking",
        "_has_eof",
        "_house",
        "_inlet",
        "_is_busy",
        "_is_lost",
        "_is_reading_paused",
        "_is_winding_down",
        "_is_writing_paused",
        "_loop",
        "_out",
        "_out_bytes",
        "_progress_at",
        "_started_at",
        "_token",
        "_transport",
    )

    _transport: asyncio.Transport
    _conversation: Conversation
    _allowance: Allowance

    def __init__(self, house: House) -> None:
        self._house = house
        self._loop = house.loop
        self._inlet = Inlet(house.settings.max_command_bytes)
        self._out: list[bytes] = []
        self._out_bytes = 0
        self._collector: DotCollector | ChunkCollector | None = None
        self._token: object | None = None  # of the last 250, until we know whether it reached the client
        self._fresh_bytes = 0  # of the message, since the last progress
        self._started_at = self._progress_at = house.loop.time()
        self._closing_since: float | None = None
        self._is_busy = False  # the backend or the TLS handshake has the word
        self._handshaking: asyncio.Future[object] | None = None
        self._is_winding_down = False
        self._is_lost = False
        self._is_reading_paused = False
        self._is_writing_paused = False
        self._has_eof = False

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = self._transport = cast(asyncio.Transport, transport)  # uvloop's is one by shape only
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
        if self._is_busy or self._is_writing_paused:
            self._read_ahead(data)
        else:
            self._inlet.feed(data)
            self._work()

    def eof_received(self) -> bool:
        self._has_eof = True
        # Who half-closes behind a message still gets the answer. TLS has no half-closed state.
        return self._is_busy and self._closing_since is None and self._conversation.peer.tls is None

    def connection_lost(self, _exc: Exception | None) -> None:
        if self._is_lost:
            return
        self._is_lost = True
        self._closing_since = self._loop.time()
        self._settle(reached=False)
        self._conversation.reset()
        self._collector = None
        self._inlet.clear()
        self._house.leave(self, self._allowance)

    def pause_writing(self) -> None:
        self._is_writing_paused = True

    def resume_writing(self) -> None:
        self._is_writing_paused = False
        if not self._is_held_up():
            self._work()

    # what the server does with a session

    def sweep(self, now: float) -> None:
        """Looks at the time limits."""
        settings = self._house.settings
        if self._closing_since is not None:
            if now - self._closing_since > settings.close_grace_s:
                self._transport.abort()
            return
        if self._is_busy:
            return  # it is our turn, not the client's
        still_s, age_s = now - self._progress_at, now - self._started_at
        limit_s = settings.command_timeout_s if self._collector is None else settings.progress_timeout_s
        if self._is_idle_at_the_end() and still_s > _WIND_DOWN_GRACE_S:
            self._say_goodbye(reply.SHUTTING_DOWN)
        elif still_s > limit_s or age_s > settings.session_timeout_s + settings.progress_timeout_s:
            self._house.admission.counters.timeouts += 1
            self._say_goodbye(reply.TIMED_OUT)
        elif age_s > settings.session_timeout_s:
            self.wind_down()

    def wind_down(self) -> None:
        """421 at once when idle; else after the current message, to the next command or two seconds later."""
        if self._closing_since is not None or self._is_winding_down:
            return
        if self._handshaking is not None:
            self.abort()
        elif self._is_busy or self._conversation.in_transaction:
            self._is_winding_down = True
        else:
            self._say_goodbye(reply.SHUTTING_DOWN)

    def abort(self) -> None:
        """Cuts the connection."""
        self._closing_since = self._closing_since or self._loop.time()
        self._transport.abort()
        if self._handshaking is not None:
            self._handshaking.cancel()  # uvloop would wait for the handshake's own time limit
            self.connection_lost(None)

    # input

    def _work(self) -> None:
        """Works off the input as far as it goes, and writes the answers together."""
        inlet = self._inlet
        while inlet.at < len(inlet.data) and not self._is_held_up():
            if self._collector is not None:
                self._read_data(self._collector)
            elif not self._read_line():
                break
            if self._out_bytes > _FLUSH_BYTES:
                self._flush()
        self._flush()
        if not self._is_held_up():
            self._catch_up()

    def _is_held_up(self) -> bool:
        return self._is_busy or self._is_writing_paused or self._closing_since is not None

    def _read_ahead(self, data: bytes) -> None:
        self._inlet.hold(data)
        if self._inlet.held_bytes > self._house.settings.read_ahead_bytes and not self._is_reading_paused:
            self._is_reading_paused = True
            self._transport.pause_reading()

    def _catch_up(self) -> None:
        """The input is used up: takes what came meanwhile, and reads on."""
        if self._inlet.bring_forward():
            self._work()
        elif self._has_eof:
            self._close()
        elif self._is_reading_paused:
            self._is_reading_paused = False
            self._transport.resume_reading()

    def _read_line(self) -> bool:
        taken = self._inlet.take_line()
        if taken is None:
            return False
        line, refusal = taken
        self._progress_at = self._loop.time()
        self._settle(reached=not self._has_eof)
        if refusal is not None:
            self._act(self._conversation.reject_line(line, refusal))
        elif self._is_idle_at_the_end() and line[:4].upper() != b"QUIT":
            self._say_goodbye(reply.SHUTTING_DOWN)
        else:
            self._act(self._conversation.answer(line))
        return True

    def _is_idle_at_the_end(self) -> bool:
        return self._is_winding_down and not self._conversation.in_transaction

    def _read_data(self, collector: DotCollector | ChunkCollector) -> None:
        inlet = self._inlet
        before = inlet.at
        end = collector.feed(inlet.data, before)
        inlet.at = end if end >= 0 else len(inlet.data)
        self._fresh_bytes += inlet.at - before
        if end >= 0 or self._fresh_bytes >= self._house.settings.min_progress_bytes:
            self._fresh_bytes = 0
            self._progress_at = self._loop.time()
        if collector.received_bytes > self._house.settings.max_swallowed_bytes:
            self._say_goodbye(reply.TOO_LARGE)
        elif end >= 0:
            self._collector = None
            self._act(self._collected(collector))

    def _collected(self, collector: DotCollector | ChunkCollector) -> Answer:
        if isinstance(collector, ChunkCollector):
            return self._conversation.end_chunk(collector)
        return self._conversation.end_data(collector.finish())

    # answers

    def _act(self, answer: Answer) -> None:
        if isinstance(answer, bytes):
            self._out.append(answer)
            self._out_bytes += len(answer)
        elif isinstance(answer, Goodbye):
            self._say_goodbye(answer.reply)
        elif isinstance(answer, Ask):
            self._ask(answer)
        elif isinstance(answer, ChunkCollector):
            self._begin_chunk(answer)
        elif answer is Step.COLLECT:
            self._collector = self._conversation.collector()
            self._act(reply.GO_AHEAD)
        elif answer is Step.DELIVER:
            self._deliver(*self._conversation.hand_over())
        else:
            self._upgrade()

    def _begin_chunk(self, chunk: ChunkCollector) -> None:
        if chunk.remaining_bytes:
            self._collector = chunk
        else:
            self._act(self._conversation.end_chunk(chunk))

    def _flush(self) -> None:
        if not self._out:
            return
        answers, self._out, self._out_bytes = self._out, [], 0
        if not self._transport.is_closing():
            self._transport.write(answers[0] if len(answers) == 1 else b"".join(answers))

    def _say_goodbye(self, answer: bytes) -> None:
        self._out.append(answer)
        self._flush()
        self._close()

    def _close(self) -> None:
        self._closing_since = self._loop.time()
        self._inlet.clear()
        self._transport.close()

    # the backend

    def _ask(self, question: Ask) -> None:
        def done(future: asyncio.Future[object]) -> None:
            self._house.settled(future)
            outcome = outcome_of(future, self._conversation.session_id)
            if self._closing_since is None:
                self._act(self._conversation.recipient_answered(question.address, outcome))
                self._go_on()

        self._await(question.pending, done)

    def _deliver(self, envelope: Envelope, spool: Spool) -> None:
        def done(future: asyncio.Future[object]) -> None:
            self._house.delivered(future, self._allowance, spool, envelope.data)
            outcome = outcome_of(future, envelope.session_id)
            self._delivered(outcome if isinstance(outcome, Delivery) else _FAILURE)

        envelope.is_open = self._is_open
        self._house.admission.counters.deliveries += 1
        pending: asyncio.Future[Delivery]
        try:
            pending = asyncio.ensure_future(self._house.backend.deliver(envelope), loop=self._loop)
        except Exception as error:
            pending = self._loop.create_future()
            pending.set_exception(error)
        self._await(pending, done)

    def _is_open(self) -> bool:
        return not (self._is_lost or self._has_eof) and self._closing_since is None and not self._transport.is_closing()

    def _await(self, pending: Awaitable[object], done: Callable[[asyncio.Future[object]], None]) -> asyncio.Future[object]:
        self._is_busy = True
        future = asyncio.ensure_future(pending, loop=self._loop)
        self._house.pending.add(future)  # keeps it alive, also when this session is gone
        future.add_done_callback(done)
        return future

    def _delivered(self, delivery: Delivery) -> None:
        answer = self._conversation.delivered(delivery.reply)
        self._token = delivery.token
        if self._closing_since is not None or self._transport.is_closing():
            self._settle(reached=False)
        elif delivery.reply.code == 421:
            self._say_goodbye(answer)
        else:
            self._act(answer)
            self._go_on()

    def _go_on(self) -> None:
        self._is_busy = False
        self._progress_at = self._loop.time()
        self._work()

    def _settle(self, *, reached: bool) -> None:
        token, self._token = self._token, None
        if token is not None:
            self._house.tell(token, reached=reached, session_id=self._conversation.session_id)

    # TLS

    def _upgrade(self) -> None:
        if not self._inlet.is_empty:
            # RFC 3207 §6 and CVE-2011-0411: plain text sent ahead must never be taken for text inside TLS
            self._say_goodbye(reply.AFTER_STARTTLS)
            return
        if not self._is_reading_paused:
            self._transport.pause_reading()  # until the handshake reads: not one byte may reach us in plain text
        self._is_reading_paused = False
        self._act(reply.READY_FOR_TLS)
        self._flush()
        self._handshaking = self._await(self._handshake(), self._house.settled)

    async def _handshake(self) -> None:
        context = self._house.tls_context
        timeout_s = self._house.settings.tls_handshake_timeout_s
        assert context is not None
        try:
            transport = await self._loop.start_tls(self._transport, self, context, server_side=True, ssl_handshake_timeout=timeout_s)
        except Exception:  # whatever a hostile handshake provokes in the TLS library: this connection ends, quietly
            transport = None
        self._handshaking = None
        if transport is None:
            self.abort()
            self.connection_lost(None)
        elif not self._is_lost:
            self._upgraded(transport)

    def _upgraded(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        tls = transport.get_extra_info("ssl_object")
        self._conversation.upgraded((tls.version(), tls.cipher()[0]))
        self._house.admission.counters.sessions_tls += 1
        self._go_on()
