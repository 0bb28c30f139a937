"""Flags of a mail: what an agent should notice about its sender before it believes what it reads.

Some are seen in the mail alone (`flags_of`), others need to know whom the inbox has to do with: that is asked in the round trip before
a batch is written, and whoever is new is written with it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from postroom.channels.email import store
from postroom.features.domains import DomainSettings, own_domains_part
from postroom.features.messages import model
from postroom.kernel.context import Tx
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.house import House
from postroom.kernel.statements import Part, run_parts
from postroom.lib.addresses import normalise_domain
from postroom.lib.likeness import halves, imitated_brand, resembles, shows_another_address
from postroom.lib.mailauth import organisational_domain

FIRST_CONTACT, LOOK_ALIKE, NEW_IN_THREAD = "first_contact", "look_alike_domain", "new_sender_in_thread"
_ASKED = (FIRST_CONTACT, NEW_IN_THREAD)
_MOST_REMEMBERED = 50_000
_MOST_REPLY_TO = 20

Acquaintance = tuple[UUID, UUID]


def flags_of(sender: model.StoredAddress, reply_to: Sequence[model.StoredAddress]) -> list[str]:
    """What can be told from the mail alone."""
    flags = []
    if sender.name and shows_another_address(sender.name, sender.address):
        flags.append("display_name_shows_address")
    domain = _domain(sender.address)
    if domain is None:
        return flags
    if any(_is_elsewhere(one.address, domain) for one in reply_to[:_MOST_REPLY_TO]):
        flags.append("reply_to_mismatch")
    if imitated_brand(domain) is not None:
        flags.append(LOOK_ALIKE)
    return flags


class Correspondents:
    """Sets the flags of batches. Remembers who is known, so that nothing is asked about them again."""

    def __init__(self, house: House) -> None:
        self._houses = house.settings.of(DomainSettings).names
        self._known: OrderedDict[Acquaintance, None] = OrderedDict()

    def questions(self, batch: Sequence[model.NewMessage]) -> list[Part]:
        """What must be known before the flags are set."""
        open_ones = [message for message in batch if self._is_open(message)]
        if not open_ones:
            return []
        people = {(one.org_id, _inbox(one), _who(one.from_.address)) for one in open_ones}
        keys = {(one.org_id, _inbox(one), half) for one in open_ones for half in _halves(one.from_.address, looking=True)}
        parts = [store.find_correspondents_part(list(people)), own_domains_part(list({one.org_id for one in open_ones}))]
        return [*parts, store.find_like_domains_part(list(keys))] if keys else parts

    def introduce(self, batch: Sequence[model.NewMessage], known: dict[str, list[Any]]) -> list[Part]:
        """Set the flags of messages, and give the parts that write down who is new. `batch` is a part of what was asked about.

        Whose mail is hidden does not become known by it.
        """
        people: set[Acquaintance] = {(row[0], row[1]) for row in known.get("correspondents", ())}
        met, domains = set(), set()
        for message in batch:
            message.flags = [flag for flag in message.flags if flag not in _ASKED]
            if not self._is_open(message):
                continue
            acquaintance = _inbox(message), _who(message.from_.address)
            if acquaintance not in people:
                message.flags.append(FIRST_CONTACT)
                if not message.is_hidden:
                    people.add(acquaintance)
                    met.add((message.org_id, *acquaintance))
            if LOOK_ALIKE not in message.flags and self._is_like_a_known_one(message, known):
                message.flags.append(LOOK_ALIKE)
            if LOOK_ALIKE not in message.flags and (message.org_id, *acquaintance) in met:
                domains.update(_domain_rows(message.org_id, _inbox(message), message.from_.address))
        return store.meet_parts(met, domains)

    def mark_strangers(self, asked: Sequence[model.NewMessage], known: dict[str, list[Any]]) -> None:
        """Set the flag of those who are new in a thread. `asked` is what `questions` was asked about."""
        for row in known.get("strangers", ()):
            asked[row[0]].flags.append(NEW_IN_THREAD)

    def remember(self, batch: Sequence[model.NewMessage]) -> None:
        """The batch is committed: its senders are known now. Whoever looks like somebody else is looked at each time."""
        for message in batch:
            if LOOK_ALIKE not in message.flags and message.from_.address and message.inbox_id and not message.is_hidden:
                self._known[message.inbox_id, _who(message.from_.address)] = None
        while len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)

    def _is_open(self, message: model.NewMessage) -> bool:
        return bool(
            message.inbox_id is not None and message.from_.address and (message.inbox_id, _who(message.from_.address)) not in self._known
        )

    def _is_like_a_known_one(self, message: model.NewMessage, known: dict[str, list[Any]]) -> bool:
        """Like a domain of the house, of the organisation, or of a correspondent of this inbox; its own are never a likeness."""
        domain = _domain(message.from_.address)
        if domain is None:
            return False
        organisations = [row[1] for row in known.get("own_domains", ()) if row[0] == message.org_id]
        theirs = [row[1] for row in known.get("like_domains", ()) if row[0] == message.inbox_id]
        own = organisational_domain(domain)
        candidates = [*self._houses, *organisations, *theirs]
        return not any(organisational_domain(one) == own for one in candidates) and any(resembles(domain, one) for one in candidates)


async def acquaint(tx: Tx, inbox_id: UUID, addresses: Iterable[str]) -> None:
    """Whom an inbox writes to, it knows; and who sent a mail that is released."""
    listed = list(addresses)
    met = {(tx.org_id, inbox_id, _who(address)) for address in listed}
    rows = {row for address in listed for row in _domain_rows(tx.org_id, inbox_id, address)}
    await run_parts(tx.connection, store.meet_parts(met, rows))


async def _forget(tx: Tx, facts: Sequence[Fact]) -> None:
    await store.forget_correspondents(tx, [fact.inbox_id for fact in facts if fact.inbox_id is not None])


def _inbox(message: model.NewMessage) -> UUID:
    return message.inbox_id or UUID(int=0)


@lru_cache(maxsize=4_096)
def _who(address: str) -> UUID:
    return UUID(bytes=hashlib.sha256(address.lower().encode("utf-8", "replace")).digest()[:16])


def _domain(address: str) -> str | None:
    return normalise_domain(address.rpartition("@")[2]) if "@" in address else None


def _halves(address: str, *, looking: bool) -> tuple[str, ...]:
    domain = _domain(address)
    return () if domain is None else halves(domain, looking=looking)


def _domain_rows(org_id: UUID, inbox_id: UUID, address: str) -> list[tuple[UUID, UUID, str, str]]:
    domain = _domain(address)
    return [] if domain is None else [(org_id, inbox_id, half, domain) for half in halves(domain, looking=False)]


def _is_elsewhere(address: str, domain: str) -> bool:
    other = _domain(address)
    if other is None or other == domain:
        return False
    own = organisational_domain(domain)
    return own is None or organisational_domain(other) != own


FORGET_FOLLOWER = Follower("email.correspondents", frozenset({"inbox.expired", "inbox.deleted"}), _forget)
