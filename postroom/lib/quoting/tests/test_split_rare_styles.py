"""Rarer ways of quoting: GroupWise, Supercite, PGP frames, lost line ends; every sentence was written for this test."""

import pytest

from postroom.lib.quoting import split_text

BELOW = [
    ">>> Ana Lima <ana@example.com> 5/3/2022 10:15 AM >>>\nShall we meet?\n\nAna\n",
    '>>>>> "Ana" == Ana Lima <ana@example.com> writes:\n\nAna> Shall we\nAna> meet?\n',
    "* Ana Lima <ana@example.com> [2022-05-03 10:15]:\n> Shall we meet?\n",
    "In article <1@example.com>, Ana Lima <ana@example.com> wrote:\n> Shall we meet?\n",
    "<ana@example.com> wrote:\n\n> Shall we meet?\n",
    "Ana wrote:\n> Shall we meet?\n",
    "On 3 May, Ana wrote:\n| Shall we\n| meet?\n",
    "AL> Shall we\nAL> meet?\n",
    "From: Ana <ana@example.com>  Sent: 3 May 2022 10:15  To: Bo <bo@example.com>  Subject: Lunch\n\nShall we meet?\n",
    "__________________\nFrom: Ana Lima\nTo: Bo Berg\n\nShall we meet?\n",
    "**From:** Ana <ana@example.com>\n**Sent:** 3 May 2022\n**To:** Bo\n**Subject:** Lunch\n\nShall we meet?\n",
    "> See https://example.com/a/rather/long/address/that/goes/on/and/on/and/on\nand/on\n> Shall we meet?\n",
]


@pytest.mark.parametrize("below", BELOW)
def test_rare_quotes_below_the_answer_go(below: str) -> None:
    assert split_text(f"Noon is fine.\n\n{below}").new_text == "Noon is fine."


def test_the_frame_of_signed_mail_is_a_signature() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nNoon is fine.\n-----BEGIN PGP SIGNATURE-----\n\nab12\n"
        "-----END PGP SIGNATURE-----\n"
    )
    split = split_text(text)
    assert split.new_text == "Noon is fine."
    assert [part.kind for part in split.segments] == ["signature", "new", "signature"]


def test_an_enclosed_quote_ends_where_it_is_closed() -> None:
    text = ">>> Ana Lima 5/3/2022 10:15 AM >>>\nShall we meet?\n<<< Ana Lima <<<\n\nNoon is fine.\n"
    assert split_text(text).new_text == "Noon is fine."


@pytest.mark.parametrize(
    "text",
    [
        "> Well begun is half done.\n\nWho said this?",
        "> Only a quote, and nobody named.",
        "Look here\n>>> bargains <<<\nor there",
        "On it.\n\n>From now on we meet at noon.",
    ],
)
def test_marks_that_are_the_writers_own_stay(text: str) -> None:
    assert split_text(text).new_text == text


def test_unmarked_text_below_an_attribution_at_the_very_top_is_not_thrown_away() -> None:
    assert split_text("On 3 May 2022, Ana <ana@example.com> wrote:\n\nNoon is fine.\n").new_text == "Noon is fine."


ODD = [
    ("Yes.\n\nOn Tue, May 3, 2022 at 10:15 AM, Ana Lima via Tools <\ntools@lists.example.org> wrote:\n\n> a\n", "Yes."),
    ("Ana Lima <ana@example.com> said unto the world:\n> a\n> b\n\nRight.\n", "Right."),
    ("According to Ana Lima:\n> a\n> b\n\nRight.\n", "Right."),
    ("ana@example.com (Ana Lima) wrote in news:1@example.com:\n\n> a\n\nRight.", "Right."),
    ("On Tue, 3 May 2022, Ana Lima wrote:\n\n> a\n\nI agree.\n\n> b\n\nNo.\n\n--\nBo", "I agree.\n\nNo."),
    ("Ana,\n\nRight.\n\n\nAna Lima wrote:\n> a", "Ana,\n\nRight."),
    ("Ana Lima schrieb:\n> a\n\nRight.", "Right."),
    (
        'Right.\n\n----- Original Message ----- \nFrom: "Ana Lima" <ana@example.com>\nTo: <bo@example.com>\n'
        "Sent: Tuesday, May 03, 2022 10:15 AM\nSubject: Lunch\n\n\n> a\n",
        "Right.",
    ),
    ("Right.\n\nAna Lima (3 May 2022 10:15):\n> a\n", "Right."),
    ("Right.\n\n3 May 2022 10:15 tarihinde Ana Lima <ana@example.com> yazdı:\n\n> a", "Right."),
    ("Right.\n\nFrom: Ana Lima [mailto:ana@example.com] \nSent: 03 May 2022 10:15\nTo: 'Bo'\nCc: Cy\nSubject: RE: x\n\nText", "Right."),
    (
        "Right.\nBo\n\n________________________________________\nFrom: Ana Lima\nSent: 03 May 2022 10:15\nTo: Bo\nSubject: x\n\nText",
        "Right.\nBo",
    ),
    ("Right.\n\n> On 3 May 2022, at 10:15, Ana <ana@example.com> wrote:\n> \n> a\n> \n> b\n\nP.S. cake", "Right.\n\nP.S. cake"),
    (
        "Right.\n\nSent from my Windows Phone\n________________________________\nFrom: Ana<mailto:ana@example.com>\n"
        "Sent: 5/3/2022 10:15 AM\nTo: Bo<mailto:bo@example.com>\nSubject: x\n\nText",
        "Right.",
    ),
    ("#reply above this line#\n\nRight.", "Right."),
    ("Right.\n\n--- \nBo", "Right."),
    ("Right.\n-- Bo\n\nOn 3 May 2022 Ana wrote:\n> a", "Right."),
    (
        'Right.\n\nOn 3 May 2022 10:15, "Ana Lima" <ana@example.com>\nwrote:\n\n>\n> a\n>\n>\n'
        "> _______________________________________________\n> Tools mailing list\n\n"
        "_______________________________________________\nTools mailing list\nTools@example.org\nhttp://example.org/tools",
        "Right.",
    ),
    (
        'Right.\n\n-- \nYou received this message because you are subscribed to the Google Groups "tools" group.\n'
        "To unsubscribe from this group and stop receiving emails from it, send an email to tools+unsubscribe@example.org.\n",
        "Right.",
    ),
    (
        "Right.\n\n---------------------------------------------------------------------\n"
        "To unsubscribe, e-mail: tools-unsubscribe@example.org\nFor additional commands, e-mail: tools-help@example.org\n",
        "Right.",
    ),
    ("Right.\n\nOn Tuesday, 3 May 2022, Ana Lima <ana@example.com> wrote:\n> a\n> b", "Right."),
    ("> a\n\nRight.\n\n> b\n\nNo.", "Right.\n\nNo."),
    ("In article <abc@example.com>,\nAna Lima <ana@example.com> wrote:\n>a\n>b\n\nRight.", "Right."),
    ("Ana Lima <ana@example.com> writes:\n\n> a\n\nRight.\n\n-- \nBo", "Right."),
    ("On 05/03, Ana Lima wrote:\n> a\n\nRight.", "Right."),
    ("* Ana Lima:\n\n> a\n\nRight.", "Right."),
    ("Quoth Ana Lima:\n> a\n\nRight.", "Right."),
    ("+++ Ana Lima [03/05/22 10:15 +0200]:\n>a\n\nRight.", "Right."),
    ("Ana Lima wrote (2022-05-03):\n> a\n\nRight.", "Right."),
    (">>>>> Ana Lima <ana@example.com> writes:\n\n    > a\n\nRight.", "Right."),
    ("Hi Ana\n\n>a\n>b\nRight.\n>c\nNo.", "Hi Ana\n\nRight.\nNo."),
    ("Right.\n\nVisit our site: http://example.com\n", "Right.\n\nVisit our site: http://example.com"),
    ("Steps:\n1. one\n2. two\n---\nResult: ok\n", "Steps:\n1. one\n2. two\n---\nResult: ok"),
    ("From: the team\nTo: everybody\n\nHello all", "From: the team\nTo: everybody\n\nHello all"),
    ("Date: 3 May\nTime: 10:15\nPlace: here\n\nSee you", "Date: 3 May\nTime: 10:15\nPlace: here\n\nSee you"),
    (
        "Right.\n\nFrom: Ana Lima <ana@example.com>\nReply-To: Ana Lima <ana@example.com>\nDate: Tuesday, 3 May 2022 at 10:15\n"
        "To: Bo <bo@example.com>\nSubject: x\n\nText",
        "Right.",
    ),
    ('Right.\n\nLe 3 mai 2022 10:15, "Ana Lima" <ana@example.com> a écrit :\n>\n> a\n', "Right."),
    (
        'Right.\n\nOn 2022-05-03, 10:15, "tools-bounces on behalf of Ana" <tools-bounces at example.org on behalf of ana at '
        "example.org> wrote:\n\n    a\n    b\n",
        "Right.",
    ),
    ("Right.\n\n-----Original Message-----\nFrom: Ana\n\na", "Right."),
    ("Right.\n\n-------- Original message --------\nSubject: x \nFrom: Ana <ana@example.com>\nTo: bo@example.com\nCC: \n\na", "Right."),
    (
        "Right. \n\nOn Tue, May 3, 2022 at 10:15 AM Ana (Example) <\nsupport@example.com> wrote:\n\n"
        "> ##- Please type your reply above this line -##\n>\n> a\n",
        "Right.",
    ),
    (
        "Hello,\n\nRight.\n\nCordialement,\n\nBo Berg\nDirecteur\nTél : +33 1 23 45 67 89\nhttp://www.example.com\n",
        "Hello,\n\nRight.\n\nCordialement,\n\nBo Berg",
    ),
]


@pytest.mark.parametrize(("text", "answer"), ODD)
def test_the_answer_is_found_in_odd_surroundings(text: str, answer: str) -> None:
    assert split_text(text).new_text.split() == answer.split()


ABOVE = [
    "On 3 May 2022, 10:15 +0200, Ana Lima <ana@example.com>, wrote:",
    "On Tue, May 3, 2022 at 10:15am, Ana Lima < ana@example.com [ana@example.com] > wrote:",
    "Ana Lima/Sales/Example wrote on 05/03/2022 10:15:42 AM:",
    "On Tue, May 3 2022 at 10:15 AM, Ana Lima < ana@example.com > wrote:",
    "On May 3, 2022, at 10:15, Ana Lima via Example <reply+abc@example.com> wrote:",
    '---Original---\nFrom: "Ana"<ana@example.com>\nDate: Tue, May 3, 2022 10:15 AM\nTo: "Bo"<bo@example.com>;\nSubject: Re: Lunch',
    '------------------ 原始邮件 ------------------\n发件人: "Ana" <ana@example.com>;\n发送时间: 2022年5月3日(星期二) 上午10:15\n'
    '收件人: "Bo"<bo@example.com>;\n主题: Re: Lunch',
    "--------- 원본 메일 ---------\n보낸사람: Ana <ana@example.com>\n"
    "받는사람 : Bo <bo@example.com>\n날짜: 22.05.03 10:15 GMT +0900\n제목: Lunch",
    '-----Original Message-----\nFrom: "Ana"<ana@example.com>\nTo: <bo@example.com>;\nCc:\n'
    "Sent: 2022-05-03 (화) 10:15:42 (GMT+09:00)\nSubject: Lunch",
    "From:   Ana Lima <ana@example.com>\nTo:     Bo Berg <bo@example.com>\nDate:   03/05/2022 10:15\nSubject:        Re: Lunch",
    "Em ter, 3 de mai de 2022 10:15, Ana Lima <ana@example.com> escreveu:",
    "Am Dienstag, 3. Mai 2022, 10:15:42 CEST schrieb Ana Lima:",
    "Am 3. Mai 2022 10:15:42 MESZ schrieb Ana Lima <ana@example.com>:",
    "On 3 May 2022 10:15:42 CEST, Ana Lima <ana@example.com> wrote:",
    "Le 3 mai 2022 10:15:42 GMT+02:00, Ana Lima <ana@example.com> a écrit :",
    "Dnia 3 maja 2022 10:15 Ana Lima <ana@example.com> napisał(a):",
    "Dňa ut 3. 5. 2022 o 10:15 Ana Lima <ana@example.com> napísal(a):",
    "вт, 3 мая 2022 г. в 10:15, Ana Lima <ana@example.com>:",
    "Вт 3 трав. 2022 о 10:15 Ana Lima <ana@example.com> пише:",
    "Пользователь Ana Lima <ana@example.com> написал:",
    '3.05.2022, 10:15, "Ana Lima" <ana@example.com>:',
    "Il mar 3 mag 2022, 10:15 Ana Lima <ana@example.com> ha scritto:",
    "Il 03/05/2022 10:15 Ana Lima <ana@example.com> ha scritto:",
    "El mar., 3 de mayo de 2022 10:15 a. m., Ana Lima <\nana@example.com> escribió:",
    "El martes, 3 de mayo de 2022 10:15:42 CEST, Ana Lima <ana@example.com>\nescribió:",
    "2022年5月3日(火) 10:15 Ana Lima via Tools <tools@lists.example.org>:",
    "On Tue, 3 May 2022 10:15:42 +0900\nAna Lima <ana@example.com> wrote:",
    "(2022/05/03 10:15), Ana Lima wrote:",
    "Ana Lima <ana@example.com>님이 2022년 5월 3일 (화) 오전 10:15에 작성:",
    "Ana Lima <ana@example.com> 于 2022年5月3日周二 上午10:15 写道：",
    'At 2022-05-03 10:15:42, "Ana Lima" <ana@example.com> wrote:',
    "Den tir. 3. maj 2022 10.15 skrev Ana Lima <ana@example.com>:",
    "Ana Lima kirjoitti 3.5.2022 klo 10.15:",
    "Ana Lima <ana@example.com> ezt írta (2022. máj. 3., K 10:15):",
    "On 3/5/22 10:15 am, Ana Lima wrote:",
    "On 03.05.22 10:15, Ana Lima via Tools wrote:",
    "Ana Lima schrieb am 03.05.2022 um 10:15:",
    "Ana Lima escribió el 3/5/22 a las 10:15:",
    "Ana Lima a écrit le 03/05/2022 à 10:15 :",
    "Ana Lima wrote on 2022-05-03 10:15:",
    "Ana Lima [mailto:ana@example.com] wrote:",
    "Originalmeddelelse\nFra: Ana Lima\nSendt: 3. maj 2022 10:15\nTil: Bo\nEmne: Lunch",
    "Vào Th 3, 3 thg 5, 2022 lúc 10:15 Ana Lima <ana@example.com> đã viết:",
    "Dne út 3. 5. 2022 10:15 uživatel Ana Lima <ana@example.com> napsal:",
    'Sent: Tuesday, May 03, 2022 at 10:15 AM\nFrom: "Ana Lima" <ana@example.com>\nTo: bo@example.com\nSubject: Lunch',
    'Von: "Ana Lima" <ana@example.com>\nGesendet: 03.05.2022 10:15\nAn: "Bo" <bo@example.com>\nBetreff: Lunch',
    "De : Ana Lima\nEnvoyé : mardi 3 mai 2022 10:15\nÀ : Bo\nCc : Cy\nObjet : RE: Lunch",
    "De: Ana Lima [mailto:ana@example.com]\nEnviado el: martes, 3 de mayo de 2022 10:15\nPara: Bo\nAsunto: Lunch",
    "\u202aFrom: Ana Lima <ana@example.com>\u202c\nDate: 3 May 2022\nTo: Bo\nSubject: Lunch",
    "Get Outlook for Android<https://aka.ms/x>\n________________________________\nFrom: Ana Lima <ana@example.com>\n"
    "Sent: Tuesday, May 3, 2022 10:15:42 AM\nTo: Bo <bo@example.com>\nSubject: Lunch",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("quote", ["> Shall we?", "Shall we?"])
def test_what_many_programs_write_above_a_quote_goes_with_it(above: str, quote: str) -> None:
    assert split_text(f"Noon is fine.\n\nBo\n\n{above}\n\n{quote}\n").new_text == "Noon is fine.\n\nBo"
