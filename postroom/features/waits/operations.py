"""Waiting for mail: pure, race-free, woken by the commit (FOUNDATIONS §4)."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.messages import load_message, model, next_received, shape_message
from postroom.features.waits.cursor import Cursor, parse_cursor, require_epoch
from postroom.kernel.clock import monotonic_s
from postroom.kernel.context import Io, Read
from postroom.kernel.errors import invalid_field
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, operation
from postroom.kernel.wakeups import Waiter
from postroom.lib.addresses import normalise_domain
from postroom.lib.mailauth import Verdict

_LOOK_BACK = timedelta(seconds=600)
_LONGEST_S = 120
# A number this large is no number of seconds ago (30 years) but an instant, as time.time() gives it.
_UNIX_ABOVE_S = 1e9

Timeout = Annotated[float, msgspec.Meta(ge=0, le=_LONGEST_S, description="Seconds to wait, 0 to 120.")]
After = Annotated[str | None, msgspec.Meta(description="`cursor` of an earlier answer: the oldest match after it.")]
Since = Annotated[
    str | None,
    msgspec.Meta(description="Without `after`: the newest match since then (RFC 3339, seconds ago, or Unix seconds); 600 s by default."),
]
FromDomain = (
    Annotated[
        str,
        msgspec.Meta(max_length=253, description="Only from addresses at this domain or below it: `example.com` takes `mail.example.com`."),
    ]
    | None
)
Authenticated = Annotated[
    bool,
    msgspec.Meta(description="Only mail whose sender is proven (`authentication.verdict` is authenticated); waits where that is pending."),
]


Screened = Annotated[model.ScreeningVerdict | None, msgspec.Meta(description="Only mail with this verdict of the screening.")]


class WaitQuery(Input, frozen=True, rename={"from_": "from"}):
    """What to wait for; filters compose."""

    inbox_id: InboxRef
    timeout: Timeout = 30
    from_: model.FromFilter = None
    from_domain: FromDomain = None
    authenticated: Authenticated = False
    screening: Screened = None
    subject: model.SubjectFilter = None
    has: model.Has | None = None
    category: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    since: Since = None
    unread: bool | None = None
    after: After = None


class CodeQuery(Input, frozen=True, rename={"from_": "from"}):
    """Whose code to wait for."""

    inbox_id: InboxRef
    timeout: Timeout = 30
    from_: model.FromFilter = None
    from_domain: FromDomain = None
    authenticated: Authenticated = False
    screening: Screened = None
    subject: model.SubjectFilter = None
    since: Since = None
    after: After = None


class WaitAnswer(msgspec.Struct, frozen=True):
    """`message` is null when the time was over (`timed_out`) or the house closes (`retry`: call again). `cursor` is for the next call."""

    message: model.Message | None
    timed_out: bool
    retry: bool
    cursor: str


class CodeAnswer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """The newest code with its evidence. `code` is null when none came in time, or when it is `ambiguous`: then choose from `all_codes`."""

    code: str | None
    all_codes: list[str]
    kind: str | None
    confidence: float | None
    ambiguous: bool
    expires_at: datetime | None
    message_id: str | None
    from_: model.StoredAddress | None
    authentication_verdict: Verdict | None
    subject: str | None
    received_at: datetime | None
    candidates: list[model.Code]
    rivals: list[model.Rival]
    timed_out: bool
    retry: bool
    cursor: str


@operation("messages.wait", rest="GET /v1/inboxes/{inbox_id}/wait", scope="messages:read", kind="stream", agent_tool=True)
async def wait(io: Io, query: WaitQuery) -> WaitAnswer:
    """Wait for a mail. Answers as soon as one is there that matches, at the latest after `timeout` seconds.

    Without `after` the newest match of the last 600 seconds counts, so a mail that came just before the call is not missed; asking again
    gives the same mail. With `after=<cursor>` the oldest match after it. A time-out is no error: `message` is null and `timed_out` true.
    """
    found = await _park(io, query, {"has": query.has, "category": query.category, "unread": query.unread})
    return WaitAnswer(found.message, found.timed_out, found.retry, str(found.cursor))


@operation("messages.code", rest="GET /v1/inboxes/{inbox_id}/code", scope="messages:read", kind="stream", agent_tool=True)
async def code(io: Io, query: CodeQuery) -> CodeAnswer:
    """Wait for a one-time code and get it with its evidence.

    The newest mail with a code counts. Where several codes in it are about equally likely the answer says `ambiguous` and lists them all:
    nothing is guessed. `from_domain` and `authenticated=true` demand whom it must be from: anybody can write a code into a mail.
    """
    found = await _park(io, query, {"has": "code"})
    return _code_answer(found)


class Found(msgspec.Struct, frozen=True):
    """How a wait ended."""

    message: model.Message | None
    cursor: Cursor
    timed_out: bool = False
    retry: bool = False


async def _park(io: Io, query: WaitQuery | CodeQuery, own: dict[str, Any]) -> Found:
    """Register, look, park, look again on every wake; never holds a connection while parked."""
    filters = {**_demands(query), **own}
    deadline = monotonic_s() + query.timeout
    view = _view(io, query)
    async with io.read() as rd:
        inbox_id: UUID = (await load_inbox(rd, query.inbox_id))["id"]
    with io.house.wakeups.listen(inbox_id, io.principal.key_id) as waiter:
        return await _look_until(io, waiter, query, inbox_id, view, filters, deadline)


def _demands(query: WaitQuery | CodeQuery) -> dict[str, Any]:
    """What both waits may demand."""
    return {
        "from": query.from_,
        "from_domain": None if query.from_domain is None else _spellings(query.from_domain),
        "authenticated": query.authenticated or None,
        "screening": query.screening,
        "subject": query.subject,
    }


def _spellings(text: str) -> list[str]:
    """A domain as it may stand in an address: in ASCII, and in its own letters."""
    domain = normalise_domain(text.lstrip("@"))
    if domain is None:
        raise invalid_field("query.from_domain", "is no domain, such as example.com.")
    return list({domain, text.strip().lstrip("@").removesuffix(".").lower()})


async def _look_until(
    io: Io, waiter: Waiter, query: WaitQuery | CodeQuery, inbox_id: UUID, view: dict[str, Any], filters: dict[str, Any], deadline: float
) -> Found:
    while True:
        async with io.read() as rd:
            found = await _look(rd, inbox_id, view, filters)
            if found.message is None:
                await load_inbox(rd, query.inbox_id)
        if filters.get("unread") is None:
            # What did not match will not: a wake looks at what is new, however much lies in the inbox. Only marks change without a receipt.
            view = {**view, "seen": found.cursor.seq}
        left = deadline - monotonic_s()
        await io.reauthorise()
        if found.message is not None or left <= 0 or io.house.wakeups.closing:
            return msgspec.structs.replace(
                found,
                timed_out=found.message is None and left <= 0,
                retry=found.message is None and left > 0,
            )
        await waiter.wait(left)


async def _look(rd: Read, inbox_id: UUID, view: dict[str, Any], filters: dict[str, Any]) -> Found:
    """The match, and the place in the log that was looked at, from one snapshot."""
    head, found = await next_received(rd, inbox_id, view, filters)
    if view["cursor"] is not None:
        require_epoch(view["cursor"], head["epoch"])
    if found is None:
        return Found(None, Cursor(head["epoch"], head["head"]))
    message = await shape_message(await load_message(rd, encode_id("msg", found["id"])))
    return Found(message, Cursor(head["epoch"], found["seq"]))


def _view(io: Io, query: WaitQuery | CodeQuery) -> dict[str, Any]:
    cursor = None if query.after is None else parse_cursor(query.after)
    since = None if cursor is not None else _since(io.now, query.since)
    return {"cursor": cursor, "after": None if cursor is None else cursor.seq, "since": since}


def _since(now: datetime, text: str | None) -> datetime:
    if text is None:
        return now - _LOOK_BACK
    try:
        if text.replace(".", "", 1).isdigit():
            seconds = float(text)
            return datetime.fromtimestamp(seconds, UTC) if seconds >= _UNIX_ABOVE_S else now - timedelta(seconds=seconds)
        instant = datetime.fromisoformat(text.replace(" ", "+"))
    except (ValueError, OverflowError, OSError) as error:
        raise invalid_field("query.since", "is neither an RFC 3339 instant nor a number of seconds (ago, or since 1970).") from error
    if instant.tzinfo is None:
        raise invalid_field("query.since", "needs a zone, as in 2026-01-31T12:00:00Z.")
    return instant


def _code_answer(found: Found) -> CodeAnswer:
    message = found.message
    codes = message.codes if message else []
    sure = codes[0] if codes and message is not None and not message.ambiguous else None
    return CodeAnswer(
        code=sure.value if sure else None,
        all_codes=[one.value for one in codes],
        kind=codes[0].kind if codes else None,
        confidence=codes[0].confidence if codes else None,
        ambiguous=bool(message and message.ambiguous),
        expires_at=message.code_expires_at if message else None,
        message_id=message.id if message else None,
        from_=message.from_ if message else None,
        authentication_verdict=message.authentication.verdict if message and message.authentication else None,
        subject=message.subject if message else None,
        received_at=message.received_at if message else None,
        candidates=codes,
        rivals=message.rivals if message else [],
        timed_out=found.timed_out,
        retry=found.retry,
        cursor=str(found.cursor),
    )
