"""Expiry in the mail's language, and the category with its rule."""

from datetime import UTC, datetime

import pytest

from postroom.lib.extraction import extract
from postroom.lib.extraction.expiry import find_expiry

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("The code is valid for 10 minutes.", 600),
        ("It expires in 2 hours.", 7200),
        ("This link will expire within one hour.", 3600),
        ("Der Code ist 15 Minuten gültig.", 900),
        ("Il expire dans 15 minutes.", 900),
        ("Caduca en 5 minutos.", 300),
        ("Válido por 5 minutos.", 300),
        ("Scade tra 10 minuti.", 600),
        ("Deze code is 10 minuten geldig.", 600),
        ("Kod jest ważny przez 10 minut.", 600),
        ("Platí 10 minut.", 600),
        ("Код действует 10 минут.", 600),
        ("Ισχύει για 10 λεπτά.", 600),
        ("3 dakika geçerlidir.", 180),
        ("صالح لمدة 5 دقائق", 300),
        ("תקף ל 5 דקות", 300),
        ("10分钟内有效", 600),
        ("有効期限は10分です", 600),
        ("10분 이내 입력, 10분간 유효", 600),
        ("The code expires at 14:30 UTC.", 9000),
        ("Valid until 12:30 PM EST.", 19800),
        ("Gültig bis 11.03.2026 13:00 Uhr", 3600),
        ("有効期限：2026/03/11 12:05", 300),
    ],
)
def test_a_stated_validity_is_read(text: str, seconds: int) -> None:
    found = find_expiry(text.lower(), NOW)
    assert found is not None
    assert found[1] == seconds


@pytest.mark.parametrize(
    "text", ["We answer within the day.", "Dinner at 18:00.", "10 minutes from the station.", "Valid 99999 days", "", "Expires 2020-01-01"]
)
def test_what_states_no_validity_gives_none(text: str) -> None:
    assert find_expiry(text.lower(), NOW) is None


def test_the_expiry_belongs_to_a_code_or_a_link() -> None:
    with_code = extract(subject=None, text="Your code is 482913, valid for 10 minutes", html=None, from_address=None, received_at=NOW)
    without = extract(subject=None, text="The offer is valid for 10 minutes", html=None, from_address=None, received_at=NOW)
    assert (with_code.expires_in_seconds, without.expires_in_seconds) == (600, None)
    assert with_code.code_expires_at == datetime(2026, 3, 11, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sender", "subject", "text", "headers", "category"),
    [
        ("no-reply@oak.example", "Sign in", "Your code is 482913", {}, "verification"),
        ("no-reply@oak.example", "Your password was changed", "If this was not you, write to us.", {}, "security"),
        ("shop@oak.example", "Your order 4481 has shipped", "On its way.", {}, "transactional"),
        ("billing@oak.example", "Rechnung 2026-11", "Betrag 20 EUR", {}, "financial"),
        ("notify@oak.example", "Mara commented on your plan", "Have a look.", {}, "notification"),
        ("news@oak.example", "Spring", "Trees", {"list-id": "<news.oak.example>"}, "newsletter"),
        ("mara@oak.example", "Lunch?", "At noon?", {}, "personal"),
        ("mara@oak.example", "Automatic reply: Lunch?", "I am away.", {"auto-submitted": "auto-replied"}, "auto_reply"),
        ("mailer-daemon@mx.example", "Undelivered Mail Returned to Sender", "550", {}, "bounce"),
        ("x@mx.example", "hello", "x", {"content-type": "Multipart/Report; boundary=x"}, "bounce"),
    ],
)
def test_the_category_is_deterministic_and_explained(sender: str, subject: str, text: str, headers: dict[str, str], category: str) -> None:
    found = extract(subject=subject, text=text, html=None, from_address=sender, received_at=NOW, headers=headers)
    assert found.category == category
    assert found.category_rule
