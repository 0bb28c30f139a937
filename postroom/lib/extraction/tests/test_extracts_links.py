"""Links: kinds, ranking, decoding of tracking redirects, what is never a link."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from postroom.lib.extraction import Link, extract, note_of
from postroom.lib.extraction.links import find_urls
from postroom.lib.extraction.redirects import decode_target, host_of

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
TARGET = "https://app.oak.example/verify?token=Zk3l9fPq2w8X"


def coded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


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
        f"https://a.example/?url={quote(quote(quote(TARGET, safe=''), safe=''), safe='')}",
        f"https://a.example/?anything={coded(TARGET)}",
        f"https://a.example/?u={coded(coded(TARGET))}",
        f"https://a.example/?u={coded(quote(TARGET, safe=''))}",
        "https://a.example/c/" + coded(json.dumps({"url": TARGET, "id": 7})),
        "https://a.example/track/click/30/x?p=" + coded(json.dumps({"s": "x", "p": json.dumps({"u": 30, "url": TARGET})})),
        f"https://rewriter.example/v3/__{TARGET}__;!!abc$",
        "https://click.example/3s/" + quote(TARGET.removeprefix("https://"), safe="") + "/abc/AQ/1",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__app.oak.example_verify-3Ftoken-3DZk3l9fPq2w8X&d=x",
    ],
)
def test_a_tracking_redirect_is_decoded_from_the_url_alone(tracking: str) -> None:
    assert (decode_target(tracking) or "").startswith(TARGET)


def test_decoding_stops_at_three_redirects() -> None:
    url = TARGET
    for depth in range(5):
        url = f"https://hop{depth}.example/?url={quote(url, safe='')}"
    assert host_of(decode_target(url) or "") == "hop1.example"


@pytest.mark.parametrize(
    "more", ["&next=https%3A%2F%2Fapp.oak.example%2Fhome", "&return_to=https://other.example/", "&t=eyJhbGciOiJIUzI1NiJ9.eyJ1.x"]
)
def test_an_address_that_acts_itself_is_no_redirect(more: str) -> None:
    assert decode_target(TARGET + more) is None


def test_words_that_show_another_address_cost_confidence() -> None:
    honest = links(html=f'<a href="{TARGET}">https://app.oak.example/verify</a>', subject="Verify your e-mail")[0]
    disguised = links(
        html='<a href="https://evil.test/verify?token=Zk3l9fPq2w8X">https://app.oak.example/verify</a>', subject="Verify your e-mail"
    )[0]
    assert honest.confidence > disguised.confidence >= 0.5
    assert note_of(honest.text, honest.host) is None
    assert note_of(disguised.text, disguised.host) == "Its words show app.oak.example, but it leads to evil.test."


@pytest.mark.parametrize(
    ("text", "host", "is_disguised"),
    [
        ("www.oak.example", "mail.oak.example", False),
        ("oak.co.uk/help", "app.oak.co.uk", False),
        ("oak.co.uk", "elm.co.uk", True),
        ("oak.example", "oak.example.evil.test", True),
        ("Visit oak.example today", "elm.example", False),
        ("Node.js", "elm.example", True),
        ("Click here", "elm.example", False),
    ],
)
def test_only_words_that_are_an_address_can_disguise(text: str, host: str, is_disguised: bool) -> None:
    assert (note_of(text, host) is not None) == is_disguised


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


def test_words_before_an_address_in_brackets_are_its_own_and_outweigh_those_around_it() -> None:
    subject, text = (
        "Password reset attempt",
        "You tried to reset your password.\n\nTry a different email ( https://oak.example/x/p8fk3Pq20Zx )\n",
    )
    assert links(text, subject=subject)[0].kind == "other"
    text = "You asked to reset your password.\n\nReset your password ( https://oak.example/x/p8fk3Pq20Zx )\n"
    assert links(text, subject=subject)[0].kind == "reset"


def test_a_link_whose_own_words_act_leaves_the_logo_beside_it_another_link() -> None:
    html = '<a href="https://go.example/c/8fk3Pq20ZxAa">Oak</a><p>You asked to reset your password.</p>'
    html += '<a href="https://go.example/c/9fk3Pq20ZxBb">Reset password</a>'
    found = links(
        html=html + '<p>If not, do nothing.</p><a href="https://go.example/c/7fk3Pq20ZxCc">Oak</a>', subject="Reset your password"
    )
    assert [link.kind for link in found] == ["reset", "other", "other"]
    assert found[0].url.endswith("Bb")
