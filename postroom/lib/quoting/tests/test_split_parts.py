"""Rules, bullets and pictures inside of an answer, device lines right below it; every sentence was written for this test."""

import pytest

from postroom.lib.quoting import split_text

ATTRIBUTION = "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:"
QUOTE = f"\n\n{ATTRIBUTION}\n> Shall we?\n"
SECOND = "The second part: I will bring the cake, and you bring the tea."
THIRD = "And one more thing. Is the lake warm?"
RULES = ["---", "----------", "***", "* * *", "===", "~~~", "- - -", "_____", "___"]
BULLETS = [
    "- one\n- two\n- three", "* one\n* two", "1. one\n2. two", "• one\n• two", "+ one\n+ two", "- one\n\n- two", "a) one\nb) two",
    "- one\n-\n- three", "* one\n*\n* three", "-  one\n   more\n-  two", "1) one\n\n2) two",
]  # fmt: skip
PICTURES = [
    "[image: image.png]", "[cid:image001.png@01D85EC5.12345678]", "<image001.png>", "[Inline image 1]",
    "![image](https://example.com/a.png)", "[Bild: Logo]",
]  # fmt: skip
DEVICES = ["Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone", "Enviado desde mi iPhone", "Get Outlook for iOS"]
FORWARD = "---------- Forwarded message -------\nFrom: A <a@example.com>\nDate: 3 May 2022\nSubject: x\nTo: bo@example.com\n\nNo?\n"


def new_of(text: str) -> str:
    return split_text(text).new_text


@pytest.mark.parametrize("below", ["\n", QUOTE])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_between_two_parts_of_an_answer_ends_nothing(rule: str, below: str) -> None:
    for answer in (f"Noon is fine.\n\n{rule}\n\n{SECOND}", f"Noon is fine.\n\n{rule}\n\n{SECOND}\n\n{THIRD}"):
        assert new_of(answer + below) == answer


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_above_a_signature_or_the_end_goes_with_it(rule: str) -> None:
    assert new_of(f"Noon is fine.\n\n{rule}\nBo Berg\nExample Ltd{QUOTE}") == "Noon is fine."
    assert new_of(f"Noon is fine.\n\n{rule}\nBo{QUOTE}") == "Noon is fine."
    assert new_of(f"Noon is fine.\n\n{rule}\nBo Berg\nbo@example.com\n+49 30 1234567\n") == "Noon is fine."
    assert new_of(f"Noon is fine.\n\n{rule}\n\n{FORWARD}") == "Noon is fine."
    assert new_of(f"Noon is fine.\n\n{rule}\n{ATTRIBUTION}\n> Shall we?\n") == "Noon is fine."
    assert new_of(f"Noon is fine.\n\n{rule}\n") == "Noon is fine."


@pytest.mark.parametrize("kept", BULLETS + PICTURES)
def test_bullets_and_pictures_are_part_of_an_answer(kept: str) -> None:
    for answer in (kept, f"Here:\n\n{kept}", f"{kept}\n\nNoon is fine."):
        assert new_of(answer + QUOTE) == answer
        assert new_of(f"{ATTRIBUTION}\n> Shall we?\n\n{answer}\n") == answer


@pytest.mark.parametrize("line", DEVICES)
def test_a_device_line_right_below_the_answer_goes(line: str) -> None:
    for below in ("\n", QUOTE, "\n\n> Shall we?\n> Ana\n"):
        assert new_of(f"Noon is fine.\n{line}{below}") == "Noon is fine."
        assert new_of(f"Noon is fine.\n\n{line}{below}") == "Noon is fine."
