"""Sends mail without end, as a patient MTA does: what got no 250 is sent again until it does."""

import hashlib
import itertools
import random
import smtplib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from postroom.kernel.ids import decode_id

_PAUSE_S = 0.05
_CLOCK_STEP_MS = 5
_TIMEOUT_S = 30


@dataclass(slots=True)
class Sent:
    """A mail on its way: the bytes that arrive, for whom, how often it was begun, the text of its 250."""

    content: bytes
    recipients: list[str]
    tries: int = 0
    last_try_ms: float = 0
    answer: str = ""

    @property
    def digest(self) -> str:
        """Of the raw bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def was_stored_before(self) -> bool:
        """Whether the queue id of the 250 is from an earlier try: the mail had been stored, and its 250 was lost."""
        queue_id = decode_id("msg", self.answer.split()[-1])
        return queue_id is not None and queue_id.int >> 80 < self.last_try_ms - _CLOCK_STEP_MS


@dataclass(slots=True)
class Loader:
    """Several connections, each in a thread. `port()` is asked before each connection: it changes when the server starts again."""

    port: Callable[[], int]
    inboxes: Sequence[str]
    seed: int
    connections: int = 6
    accepted: list[Sent] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        self._threads = [threading.Thread(target=self._work, args=(number,), daemon=True) for number in range(self.connections)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, more: int, timeout_s: float) -> None:
        """Until that many more mails were accepted."""
        wanted = len(self.accepted) + more
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.accepted) >= wanted or self.refused, timeout_s)
        assert not self.refused, self.refused[:5]
        assert came, f"only {len(self.accepted)} of {wanted} mails were accepted within {timeout_s} s"

    def finish(self, timeout_s: float) -> None:
        """Begin no new mail; every mail that was begun is brought to its 250."""
        self.stopped.set()
        for thread in self._threads:
            thread.join(timeout_s)
            assert not thread.is_alive(), "a mail is still without its 250"
        assert not self.refused, self.refused[:5]

    @property
    def retried(self) -> int:
        """Mails that needed more than one try."""
        return sum(sent.tries > 1 for sent in self.accepted)

    @property
    def repeated(self) -> int:
        """Mails that had been stored at an earlier try already."""
        return sum(sent.was_stored_before for sent in self.accepted)

    def _work(self, number: int) -> None:
        chance = random.Random(self.seed * 1000 + number)
        client: smtplib.SMTP | None = None
        for count in itertools.count():
            if self.stopped.is_set():
                break
            client = self._deliver(client, self._compose(chance, number, count))
            if client is not None and chance.random() < 0.2:
                client = _leave(client, politely=chance.random() < 0.7)
        _leave(client, politely=True)

    def _compose(self, chance: random.Random, number: int, count: int) -> Sent:
        recipients = chance.sample(self.inboxes, chance.choice((1, 1, 1, 2, 3)))
        body = chance.randbytes(chance.choice((20, 200, 2000, 40_000))).hex()
        lines = "\r\n".join(body[at : at + 76] for at in range(0, len(body), 76))
        head = f"From: loader@sender.example\r\nTo: {', '.join(recipients)}\r\nSubject: Load {self.seed} {number}.{count}\r\n"
        return Sent(f"{head}Message-ID: <{self.seed}.{number}.{count}@sender.example>\r\n\r\n{lines}\r\n".encode(), recipients)

    def _deliver(self, client: smtplib.SMTP | None, sent: Sent) -> smtplib.SMTP | None:
        while True:
            sent.tries += 1
            sent.last_try_ms = time.time() * 1000
            try:
                client = client or smtplib.SMTP("127.0.0.1", self.port(), timeout=_TIMEOUT_S)
                sent.answer = _send(client, sent)
            except (OSError, smtplib.SMTPException) as error:
                if self._is_refusal(error):
                    return client
                client = _recover(client, error)
                time.sleep(_PAUSE_S)
                continue
            with self._changed:
                self.accepted.append(sent)
                self._changed.notify_all()
            return client

    def _is_refusal(self, error: Exception) -> bool:
        """A 5xx would make an MTA give up."""
        if not isinstance(error, smtplib.SMTPResponseException) or error.smtp_code < 500:
            return False
        with self._changed:
            self.refused.append(f"{error.smtp_code} {error.smtp_error!r}")
            self._changed.notify_all()
        return True


def _send(client: smtplib.SMTP, sent: Sent) -> str:
    client.ehlo_or_helo_if_needed()
    _expect(client.mail("loader@sender.example"))
    for recipient in sent.recipients:
        _expect(client.rcpt(recipient))
    code, text = client.data(sent.content)
    _expect((code, text))
    return text.decode()


def _expect(answer: tuple[int, bytes]) -> None:
    if answer[0] != 250:
        raise smtplib.SMTPResponseException(*answer)


def _recover(client: smtplib.SMTP | None, error: Exception) -> smtplib.SMTP | None:
    """After a 4xx the same connection goes on, where it still can."""
    if client is not None and isinstance(error, smtplib.SMTPResponseException):
        try:
            _expect(client.rset())
            return client
        except (OSError, smtplib.SMTPException):
            pass
    return _leave(client, politely=False)


def _leave(client: smtplib.SMTP | None, *, politely: bool) -> None:
    if client is None:
        return
    try:
        if politely:
            client.quit()
        else:
            client.close()
    except (OSError, smtplib.SMTPException):
        client.close()
