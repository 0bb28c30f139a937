"""Attributions of twenty-seven languages: every form with every date and name, whole, wrapped, with and without marks below it."""

import textwrap
from collections.abc import Iterator

import pytest

from postroom.lib.quoting import split_text

ANSWER = "Noon is fine.\n\nBo"
NAMES = [
    "Ana Lima <ana@example.com>",
    '"Lima, Ana" <ana@example.com>',
    "Müller, Jörg (Extern) <j@example.com>",
    "Ana Lima <ana@example.com<mailto:ana@example.com>>",
    "王芳 <fang@example.com>",
    "Ana Lima via Forum <forum@example.com>",
]  # fmt: skip
# language: forms, dates
FORMS: dict[str, tuple[list[str], list[str]]] = {
    "en": (
        ["On {d}, {n} wrote:", "On {d} {n} wrote:", "{n} wrote on {d}:", "At {d}, {n} wrote:", "On {d}, {n} said:",
          "On {d}, {n} writes:", "{d}, {n} wrote:"],
        ["Tue, May 3, 2022 at 10:15 AM", "Tue, 3 May 2022 10:15:42 +0200", "5/3/2022 10:15 AM", "2022-05-03 10:15",
          "03/05/22 10:15", "May 3, 2022, at 10:15 AM", "Tuesday, May 3, 2022 10:15 AM", "Tuesday 3 May 2022 10:15:42 CEST",
          "3-May-2022, at 10:15", "May 3rd 2022, 10:15 am"],
    ),
    "de": (
        ["Am {d} schrieb {n}:", "{n} schrieb am {d}:", "Am {d} hat {n} geschrieben:", "{n} hat am {d} geschrieben:",
          "Am {d} hat {n} Folgendes geschrieben:"],
        ["Di., 3. Mai 2022 um 10:15 Uhr", "03.05.2022 um 10:15", "03.05.22, 10:15", "Dienstag, 3. Mai 2022, 10:15:42 MESZ",
          "3.5.2022 10:15", "2022-05-03 10:15", "Dienstag, dem 3. Mai 2022 um 10:15", "03.05.2022 10:15 vorm."],
    ),
    "fr": (
        ["Le {d}, {n} a écrit :", "Le {d} {n} a écrit :", "{n} a écrit le {d} :", "Le {d}, {n} a écrit:",
          "Le {d}, {n} écrivait :"],
        ["mar. 3 mai 2022 à 10:15", "03/05/2022 à 10:15", "3 mai 2022 à 10:15", "mardi 3 mai 2022 10:15", "03/05/2022 10h15",
          "2022-05-03 10:15", "mar. 3 mai 2022, 10 h 15", "3 mai 2022, 10:15, "],
    ),
    "es": (
        ["El {d}, {n} escribió:", "El {d} {n} escribió:", "{n} escribió el {d}:", "El {d}, {n} ha escrito:",
          "En {d}, {n} escribió:"],
        ["mar, 3 may 2022 a las 10:15", "3/5/22 a las 10:15", "3 de mayo de 2022, 10:15", "martes, 3 de mayo de 2022 10:15",
          "mar., 3 may. 2022 a la(s) 10:15 a. m.", "2022-05-03 10:15", "03/05/2022 10:15"],
    ),
    "pt": (
        ["Em {d}, {n} escreveu:", "Em {d} {n} escreveu:", "{n} escreveu em {d}:", "No dia {d}, {n} escreveu:",
          "A {d}, {n} escreveu:"],
        ["ter., 3 de mai. de 2022 às 10:15", "03/05/2022 10:15", "3 de mai. de 2022, à(s) 10:15",
          "terça-feira, 3 de maio de 2022 10:15", "03/05/2022 às 10:15", "3/5/22, 10:15"],
    ),
    "it": (
        ["Il {d}, {n} ha scritto:", "Il {d} {n} ha scritto:", "Il giorno {d} {n} ha scritto:", "{n} ha scritto il {d}:",
          "Il giorno {d}, {n} scrive:"],
        ["mar 3 mag 2022 alle ore 10:15", "03/05/2022 10:15", "3 maggio 2022 10:15", "3 mag 2022, alle ore 10:15",
          "martedì 3 maggio 2022, 10:15:42 CEST", "03/mag/2022 10:15"],
    ),
    "nl": (
        ["Op {d} schreef {n}:", "Op {d} heeft {n} het volgende geschreven:", "{n} schreef op {d}:", "Op {d}, {n} schreef:",
          "Op {d} schreef {n} het volgende:"],
        ["di 3 mei 2022 om 10:15", "03-05-2022 10:15", "3 mei 2022, om 10:15", "dinsdag 3 mei 2022 10:15", "3-5-2022 om 10:15",
          "di 3 mei 2022 10:15"],
    ),
    "pl": (
        ["{d} {n} napisał(a):", "W dniu {d}, {n} pisze:", "W dniu {d} {n} napisał(a):", "Dnia {d} {n} napisał(a):",
          "{d} użytkownik {n} napisał:", "{n} napisał(a) w dniu {d}:"],
        ["wt., 3 maj 2022 o 10:15", "03.05.2022 o 10:15", "2022-05-03 10:15", "3 maja 2022 10:15", "wtorek, 3 maja 2022, 10:15",
          "03.05.2022, o godz. 10:15"],
    ),
    "ru": (
        ["{d} {n} написал(а):", "{d}, {n} пишет:", "{d} пользователь {n} написал:", "{n} писал(а) {d}:", "В {d}, {n} написал:",
          "{n} написал {d}:"],
        ["вт, 3 мая 2022 г. в 10:15", "03.05.2022 10:15", "3 мая 2022 г., 10:15", "вторник, 3 мая 2022 г., 10:15:42 GMT+3",
          "03.05.2022, 10:15"],
    ),
    "uk": (
        ["{d} {n} пише:", "{d} користувач {n} написав:", "{d}, {n} написав(ла):"],
        ["вт, 3 трав. 2022 р. о 10:15", "03.05.2022 10:15", "3 травня 2022 р., 10:15"],
    ),
    "tr": (
        ["{d} tarihinde {n} yazdı:", "{n}, {d} tarihinde şunu yazdı:", "{n} şunları yazdı ({d}):", "{d}, {n} yazdı:"],
        ["3 May 2022 Sal, 10:15", "03.05.2022 10:15", "3 Mayıs 2022 Salı 10:15", "3.05.2022 saat 10:15"],
    ),
    "sv": (
        ["Den {d} skrev {n}:", "{d} skrev {n}:", "{n} skrev den {d}:", "Den {d}, skrev {n}:"],
        ["tis 3 maj 2022 kl 10:15", "2022-05-03 kl. 10:15", "3 maj 2022 10:15", "tisdag 3 maj 2022 10:15"],
    ),
    "da": (
        ["Den {d} skrev {n}:", "{d} skrev {n}:", "{n} skrev den {d}:"],
        ["tirs. 3. maj 2022 kl. 10.15", "03.05.2022 kl. 10.15", "3. maj 2022 10.15"],
    ),
    "nb": (
        ["Den {d} skrev {n}:", "{d} skrev {n}:", "På {d} skrev {n}:"],
        ["tir. 3. mai 2022 kl. 10:15", "03.05.2022 10:15", "3. mai 2022, kl. 10:15"],
    ),
    "fi": (
        ["{d} {n} kirjoitti:", "{n} kirjoitti {d}:", "{d}, {n} kirjoitti:"],
        ["ti 3. toukok. 2022 klo 10.15", "3.5.2022 klo 10.15", "3. toukokuuta 2022 10.15"],
    ),
    "cs": (
        ["{d} odesílatel {n} napsal:", "Dne {d} {n} napsal(a):", "Dne {d}, {n} napsal(a):"],
        ["út 3. 5. 2022 v 10:15", "3. 5. 2022 v 10:15", "03.05.2022 10:15", "úterý 3. května 2022 10:15"],
    ),
    "hu": (
        ["{n} ezt írta (időpont: {d}):", "{d} keltezéssel, {n} írta:", "{d} időpontban {n} ezt írta:"],
        ["2022. máj. 3., K, 10:15", "2022. 05. 03. 10:15", "2022.05.03. 10:15"],
    ),
    "ro": (
        ["Pe {d}, {n} a scris:", "În {d}, {n} a scris:", "{d} {n} a scris:"],
        ["mar., 3 mai 2022 la 10:15", "03.05.2022 10:15", "3 mai 2022, la 10:15"],
    ),
    "el": (
        ["Στις {d}, ο/η {n} έγραψε:", "Στις {d} {n} έγραψε:"],
        ["Τρί 3 Μαΐ 2022 στις 10:15 π.μ.", "3/5/22 10:15"],
    ),
    "ja": (
        ["{d} {n}:", "{d}、{n}のメール:", "{d} {n} wrote:", "{d}に{n}さんは書きました:", "{n}さんが{d}に書きました:"],
        ["2022年5月3日(火) 10:15", "2022/05/03 10:15", "2022年5月3日 火曜日 10:15"],
    ),
    "zh": (
        ["{n} 于{d}写道：", "在 {d}，{n} 写道：", "于 {d}, {n} 写道:", "{d}，{n} 写道：", "{n} 在 {d} 写道："],
        ["2022年5月3日周二 10:15", "2022-05-03 10:15:42", "2022/5/3 10:15", "2022年5月3日 上午10:15"],
    ),
    "tw": (
        ["{n} 於 {d} 寫道：", "{d}，{n} 寫道：", "於 {d}, {n} 寫道:"],
        ["2022年5月3日 週二 上午10:15", "2022/5/3 上午 10:15"],
    ),
    "ko": (
        ["{d}, {n}님이 작성:", "{n}님이 {d}에 작성:", "{d} {n} 작성:", "{d}에 {n} 이(가) 쓴 글:", "{d}, {n}님의 말:"],
        ["2022년 5월 3일 (화) 오전 10:15", "2022. 5. 3. 오전 10:15", "2022-05-03 오전 10:15"],
    ),
    "vi": (
        ["Vào {d} {n} đã viết:", "Vào {d}, {n} đã viết:"],
        ["Th 3, 3 thg 5, 2022 vào lúc 10:15", "10:15 3 tháng 5, 2022", "ngày 3/5/2022 lúc 10:15"],
    ),
    "id": (
        ["Pada {d} {n} menulis:", "Pada tanggal {d}, {n} menulis:"],
        ["Sel, 3 Mei 2022 pukul 10.15", "3 Mei 2022 10:15"],
    ),
    "he": (
        ["בתאריך {d} {n} כתב:", "ב-{d}, {n} כתב/ה:"],
        ["יום ג׳, 3 במאי 2022 ב-10:15", "03/05/2022 10:15"],
    ),
    "ar": (
        ["في {d}، كتب {n}:", "في {d} كتب {n}:"],
        ["الثلاثاء، 3 مايو 2022 في 10:15 ص", "03/05/2022 10:15"],
    ),
}  # fmt: skip


def attributions(language: str) -> Iterator[str]:
    forms, dates = FORMS[language]
    for form in forms:
        for date in dates:
            for name in NAMES:
                yield form.format(d=date, n=name)


def wrapped(attribution: str) -> str:
    return textwrap.fill(attribution, max(28, len(attribution) * 3 // 5), break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize("language", FORMS)
def test_every_form_goes_with_what_it_introduces(language: str) -> None:
    for one in attributions(language):
        assert split_text(f"{ANSWER}\n\n{one}\n> Shall we?\n").new_text == ANSWER
        assert split_text(f"{ANSWER}\n\n{one}\n\nShall we?\n").new_text == ANSWER
        assert split_text(f"{one}\n> Shall we?\n\n{ANSWER}\n").new_text == ANSWER


@pytest.mark.parametrize("language", FORMS)
def test_every_form_goes_as_a_whole_where_it_is_wrapped(language: str) -> None:
    for one in attributions(language):
        assert split_text(f"{ANSWER}\n\n{wrapped(one)}\n\n> Shall we?\n").new_text == ANSWER
