from postroom.lib.html import Anchor
from postroom.lib.screening import screen, weigh_spam


def test_an_ordinary_mail_has_no_signs() -> None:
    assert weigh_spam("Your parcel", "It comes tomorrow.", "info@north.example").reasons == []


def test_signs_add_up_and_are_named() -> None:
    found = weigh_spam(
        "YOU HAVE WON THE JACKPOT!!!",
        "Dear friend, claim your prize of 2 million dollars.",
        "win90210777@prizes.example",
        [Anchor("https://evil.example/x", "www.bank.example", 0, 0), Anchor("https://bit.ly/x", "here", 0, 0)],
    )

    assert found.score > 0.8
    assert {"subject_in_capitals", "loud_subject", "words_of_scams", "sender_of_digits", "link_shows_another_host"} <= set(found.reasons)


def test_spam_is_no_attack_on_a_machine() -> None:
    assert screen([("subject", "YOU HAVE WON!!!"), ("text", "Dear friend, claim your prize. Act now, risk-free!")]).score == 0
