"""True targets, labels for remote images, and pages in light and dark; all HTML here was written for this test."""

import pytest

from postroom.lib.preview import Places, image_type, preview, remote_images, safe_fragment


def shown(html: str, **places: object) -> str:
    return safe_fragment(html, Places(**places))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "host"),
    [
        ("<a href='https://evil.example/x'>www.bank.example</a>", "evil.example"),
        ("<a href='https://evil.example/x'><b>https://bank</b>.example/login</a>", "evil.example"),
        ("<a href='https://bank.example@evil.example/'>bank.example</a>", "evil.example"),
        ("<a href='https://xn--bnk-dma.example/'>bank.example</a>", "xn--bnk-dma.example"),
        ("<a href='https://bänk.example/'>bank.example</a>", "xn--bnk-qla.example"),
        ("<a href='https://click.example/?url=https%3A%2F%2Fevil.example%2Fx'>bank.example</a>", "evil.example"),
    ],
)
def test_a_link_whose_words_name_another_host_says_where_it_leads(html: str, host: str) -> None:
    assert f'<span class="pr-host">(→ {host})</span>' in shown(html)


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://bank.example/x'>Sign in</a>",
        "<a href='https://www.bank.example/x'>bank.example</a>",
        "<a href='https://login.bank.example/x'>Bank.example</a>",
        "<a href='https://click.example/?url=https%3A%2F%2Fbank.example%2Fx'>bank.example</a>",
        "<a href='mailto:jo@bank.example'>jo@bank.example</a>",
        "<a href='https://bank.example/x'><img src='https://cdn.example/x.png'></a>",
    ],
)
def test_a_link_that_leads_where_its_words_say_needs_no_note(html: str) -> None:
    assert "pr-host" not in shown(html)


def test_the_title_of_a_link_is_its_target_behind_redirects() -> None:
    safe = shown("<a title='Your bank' href='https://click.example/?url=https%3A%2F%2Fshop.example%2Fx'>Go</a>")
    assert 'title="https://shop.example/x"' in safe and 'href="https://click.example/' in safe and "Your bank" not in safe
    assert 'target="_blank"' in safe and 'rel="noopener noreferrer nofollow"' in safe


def test_images_of_the_mail_are_taken_from_its_files() -> None:
    html = "<img src='cid:logo@x' alt=Logo><img src='CID:a%40b'><img src='cid:none'>"
    safe = shown(html, files={"logo@x": "/files/1", "a@b": "/files/2"})
    assert 'src="/files/1"' in safe and 'src="/files/2"' in safe and 'src="cid:none"' in safe and 'alt="Logo"' in safe


REMOTE = (
    "<img src='https://cdn.example/a.png' alt='Our shop'><img src='//cdn.example/b.png'><img src='https://t.example/p' width=1 height=1>"
)


def test_remote_images_are_labels_until_they_are_asked_for() -> None:
    safe = shown(REMOTE)
    assert "<img" not in safe
    assert '<span class="pr-image" title="https://cdn.example/a.png">Image from cdn.example: Our shop</span>' in safe


def test_remote_images_are_fetched_by_number_and_counters_not_at_all() -> None:
    safe = shown(REMOTE, remote="/images/", remote_suffix="?x=1")
    assert 'src="/images/1?x=1"' in safe and 'src="/images/2?x=1"' in safe and "/images/3" not in safe and "example/" not in safe
    assert remote_images(REMOTE) == ["https://cdn.example/a.png", "https://cdn.example/b.png", "https://t.example/p"]


def test_only_pictures_may_be_written_into_the_mail_itself() -> None:
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in shown("<img src='data:image/png;base64,iVBORw0KGgo='>")
    assert "data:" not in shown(
        "<img src='data:image/svg+xml;base64,PHN2Zz4='><img src='data:text/html,x'><a href='data:image/png;base64,x'>y</a>"
    )


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_bytes_decide_what_is_an_image(content: bytes, media_type: str | None) -> None:
    assert image_type(content) == media_type


def test_a_page_is_complete_and_says_what_it_may() -> None:
    page = preview("<Hi> & bye", "<p>Hello</p>", "", theme="light", places=Places())
    assert page.startswith("<!doctype html>") and "<title>&lt;Hi&gt; &amp; bye</title>" in page and "<p>Hello</p>" in page
    assert "default-src 'none'; img-src 'self' data:;" in page and '<meta name="color-scheme" content="light">' in page
    assert "script" not in page


def test_a_light_mail_is_turned_in_the_dark_and_a_dark_one_is_left() -> None:
    light = preview("", "<p style='color:#222'>x</p>", "", theme="dark", places=Places())
    dark = preview("", "<body bgcolor='#101010'><p style='color:#eee'>x</p>", "", theme="dark", places=Places())
    assert '<main class="mail turned">' in light and '<main class="mail dark">' in dark


def test_a_mail_of_text_alone_is_shown_as_its_text() -> None:
    assert '<div class="text">a &lt;b&gt;\nc</div>' in preview("", None, "a <b>\nc", theme="dark", places=Places())


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("#1a1c1f", "#ffffff"), ("#444444", "#f4f5f7"), ("#0b57d0", "#ffffff"), ("#666666", "#ffffff"), ("#ffffff", "#1b3a57"),
        ("#ffffff", "#d32f2f"), ("#ffffff", "#1a73e8"), ("#ffffff", "#188038"), ("#000000", "#ffd54f"), ("#8a1f11", "#fdecea"),
        ("#454b54", "#f1f3f6"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_the_light_can_be_read_in_the_dark(words: str, ground: str) -> None:
    assert "invert(.9) hue-rotate(180deg)" in preview("", "<p>x</p>", "", theme="dark", places=Places())
    assert contrast(turned(words), turned(ground)) >= 4.5


def turned(colour: str) -> list[float]:
    """What the filters of the dark page make of a colour (Filter Effects §9.6, §9.7)."""
    red, green, blue = (0.9 - 0.8 * int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    rows = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))
    return [min(1.0, max(0.0, a * red + b * green + c * blue)) for a, b, c in rows]


def contrast(one: list[float], other: list[float]) -> float:
    """WCAG 2, from 1 to 21."""
    low, high = sorted(
        sum(
            share * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for share, c in zip((0.2126, 0.7152, 0.0722), colour, strict=True)
        )
        for colour in (one, other)
    )
    return (high + 0.05) / (low + 0.05)
