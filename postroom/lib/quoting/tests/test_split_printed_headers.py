"""Header blocks, separators and forwarded mail; every sentence here was written for this test."""

import pytest

from postroom.lib.quoting import split_text

NAMES = {
    "en": ("From", "Sent", "To", "Subject"),
    "en-date": ("From", "Date", "To", "Subject"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "de-date": ("Von", "Datum", "An", "Betreff"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "fr-date": ("De ", "Date ", "À ", "Objet "),
    "es": ("De", "Enviado", "Para", "Asunto"),
    "es-date": ("De", "Fecha", "Para", "Asunto"),
    "pt": ("De", "Enviado", "Para", "Assunto"),
    "pt-em": ("De", "Enviada em", "Para", "Assunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "it-date": ("Da", "Data", "A", "Oggetto"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "nl-date": ("Van", "Datum", "Aan", "Onderwerp"),
    "pl": ("Od", "Wysłano", "Do", "Temat"),
    "pl-date": ("Od", "Data", "Do", "Temat"),
    "ru": ("От", "Отправлено", "Кому", "Тема"),
    "ru-date": ("От", "Дата", "Кому", "Тема"),
    "uk": ("Від", "Надіслано", "Кому", "Тема"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "tr-date": ("Gönderen", "Tarih", "Kime", "Konu"),
    "sv": ("Från", "Skickat", "Till", "Ämne"),
    "da": ("Fra", "Sendt", "Til", "Emne"),
    "nb": ("Fra", "Dato", "Til", "Emne"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "ja": ("差出人", "送信日時", "宛先", "件名"),
    "zh": ("发件人", "发送时间", "收件人", "主题"),
    "zh-tw": ("寄件者", "寄件日期", "收件者", "主旨"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    "he": ("מאת", "נשלח", "אל", "נושא"),
}
BLOCKS = {
    "Outlook": "{0}: Ana Lima <ana@example.com>\n{1}: Tuesday, 3 May 2022 10:15\n{2}: Bo Berg\n{3}: Lunch\n",
    "Outlook without addresses": "{0}: Ana Lima\n{1}: Tuesday, 3 May 2022 10:15\n{2}: Bo Berg\n{3}: Lunch\n",
    "rule above": "_" * 32 + "\n{0}: Ana Lima <ana@example.com>\n{1}: 3 May 2022 10:15\n{2}: Bo Berg\n{3}: Lunch\n",
    "bold": "*{0}:* Ana Lima <ana@example.com>\n*{1}:* 3 May 2022 10:15\n*{2}:* Bo Berg\n*{3}:* Lunch\n",
    "date last": "{0}: Ana Lima <ana@example.com>\n{3}: Lunch\n{1}: 3 May 2022 10:15\n{2}: Bo Berg\n",
    "double spaced": "{0}: Ana Lima <ana@example.com>\n\n{1}: 3 May 2022\n\n{2}: Bo Berg\n\n{3}: Lunch\n",
    "wide colons": "{0}：Ana Lima\n{1}：3 May 2022 10:15\n{2}：Bo Berg\n{3}：Lunch\n",
    "folded": "{0}: Ana Lima\n    <ana@example.com>\n{1}: 3 May 2022\n{2}: Bo Berg; Cy\n    Young; Di Dean\n{3}: Lunch\n",
}
SEPARATORS = [
    "-----Original Message-----",
    "----- Original Message -----",
    "-------- Original Message --------",
    "-----Ursprüngliche Nachricht-----",
    "----- Message d'origine -----",
    "-----Mensaje original-----",
    "-----Mensagem Original-----",
    "-----Messaggio originale-----",
    "-----Oorspronkelijk bericht-----",
    "-----Wiadomość oryginalna-----",
    "-----Исходное сообщение-----",
    "-----Özgün İleti-----".replace("İ", "i"),
    "-----Ursprungligt meddelande-----",
    "-----Oprindelig meddelelse-----",
    "-----Alkuperäinen viesti-----",
    "-----Původní zpráva-----",
    "-----元のメッセージ-----",
    "------------------ 原始邮件 ------------------",
    "-----원본 메시지-----",
]
FORWARDS = [
    "---------- Forwarded message ---------",
    "-------- Forwarded Message --------",
    "Begin forwarded message:",
    "-------- Weitergeleitete Nachricht --------",
    "Anfang der weitergeleiteten Nachricht:",
    "---------- Message transféré ----------",
    "Début du message réexpédié :",
    "---------- Mensaje reenviado ----------",
    "Inicio del mensaje reenviado:",
    "---------- Mensagem encaminhada ---------",
    "Início da mensagem reencaminhada:",
    "---------- Messaggio inoltrato ----------",
    "Inizio messaggio inoltrato:",
    "---------- Doorgestuurd bericht ---------",
    "Begin doorgestuurd bericht:",
    "---------- Przekazana wiadomość ----------",
    "-------- Пересылаемое сообщение --------",
    "Начало переадресованного сообщения:",
    "-------- Переслане повідомлення --------",
    "---------- Vidarebefordrat meddelande ----------",
    "---------- Videresendt meddelelse ---------",
    "---------- Přeposlaná zpráva ---------",
    "---------- 転送メッセージ ----------",
    "转发的邮件：",
    "---------- 전달된 메시지 ----------",
]


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("language", NAMES)
def test_a_printed_header_block_opens_quoted_mail_to_the_end(language: str, block: str) -> None:
    text = f"Noon is fine.\n\nBo\n\n{BLOCKS[block].format(*NAMES[language])}\nShall we meet?\n\nAna\n"
    split = split_text(text)
    assert split.new_text == "Noon is fine.\n\nBo"
    assert [part.kind for part in split.segments] == ["new", "quoted"]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_separator_opens_quoted_mail_to_the_end(separator: str) -> None:
    split = split_text(f"Noon is fine.\n\n{separator}\n\nShall we meet?\n\nAna\n")
    assert split.new_text == "Noon is fine."
    assert split.segments[-1].kind == "quoted"


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("marker", FORWARDS)
def test_forwarded_mail_is_told_from_the_note_above_it(marker: str, language: str) -> None:
    header = BLOCKS["Outlook"].format(*NAMES[language])
    split = split_text(f"For your files.\n\n{marker}\n{header}\n\nShall we meet?\n")
    assert split.new_text == "For your files."
    assert [part.kind for part in split.segments] == ["new", "forwarded"]


def test_mail_forwarded_without_a_word_is_forwarded() -> None:
    text = "From: Ana Lima <ana@example.com>\nSent: 3 May 2022 10:15\nTo: Bo Berg\nSubject: Lunch\n\nShall we meet?\n"
    split = split_text(text)
    assert [part.kind for part in split.segments] == ["forwarded"]
    assert split.new_text == ""


def test_marked_forwarded_mail_ends_where_the_marks_end() -> None:
    text = (
        "See below.\n\n> Begin forwarded message:\n>\n> From: Ana <ana@example.com>\n> Subject: Lunch\n>\n> Noon?\n\nAnswer it, please.\n"
    )
    split = split_text(text)
    assert split.new_text.split() == ["See", "below.", "Answer", "it,", "please."]


@pytest.mark.parametrize(
    "text",
    [
        "Your booking\nFrom: Lisbon\nTo: Porto\nDate: 3 May 2022\n\nHave a good journey.",
        "From: Ana Lima <ana@example.com>\nSubject: A question\n\nMessage: do you open on Sundays?",
        "Hello,\n\nTo: do\nSubject: unclear\n\nBye",
        "Name: Ana\nEmail: ana@example.com\nMessage: hello",
        "Von: Berlin\nAn: 10:15\nDatum: 3.5.2022\nGleis: 4",
    ],
)
def test_forms_and_bookings_are_no_header_blocks(text: str) -> None:
    assert split_text(text).new_text == text


def test_a_reply_line_of_a_help_desk_cuts_what_is_below_it() -> None:
    text = "It works now, thanks.\n\n##- Please type your reply above this line -##\n\nYour request was updated.\n"
    assert split_text(text).new_text == "It works now, thanks."
    assert split_text("##- Please type your reply above this line -##\n\nYour request was updated.\n").new_text
