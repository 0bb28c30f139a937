"""A redundant rule is one that could go without any mail being judged otherwise."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.features.policies.model import FilterMode
from postroom.features.policies.redundant import notice_of
from postroom.features.policies.ruleset import Place, RuleSet
from postroom.features.policies.tests.test_the_more_specific_rule_decides import ADDRESSES, AGENT, DOMAINS, INBOX, OTHER, RULES, rule
from postroom.kernel.ids import decode_id

MODES = st.sampled_from(["blacklist", "whitelist"])


def redundant(rows: list[dict[str, Any]], inbound: FilterMode, outbound: FilterMode | None = None) -> set[int]:
    notice = notice_of(rows, INBOX, AGENT, "blacklist", (inbound, outbound or inbound))
    assert notice.redundant_rule_count == len(notice.redundant_rule_ids)
    return {found.int - 100 for one in notice.redundant_rule_ids if (found := decode_id("rul", one))}


@pytest.mark.parametrize(
    ("rows", "mode", "expected"),
    [
        pytest.param([], "whitelist", set(), id="nothing"),
        pytest.param([rule(1, "block", "domain", "a.example", "inbox")], "whitelist", {1}, id="a block of nobody allowed"),
        pytest.param([rule(1, "allow", "domain", "a.example", "inbox")], "blacklist", {1}, id="an allow of nobody blocked"),
        pytest.param([rule(1, "block", "domain", "a.example", "inbox")], "blacklist", set(), id="it says otherwise"),
        pytest.param(
            [rule(1, "block", "exact_address", "jo@a.example", "inbox"), rule(2, "allow", "domain", "a.example", "inbox")],
            "whitelist",
            set(),
            id="an exception to a wider allow",
        ),
        pytest.param(
            [rule(1, "block", "domain", "a.example", "inbox"), rule(2, "allow", "exact_address", "jo@a.example", "inbox")],
            "whitelist",
            {1},
            id="the exception decides by itself",
        ),
        pytest.param(
            [rule(1, "block", "domain", "a.example", "inbox"), rule(2, "allow", "exact_address", "jo@a.example", "agent")],
            "whitelist",
            set(),
            id="it keeps out whom the agent allows",
        ),
        pytest.param(
            [rule(1, "block", "domain", "a.example", "inbox"), rule(2, "allow", "domain", "x.a.example")],
            "whitelist",
            set(),
            id="it keeps out whom the organisation allows",
        ),
        pytest.param([rule(1, "allow", "any", "*", "inbox"), rule(2, "block", "domain", "a.example")], "blacklist", set(), id="anybody"),
        pytest.param([rule(1, "allow", "domain", "a", "inbox", requires_authentication=True)], "blacklist", set(), id="proof is more"),
        pytest.param([rule(1, "block", "any", "*", "inbox", inbox_id=OTHER)], "whitelist", set(), id="of another inbox"),
        pytest.param([rule(1, "block", "any", "*", "agent")], "whitelist", set(), id="of the agent, for other inboxes too"),
    ],
)
def test_what_a_mode_says_anyway_is_redundant(rows: list[dict[str, Any]], mode: FilterMode, expected: set[int]) -> None:
    assert redundant(rows, mode) == expected


def test_a_rule_for_both_ways_is_redundant_only_where_both_modes_say_it() -> None:
    rows = [rule(1, "block", "domain", "a.example", "inbox"), rule(2, "block", "domain", "b.example", "inbox", direction="inbound")]
    assert redundant(rows, "whitelist", "blacklist") == {2}
    assert redundant(rows, "whitelist") == {1, 2}


def test_the_notice_names_a_hundred_and_counts_all() -> None:
    rows = [rule(number, "block", "domain", f"d{number}.example", "inbox") for number in range(150)]
    notice = notice_of(rows, INBOX, AGENT, "blacklist", ("whitelist", "whitelist"))
    assert (notice.redundant_rule_count, len(notice.redundant_rule_ids), notice.redundant_rule_action) == (150, 100, "block")
    assert (notice.previous_filter_mode, notice.new_filter_mode) == ("blacklist", "whitelist")


@given(RULES, MODES, MODES, st.lists(ADDRESSES, max_size=10), DOMAINS, st.booleans())
def test_without_its_redundant_rules_an_inbox_judges_the_same(
    given_rules: list[Any], inbound: FilterMode, outbound: FilterMode, senders: list[str], domain: str, proven: bool
) -> None:
    rows = {
        (match, of): rule(number, action, *match, of, direction=way, requires_authentication=proof and action == "allow")
        for number, (action, match, of, way, proof) in enumerate(given_rules)
    }
    gone = {UUID(int=100 + number) for number in redundant(list(rows.values()), inbound, outbound)}
    all_rules, rest = RuleSet(rows.values()), RuleSet(row for row in rows.values() if row["id"] not in gone)
    named = [row["match_target"] for row in rows.values() if row["match_type"] == "exact_address"]
    wide = [f"al@{row['match_target']}" for row in rows.values() if row["match_type"] == "domain"]
    for sender in {*senders, *named, *wide, f"jo@{domain}"}:
        way_in, way_out = Place("live", INBOX, AGENT, inbound), Place("live", INBOX, AGENT, outbound)
        before = all_rules.judge_sender(way_in, sender, is_authenticated=proven)
        after = rest.judge_sender(way_in, sender, is_authenticated=proven)
        assert (before is None) == (after is None)
        assert (all_rules.judge_recipient(way_out, sender) is None) == (rest.judge_recipient(way_out, sender) is None)
