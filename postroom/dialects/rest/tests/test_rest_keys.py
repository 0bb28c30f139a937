from typing import Any

import pytest

GOOD: list[tuple[list[tuple[str, str]], str]] = [
    ([("Authorization", "Bearer pr_1")], "pr_1"),
    ([("Authorization", "bearer  pr_1 ")], "pr_1"),
    ([("X-API-Key", "pr_1")], "pr_1"),
    ([("Authorization", "Bearer pr_1"), ("X-API-Key", "pr_1")], "pr_1"),
]
BAD = [
    ([("Authorization", "Bearer pr_1"), ("X-API-Key", "pr_2")], "key_conflicting"),
    ([("X-API-Key", "pr_1"), ("X-API-Key", "pr_2")], "key_conflicting"),
    ([("Authorization", "Bearer pr_1"), ("Authorization", "Bearer pr_2")], "key_conflicting"),
    ([("Authorization", "Basic cHJfMQ==")], "key_scheme_unsupported"),
    ([("Authorization", "pr_1")], "key_scheme_unsupported"),
    ([("Authorization", "")], "key_scheme_unsupported"),
    ([], "key_missing"),
]


@pytest.mark.parametrize(("headers", "key"), GOOD)
async def test_a_key_is_found_in_either_header(house: Any, headers: list[tuple[str, str]], key: str) -> None:
    assert (await house.ask("GET", "/v1/things", headers=headers, key=None)).status == 200
    assert house.dispatcher.calls[0].secret == key


@pytest.mark.parametrize(("headers", "code"), BAD)
async def test_other_requests_are_not_authenticated(house: Any, headers: list[tuple[str, str]], code: str) -> None:
    told = await house.ask("GET", "/v1/things", headers=headers, key=None)
    assert told.status == 401 and told.json["code"] == code and told.headers["www-authenticate"].startswith('Bearer realm="postroom"')
