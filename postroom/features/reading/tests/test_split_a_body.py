"""POST /v1/split: what is new in a body, and the rest without loss."""

from typing import Any

import pytest

from postroom.testing.running import Account

REPLY = "Noon is fine.\n\n-- \nBo\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n\n> Shall we meet?\n"
PAGE = '<p>Noon is fine.</p><div class="gmail_quote">On 3 May 2022, Ana wrote:<blockquote type="cite">Shall we meet?</blockquote></div>'


async def split(account: Account, **body: Any) -> dict[str, Any]:
    answer = await account.api.post("/v1/split", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def joined(source: str, segments: list[dict[str, Any]]) -> str:
    return "".join(source[one["start"] : one["end"]] for one in segments)


async def test_the_segments_of_a_text_are_it(account: Account) -> None:
    found = await split(account, text=REPLY)
    assert found["new_text"] == "Noon is fine."
    assert [one["kind"] for one in found["segments"]] == ["new", "signature", "quoted"]
    assert joined(REPLY, found["segments"]) == REPLY
    assert (found["text"], found["text_segments"]) == (REPLY, found["segments"])


async def test_the_segments_of_html_are_places_in_its_source(account: Account) -> None:
    found = await split(account, html=PAGE)
    assert found["new_text"] == "Noon is fine."
    assert [one["kind"] for one in found["segments"]] == ["new", "quoted"]
    assert joined(PAGE, found["segments"]) == PAGE
    assert joined(found["text"], found["text_segments"]) == found["text"]


async def test_an_empty_text_has_no_segments(account: Account) -> None:
    found = await split(account, text="")
    assert (found["new_text"], found["segments"]) == ("", [])


async def test_much_text_is_covered_too(account: Account) -> None:
    text = "Noon is fine.\n\nOn 3 May 2022, Ana wrote:\n" + "> a\n" * 400_000
    found = await split(account, text=text)
    assert found["segments"][-1]["end"] == len(text)
    assert found["notice"].startswith("Only the first 1,000,000 characters")


@pytest.mark.parametrize("body", [{}, {"text": "a", "html": "b"}, {"text": None, "html": None}])
async def test_exactly_one_body_is_asked_for(account: Account, body: dict[str, Any]) -> None:
    answer = await account.api.post("/v1/split", json=body)
    assert answer.status_code == 422
    assert "either text or html" in answer.json()["errors"][0]["message"]


async def test_a_key_needs_the_scope(account: Account) -> None:
    async with account.with_key(await account.make_key(scopes=["inboxes:read"])) as api:
        assert (await api.post("/v1/split", json={"text": "x"})).status_code == 403
