"""Links: kinds, ranking, decoding of tracking redirects, what is never a link."""

import base64
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from postroom.lib.extraction import Link, extract
from postroom.lib.extraction.links import find_urls
from postroom.lib.extraction.redirects import decode_target, host_of

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
TARGET = "https://app.oak.example/verify?token=Zk3l9fPq2w8X"


def links(text: str | None = None, html: str | None = None, subject: str | None = None, **headers: str) -> list[Link]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return extract(subject=subject, text=text, html=html, from_address=None, received_at=NOW, headers=named).links


@pytest.mark.parametrize(
    ("subject", "words", "url", "kind"),
    [
        ("Confirm your address", "Confirm e-mail", "https://oak.example/c/8fk3Pq20Zx", "verification"),
        ("Passwort zurücksetzen", "Neues Passwort", "https://oak.example/r/8fk3Pq20Zx", "reset"),
        ("Votre lien de connexion", "Se connecter", "https://oak.example/l/8fk3Pq20Zx", "magic_link"),
        ("Restablecer la contraseña", "Restablecer", "https://oak.example/p?token=8fk3Pq20Zx", "reset"),
        ("パスワードの再設定", "こちらのリンク", "https://oak.example/password/reset/8fk3Pq20Zx", "reset"),
        ("Подтвердите адрес почты", "Подтвердить", "https://oak.example/c/8fk3Pq20Zx", "verification"),
    ],
)
def test_the_link_that_acts_is_first_and_named(subject: str, words: str, url: str, kind: str) -> None:
    html = f'<a href="https://oak.example/">Oak</a><a href="{url}">{words}</a><a href="https://oak.example/help">Help</a>'
    found = links(html=html, subject=subject)
    assert (found[0].url, found[0].kind, found[0].text) == (url, kind, words)
    assert {link.kind for link in found[1:]} == {"other"}


def test_an_unsubscribe_link_and_the_list_header_are_named() -> None:
    found = links(html='<a href="https://n.example/u/1">Abmelden</a>', list_unsubscribe="<mailto:off@n.example>, <https://n.example/off>")
    assert {link.url for link in found if link.kind == "unsubscribe"} == {
        "https://n.example/u/1",
        "mailto:off@n.example",
        "https://n.example/off",
    }


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//x.example/a", "#top"])
def test_other_schemes_are_no_links(url: str) -> None:
    assert links(html=f'<a href="{url}">Verify your account</a>') == []


@pytest.mark.parametrize(
    "tracking",
    [
        f"https://click.example/ls?upn=1&url={quote(TARGET, safe='')}",
        f"https://click.example/CL0/{quote(TARGET, safe='')}/1/x",
        f"https://r.example/?u={base64.urlsafe_b64encode(TARGET.encode()).decode()}",
        f"https://a.example/?q={quote('https://b.example/?url=' + quote(TARGET, safe=''), safe='')}",
    ],
)
def test_a_tracking_redirect_is_decoded_from_the_url_alone(tracking: str) -> None:
    assert (decode_target(tracking) or "").startswith(TARGET)


def test_decoding_stops_at_three_redirects() -> None:
    url = TARGET
    for depth in range(5):
        url = f"https://hop{depth}.example/?url={quote(url, safe='')}"
    assert host_of(decode_target(url) or "") == "hop1.example"


def test_a_plain_address_has_no_target() -> None:
    assert decode_target(TARGET) is None


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/a_(b))", ["https://a.example/a_(b)"]),
        ("<https://a.example/?a=1&b=2>", ["https://a.example/?a=1&b=2"]),
        ("https://a.example/x로 이동", ["https://a.example/x"]),
        ("https://a.example/k/-ზე", ["https://a.example/k/"]),
        ("https://ru.example/wiki/Москва, да", ["https://ru.example/wiki/Москва"]),
        ("http:// nothing", []),
    ],
)
def test_addresses_end_where_a_reader_would_end_them(text: str, urls: list[str]) -> None:
    assert [text[a:b] for a, b in find_urls(text)] == urls


def test_a_reset_link_in_plain_text_is_found_by_the_words_before_it() -> None:
    found = links("To choose a new password, follow this link:\n\nhttps://oak.example/p/8fk3Pq20Zx\n", subject="Reset your password")
    assert (found[0].kind, found[0].source) == ("reset", "text")


def test_a_booking_to_confirm_is_no_verification() -> None:
    found = links(html='<a href="https://hotel.example/b/8fk3Pq20Zx">Confirm</a>', subject="Your stay in Lisbon")
    assert found[0].kind == "other"
