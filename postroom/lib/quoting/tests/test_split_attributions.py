"""Attribution lines of many programs and languages; every sentence here was written for this test."""

import pytest

from postroom.lib.quoting import split_text

ATTRIBUTIONS = [
    "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:",
    "On Tue, 3 May 2022 at 10:15, Ana Lima <ana@example.com> wrote:",
    "On 3 May 2022, at 10:15, Ana Lima <ana@example.com> wrote:",
    "On 05/03/2022 10:15 AM, Ana Lima wrote:",
    "On Tue, May 03, 2022 at 10:15:42AM +0200, Ana Lima wrote:",
    "On Tue, May 3, 2022 at 10:15 AM, Ana Lima of the Very Long Company\n<ana.lima@example.com> wrote:",
    "On Tue, May 3, 2022 at 10:15 AM Ana Lima <\nana.lima@example.com> wrote:",
    "On Tue, May 3, 2022, Ana\nLima <ana@example.com>\nwrote:",
    "On Tuesday, May 3rd, 2022 at 10:15 AM, Ana Lima <ana@example.com> wrote:",
    "------- Original Message -------\nOn Tuesday, May 3rd, 2022 at 10:15 AM, Ana <ana@example.com> wrote:",
    "    On Tuesday, May 3, 2022, 10:15:42 AM GMT+2, Ana Lima <ana@example.com> wrote:  ",
    "At 10:15 AM 5/3/2022, Ana Lima wrote:",
    "Ana Lima <ana@example.com> wrote:",
    "Ana Lima <ana@example.com> writes:",
    "2022-05-03 10:15 GMT+02:00 Ana Lima <ana@example.com>:",
    "Quoting Ana Lima <ana@example.com>:",
    "Am 03.05.22 um 10:15 schrieb Ana Lima:",
    "Am Di., 3. Mai 2022 um 10:15 Uhr schrieb Ana Lima <ana@example.com>:",
    "Am Di., 3. Mai 2022 um 10:15 Uhr schrieb Ana Lima <\nana@example.com>:",
    "Am 03.05.2022 um 10:15 schrieb Ana Lima <ana@example.com>:",
    "Ana Lima <ana@example.com> schrieb am Di., 3. Mai\n2022 um 10:15 Uhr:",
    "Zitat von Ana Lima <ana@example.com>:",
    "Gesendet: Dienstag, 03. Mai 2022 um 10:15 Uhr\nVon: \"Ana Lima\" <ana@example.com>\nAn: bo@example.com\nBetreff: Termin",
    "Le mar. 3 mai 2022 à 10:15, Ana Lima <ana@example.com> a écrit :",
    "Le mar. 3 mai 2022 à 10:15, Ana Lima <ana@example.com> a\nécrit :",
    "Le 03/05/2022 à 10:15, Ana Lima a écrit\u00a0:",
    "El mar, 3 may 2022 a las 10:15, Ana Lima (<ana@example.com>) escribió:",
    "El 3/5/22 a las 10:15, Ana Lima escribió:",
    "El martes, 3 de mayo de 2022, Ana Lima <ana@example.com>\nescribió:",
    "Em ter., 3 de mai. de 2022 às 10:15, Ana Lima <ana@example.com> escreveu:",
    "Em 03/05/2022 10:15, Ana Lima escreveu:",
    "No dia 3 de maio de 2022, às 10:15, Ana Lima <ana@example.com> escreveu:",
    "A terça, 3/05/2022, 10:15, Ana Lima <ana@example.com> escreveu:",
    "Il giorno mar 3 mag 2022 alle ore 10:15 Ana Lima <ana@example.com> ha scritto:",
    "Il 03/05/2022 10:15, Ana Lima ha scritto:",
    "Il giorno 3 mag 2022, alle ore 10:15, Ana Lima\n<ana@example.com> ha scritto:",
    "Op di 3 mei 2022 om 10:15 schreef Ana Lima <ana@example.com>:",
    "Op 03-05-2022 om 10:15 schreef Ana Lima:",
    "Op 3 mei 2022, om 10:15 heeft Ana Lima <ana@example.com> het volgende geschreven:",
    "wt., 3 maj 2022 o 10:15 Ana Lima <ana@example.com> napisał(a):",
    "W dniu 03.05.2022 o 10:15, Ana Lima pisze:",
    "W dniu wtorek, 3 maja 2022 użytkownik Ana Lima <ana@example.com>\nnapisał:",
    "вт, 3 мая 2022 г. в 10:15, Ana Lima <ana@example.com>:",
    "3 мая 2022 г., в 10:15, Анна Иванова <ana@example.com> написал(а):",
    "03.05.2022 10:15, Анна Иванова пишет:",
    "Вторник, 3 мая 2022, 10:15 +03:00 от Анна Иванова <ana@example.com>:",
    "вт, 3 трав. 2022 р. о 10:15 Ана Ліма <ana@example.com> пише:",
    "Ana Lima <ana@example.com>, 3 May 2022 Sal, 10:15 tarihinde şunu yazdı:",
    "3 Mayıs 2022 Salı tarihinde Ana Lima <ana@example.com> yazdı:",
    "Ana Lima <ana@example.com> şunları yazdı (3 May 2022 10:15):",
    "3.05.2022 10:15 tarihinde Ana Lima yazdı:",
    "Den tis 3 maj 2022 kl 10:15 skrev Ana Lima <ana@example.com>:",
    "3 maj 2022 kl. 10:15 skrev Ana Lima <ana@example.com>:",
    "Den tirs. 3. maj 2022 kl. 10.15 skrev Ana Lima <ana@example.com>:",
    "tir. 3. mai 2022 kl. 10:15 skrev Ana Lima <ana@example.com>:",
    "ti 3. toukok. 2022 klo 10.15 Ana Lima (ana@example.com) kirjoitti:",
    "út 3. 5. 2022 v 10:15 odesílatel Ana Lima <ana@example.com> napsal:",
    "Dne 3. 5. 2022 v 10:15 Ana Lima napsal(a):",
    "Ana Lima <ana@example.com> ezt írta (időpont: 2022. máj. 3., K, 10:15):",
    "În mar., 3 mai 2022 la 10:15, Ana Lima <ana@example.com> a scris:",
    "Vào Th 3, 3 thg 5, 2022 vào lúc 10:15 Ana Lima <ana@example.com> đã viết:",
    "Pada tanggal Sel, 3 Mei 2022 pukul 10.15 Ana Lima <ana@example.com> menulis:",
    "Στις Τρί 3 Μαΐ 2022 στις 10:15 π.μ., ο/η Ana Lima <ana@example.com> έγραψε:",
    "2022年5月3日(火) 10:15 山田花子 <hanako@example.com>:",
    "2022/05/03 10:15、山田花子 <hanako@example.com>のメール:",
    "On 2022/05/03 10:15, 山田花子 wrote:",
    "Ana Lima <ana@example.com> 于2022年5月3日周二 10:15写道：",
    "在 2022年5月3日，上午10:15，王芳 <fang@example.com> 写道：",
    "在 2022-05-03 10:15:42，\"王芳\" <fang@example.com> 写道：",
    "王芳 <fang@example.com> 於 2022年5月3日 週二 上午10:15寫道：",
    "2022년 5월 3일 (화) 오전 10:15, 김하나 <hana@example.com>님이 작성:",
    "2022. 5. 3. 오전 10:15, 김하나 <hana@example.com> 작성:",
    "---- On Tue, 03 May 2022 10:15:42 +0200 Ana Lima <ana@example.com> wrote ----",
    "-------- Ana Lima wrote --------",
]  # fmt: skip


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_above_marked_lines_goes_with_them(attribution: str) -> None:
    text = f"That works for me.\nSee you then\n\n{attribution}\n\n> first line\n> second line\n"
    assert split_text(text).new_text == "That works for me.\nSee you then"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_above_unmarked_text_takes_all_that_follows(attribution: str) -> None:
    text = f"That works for me.\n\n{attribution}\n\nfirst line\n\nsecond line\n"
    assert split_text(text).new_text == "That works for me."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_answer_below_the_quote_is_new(attribution: str) -> None:
    text = f"{attribution}\n> first line\n> second line\n\nThat works for me.\n"
    assert split_text(text).new_text == "That works for me."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_answers_between_quoted_blocks_are_new(attribution: str) -> None:
    text = f"Hi Ana,\n\n{attribution}\n> Tuesday?\nYes.\n\n> At ten?\n\nBetter at eleven.\n\n> Bring cake?\n\nOf course.\n"
    assert split_text(text).new_text.split() == ["Hi", "Ana,", "Yes.", "Better", "at", "eleven.", "Of", "course."]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_carriage_returns_change_nothing(attribution: str) -> None:
    text = f"Fine.\n\n{attribution}\n\n> first line\n".replace("\n", "\r\n")
    assert split_text(text).new_text == "Fine."


@pytest.mark.parametrize(
    "text",
    [
        "The minister wrote:\n\nWe are glad to be here.\n\nHe did not say more.",
        "On Tuesday we meet at 10:15.\nAgenda:\n- budget\n- cake",
        "Please bring the following:\n1. tent\n2. rope",
        "Your code is: 123456\nIt expires in 10 minutes.",
        "On 3 May 2022 we moved to: Example Street 5",
        "Meeting notes 2022-05-03:\nAna will call Bo.",
    ],
)
def test_prose_that_only_looks_like_an_attribution_stays(text: str) -> None:
    assert split_text(text).new_text == text


def test_an_attribution_inside_the_marks_belongs_to_the_quote() -> None:
    text = "> Le 3 mai 2022 à 10:15, Ana Lima <ana@example.com> a écrit :\n>\n> On mange ?\n\nOui !\n"
    assert split_text(text).new_text == "Oui !"


def test_a_reply_and_an_attribution_on_one_line_are_parted() -> None:
    text = "sounds good--- On Tue, May 3, 2022 at 10:15 AM, ana@example.com wrote:\n> lunch?\n"
    split = split_text(text)
    assert split.new_text == "sounds good"
    assert [part.kind for part in split.segments] == ["new", "quoted"]
