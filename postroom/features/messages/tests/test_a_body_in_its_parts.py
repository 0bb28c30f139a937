"""`text` is what is new; every other part of the body is one field away."""

from postroom.features.messages.tests.conftest import Put
from postroom.testing.running import Account, make_mail

NOTICE = "This e-mail is confidential and intended solely for the addressee. If it reached you in error, please delete it."
FORWARDED = "---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\nSubject: x\n\nShall we?\n"


async def test_every_part_has_its_field(account: Account, put: Put) -> None:
    text = f"Noon is fine.\n\n-- \nBo\n\n{NOTICE}\n\n{FORWARDED}"
    message = await put(account, await account.open_inbox(), make_mail("x@y.example", text=text))
    assert message["text"] == "Noon is fine."
    assert message["text_full"] == text
    assert (message["signature"], message["disclaimer"]) == ("-- \nBo", NOTICE)
    assert [part.strip().splitlines()[-1] for part in message["forwarded"]] == ["Shall we?"]
    assert message["quoted"] == message["forwarded"]


async def test_what_only_forwards_is_read_whole(account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), make_mail("x@y.example", text=FORWARDED))
    assert (message["text"].strip(), message["forwarded"]) == (FORWARDED.strip(), [FORWARDED])
