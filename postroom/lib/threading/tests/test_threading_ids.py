from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.threading import MAX_IDS, id_hash, link_order, message_ids, reply_headers


def test_ids_lose_brackets_comments_folds_and_repeats():
    header = "<a@x> (was <c@x>)\r\n <b@\r\n x> <a@x>"
    assert message_ids(header) == ["a@x", "b@x"]


def test_bare_ids_count_only_where_nothing_is_in_brackets():
    assert message_ids("a@x, b@x;c@x") == ["a@x", "b@x", "c@x"]
    assert message_ids("Your message of Tuesday, bob@x <a@x>") == ["a@x"]
    assert message_ids("<a@x") == ["a@x"]
    assert message_ids("no id @ all") == []


def test_an_id_without_an_at_sign_counts_in_brackets():
    assert message_ids("<12345> <> < >") == ["12345"]


def test_of_too_many_ids_the_root_and_the_newest_stay():
    found = message_ids(" ".join(f"<{n}@x>" for n in range(500)))
    assert (len(found), found[0], found[1], found[-1]) == (MAX_IDS, "0@x", "451@x", "499@x")


def test_an_id_no_line_could_carry_is_dropped():
    assert message_ids(f"<{'a' * 2000}@x> <b@x>") == ["b@x"]


@given(st.text(alphabet=st.sampled_from('<>()@,; \r\n\t"\\ab\x00é\ud800'), max_size=300))
def test_any_header_gives_a_bounded_list_of_clean_ids(header):
    found = message_ids(header)
    assert len(found) <= MAX_IDS
    assert all(i and not set(i) & set("<> \r\n\t") for i in found)
    assert all(len(id_hash(i)) == 32 for i in found)


def test_megabytes_of_brackets_are_read_once():
    assert message_ids("<" * 2_000_000) == []
    assert message_ids("(" * 2_000_000) == []
    assert message_ids("<(" * 500_000 + "a@x") == []


def test_the_hash_ignores_brackets_blanks_and_the_case_of_the_domain():
    assert id_hash("<A@Example.ORG>") == id_hash(" A@example.org ")
    assert id_hash("a@example.org") != id_hash("A@example.org")


def test_an_answer_names_its_parent_and_carries_the_chain():
    assert reply_headers("c@x", ["a@x", "b@x"]) == ("c@x", ["a@x", "b@x", "c@x"])
    assert reply_headers("c@x", [], ["b@x"]) == ("c@x", ["b@x", "c@x"])
    assert reply_headers("c@x", [], ["a@x", "b@x"]) == ("c@x", ["c@x"])
    assert reply_headers("c@x", ["c@x", "a@x"]) == ("c@x", ["a@x", "c@x"])
    assert reply_headers(None, ["a@x"]) == (None, ["a@x"])
    assert reply_headers(None) == (None, [])


def test_long_chains_keep_the_root_and_the_newest():
    _, references = reply_headers("p@x", [f"{n}@x" for n in range(200)])
    assert (len(references), references[0], references[-2:]) == (30, "0@x", ["199@x", "p@x"])
    _, references = reply_headers("p@x", [f"{n}{'a' * 900}@x" for n in range(40)])
    assert references[0].startswith("0a") and references[-1] == "p@x" and sum(map(len, references)) < 9_000


def test_what_is_answered_decides_before_older_references():
    assert link_order(["c@x"], ["a@x", "b@x", "c@x"]) == ["c@x", "b@x", "a@x"]
    assert link_order([], []) == []
