"""Answers above, below and between quotes, notices below them, and prose that only looks like quotes; all written for this test."""

import textwrap

import pytest

from postroom.lib.quoting import split_text

ATTRIBUTION = "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:"
# name: text, what of it is new
TALK = {
    "from+date": (
        "Noon is fine.\n\nFrom: ana@example.com\nDate: Tue, 3 May 2022 10:15:42 +0200\n\nShall we?\n",
        "Noon is fine.",
    ),
    "from+date link": (
        "Noon is fine.\n\nFrom: ana@example.com\nDate: Tue, 3 May 2022 10:15:42 +0200\n\n"
        "<http://track.example.com/c/dHJhY2tpbmdfY29kZT1mMDdjYzBm\n>  <ana@example.com>\n\nShall we?\n",
        "Noon is fine.",
    ),
    "date qp": (
        "Noon is fine.\nDate: Tue=2C 3 May 2022 10:15:42 +0000\nFrom: ana@example.com\nTo: bo@example.com\n"
        "Subject: [Ticket #4] Lunch\n\nShall we?\n",
        "Noon is fine.",
    ),
    "date+to only": (
        "Noon is fine.\n\nDate: Tue, 3 May 2022 10:15:42 +0200\nTo: bo@example.com\n\n",
        "Noon is fine.",
    ),
    "date+from": (
        "Noon is fine.\n\nDate: Tue, 3 May 2022 10:15:42 +0200\nFrom: ana@example.com\n\nShall we?",
        "Noon is fine.",
    ),
    "from only with rule": (
        "Noon is fine.\n\n_____________________________\nFrom: Ana Lima <ana@example.com>\n\nShall we?",
        "Noon is fine.",
    ),
    "block indented": (
        "Noon is fine.\n\n    From: Ana Lima <ana@example.com>\n    Sent: Tuesday, May 3, 2022 10:15 AM\n    To: Bo\n"
        "    Subject: x\n\n    Shall we?\n",
        "Noon is fine.",
    ),
    "block star list": (
        "Noon is fine.\n\n* From: Ana Lima <ana@example.com>\n* To: Bo\n* Date: Tue, 3 May 2022 10:15\n* Subject: x\n\n"
        "Shall we?\n",
        "Noon is fine.",
    ),
    "block wrapped mailto": (
        "Noon is fine.\n\n*From:* Ana Lima [mailto:\nana@example.com]\n*Sent:* Tuesday, May 3, 2022 10:15 AM\n"
        "*To:* bo@example.com\n*Subject:* x\n\nShall we?",
        "Noon is fine.",
    ),
    "block to many lines": (
        "Noon is fine.\n\nFrom: Ana Lima <ana@example.com>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo <bo@example.com>;\n"
        "Cy Young <cy@example.com>;\nDi Dean <di@example.com>\nSubject: x\n\nShall we?",
        "Noon is fine.",
    ),
    "block wrapped subject": (
        "Noon is fine.\n\nFrom: Ana Lima <ana@example.com>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo <bo@example.com>\n"
        "Subject: a very long subject that the program\nwrapped over two lines\n\nShall we?",
        "Noon is fine.",
    ),
    "block then answer quoted": (
        "Noon is fine.\n\nFrom: Ana Lima\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo\nSubject: x\n\nShall we?\n\n"
        "From: Bo\nSent: Monday\nTo: Ana\nSubject: x\n\nEh?\n",
        "Noon is fine.",
    ),
    "see below + block": (
        "See below.\n\nFrom: Ana Lima <ana@example.com>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo\nSubject: x\n\n"
        "Shall we?",
        "See below.",
    ),
    "two attributions": (
        "Noon is fine.\n\nATTRIBUTION\n\n> Eh?\n>\n> On Mon, May 2, 2022 at 9:00 AM Bo <bo@example.com> wrote:\n>\n"
        ">> Shall we?\n",
        "Noon is fine.",
    ),
    "nested unmarked": (
        "Noon is fine.\n\nATTRIBUTION\n\nEh?\n\nOn Mon, May 2, 2022 at 9:00 AM Bo <bo@example.com> wrote:\n\nShall we?\n",
        "Noon is fine.",
    ),
    "answer above and below": (
        "Noon is fine.\n\nATTRIBUTION\n> Shall we?\n\nP.S. Bring cake.\n",
        "Noon is fine.\n\nP.S. Bring cake.",
    ),
    "inline 3": (
        "ATTRIBUTION\n> Shall we?\n\nYes.\n\n> Where?\n\nHere.\n\n> When?\n\nNoon is fine.\n\nBo",
        "Yes.\n\nHere.\n\nNoon is fine.\n\nBo",
    ),
    "inline no blanks": (
        "ATTRIBUTION\n> Shall we?\nYes.\n> Where?\nHere.\n> When?\nNoon is fine.",
        "Yes.\nHere.\nNoon is fine.",
    ),
    "inline bullets": (
        "Answers inline.\n\nATTRIBUTION\n> 1. Shall we?\n\nYes.\n\n> 2. Where?\n\n- at home\n- at the lake\n",
        "Answers inline.\n\nYes.\n\n- at home\n- at the lake",
    ),
    "quoted blank between": (
        "Noon is fine.\n\nATTRIBUTION\n\n> Shall we?\n\n> Ana\n\n> --\n> Ana Lima\n",
        "Noon is fine.",
    ),
    "quote of code": (
        "ATTRIBUTION\n> Try this:\n> ```\n> x > 3\n> ```\n\nNoon is fine.",
        "Noon is fine.",
    ),
    "list footer below quote": (
        "Noon is fine.\n\nATTRIBUTION\n> Shall we?\n> _______________________________________________\n"
        "> Tools mailing list\n> Tools@example.org\n",
        "Noon is fine.",
    ),
    "nonl at end": (
        "Noon is fine.\n\nATTRIBUTION\n> Shall we?",
        "Noon is fine.",
    ),
    "cr only": (
        "Noon is fine.\r\rATTRIBUTION\r> Shall we?\r",
        "Noon is fine.",
    ),
    "nbsp": (
        "Noon is fine.\n\xa0\nOn\xa0Tue, May 3, 2022 at 10:15\u202fAM Ana Lima <ana@example.com> wrote:\n\xa0\n"
        "> Shall we?\n",
        "Noon is fine.",
    ),
    "nnbsp": (
        "Noon is fine.\n\nOn Tue, May 3, 2022 at 10:15\u202fAM Ana Lima <ana@example.com> wrote:\n\nShall we?\n",
        "Noon is fine.",
    ),
    "no blank after": (
        "Noon is fine.\nATTRIBUTION\nShall we?\n",
        "Noon is fine.",
    ),
    "same line before": (
        "Noon is fine. ATTRIBUTION\n> Shall we?\n",
        "Noon is fine.",
    ),
    "attribution at start with text": (
        "ATTRIBUTION\n\nNoon is fine.\n",
        "Noon is fine.",
    ),
    "only quoted no attribution": (
        "> Shall we?\n> Or not?\n",
        "> Shall we?\n> Or not?",
    ),
    "quote only then text": (
        "> Shall we?\n\nYes.",
        "> Shall we?\n\nYes.",
    ),
    "text quote end no attr": (
        "Yes.\n\n> Shall we?\n",
        "Yes.",
    ),
    "text quote text": (
        "Look:\n\n> Shall we?\n\nSo yes.",
        "Look:\n\nSo yes.",
    ),
    "Hi then quote": (
        "Hi Ana,\n\n> Shall we?\n\nNoon is fine.\n",
        "Hi Ana,\n\nNoon is fine.",
    ),
}  # fmt: skip
PROSE = [
    "On Friday Ana wrote: I can't come.\n\nSo we need somebody else.",
    "On 3 May 2022 Ana Lima wrote a letter to the council.\n\nThey did not answer.",
    "On 3 May 2022 at 10:15 we started the server.\nIt wrote 3 files.\n\nThen it stopped.",
    "I said on Monday that we meet at 10:15. Ana said: fine.\n\nSo be there.", "On my way. Ana said at 10:15 in front of the house.",
    "At 10:15 we meet, she wrote.\n\nOk?",
    "In her mail of 3 May 2022 Ana wrote that all is fine:\nthe house is warm\nand the lake is cold",
    "The error is on line 3:\n\n    x = y > z\n\nand on line 4.", "Am 3. Mai 2022 schrieb sie ein Buch.\n\nDas habe ich.",
    "Le 3 mai 2022, il a écrit un livre.\n\nJe l'ai lu.", "El 3 de mayo escribió un libro.\n\nLo tengo.",
    "Il 3 maggio ha scritto un libro.\n\nLo so.", "Op 3 mei schreef hij een boek.\n\nIk heb het.",
    "W dniu 3 maja napisał książkę.\n\nMam ją.", "3 мая он написал книгу.\n\nУ меня она есть.",
    "3 Mayıs'ta bir kitap yazdı.\n\nBende var.", "5月3日に彼は本を書きました。\n\n持っています。", "他在5月3日写道我们见面。\n\n好的。",
    "Agenda for 3 May 2022:\n\n10:15 start\n11:00 coffee\n12:00 end",
    "Call with Ana <ana@example.com> on 3 May 2022 at 10:15:\n\n- budget\n- cake",
    "Minutes of 2022-05-03 10:15, written by Ana:\n\nAll agreed.", "Please write to ana@example.com:\n\nshe has the key.",
    "Contact Ana Lima <ana@example.com>:\n+49 30 1234567\n\nShe will help.",
    "Participants:\nAna Lima <ana@example.com>\nBo Berg <bo@example.com>\n\nSee you.",
    'Today\'s quote:\n\n"The lake is still." wrote Ana in 2022.',
    "From: 3 May 2022\nTo: 5 May 2022\nSubject to change.\n\nIs the room free?", "To: Bo\nFrom: Ana\n\nHappy birthday!",
    "Dates:\nFrom: 3 May\nTo: 5 May\n\nNames:\nAna, Bo", "Betreff: Ihre Anfrage vom 3. Mai\n\nSehr geehrter Herr Berg,\n\ngern.",
    "Subject: your question\n\nDear Bo,\n\ngladly.", "An: alle\nBetreff: Essen\n\nWir essen um zwölf.",
    "Name: Ana Lima\nFrom: Lisbon\nEmail: ana@example.com\nDate: 3 May 2022\nSubject: tour\nMessage: is it open?",
    "De: Madrid\nA: Lisboa\nFecha: 3 de mayo\n\n¿Hay sitio?", "Von: 10:15\nBis: 11:15\nOrt: See",
    "Key points:\n\n* one: first\n* two: second\n\nOriginal message: none.",
    "The original message is lost.\n\nForwarded messages are kept.", "---\ntitle: Lunch\ndate: 2022-05-03\n---\n\nWe meet at noon.",
    "Hello\n\n-----\n\nSecond part: we meet at noon, and then we go.\n\n-----\n\nThird part: we go home. It is late.",
    "## Heading ##\n\nText under it.\n\n## Another ##\n\nMore text, and the end.", "-> go left\n-> go right\n\nthen stop",
    "=> result: 3\n=> again: 4", ">:( I am angry", "<3 you all\n\nBo", "I <3 you\n>:)\n", "C:\\> dir\nC:\\> cd x\n\nnothing there",
    "mysql> select 1;\nmysql> quit\n\nand it works", "sqlite> .tables\nsqlite> .quit",
    ">>> import os\n>>> os.getcwd()\n'/home'\n\nHow do I change it?", "ftp> get x\nftp> bye\n\nfailed",
]  # fmt: skip
NOTICES = [
    "The information in this email is confidential and may be legally privileged. It is intended solely for the addressee.",
    "IMPORTANT: This email is intended for the use of the individual addressee(s) named above and may contain "
    "information that is confidential, privileged or unsuitable for overly sensitive persons with low self-esteem.",
    "This message (including any attachments) contains confidential information intended for a specific "
    "individual and purpose, and is protected by law. If you are not the intended recipient, you should delete "
    "this message.",
    "P Please consider the environment before printing this e-mail",
    "Virus-free. www.avast.com",
    "This email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus",
    "Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.\nwww.avast.com",
    "L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.\n"
    "https://www.avast.com/antivirus",
    "Este correo electrónico ha sido comprobado en busca de virus con Avast antivirus.\nhttps://www.avast.com/antivirus",
    "CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender.",
    "Der Inhalt dieser E-Mail ist vertraulich. Falls Sie nicht der angegebene Empfänger sind oder falls diese "
    "E-Mail irrtümlich an Sie adressiert wurde, verständigen Sie bitte den Absender sofort und löschen Sie die E-Mail.",
    "Ce message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de leurs "
    "destinataires. Toute utilisation non conforme est interdite.",
    "Este mensaje y los ficheros anexos son confidenciales. Si usted ha recibido este correo por error, "
    "comuníquelo al remitente y bórrelo.",
    "Esta mensagem pode conter informação confidencial ou privilegiada. Se você não for o destinatário, não "
    "deve usar, copiar ou divulgar as informações.",
    "Questo messaggio e i suoi allegati sono indirizzati esclusivamente alle persone indicate. La diffusione, "
    "copia o qualsiasi altra azione sono rigorosamente vietate. Qualora abbiate ricevuto questo documento per "
    "errore siete pregati di distruggerlo.",
    "De informatie verzonden met dit e-mailbericht is uitsluitend bestemd voor de geadresseerde. Gebruik van "
    "deze informatie door anderen is verboden.",
    "Treść tej wiadomości zawiera informacje poufne przeznaczone tylko dla adresata. Jeżeli nie jesteście "
    "Państwo jej adresatem, bądź otrzymaliście ją przez pomyłkę, prosimy o powiadomienie o tym nadawcy oraz "
    "trwałe jej usunięcie.",
    "Настоящее электронное письмо и его вложения содержат конфиденциальную информацию. Если Вы не являетесь "
    "адресатом, уведомите отправителя и удалите письмо.",
    "Bu e-posta mesajı ve ekleri gönderildiği kişi ya da kuruma özeldir ve gizlidir. Yetkili alıcı değilseniz "
    "hiçbir kısmını kopyalayamaz veya başkasına gönderemezsiniz.",
    "本電子メールには機密情報が含まれている可能性があります。意図された受信者でない場合は、送信者に通知し、本メールを削除して"
    "ください。",
    "此电子邮件及其附件包含机密信息，仅供指定的收件人使用。如果您不是预期的收件人，请删除此邮件并通知发件人。",
    "본 메일은 지정된 수취인만을 위해 작성되었으며, 중요한 정보나 저작권을 포함하고 있을 수 "
    "있습니다. 본 문서에 포함된 정보의 전부 또는 일부를 무단으로 제3자에게 공개, 배포, 복사 "
    "또는 사용하는 것은 엄격히 금지됩니다.",
]  # fmt: skip
BELOW = ["\n", f"\n\n{ATTRIBUTION}\n> Shall we?\n"]
RULE = "-" * 40 + "\n"


@pytest.mark.parametrize("name", TALK)
def test_the_answer_is_found_around_quotes(name: str) -> None:
    text, new = TALK[name]
    assert split_text(text.replace("ATTRIBUTION", ATTRIBUTION)).new_text.split() == new.split()


@pytest.mark.parametrize("text", PROSE)
def test_prose_that_only_looks_like_a_quote_stays(text: str) -> None:
    assert split_text(text).new_text.split() == text.split()


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("rule", ["", RULE])
@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_goes_wrapped_or_not(notice: str, rule: str, below: str) -> None:
    for shown in (notice, textwrap.fill(notice, 60)):
        assert split_text(f"Noon is fine.\n\nBo\n\n{rule}{shown}{below}").new_text == "Noon is fine.\n\nBo"
