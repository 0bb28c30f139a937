"""Which rule decides, case by case, and against a slow reading of the same words."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.features.policies.model import FilterMode, correspondent, normal_target
from postroom.features.policies.ruleset import Blocked, Place, RuleSet

ORG, AGENT, INBOX, OTHER = (UUID(int=number) for number in (1, 2, 3, 4))
BLACK, WHITE = Place("live", INBOX, AGENT, "blacklist"), Place("live", INBOX, AGENT, "whitelist")
SENDER = "jo@mail.example.com"


def rule(number: int, action: str, match_type: str, target: str, of: str = "organisation", **more: Any) -> dict[str, Any]:
    owner = {"inbox_id": INBOX if of == "inbox" else None, "agent_id": AGENT if of == "agent" else None, "mode": "live"}
    said = {"id": UUID(int=100 + number), "action": action, "match_type": match_type, "match_target": target}
    return {**owner, **said, "direction": "both", "requires_authentication": False, **more}


def decision(rows: list[dict[str, Any]], place: Place, sender: str = SENDER, *, proven: bool = False) -> str:
    why = RuleSet(rows).judge_sender(place, sender, is_authenticated=proven)
    return "in" if why is None else f"{why.reason} {why.rule_id.int - 100}" if why.rule_id else why.reason


@pytest.mark.parametrize(
    ("rows", "blacklist", "whitelist"),
    [
        pytest.param([], "in", "not_allowed", id="no rule: the mode"),
        pytest.param([rule(1, "block", "exact_address", SENDER)], "contact_rule 1", "contact_rule 1", id="address"),
        pytest.param([rule(1, "allow", "exact_address", SENDER)], "in", "in", id="allowed address"),
        pytest.param([rule(1, "block", "exact_address", "other@mail.example.com")], "in", "not_allowed", id="another address"),
        pytest.param([rule(1, "block", "domain", "mail.example.com")], "contact_rule 1", "contact_rule 1", id="domain"),
        pytest.param([rule(1, "block", "domain", "example.com")], "contact_rule 1", "contact_rule 1", id="sub-domain"),
        pytest.param([rule(1, "block", "domain", "com")], "contact_rule 1", "contact_rule 1", id="top-level"),
        pytest.param([rule(1, "block", "domain", "ample.com")], "in", "not_allowed", id="not a suffix of letters"),
        pytest.param([rule(1, "block", "domain", "x.mail.example.com")], "in", "not_allowed", id="not the parent"),
        pytest.param([rule(1, "block", "any", "*")], "contact_rule 1", "contact_rule 1", id="anybody"),
        pytest.param(
            [rule(1, "block", "domain", "example.com"), rule(2, "allow", "exact_address", SENDER)], "in", "in", id="address before domain"
        ),
        pytest.param(
            [rule(1, "allow", "domain", "example.com"), rule(2, "block", "exact_address", SENDER)],
            "contact_rule 2",
            "contact_rule 2",
            id="address before domain, blocked",
        ),
        pytest.param(
            [rule(1, "block", "domain", "example.com"), rule(2, "allow", "domain", "mail.example.com")], "in", "in", id="longer domain"
        ),
        pytest.param([rule(1, "block", "any", "*"), rule(2, "allow", "domain", "com")], "in", "in", id="domain before anybody"),
        pytest.param(
            [rule(1, "block", "exact_address", SENDER), rule(2, "allow", "any", "*", "agent")], "in", "in", id="agent before organisation"
        ),
        pytest.param(
            [rule(1, "block", "exact_address", SENDER, "agent"), rule(2, "allow", "domain", "com", "inbox")],
            "in",
            "in",
            id="inbox before agent",
        ),
        pytest.param(
            [rule(1, "allow", "domain", "com"), rule(2, "block", "domain", "com")],
            "contact_rule 2",
            "contact_rule 2",
            id="block before allow",
        ),
        pytest.param(
            [rule(2, "block", "any", "*"), rule(1, "allow", "any", "*")], "contact_rule 2", "contact_rule 2", id="in whatever order"
        ),
        pytest.param([rule(1, "block", "any", "*", "inbox", inbox_id=OTHER)], "in", "not_allowed", id="another inbox"),
        pytest.param([rule(1, "block", "any", "*", "agent", agent_id=OTHER)], "in", "not_allowed", id="another agent"),
        pytest.param([rule(1, "block", "any", "*", mode="test")], "in", "not_allowed", id="another mode"),
        pytest.param([rule(1, "block", "any", "*", direction="outbound")], "in", "not_allowed", id="only what goes out"),
        pytest.param([rule(1, "block", "any", "*", direction="inbound")], "contact_rule 1", "contact_rule 1", id="only what comes in"),
        pytest.param([rule(1, "block", "exact_number", "+4912345")], "in", "not_allowed", id="a kind of another medium"),
    ],
)
def test_a_sender_is_judged(rows: list[dict[str, Any]], blacklist: str, whitelist: str) -> None:
    assert (decision(rows, BLACK), decision(rows, WHITE)) == (blacklist, whitelist)


@pytest.mark.parametrize("place", [BLACK, WHITE])
@pytest.mark.parametrize("match", [("exact_address", SENDER), ("domain", "example.com"), ("any", "*")])
def test_an_allowed_sender_who_must_be_proven_is_blocked_until_he_is(place: Place, match: tuple[str, str]) -> None:
    rows = [rule(1, "allow", *match, requires_authentication=True)]
    assert decision(rows, place) == "unauthenticated 1"
    assert decision(rows, place, proven=True) == "in"


def test_a_wider_rule_does_not_let_in_who_must_be_proven() -> None:
    rows = [rule(1, "allow", "exact_address", SENDER, requires_authentication=True), rule(2, "allow", "domain", "example.com")]
    assert decision(rows, WHITE) == "unauthenticated 1"
    assert decision(rows, WHITE, "other@example.com") == "in"


def test_what_goes_out_needs_no_proof_and_has_a_direction() -> None:
    rules = RuleSet(
        [
            rule(1, "allow", "exact_address", SENDER, requires_authentication=True),
            rule(2, "block", "domain", "in.example", direction="inbound"),
            rule(3, "block", "domain", "out.example", direction="outbound"),
        ]
    )
    assert rules.judge_recipient(WHITE, SENDER) is None
    assert rules.judge_recipient(BLACK, "x@in.example") is None
    assert rules.judge_recipient(WHITE, "x@in.example") == Blocked("not_allowed", None)
    assert rules.judge_recipient(BLACK, "x@out.example") == Blocked("contact_rule", UUID(int=103))


@pytest.mark.parametrize(
    ("spelled", "address", "domain"),
    [
        ("Jo@Mail.Example.COM.", SENDER, "mail.example.com"),
        ('"jo"@mail.example.com', SENDER, "mail.example.com"),
        ("jo@bücher.example", "jo@xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("JÖ@x.example", "jö@x.example", "x.example"),
        ("jo@evil.example@x.example", "jo@evil.example@x.example", "x.example"),
        ("jo smith@x.example", "", "x.example"),
        ("a" * 65 + "@x.example", "", "x.example"),
        ("@x.example", "", "x.example"),
        ("jo@[192.0.2.1]", "", ""),
        ("jo", "", ""),
        ("", "", ""),
        ("jo@" + "a." * 300 + "com", "", ""),
    ],
)
def test_a_sender_has_one_spelling(spelled: str, address: str, domain: str) -> None:
    assert correspondent(spelled) == (address, domain)


@pytest.mark.parametrize(
    ("match_type", "spelled", "normal"),
    [
        ("exact_address", " <Jo@Mail.Example.com> ", SENDER),
        ("exact_address", "Jo Doe <jo@x.example>", None),
        ("exact_address", "example.com", None),
        ("exact_address", "*", None),
        ("domain", "Example.COM", "example.com"),
        ("domain", "@example.com", "example.com"),
        ("domain", "*.example.com", "example.com"),
        ("domain", "bücher.example", "xn--bcher-kva.example"),
        ("domain", "top", "top"),
        ("domain", "jo@example.com", None),
        ("domain", "exa mple.com", None),
        ("domain", "", None),
        ("any", "", "*"),
        ("any", "*", "*"),
        ("any", "example.com", None),
    ],
)
def test_a_target_has_one_spelling(match_type: Any, spelled: str, normal: str | None) -> None:
    assert normal_target(match_type, spelled) == normal


LABELS = st.lists(st.sampled_from(["a", "b", "mail", "com"]), min_size=1, max_size=4)
DOMAINS = LABELS.map(".".join)
ADDRESSES = st.builds("{}@{}".format, st.sampled_from(["jo", "al"]), DOMAINS)
MATCHES = st.one_of(st.tuples(st.just("exact_address"), ADDRESSES), st.tuples(st.just("domain"), DOMAINS), st.just(("any", "*")))
RULES = st.lists(
    st.builds(
        lambda action, match, of, direction, proof: (action, match, of, direction, proof),
        st.sampled_from(["allow", "block"]),
        MATCHES,
        st.sampled_from(["inbox", "agent", "organisation"]),
        st.sampled_from(["inbound", "outbound", "both"]),
        st.booleans(),
    ),
    max_size=8,
)


def slowly(rows: list[dict[str, Any]], place: Place, sender: str, *, proven: bool) -> bool:
    """The same by sorting all that matches, as the documentation says it."""
    domain = sender.rpartition("@")[2]
    matching = [
        row
        for row in rows
        if row["direction"] != "outbound"
        and (
            row["match_target"] == sender
            if row["match_type"] == "exact_address"
            else row["match_type"] == "any" or f".{domain}".endswith(f".{row['match_target']}")
        )
    ]
    if not matching:
        return place.filter_mode == "blacklist"
    first = min(
        matching,
        key=lambda row: (
            0 if row["inbox_id"] else 1 if row["agent_id"] else 2,
            ["exact_address", "domain", "any"].index(row["match_type"]),
            -len(row["match_target"]),
            row["action"] != "block",
        ),
    )
    # Two rules of one target and direction cannot be; where they are, any of those that allow may be taken.
    return first["action"] == "allow" and (proven or not first["requires_authentication"])


@given(RULES, ADDRESSES, st.sampled_from(["blacklist", "whitelist"]), st.booleans())
def test_the_quick_way_and_the_slow_way_agree(given_rules: list[Any], sender: str, mode: FilterMode, proven: bool) -> None:
    seen: set[Any] = set()
    rows = []
    for number, (action, match, of, direction, proof) in enumerate(given_rules):
        ways = {"inbound", "outbound"} if direction == "both" else {direction}
        if not any((match, of, way) in seen for way in ways):
            seen |= {(match, of, way) for way in ways}
            rows.append(rule(number, action, *match, of, direction=direction, requires_authentication=proof and action == "allow"))
    place = Place("live", INBOX, AGENT, mode)
    assert (RuleSet(rows).judge_sender(place, sender, is_authenticated=proven) is None) == slowly(rows, place, sender, proven=proven)


@given(st.text(max_size=400))
def test_any_text_can_be_a_sender_and_its_spelling_is_stable(text: str) -> None:
    one = correspondent(text)
    assert one.address == "" or correspondent(one.address) == one
    RuleSet([rule(1, "block", "domain", "a.example")]).judge_sender(BLACK, text, is_authenticated=False)


@given(st.sampled_from(["exact_address", "domain", "any"]), st.text(max_size=320))
def test_a_normal_target_is_its_own_normal_form_and_matches_itself(match_type: Any, text: str) -> None:
    target = normal_target(match_type, text)
    if target is not None:
        assert normal_target(match_type, target) == target
        sender = {"exact_address": target, "domain": f"jo@{target}", "any": "jo@x.example"}[match_type]
        assert decision([rule(1, "block", match_type, target)], BLACK, sender) == "contact_rule 1"
