"""Links by what their buttons say, where the address itself says nothing: the one that acts, the way out, the one for who did not ask."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postroom.lib.extraction import Link, extract

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
ROWS = (Path(__file__).parent / "written_links.txt").read_text(encoding="utf-8").splitlines()[1:]
KINDS = (("verification", 1), ("reset", 3), ("magic_link", 5))
ACTING = {kind for kind, _ in KINDS}
ACT, DENY, HELP, STOP = (f"https://click.oak.example/f/{letter}/Xk29fLq8Rm3Tz41/AAQ" for letter in "abcd")
MUTE = {"Yes, that's me"}  # words that say nothing by themselves


def links(subject: str, text: str | None, html: str | None) -> list[Link]:
    return extract(subject=subject, text=text, html=html, from_address=None, received_at=NOW).links


@pytest.mark.parametrize("row", ROWS)
def test_the_button_that_acts_is_known_by_its_words_and_those_beside_it_are_none(row: str) -> None:
    fields = row.split("|")
    stop, deny = fields[7:]
    for kind, at in KINDS:
        subject, button = fields[at : at + 2]
        if button in MUTE:
            continue
        html = "".join(f'<p><a href="{url}">{words}</a></p>' for url, words in ((ACT, button), (DENY, deny), (HELP, "Oak"), (STOP, stop)))
        text = f"{button}:\n{ACT}\n\n{deny}:\n{DENY}\n\n{stop}: {STOP}\n"
        for found in (links(subject, None, html), links(subject, text, None)):
            assert {link.url: link.kind for link in found if link.kind in ACTING} == {ACT: kind}
            assert [link.url for link in found if link.kind == "unsubscribe"] == [STOP]


@pytest.mark.parametrize(
    ("subject", "button"),
    [
        ("Your password has been changed", "Review activity"),
        ("New sign-in to your account", "Check activity"),
        ("Weekly digest", "How to reset your garden"),
        ("Confirm your booking", "Confirm booking"),
        ("Terminbestätigung", "Termin bestätigen"),
        ("Confirmez votre rendez-vous", "Confirmer le rendez-vous"),
        ("Activate your card", "Activate card"),
        ("ご注文の確認", "注文を確認する"),
        ("Bonifico eseguito", "Vedi le attività"),
        ("Reset your password", "I didn't request this"),
        ("Verify your email", "Secure your account"),
    ],
)
def test_a_button_about_something_else_does_not_act(subject: str, button: str) -> None:
    assert [link.kind for link in links(subject, None, f'<a href="{ACT}">{button}</a>')] == ["other"]


def test_who_did_not_ask_is_named_in_a_sentence_and_the_link_still_acts() -> None:
    text = f"If this was not you, ignore this mail. Otherwise confirm your e-mail address here: {ACT}"
    assert links("Confirm your e-mail address", text, None)[0].kind == "verification"


def test_signing_in_among_the_many_links_of_a_newsletter_is_no_magic_link() -> None:
    many = "".join(f'<a href="https://click.oak.example/f/{n}/Xk29fLq8Rm3Tz41/AAQ">Story {n}</a>' for n in range(9))
    found = links("Oak in January", None, f'{many}<a href="{ACT}">Log in</a>')
    assert {link.kind for link in found} == {"other"}
    assert links("Your link to log in", None, f'{many}<a href="{ACT}">Log in</a>')[0].kind == "magic_link"
