"""Attributions of two hundred programs and languages, whole and wrapped; every one was written for this test."""

import textwrap

import pytest

from postroom.lib.quoting import split_text

ANSWER = "Noon is fine.\n\nBo"
ALONE = [
    "On Tue, May 3, 2022 at 10:15 AM Ana Lima via Tools Forum <forum@example.com> wrote:",
    'On Tue, May 3, 2022 at 10:15 AM "Lima, Ana (ext)" <ana@example.com> wrote:',
    "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com<mailto:ana@example.com>> wrote:",
    "On Tue, May 3, 2022 at 10:15 AM Ana Lima [via Tools] <ml-node+s1@n4.example.com> wrote:",
    "On Tue, May 3, 2022 at 10:15 AM, <ana@example.com> wrote:",
    "On Tue, May 3, 2022 at 10:15 AM ana@example.com <ana@example.com> wrote:",
    "On Tue, May 3, 2022, 10:15 AM Ana Lima, <ana@example.com> wrote:", "On 5/3/2022 10:15:42 AM, Ana Lima <ana@example.com> wrote:",
    "On 2022-05-03 at 10:15:42 UTC+0200, Ana Lima wrote:", "On Tue 03 May 2022 at 10:15, Ana Lima wrote:",
    "On Tue, 3 May 2022 10:15:42 +0200, Ana Lima <ana@example.com> said:",
    "On Tuesday, May 3, 2022 at 10:15:42 AM UTC-7 Ana Lima wrote:", "On Tuesday, 3 May 2022 at 10:15, Ana Lima wrote:",
    "On Tuesday, 3. May 2022 at 10:15:42 UTC+2 Ana Lima wrote:", "On Tue, May 03 2022, Ana Lima wrote:",
    "On 03-May-22 10:15, Ana Lima wrote:", "On 03/05/22 10:15, Ana Lima (Example Ltd) wrote:",
    'On May 3, 2022 10:15 AM, "Ana Lima" <ana@example.com> wrote:',
    "On May 3, 2022 10:15:42 AM GMT+02:00, Ana Lima <ana@example.com> wrote:",
    "On May 3, 2022 at 10:15:42 AM, Ana Lima (ana@example.com) wrote:",
    "On 3 May 2022 at 10:15:42, Ana Lima (ana@example.com(mailto:ana@example.com)) wrote:",
    "On 3 May 2022 at 10:15:42 am, Ana Lima (ana@example.com) wrote:",
    "On May 3, 2022, at 10:15 AM, Ana Lima <ana@example.com<mailto:ana@example.com>> wrote:",
    "On May 3, 2022, 10:15 AM +0200, Ana Lima <ana@example.com>, wrote:",
    'On Tue, May 3, 2022 at 10:15 AM -0700, "Ana Lima" <ana@example.com> wrote:', "On Tue, May 3rd, 2022 at 10:15 AM, Ana Lima wrote:",
    "On Tue, 3 May, 2022, 10:15 pm Ana Lima, <ana@example.com> wrote:", "On Tuesday 03 May 2022 10:15:42 Ana Lima wrote:",
    "On Tuesday 03 May 2022 10:15 AM, Ana Lima wrote:", "On Tuesday, 3 May 2022 10:15:42 CEST Ana Lima wrote:",
    "On Dienstag, 3. Mai 2022 10:15:42 CEST Ana Lima wrote:", "On mardi 3 mai 2022 10:15:42 CEST Ana Lima wrote:",
    "On 3 May, 10:15, Ana Lima <a...@example.com> wrote:", "On May 3, 10:15 am, Ana Lima <a...@example.com> wrote:",
    "Ana Lima <ana@example.com> wrote on Tue, 3 May 2022 10:15:42 +0200:", "Ana Lima <ana@example.com> wrote on 03/05/2022 10:15:42:",
    "Ana Lima <ana@example.com> wrote in news:abc123@192.0.2.1:", "In article <1@example.com>, ana@example.com (Ana Lima) writes:",
    "In <1@example.com>, Ana Lima <ana@example.com> wrote:", "Ana Lima wrote at 10:15 on 3 May 2022:",
    "Thus spake Ana Lima (ana@example.com):", "Once upon a time, Ana Lima <ana@example.com> said:",
    "Quoting Ana Lima (ana@example.com):", "Quoting Ana Lima <ana@example.com>, who wrote the following on...:",
    "On Tue, 3 May 2022 10:15:42 -0700 (PDT), Ana Lima <ana@example.com> wrote:",
    "Excerpts from Ana Lima's message of Tue May 03 10:15:42 +0200 2022:", "Excerpts from Ana Lima's message of May 3, 2022 10:15 am:",
    "* Ana Lima (ana@example.com) wrote:", "At 10:15 -0500 5/3/22, Ana Lima wrote:", "At 10:15 AM -0700 5/3/22, Ana Lima wrote:",
    "At 03:15 PM 5/3/2022 +0200, you wrote:", "At Tue, 3 May 2022 10:15:42 +0200, Ana Lima wrote:",
    "On 3 May 2022, ana@example.com wrote:", "On 3 May 2022 at 10:15, Ana Lima wrote:", "el 2022-05-03 a las 10:15 Ana Lima escribió:",
    "Le 3 mai 2022 à 10:15, Ana Lima <ana@example.com<mailto:ana@example.com>> a écrit :",
    "Le mardi 3 mai 2022 à 10:15:42 UTC+2, Ana Lima a écrit :", "Le mardi 03 mai 2022 à 10:15 +0200, Ana Lima a écrit :",
    "Le 03 mai 2022 à 10h15, Ana Lima a écrit :", "Le 03-mai-22 à 10:15, Ana Lima a écrit :",
    "Le Tue, 3 May 2022 10:15:42 +0200, Ana Lima <ana@example.com> a écrit :",
    "Dans l'article <1@example.com>, Ana Lima <ana@example.com> a écrit :",
    "Ana Lima <ana@example.com> a écrit le mar. 3 mai 2022 à 10:15 :", "En date de : Mar 3.5.22, Ana Lima <ana@example.com> a écrit :",
    "Il 3 maggio 2022 10:15 Ana Lima <ana@example.com> ha scritto:", "Il 03/05/2022 10:15 CEST Ana Lima <ana@example.com> ha scritto:",
    "Il mar, 3 mag, 2022 at 10:15, Ana Lima <ana@example.com> ha scritto:",
    "Il giorno martedì 3 maggio 2022 alle 10:15:42 UTC+2 Ana Lima ha scritto:",
    "In data martedì 3 maggio 2022 10:15:42 CEST, Ana Lima ha scritto:", "Il Tue, 03 May 2022 10:15:42 +0200, Ana Lima ha scritto:",
    "El 3 de mayo de 2022, 10:15, Ana Lima <ana@example.com> escribió:", "El 03-05-2022, a las 10:15, Ana Lima escribió:",
    "El mar., 3 may. 2022 a la(s) 10:15, Ana Lima (ana@example.com) escribió:",
    "El martes, 3 de mayo de 2022 a las 10:15:42 UTC+2, Ana Lima escribió:",
    "On martes, 3 de mayo de 2022 10:15:42 (CEST) Ana Lima escribió:",
    "El día 3 de mayo de 2022, 10:15, Ana Lima <ana@example.com> escribió:",
    "Em 3 de maio de 2022 10:15, Ana Lima <ana@example.com> escreveu:",
    "Em terça-feira, 3 de maio de 2022 às 10:15:42 UTC-3, Ana Lima escreveu:",
    "Em ter, 3 de mai de 2022 às 10:15, <ana@example.com> escreveu:",
    "Ana Lima <ana@example.com> escreveu no dia terça, 3/05/2022 à(s) 10:15:",
    "No dia 03/05/2022, às 10:15, Ana Lima <ana@example.com> escreveu:", "Op 3 mei 2022 10:15 schreef Ana Lima <ana@example.com>:",
    "Op di 3 mei 2022 10:15 schreef Ana Lima <ana@example.com>:", 'Op 3 mei 2022 10:15 schreef "Ana Lima" <ana@example.com>:',
    "Op 3 mei 2022 om 10:15 uur schreef Ana Lima <ana@example.com>:", "Op dinsdag 3 mei 2022 om 10:15:42 UTC+2 schreef Ana Lima:",
    "Ana Lima schreef op 03-05-2022 om 10:15:", "Ana Lima schreef op 2022-05-03 10:15:",
    "Ana Lima <ana@example.com> schreef op 3 mei 2022:", "W dniu wtorek, 3 maja 2022 10:15:42 UTC+2 użytkownik Ana Lima napisał:",
    "W dniu 2022-05-03 10:15, Ana Lima napisał(a):", "W dniu 03.05.2022 o 10:15, Ana Lima <ana@example.com> pisze:",
    "Dnia 2022-05-03, o godz. 10:15:42 Ana Lima <ana@example.com> napisał(a):",
    "On 3 maj 2022, at 10:15, Ana Lima <ana@example.com> wrote:",
    "Ana Lima <ana@example.com> napisał(a) w dniu 3 maj 2022, o godz. 10:15:",
    "śr., 4 maj 2022, 10:15 użytkownik Ana Lima <ana@example.com> napisał:", "вт, 3 мая 2022 г., 10:15 Ana Lima <ana@example.com>:",
    "вт, 3 мая 2022 г. в 10:15, Ana Lima <ana@example.com>:", "3 мая 2022 г. 10:15 пользователь Ana Lima <ana@example.com> написал:",
    "3 мая 2022 г., 10:15 +0300, Ana Lima <ana@example.com>, писал:",
    "вторник, 3 мая 2022 г., 10:15:42 UTC+3 пользователь Ana Lima написал:", "03.05.2022 10:15, Ana Lima пишет:",
    "03.05.2022 10:15, Ana Lima <ana@example.com> написал(а):", "On 03.05.2022 10:15, Ana Lima написал:",
    "В Вт, 03/05/2022 в 10:15 +0300, Ana Lima пишет:", "Вы писали 3 мая 2022 г., 10:15:42:",
    "Здравствуйте, Ana. Вы писали 3 мая 2022 г., 10:15:42:", '03.05.2022, 10:15, "Ana Lima" <ana@example.com>:',
    "Вторник, 3 мая 2022 г., 10:15 +03:00 от Ana Lima ana@example.com:", "вт, 3 трав. 2022 р. о 10:15 Ana Lima <ana@example.com> пише:",
    '3 трав. 2022 р. 10:15 користувач "Ana Lima" <ana@example.com> написав:',
    "3 Mayıs 2022 Salı 10:15 tarihinde Ana Lima <ana@example.com> yazdı:",
    '3 May 2022 10:15 tarihinde "Ana Lima" <ana@example.com> yazdı:', "Ana Lima, 3.05.2022 10:15 tarihinde şunu yazdı:",
    "Ana Lima <ana@example.com>, 3 May 2022 Sal, 10:15 tarihinde şunu yazdı:",
    "3 May 2022 tarihinde 10:15 saatinde, Ana Lima <ana@example.com> şunları yazdı:",
    "Ana Lima <ana@example.com> şunu yazdı (3 May 2022 10:15):", "Den 3. mai 2022 kl. 10.15 skrev Ana Lima <ana@example.com>:",
    "Den tir. 3. mai 2022, 10:15 skrev Ana Lima <ana@example.com>:", 'Den 3 maj 2022 10:15 skrev "Ana Lima" <ana@example.com>:',
    "Den tisdag 3 maj 2022 kl. 10:15:42 UTC+2 skrev Ana Lima:",
    "På 03. mai 2022 kl. 10:15:42, skrev Ana Lima <ana@example.com <mailto:ana@example.com>>:",
    "På tirsdag 03. mai 2022 kl. 10:15:42, skrev Ana Lima <ana@example.com>:", "Ana Lima skrev den 2022-05-03 10:15:",
    "Ana Lima skrev den 03.05.2022 kl. 10.15:", "2022-05-03 10:15 skrev Ana Lima:",
    "tirsdag den 3. maj 2022 kl. 10.15.42 UTC+2 skrev Ana Lima:", 'Am 03.05.2022 10:15 nachm. schrieb "Ana Lima" <ana@example.com>:',
    "Am Di., 3. Mai 2022, 10:15 hat Ana Lima <ana@example.com> geschrieben:",
    "Am 03.05.2022 um 10:15 Uhr schrieb Ana Lima <ana@example.com>:", 'Am 03.05.22, 10:15 schrieb "Ana Lima" <ana@example.com>:',
    "Am Dienstag, dem 03.05.2022 um 10:15 +0200 schrieb Ana Lima:", "Am Dienstag, den 03.05.2022, 10:15 +0200 schrieb Ana Lima:",
    "Ana Lima hat am 03.05.2022 10:15 geschrieben:", "Ana Lima <ana@example.com> hat am 03.05.2022 10:15 CEST geschrieben:",
    "Ana Lima wrote am 03.05.2022 10:15:", "Ana Lima schrieb am Dienstag, 3. Mai 2022 um 10:15:42 UTC+2:",
    "ana@example.com schrieb am Dienstag, 3. Mai 2022 um 10:15:42 UTC+2:", "Zitat von ana@example.com:",
    "On 3. Mai 2022 at 10:15:42, Ana Lima (ana@example.com) schrieb:",
    "ti 3. toukok. 2022 klo 10.15 Ana Lima <ana@example.com> kirjoitti:", "Ana Lima <ana@example.com> kirjoitti 3.5.2022 kello 10.15:",
    "3.5.2022, 10.15, Ana Lima kirjoitti:", "út 3. 5. 2022 v 10:15 odesílatel Ana Lima <ana@example.com> napsal:",
    "Dne 3. května 2022 10:15 Ana Lima <ana@example.com> napsal(a):", "ut 3. 5. 2022 o 10:15 Ana Lima <ana@example.com> napísal(a):",
    "Ana Lima <ana@example.com> ezt írta (időpont: 2022. máj. 3., K, 10:15):",
    "2022. május 3., kedd 10:15:42 UTC+2 időpontban Ana Lima a következőt írta:", "2022. 05. 03. 10:15 keltezéssel, Ana Lima írta:",
    "mar., 3 mai 2022, 10:15 Ana Lima <ana@example.com> a scris:", "Pe mar., 3 mai 2022 la 10:15, Ana Lima <ana@example.com> a scris:",
    "La 03.05.2022 10:15, Ana Lima a scris:", "На вт, 3.05.2022 г. в 10:15 ч. Ana Lima <ana@example.com> написа:",
    "Στις Τρί, 3 Μαΐ 2022 στις 10:15 π.μ., ο χρήστης Ana Lima <ana@example.com> έγραψε:",
    "dne tor., 3. maj 2022 ob 10:15 je oseba Ana Lima <ana@example.com> napisala:",
    "uto, 3. svi 2022. u 10:15 Ana Lima <ana@example.com> napisao je:",
    "уто, 3. мај 2022. у 10:15 Ana Lima <ana@example.com> је написао/ла:", "2022-05-03, an, 10:15 Ana Lima <ana@example.com> rašė:",
    "otrd., 2022. g. 3. maijs, plkst. 10:15 — lietotājs Ana Lima (<ana@example.com>) rakstīja:",
    "Kuupäev T, 3. mai 2022 kell 10:15 kirjutas Ana Lima <ana@example.com>:",
    "Missatge de Ana Lima <ana@example.com> del dia dt., 3 de maig 2022 a les 10:15:",
    "Ar Maw, 3 Mai 2022 am 10:15 ysgrifennodd Ana Lima <ana@example.com>:",
    "Pada tanggal Sel, 3 Mei 2022 10.15, Ana Lima <ana@example.com> menulis:",
    "Pada Sel, 3 Mei 2022 pada 10:15 PG Ana Lima <ana@example.com> menulis:",
    "เมื่อ อ. 3 พ.ค. 2022 เวลา 10:15 Ana Lima <ana@example.com> เขียนว่า:",
    "Vào 10:15, Th 3, 3 thg 5, 2022 Ana Lima <ana@example.com> đã viết:",
    "Vào Thứ 3, 3 thg 5, 2022 vào lúc 10:15 Ana Lima <ana@example.com> đã viết:",
    "2022年5月3日(火) 午前10:15 山田 花子 <hanako@example.com>:", "2022年5月3日(火) 10:15 <hanako@example.com>:",
    "2022年5月3日(火) 10:15 山田花子 <hanako@example.com>さんが書きました:", "2022/05/03 10:15、Ana Lima <ana@example.com>のメール:",
    "2022/05/03 午前10:15、山田花子 <hanako@example.com>のメール：",
    "2022年5月3日(火) 10:15:42 +0900 に 山田花子 <hanako@example.com> さんは書きました:",
    "On Tue, 3 May 2022 10:15:42 +0900 山田花子 <hanako@example.com> wrote:", "山田花子さんは書きました (2022/05/03 10:15):",
    "Ana Lima <ana@example.com> さんは 2022年05月03日 10:15 に書きました:",
    "Ana Lima <ana@example.com> 于2022年5月3日周二 上午10:15写道：", "Ana Lima <ana@example.com> 于 2022年5月3日周二 上午10:15写道：",
    "Ana Lima<ana@example.com> 在 2022年5月3日 周二 10:15 写道：", "Ana Lima <ana@example.com> 在 2022年5月3日星期二 上午10:15 写道：",
    "在 2022/5/3 10:15, Ana Lima 写道:", "在 2022年05月03日 10:15, Ana Lima 写道:", "在 2022-05-03 10:15:42，ana@example.com 写道：",
    "在2022年05月03日 10:15，Ana Lima<ana@example.com> 写道：", "于 2022年05月03日 10:15, Ana Lima 写道:",
    "2022-05-03 10:15 GMT+08:00 Ana Lima <ana@example.com>:", "On 05/3/2022 10:15，Ana Lima<ana@example.com> wrote：",
    'At 2022-05-03 10:15:42, "Ana Lima" <ana@example.com> wrote:', "---- Replied Message ----",
    "Ana Lima <ana@example.com> 於 2022年5月3日 週二 上午10:15寫道：", "於 2022/5/3 上午 10:15, Ana Lima 提到:",
    '2022年5月3日 上午10:15 於 "Ana Lima" <ana@example.com> 寫道：',
    "2022년 5월 3일 (화) 오전 10:15, 김하나 <hana@example.com>님이 작성:",
    "2022년 5월 3일 오전 10:15, 김하나 <hana@example.com>님의 말:",
    "2022년 5월 3일 화요일 오전 10:15:42, 김하나 <hana@example.com>님의 말:",
    "김하나 <hana@example.com>님이 2022년 5월 3일 (화) 오전 10:15에 작성:", "2022-05-03 오전 10:15에 김하나 이(가) 쓴 글:",
    "On 2022-05-03 오전 10:15, 김하나 wrote:", "2022. 5. 3. 오전 10:15에 김하나 이(가) 쓴 글:",
    "2022. 5. 3. 오전 10:15, 김하나 <hana@example.com> 작성:",
    "בתאריך יום ג׳, 3 במאי 2022 ב-10:15 מאת Ana Lima <\u202aana@example.com\u202c\u200f>:\u202c",
    "בתאריך 3 במאי 2022 בשעה 10:15, \u200fAna Lima <ana@example.com> כתב/ה:",
    "في ثلاثاء، 3 مايو، 2022 في 10:15 ص، كتب Ana Lima <ana@example.com>:",
    "في ٣ مايو ٢٠٢٢، الساعة ١٠:١٥ ص، كتب/كتبت Ana Lima <ana@example.com>:",
    "در تاریخ سه\u200cشنبه ۳ مهٔ ۲۰۲۲،\u200f ۱۰:۱۵ Ana Lima <ana@example.com> نوشت:",
    "मंगल, 3 मई 2022 को 10:15 am बजे को Ana Lima <ana@example.com> ने लिखा:",
]  # fmt: skip
ABOVE_MARKS = [
    "On Tue, May 3, 2022 at 10:15 am, Ana Lima", '"Ana Lima" <ana@example.com> wrote in message news:1@example.com...',
    "In article <1@example.com>, ana@example.com says...", "In message <1@example.com>, Ana Lima <ana@example.com> writes",
    "Ana Lima writes:", "Ana Lima said:", "Thus spake Ana Lima:",
    "begin  quoting Ana Lima as of Tue, May 03, 2022 at 10:15:42AM +0200:", "Previously, Ana Lima wrote:",
    "Somebody claiming to be Ana Lima wrote:", "Hi Ana Lima, on May 3, you wrote:", "Also sprach Ana Lima:",
    "On Tue, 3 May 2022 10:15:42 +0200", "* Ana Lima <ana@example.com> [220503 10:15]:", "+ Ana Lima <ana@example.com>:",
    "Ana Lima (2022-05-03 10:15:42)", "Quoting Ana Lima (2022-05-03 10:15:42)", "Użytkownik Ana Lima napisał:",
    'Użytkownik "Ana Lima" <ana@example.com> napisał w wiadomości news:1@example.com...',
    "Ana Lima <ana@example.com> skrev: (3 maj 2022 10:15:42 CEST)",
    '"Ana Lima" <ana@example.com> schrieb im Newsbeitrag news:1@example.com...',
]  # fmt: skip
SENTENCES = (
    "begin  quo",
    "Ana Lima <",
)  # broken off inside of what reads as a sentence


def wrapped(attribution: str) -> str:
    """Broken off as programs do, once or twice."""
    return textwrap.fill(attribution, max(30, len(attribution) * 2 // 3), break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize("attribution", ALONE + ABOVE_MARKS)
def test_an_attribution_goes_with_the_marked_lines_below_it(attribution: str) -> None:
    assert split_text(f"{ANSWER}\n\n{attribution}\n\n> Shall we?\n> Or not?\n").new_text == ANSWER
    assert split_text(f"{attribution}\n> Shall we?\n> Or not?\n\n{ANSWER}\n").new_text == ANSWER


@pytest.mark.parametrize("attribution", ALONE)
def test_an_attribution_that_says_enough_needs_no_marks_below_it(attribution: str) -> None:
    assert split_text(f"{ANSWER}\n\n{attribution}\n\nShall we?\n\nOr not?\n").new_text == ANSWER


@pytest.mark.parametrize("attribution", [one for one in ALONE + ABOVE_MARKS if len(one) > 50 and not one.startswith(SENTENCES)])
def test_a_wrapped_attribution_goes_as_a_whole(attribution: str) -> None:
    assert split_text(f"{ANSWER}\n\n{wrapped(attribution)}\n\n> Shall we?\n").new_text == ANSWER
