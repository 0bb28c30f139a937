"""Domains that can be taken for another, and the many that cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.addresses import normalise_domain
from postroom.lib.likeness import halves, imitated_brand, resembles, shows_another_address
from postroom.lib.likeness.skeleton import skeleton


@pytest.mark.parametrize(
    ("domain", "brand"),
    [
        ("paypa1.com", "paypal.com"),
        ("rnicrosoft.com", "microsoft.com"),
        ("micros0ft-support.net", "microsoft.com"),
        ("secure-paypal.com", "paypal.com"),
        ("paypal.com.account.example", "paypal.com"),
        ("mail.linkedln.com", "linkedin.com"),
        ("faceboook.com", "facebook.com"),
        ("docusgin.com", "docusign.com"),
        ("gооgle.com", "google.com"),
        ("xn--80ak6aa92e.com", "apple.com"),
        ("ârnazon.com", "amazon.com"),
    ],
)
def test_an_imitated_brand_is_named(domain: str, brand: str) -> None:
    assert imitated_brand(normalise_domain(domain) or "") == brand


@pytest.mark.parametrize(
    "domain",
    [
        "paypal.com",
        "service.paypal.de",
        "amazon.co.jp",
        "strive.com",
        "stripes.example",
        "ample.com",
        "visage.fr",
        "chasse.fr",
        "goole.example",
        "slick.com",
        "example.com",
        "com",
        "",
        "zoo.org",
        "micro-soft-drinks.example",
    ],
)
def test_other_names_are_no_brands(domain: str) -> None:
    assert imitated_brand(domain) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acme-corp.com", "acmecorp.com"),
        ("acmecorp.net", "acmecorp.com"),
        ("acrnecorp.com", "acmecorp.com"),
        ("acmecrop.com", "acmecorp.com"),
        ("acmecorps.com", "acmecorp.com"),
        ("acmecor.com", "acmecorp.com"),
        ("login.acmecorq.com", "mail.acmecorp.com"),
    ],
)
def test_likeness_is_mutual_and_found_by_a_half(one: str, other: str) -> None:
    assert resembles(one, other)
    assert resembles(other, one)
    assert set(halves(one, looking=True)) & set(halves(other, looking=False))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mail.acmecorp.com", "acmecorp.com"),
        ("acmecorp.com", "acmecorp.com"),
        ("b.com", "b.org"),
        ("north.example", "south.example"),
        ("sender1.example", "sender2.example"),
        ("com", "net"),
    ],
)
def test_the_same_organisation_and_another_name_are_no_likeness(one: str, other: str) -> None:
    assert not resembles(one, other)


def test_a_name_that_shows_another_address_is_seen() -> None:
    assert shows_another_address("ceo@bank.com", "jo@evil.example")
    assert shows_another_address("Bank <ceo＠bank.com>", "jo@evil.example")
    assert not shows_another_address("Jo (jo@mail.acme.com)", "jo@acme.com")
    assert not shows_another_address("Jo @ Acme", "jo@acme.com")
    assert not shows_another_address("Jo Doe", "jo@acme.com")


_LABELS = st.text(alphabet="abcdefghilmnorstuvwe0135", min_size=6, max_size=20)


@given(_LABELS, st.integers(0, 19), st.sampled_from("abcxyz"))
def test_one_letter_less_more_or_other_shares_a_half(label: str, place: int, letter: str) -> None:
    place %= len(label)
    known = set(halves(f"{label}.com", looking=False))
    for other in (label[:place] + label[place + 1 :], label[:place] + letter + label[place:], label[:place] + letter + label[place + 1 :]):
        # A letter may make or break a pair such as `rn`, which counts for more than one.
        if _differ_by_one(skeleton(other), skeleton(label)):
            assert known & set(halves(f"{other}.com", looking=True))


def _differ_by_one(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    start = next((place for place in range(len(shorter)) if longer[place] != shorter[place]), len(shorter))
    return longer[start + 1 :] in (shorter[start:], shorter[start + 1 :])


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_compared(one: str, other: str) -> None:
    resembles(one, other)
    imitated_brand(one)
    halves(one, looking=True)
    shows_another_address(one, other)
