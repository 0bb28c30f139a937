"""Threads: which mails belong together, in whatever order they come."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from postroom.features.messages.tests.conftest import Put
from postroom.testing.running import Account, make_mail

# Reached on the corpus: sets whose every thread is exact.
EXACT_SETS_FLOOR = 11
ANSWER = {"Message_ID": "<answer@x.example>", "In_Reply_To": "<root@x.example>", "References": "<root@x.example>"}
LAST = {"Message_ID": "<last@x.example>", "In_Reply_To": "<answer@x.example>", "References": "<root@x.example> <answer@x.example>"}
CONVERSATION = {"root": {"Message_ID": "<root@x.example>"}, "answer": ANSWER, "last": LAST}


@pytest.mark.parametrize("order", list(itertools.permutations(CONVERSATION)), ids=lambda order: "-".join(order))
async def test_a_conversation_is_one_thread_in_any_order_of_arrival(order: tuple[str, ...], account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    threads = {(await put(account, inbox, make_mail("x@y.example", subject=name, **CONVERSATION[name])))["thread_id"] for name in order}
    assert len(threads) == 1
    thread = (await account.api.get(f"/v1/threads/{threads.pop()}")).json()
    assert thread["message_count"] == 3
    assert [one["subject"] for one in thread["messages"]] == list(order)
    assert [one["id"] for one in (await account.api.get("/v1/threads")).json()["data"]] == [thread["id"]]


async def test_mails_without_anything_in_common_are_threads_of_their_own(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    for place in range(3):
        await put(
            account, inbox, make_mail("x@y.example", subject="Hello", sender=f"p{place}@x.example", Message_ID=f"<{place}@x.example>")
        )
    assert len((await account.api.get("/v1/threads")).json()["data"]) == 3


async def test_the_same_conversation_in_two_inboxes_is_two_threads(account: Account, put: Put) -> None:
    one, two = await account.open_inbox(), await account.open_inbox()
    mail = make_mail("x@y.example", Message_ID="<shared@x.example>")
    first, second = await put(account, one, mail), await put(account, two, mail)
    assert first["thread_id"] != second["thread_id"]
    assert [row["id"] for row in (await account.api.get("/v1/threads", params={"inbox_id": one["id"]})).json()["data"]] == [
        first["thread_id"]
    ]


async def test_a_reply_sent_from_here_and_its_answer_stay_in_the_thread(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, make_mail("x@y.example", subject="Table?", Message_ID="<table@x.example>"))
    reply = (await account.api.post(f"/v1/messages/{message['id']}/reply", json={"text": "For two."})).json()
    answer = make_mail("x@y.example", subject="Re: Table?", Message_ID="<done@x.example>", In_Reply_To=f"<{reply['internet_message_id']}>")
    assert (await put(account, inbox, answer))["thread_id"] == message["thread_id"] == reply["thread_id"]


async def test_threads_are_listed_by_their_newest_mail(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    old = await put(account, inbox, make_mail("x@y.example", subject="old", **CONVERSATION["root"]))
    new = await put(account, inbox, make_mail("x@y.example", subject="new", Message_ID="<new@x.example>"))
    ids = [one["id"] for one in (await account.api.get("/v1/threads")).json()["data"]]
    assert ids == [new["thread_id"], old["thread_id"]]
    await put(account, inbox, make_mail("x@y.example", subject="Re: old", **ANSWER))
    ids = [one["id"] for one in (await account.api.get("/v1/threads")).json()["data"]]
    assert ids == [old["thread_id"], new["thread_id"]]


BARE = {"subject": "Re: Lunch on Friday", "sender": "ana@x.example"}


async def test_a_reply_without_references_is_found_by_subject_and_people(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    mail = {"to": ["ana@x.example"], "subject": "Lunch on Friday", "text": "At one?"}
    sent = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=mail)
    reply = make_mail(inbox["address"], Message_ID="<bare@x.example>", **BARE)
    assert (await put(account, inbox, reply))["thread_id"] == sent.json()["thread_id"]


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "Re: Lunch on Friday", "sender": "somebody@else.example"},
        {"subject": "Fwd: Lunch on Friday", "sender": "ana@x.example"},
        {"subject": "Lunch on Friday", "sender": "ana@x.example"},
        {"subject": "Re: Dinner on Friday", "sender": "ana@x.example"},
    ],
    ids=["another person", "a forward", "no reply mark", "another subject"],
)
async def test_what_only_resembles_a_reply_is_a_thread_of_its_own(account: Account, put: Put, other: dict[str, str]) -> None:
    inbox = await account.open_inbox()
    first = await put(
        account, inbox, make_mail(inbox["address"], subject="Lunch on Friday", sender="ana@x.example", Message_ID="<1@x.example>")
    )
    second = await put(account, inbox, make_mail(inbox["address"], Message_ID="<2@x.example>", **other))
    assert first["thread_id"] != second["thread_id"]


async def test_mail_of_machines_is_not_grouped_by_subject(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    mails = [
        make_mail(inbox["address"], subject=subject, sender="no-reply@x.example", Message_ID=f"<{place}@x.example>")
        for place, subject in enumerate(("Your order", "Re: Your order"))
    ]
    assert len({(await put(account, inbox, mail))["thread_id"] for mail in mails}) == 2


@pytest.mark.corpus
async def test_conversations_of_the_corpus_are_grouped(account: Account, put: Put, corpus: Path) -> None:
    sets: list[dict[str, Any]] = json.loads((corpus / "threads" / "expected.json").read_text("utf-8"))
    exact, missed = 0, []
    for one in sets:
        inbox = await account.open_inbox()
        grouped: dict[str, set[str]] = {}
        for name in one["order"]:
            message = await put(account, inbox, (corpus / "threads" / one["set"] / name).read_bytes())
            grouped.setdefault(message["thread_id"], set()).add(name)
        wanted = {frozenset(thread) for thread in one["threads"]}
        found = {frozenset(thread) for thread in grouped.values()}
        exact += found == wanted
        missed += [f"{one['set']}: {len(found & wanted)}/{len(wanted)} threads"] if found != wanted else []
    print(f"threads: {exact} of {len(sets)} sets exact; missed: {missed}")  # noqa: T201 - the share is asked for
    assert exact >= EXACT_SETS_FLOOR, missed
