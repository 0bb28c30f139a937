"""Codes: the written messages in many languages, shapes, sources, and what is never a code."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postroom.lib.extraction import Extraction, extract, plain_value
from postroom.lib.extraction.normalise import normalise

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
FILES = ("written_messages.txt", "written_in_fifty_languages.txt", "written_beside_codes.txt")
BLOCKS = [block for name in FILES for block in (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n== ")[1:]]


def found(text: str | None = None, subject: str | None = None, html: str | None = None, **more: object) -> Extraction:
    return extract(subject=subject, text=text, html=html, from_address=None, received_at=NOW, **more)  # type: ignore[arg-type]


def values(extraction: Extraction) -> list[str]:
    return [code.value for code in extraction.codes]


@pytest.mark.parametrize("block", BLOCKS)
def test_the_codes_of_a_written_message_are_found_and_nothing_else(block: str) -> None:
    head, _, text = block.partition("\n")
    _, codes, subject = (field.strip() for field in head.split("|"))
    wanted = set() if codes in ("none", "") else {plain_value(normalise(code).clean) for code in codes.split(",")}
    assert {plain_value(v) for v in values(found(text.strip(), subject or None))} == wanted


NAMES = ("Postbirch", "Saleoak", "Dealheim", "Zipquill", "Roomlark", "Cardwell", "Serverfox", "Ticketreef", "Elm.com", "Parcel2Oak", "Tier")
SAID = (
    *("{} code: 482913", "Your {} code is 482913", "482913 is your {} code", "Votre code {} est 482913", "Tu código de {} es 482913"),
    *(
        "Ihr {}-Code lautet 482913",
        "Kod {}: 482913",
        "Код {}: 482913",
        "{} kodunuz: 482913",
        "{}の認証コードは482913です",
        "【{}】验证码482913",
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_firm_that_begins_like_another_sort_of_number_hides_no_code_and_is_none(name: str) -> None:
    assert [form for form in SAID if values(found(form.format(name))) != ["482913"]] == []


def test_digits_of_other_scripts_come_back_as_ascii_and_the_span_points_into_the_text_given() -> None:
    text = "رمز التحقق: ٤٤٨١٢٠"
    code = found(text).codes[0]
    assert code.value == "448120"
    assert text[slice(*code.span)] == "٤٤٨١٢٠"


@pytest.mark.parametrize("text", ["Your code is 482913.", "G-482913 is your code", "Code: 48 29 13", "код 482-913"])
def test_the_span_covers_the_value(text: str) -> None:
    code = found(text).codes[0]
    assert text[slice(*code.span)] == code.value


def test_a_code_only_in_the_subject_is_found_there() -> None:
    code = found("Please see the subject.", "482913 is your sign-in code").codes[0]
    assert (code.value, code.source) == ("482913", "subject")


def test_a_code_only_in_the_html_is_found_and_styles_are_not_read() -> None:
    html = "<style>p{color:#482913}</style><p>Your code:</p><h1>771204</h1>"
    extraction = found(None, "Hello", html)
    assert [(c.value, c.source) for c in extraction.codes] == [("771204", "html")]


def test_a_code_spread_over_table_cells_is_joined() -> None:
    cells = "".join(f"<td>{digit}</td>" for digit in "482913")
    assert values(found(html=f"<p>Enter this code</p><table><tr>{cells}</tr></table>")) == ["482913"]


def test_the_plain_part_wins_over_the_html_when_it_is_sure() -> None:
    extraction = found("Your code is 482913", html="<p>Your code is <b>482913</b></p>")
    assert [(c.value, c.source) for c in extraction.codes] == [("482913", "text")]


def test_two_codes_of_equal_standing_are_both_listed_and_called_ambiguous() -> None:
    extraction = found("Your login code is 551902.\nYour login code is 662013.")
    assert sorted(values(extraction)) == ["551902", "662013"]
    assert extraction.ambiguous


def test_one_code_named_twice_is_not_ambiguous() -> None:
    extraction = found("482913 is your code. Again: your code is 482-913.", "Your code is 482913")
    assert len(extraction.codes) == 1
    assert not extraction.ambiguous


def test_a_list_of_backup_codes_is_one_kind_and_not_ambiguous() -> None:
    extraction = found("Your backup codes:\n\n1. 4482-1190\n2. 7719-2203\n3. 6650-1182\n")
    assert {code.kind for code in extraction.codes} == {"backup"}
    assert len(extraction.codes) == 3
    assert not extraction.ambiguous


def test_a_number_of_the_readers_own_address_is_no_code() -> None:
    assert values(found("Your code page: 482913", to_addresses=["Agent <agent-482913@in.example>"])) == []


def test_an_origin_bound_code_is_nearly_certain() -> None:
    code = found("example.com code\n\n@example.com #747723").codes[0]
    assert (code.value, code.rule) == ("747723", "origin_bound")
    assert code.confidence >= 0.95


def test_a_far_number_is_less_certain_than_one_beside_its_noun() -> None:
    near = found("Your verification code is 482913").codes[0].confidence
    lone = found("Hello\n\n482913\n\nBye").codes[0].confidence
    assert near >= 0.9 > 0.7 > lone


def test_a_delivery_report_holds_no_code() -> None:
    headers = {"content-type": "multipart/report; report-type=delivery-status"}
    extraction = found("Your code is 482913. Diagnostic code: 550", "Undelivered mail", headers=headers)
    assert extraction.codes == []
    assert extraction.category == "bounce"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Your login code is 482913", "otp"),
        ("Your password reset code is 482913", "reset"),
        ("Use this code to verify your e-mail address: 482913", "verification"),
        ("Il codice per reimpostare la password è 482913", "reset"),
    ],
)
def test_the_kind_follows_the_words_beside_the_noun(text: str, kind: str) -> None:
    assert found(text).codes[0].kind == kind


def test_what_was_weighed_and_lost_is_told_with_its_reason() -> None:
    text = "Hi,\nOrder no 4482913 of 2024.\nYour verification code is 482913.\nCall 5550134.\nAgent 777001."
    extraction = found(text, to_addresses=["agent-482913x@in.example"])
    assert values(extraction) == []
    assert {(rival.value, rival.reason) for rival in extraction.rivals} == {
        ("482913", "own_address"),
        ("4482913", "labelled"),
        ("5550134", "labelled"),
        ("2024", "year"),
        ("777001", "unlikely"),
    }
    assert all(text[slice(*rival.span)] == rival.value for rival in extraction.rivals)


def test_rivals_are_bounded_and_none_is_told_where_nothing_speaks_of_a_code() -> None:
    numbers = " and ".join(str(100_000 + 7 * n) for n in range(90))
    assert len(found(f"Your code is 482913. {numbers}").rivals) == 10
    assert found(f"Quarterly figures: {numbers}").rivals == []
