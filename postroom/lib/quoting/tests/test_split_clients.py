"""What mail programs write above quoted and forwarded mail, by language and program; every sentence was written for this test."""

from typing import NamedTuple

import pytest

from postroom.lib.quoting import split_html, split_text

ANA = "Ana Lima <ana@example.com>"


class Tongue(NamedTuple):
    """One language: an answer in it, and what the programs put around it."""

    answer: str
    quote: str
    gmail: str  # attributions
    apple: str
    thunderbird: str
    yahoo: str
    names: tuple[str, str, str, str]  # From, Sent, To, Subject
    original: str  # between dashes
    gmail_forward: str
    apple_forward: str
    device: str


TONGUES = {
    "English": Tongue(
        "Noon is fine.\n\nBest,\nBo", "Shall we meet?",
        f"On Tue, May 3, 2022 at 10:15 AM {ANA} wrote:", f"On May 3, 2022, at 10:15 AM, {ANA} wrote:",
        "On 5/3/22 10:15 AM, Ana Lima wrote:", f"On Tuesday, May 3, 2022 at 10:15:42 AM GMT+2, {ANA} wrote:",
        ("From", "Sent", "To", "Subject"), "Original Message", "Forwarded message", "Begin forwarded message:", "Sent from my iPhone",
    ),
    "German": Tongue(
        "Mittag passt mir gut.\n\nViele Grüße\nBo", "Wollen wir uns treffen?",
        f"Am Di., 3. Mai 2022 um 10:15 Uhr schrieb {ANA}:", f"Am 03.05.2022 um 10:15 schrieb {ANA}:",
        "Am 03.05.22 um 10:15 schrieb Ana Lima:", f"Am Dienstag, 3. Mai 2022 um 10:15:42 MESZ hat {ANA} Folgendes geschrieben:",
        ("Von", "Gesendet", "An", "Betreff"), "Ursprüngliche Nachricht", "Forwarded message",
        "Anfang der weitergeleiteten Nachricht:", "Von meinem iPhone gesendet",
    ),
    "French": Tongue(
        "Midi me va bien.\n\nBien à toi,\nBo", "On se voit demain ?",
        f"Le mar. 3 mai 2022 à 10:15, {ANA} a écrit :", f"Le 3 mai 2022 à 10:15, {ANA} a écrit :",
        "Le 03/05/2022 à 10:15, Ana Lima a écrit :", f"Le mardi 3 mai 2022 à 10:15:42 UTC+2, {ANA} a écrit :",
        ("De", "Envoyé", "À", "Objet"), "Message d'origine", "Forwarded message", "Début du message réexpédié :", "Envoyé de mon iPhone",
    ),
    "Spanish": Tongue(
        "A mediodía me va bien.\n\nUn saludo,\nBo", "¿Nos vemos mañana?",
        f"El mar, 3 may 2022 a las 10:15, {ANA[:8]} (<ana@example.com>) escribió:", f"El 3 may 2022, a las 10:15, {ANA} escribió:",
        "El 3/5/22 a las 10:15, Ana Lima escribió:", f"En martes, 3 de mayo de 2022, 10:15:42 CEST, {ANA} escribió:",
        ("De", "Enviado", "Para", "Asunto"), "Mensaje original", "Forwarded message", "Inicio del mensaje reenviado:",
        "Enviado desde mi iPhone",
    ),
    "Portuguese": Tongue(
        "Meio-dia está ótimo.\n\nAbraço,\nBo", "Vamos nos ver amanhã?",
        f"Em ter., 3 de mai. de 2022 às 10:15, {ANA} escreveu:", f"Em 3 de mai. de 2022, à(s) 10:15, {ANA} escreveu:",
        "Em 03/05/2022 10:15, Ana Lima escreveu:", f"Em terça-feira, 3 de maio de 2022 10:15:42 BRT, {ANA} escreveu:",
        ("De", "Enviado", "Para", "Assunto"), "Mensagem original", "Forwarded message", "Início da mensagem encaminhada:",
        "Enviado do meu iPhone",
    ),
    "Italian": Tongue(
        "A mezzogiorno va bene.\n\nCiao,\nBo", "Ci vediamo domani?",
        f"Il giorno mar 3 mag 2022 alle ore 10:15 {ANA} ha scritto:", f"Il giorno 3 mag 2022, alle ore 10:15, {ANA} ha scritto:",
        "Il 03/05/22 10:15, Ana Lima ha scritto:", f"Il martedì 3 maggio 2022 10:15:42 CEST, {ANA} ha scritto:",
        ("Da", "Inviato", "A", "Oggetto"), "Messaggio originale", "Forwarded message", "Inizio messaggio inoltrato:", "Inviato da iPhone",
    ),
    "Dutch": Tongue(
        "Twaalf uur is prima.\n\nGroeten,\nBo", "Zullen we afspreken?",
        f"Op di 3 mei 2022 om 10:15 schreef {ANA}:", f"Op 3 mei 2022, om 10:15 heeft {ANA} het volgende geschreven:",
        "Op 03-05-2022 om 10:15 schreef Ana Lima:", f"Op dinsdag 3 mei 2022 om 10:15:42 CEST schreef {ANA}:",
        ("Van", "Verzonden", "Aan", "Onderwerp"), "Oorspronkelijk bericht", "Forwarded message", "Begin doorgestuurd bericht:",
        "Verstuurd vanaf mijn iPhone",
    ),
    "Polish": Tongue(
        "Południe mi pasuje.\n\nPozdrawiam\nBo", "Spotkamy się jutro?",
        f"wt., 3 maj 2022 o 10:15 {ANA} napisał(a):", f"Wiadomość napisana przez {ANA} w dniu 03.05.2022, o godz. 10:15:",
        "W dniu 03.05.2022 o 10:15, Ana Lima pisze:", f"W dniu wtorek, 3 maja 2022 10:15:42 CEST użytkownik {ANA} napisał:",
        ("Od", "Wysłano", "Do", "Temat"), "Wiadomość oryginalna", "Forwarded message", "Początek przekazywanej wiadomości:",
        "Wysłane z iPhone’a",
    ),
    "Russian": Tongue(
        "В полдень удобно.\n\nБо", "Встретимся завтра?",
        f"вт, 3 мая 2022 г. в 10:15, {ANA}:", f"3 мая 2022 г., в 10:15, {ANA} написал(а):",
        "03.05.2022 10:15, Ana Lima пишет:", f"вторник, 3 мая 2022 г., 10:15:42 GMT+3, {ANA} написал(а):",
        ("От", "Отправлено", "Кому", "Тема"), "Исходное сообщение", "Forwarded message", "Начало переадресованного сообщения:",
        "Отправлено с iPhone",
    ),
    "Turkish": Tongue(
        "Öğlen uygun.\n\nSevgiler\nBo", "Yarın buluşalım mı?",
        f"{ANA}, 3 May 2022 Sal, 10:15 tarihinde şunu yazdı:", f"{ANA} şunları yazdı (3 May 2022 10:15):",
        "3.05.2022 10:15 tarihinde Ana Lima yazdı:", f"3 Mayıs 2022 Salı 10:15:42 GMT+3 tarihinde {ANA} şunu yazdı:",
        ("Kimden", "Gönderildi", "Kime", "Konu"), "Özgün İleti", "Forwarded message", "İleti başlangıcı:", "iPhone’umdan gönderildi",
    ),
    "Japanese": Tongue(
        "正午で大丈夫です。\n\nボー", "明日お会いできますか。",
        f"2022年5月3日(火) 10:15 {ANA}:", f"2022/05/03 10:15、{ANA}のメール:",
        "On 2022/05/03 10:15, Ana Lima wrote:", f"2022年5月3日火曜日 10:15:42 JST、{ANA}さんは書きました:",
        ("差出人", "送信日時", "宛先", "件名"), "元のメッセージ", "Forwarded message", "転送されたメッセージ:", "iPhoneから送信",
    ),
    "Chinese": Tongue(
        "中午可以。\n\n波", "明天见面好吗？",
        f"{ANA} 于2022年5月3日周二 10:15写道：", f"在 2022年5月3日，上午10:15，{ANA} 写道：",
        "在 2022/5/3 10:15, Ana Lima 写道:", f"在 2022年5月3日星期二 10:15:42 [CST], {ANA} 写道：",
        ("发件人", "发送时间", "收件人", "主题"), "原始邮件", "Forwarded message", "开始转发的邮件：", "发自我的 iPhone",
    ),
    "Chinese of Taiwan": Tongue(
        "中午可以。\n\n波", "明天見面好嗎？",
        f"{ANA} 於 2022年5月3日 週二 上午10:15寫道：", f"{ANA} 於 2022年5月3日 上午10:15 寫道：",
        "Ana Lima 於 2022/5/3 上午 10:15 寫道:", f"在 2022年5月3日星期二 10:15:42 [CST], {ANA} 寫道：",
        ("寄件者", "寄件日期", "收件者", "主旨"), "原始郵件", "Forwarded message", "開始轉寄郵件：", "從我的 iPhone 傳送",
    ),
    "Korean": Tongue(
        "정오가 좋아요.\n\n보", "내일 만날까요?",
        f"2022년 5월 3일 (화) 오전 10:15, {ANA}님이 작성:", f"2022. 5. 3. 오전 10:15, {ANA} 작성:",
        "2022-05-03 오전 10:15에 Ana Lima 이(가) 쓴 글:", f"2022년 5월 3일 화요일 오전 10:15:42 GMT+9, {ANA}님이 작성:",
        ("보낸 사람", "보낸 날짜", "받는 사람", "제목"), "원본 메시지", "Forwarded message", "전달된 메시지:", "나의 iPhone에서 보냄",
    ),
    "Swedish": Tongue(
        "Tolv går bra.\n\nHälsningar\nBo", "Ska vi ses imorgon?",
        f"Den tis 3 maj 2022 kl 10:15 skrev {ANA}:", f"3 maj 2022 kl. 10:15 skrev {ANA}:",
        "Den 2022-05-03 kl. 10:15, skrev Ana Lima:", f"Den tisdag 3 maj 2022 10:15:42 CEST, {ANA} skrev:",
        ("Från", "Skickat", "Till", "Ämne"), "Ursprungligt meddelande", "Forwarded message", "Vidarebefordrat brev:",
        "Skickat från min iPhone",
    ),
    "Danish": Tongue(
        "Klokken tolv er fint.\n\nHilsen\nBo", "Skal vi mødes i morgen?",
        f"Den tirs. 3. maj 2022 kl. 10.15 skrev {ANA}:", f"Den 3. maj 2022 kl. 10.15 skrev {ANA}:",
        "Den 03.05.2022 kl. 10.15 skrev Ana Lima:", f"Den tirsdag den 3. maj 2022 10.15.42 CEST skrev {ANA}:",
        ("Fra", "Sendt", "Til", "Emne"), "Oprindelig meddelelse", "Forwarded message", "Start på videresendt besked:",
        "Sendt fra min iPhone",
    ),
    "Norwegian": Tongue(
        "Klokka tolv passer.\n\nHilsen\nBo", "Skal vi møtes i morgen?",
        f"tir. 3. mai 2022 kl. 10:15 skrev {ANA}:", f"3. mai 2022 kl. 10:15 skrev {ANA}:",
        "Den 03.05.2022 10:15, skrev Ana Lima:", f"tirsdag 3. mai 2022 kl. 10:15:42 CEST skrev {ANA} følgende:",
        ("Fra", "Sendt", "Til", "Emne"), "Opprinnelig melding", "Forwarded message", "Videresendt melding:", "Sendt fra min iPhone",
    ),
    "Czech": Tongue(
        "Poledne se hodí.\n\nBo", "Sejdeme se zítra?",
        f"út 3. 5. 2022 v 10:15 odesílatel {ANA} napsal:", f"3. 5. 2022 v 10:15, {ANA}:",
        "Dne 03. 05. 22 v 10:15 Ana Lima napsal(a):", f"V úterý 3. května 2022 10:15:42 SELČ, {ANA} napsal(a):",
        ("Od", "Odesláno", "Komu", "Předmět"), "Původní zpráva", "Forwarded message", "Začátek přeposílané zprávy:", "Odesláno z iPhonu",
    ),
    "Ukrainian": Tongue(
        "Опівдні зручно.\n\nБо", "Зустрінемось завтра?",
        f"вт, 3 трав. 2022 р. о 10:15 {ANA} пише:", f"3 трав. 2022 р. о 10:15 {ANA} написав:",
        "03.05.22 10:15, Ana Lima пише:", f"вівторок, 3 травня 2022 р., 10:15:42 GMT+3, {ANA} написав(ла):",
        ("Від", "Надіслано", "Кому", "Тема"), "Вихідне повідомлення", "Forwarded message", "Початок листа, що пересилається:",
        "Надіслано з iPhone",
    ),
    "Greek": Tongue(
        "Το μεσημέρι είναι καλά.\n\nΜπο", "Θα τα πούμε αύριο;",
        f"Στις Τρί 3 Μαΐ 2022 στις 10:15 π.μ., ο/η {ANA} έγραψε:", f"Στις 3 Μαΐ 2022, στις 10:15, ο/η {ANA} έγραψε:",
        "Στις 3/5/22 10:15, ο/η Ana Lima έγραψε:", f"Την Τρίτη 3 Μαΐου 2022 10:15:42 GMT+3, ο χρήστης {ANA} έγραψε:",
        ("Από", "Στάλθηκε", "Προς", "Θέμα"), "Αρχικό μήνυμα", "Forwarded message", "Προωθημένο μήνυμα:", "Στάλθηκε από το iPhone μου",
    ),
    "Hebrew": Tongue(
        "בצהריים מתאים.\n\nבו", "ניפגש מחר?",
        f"‫בתאריך יום ג׳, 3 במאי 2022 ב-10:15 מאת ‪{ANA}‬‏:‬", f"ב-3 במאי 2022, בשעה 10:15, {ANA} כתב/ה:",
        "בתאריך 03/05/2022 10:15, Ana Lima כתב:", f"ביום שלישי, 3 במאי 2022 בשעה 10:15:42 GMT+3, {ANA} כתב:",
        ("מאת", "נשלח", "אל", "נושא"), "הודעה מקורית", "Forwarded message", "הודעה שהועברה:", "נשלח מה-iPhone שלי",
    ),
    "Arabic": Tongue(
        "الظهر مناسب.\n\nبو", "هل نلتقي غدا؟",
        f"في الثلاثاء، 3 مايو 2022 في 10:15 ص تمت كتابة ما يلي بواسطة ‪{ANA}‬‏:", f"في 3 مايو 2022، الساعة 10:15، كتب {ANA}:",
        "في 03/05/2022 10:15، كتب Ana Lima:", f"في الثلاثاء، 3 مايو 2022 10:15:42 غرينتش+3، كتب {ANA}:",
        ("من", "تاريخ", "إلى", "الموضوع"), "الرسالة الأصلية", "Forwarded message", "رسالة معاد توجيهها:", "أُرسلت من الـ iPhone",
    ),
}  # fmt: skip


def marked(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.split("\n"))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def block(tongue: Tongue, bold: str = "") -> str:
    values = (ANA, "Tuesday, 3 May 2022 10:15", "Bo Berg <bo@example.com>", "Re: Lunch")
    return "\n".join(f"{bold}{name}:{bold} {value}" for name, value in zip(tongue.names, values, strict=True))


def html_block(tongue: Tongue) -> str:
    return "<br>".join(f"<b>{line.split(':')[0]}:</b>{escaped(line.split(':', 1)[1])}" for line in block(tongue).split("\n"))


def wrapped(attribution: str) -> str:
    return attribution.replace(" <ana", "\n<ana", 1)


REPLIES = {
    "Gmail": lambda t: f"{t.answer}\n\n{t.gmail}\n\n{marked(t.quote)}",
    "Gmail, wrapped": lambda t: f"{t.answer}\n\n{wrapped(t.gmail)}\n\n{marked(t.quote)}",
    "Gmail, marks lost": lambda t: f"{t.answer}\n\n{t.gmail}\n\n{t.quote}\n",
    "Apple Mail": lambda t: f"{t.answer}\n\n{marked(t.apple + chr(10) + chr(10) + t.quote)}",
    "iPhone": lambda t: f"{t.answer}\n\n{t.device}\n\n{marked(t.apple + chr(10) + chr(10) + t.quote)}",
    "Thunderbird": lambda t: f"{t.answer}\n\n{t.thunderbird}\n{marked(t.quote)}",
    "Yahoo": lambda t: f"{t.answer}\n    {t.yahoo}  \n \n {t.quote}\n  ",
    "Outlook": lambda t: f"{t.answer}\n\n{block(t)}\n\n{t.quote}\n",
    "Outlook, bold": lambda t: f"{t.answer}\n\n{block(t, '*')}\n\n{t.quote}\n",
    "Outlook for the web": lambda t: f"{t.answer}\n\n{'_' * 32}\n{block(t)}\n\n{t.quote}\n",
    "Outlook of old": lambda t: f"{t.answer}\n\n-----{t.original}-----\n{block(t)}\n\n{t.quote}\n",
}
PAGES = {
    "Gmail": lambda t: (
        f'<div dir="ltr">{escaped(t.answer)}</div><br><div class="gmail_quote"><div class="gmail_attr">{escaped(t.gmail)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0">{escaped(t.quote)}</blockquote></div>'
    ),
    "Apple Mail": lambda t: (
        f'<html><body>{escaped(t.answer)}<br><div><br><blockquote type="cite"><div>{escaped(t.apple)}</div><br>'
        f"<div>{escaped(t.quote)}</div></blockquote></div></body></html>"
    ),
    "iPhone": lambda t: (
        f'<div>{escaped(t.answer)}<br><br><div dir="ltr">{escaped(t.device)}</div><div dir="ltr"><br><blockquote type="cite">'
        f'{escaped(t.apple)}<br><br></blockquote></div><blockquote type="cite">{escaped(t.quote)}</blockquote></div>'
    ),
    "Thunderbird": lambda t: (
        f'<p>{escaped(t.answer)}</p><div class="moz-cite-prefix">{escaped(t.thunderbird)}<br></div>'
        f'<blockquote type="cite" cite="mid:1@example.com">{escaped(t.quote)}</blockquote>'
    ),
    "Yahoo": lambda t: (
        f'<div class="ydp1yahoo-style-wrap"><div>{escaped(t.answer)}</div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted">'
        f"<div>{escaped(t.yahoo)}</div><div><br></div><div>{escaped(t.quote)}</div></div>"
    ),
    "Outlook": lambda t: (
        f'<div class="WordSection1"><p class="MsoNormal">{escaped(t.answer)}</p><div><div style="border:none;border-top:solid #E1E1E1 1pt">'
        f'<p class="MsoNormal">{html_block(t)}</p></div></div><p class="MsoNormal">{escaped(t.quote)}</p></div>'
    ),
    "Outlook for the web": lambda t: (
        f'<div>{escaped(t.answer)}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{html_block(t)}</div>'
        f"<div>{escaped(t.quote)}</div>"
    ),
}
FORWARDS = {
    "Gmail": lambda t: f"FYI\n\n---------- {t.gmail_forward} ---------\n{block(t)}\n\n{t.quote}\n",
    "Apple Mail": lambda t: f"FYI\n\n{t.apple_forward}\n\n{marked(block(t) + chr(10) + chr(10) + t.quote)}",
    "Apple Mail, all marked": lambda t: f"FYI\n\n{marked(t.apple_forward + chr(10) + chr(10) + block(t) + chr(10) + t.quote)}",
}


@pytest.mark.parametrize("program", REPLIES)
@pytest.mark.parametrize("language", TONGUES)
def test_the_answer_in_plain_text_is_found(language: str, program: str) -> None:
    tongue = TONGUES[language]
    split = split_text(REPLIES[program](tongue))
    assert split.new_text == tongue.answer
    assert {part.kind for part in split.segments} - {"signature"} == {"new", "quoted"}


@pytest.mark.parametrize("program", PAGES)
@pytest.mark.parametrize("language", TONGUES)
def test_the_answer_in_html_is_found(language: str, program: str) -> None:
    tongue = TONGUES[language]
    assert split_html(PAGES[program](tongue)).new_text.split() == tongue.answer.split()


@pytest.mark.parametrize("program", FORWARDS)
@pytest.mark.parametrize("language", TONGUES)
def test_forwarded_mail_is_forwarded(language: str, program: str) -> None:
    split = split_text(FORWARDS[program](TONGUES[language]))
    assert split.new_text == "FYI"
    assert [part.kind for part in split.segments] == ["new", "forwarded"]


@pytest.mark.parametrize("language", TONGUES)
def test_answers_between_what_is_quoted_are_new(language: str) -> None:
    tongue = TONGUES[language]
    split = split_text(f"{tongue.thunderbird}\n{marked(tongue.quote)}\n{tongue.answer}\n\n{marked(tongue.quote)}\nOk\n")
    assert split.new_text.split() == [*tongue.answer.split(), "Ok"]


@pytest.mark.parametrize("language", TONGUES)
def test_closing_words_stay(language: str) -> None:
    text = TONGUES[language].answer
    assert split_text(text).new_text == text
