"""Lines of devices and signatures, and what people write that only looks like them; every sentence was written for this test."""

import pytest

from postroom.lib.quoting import split_text

DEVICES = [
    "Sent from my iPhone", "Sent from my Android phone with K-9 Mail. Please excuse my brevity.",
    "Sent from my Verizon, Samsung Galaxy smartphone", "Sent from my Sprint Samsung Galaxy S7.", "Sent from my LG Mobile",
    "Sent from my MetroPCS 4G LTE Android device", "Sent from my BlackBerry 10 smartphone.", "Sent from my Huawei Mobile",
    "Sent from my Mi phone", "Sent from Nine", "Sent from myMail for iOS", "Sent from TypeApp", "Sent from BlueMail",
    "Sent from AOL Mobile Mail", "Sent from the all-new AOL app for iOS", "Sent from Newton Mail", "Sent from Front",
    "Sent using Zoho Mail", "Sent with Zoho Mail", "Sent with Mailbutler", "Sent with Mailspring", "Sent via Mailspring",
    "Sent with MailTrack", "Sent from Postbox", "Sent from eM Client", "Sent from Xfinity Connect App",
    "Sent from XFINITY Connect Mobile App", "Sent from Frontier Yahoo Mail", "Sent from Hushmail",
    "Sent with Tutanota, the secure & ad-free mailbox.",
    "Securely sent with Tutanota. Get your own encrypted, ad-free mailbox:\nhttps://tutanota.com",
    "Sent with Proton Mail secure email.", "Sent from Proton Mail for iOS", "Sent from ProtonMail, Swiss-based encrypted email.",
    "Sent with Canary (https://canarymail.io)", "Sent from Spike", "Sent from Edison Mail", "Sent from Inky", "Sent from Polymail",
    "Sent from my HTC", "Sent from my Nokia phone", "Sent from my Palm Pre", "Sent from my wireless device", "Sent from my mobile",
    "Sent from my mobile phone", "Sent from my handheld", "Sent from a mobile device", "Sent from a mobile device, please excuse typos",
    "Sent from my tablet", "Sent from my Kindle Fire", "Sent from my Surface", "Sent from my Apple Watch", "Sent from my Mac",
    "Sent from my MacBook Pro", "Sent from my laptop", "Sent from my Chromebook", "Sent from Workspace ONE Boxer",
    "Sent from VMware Boxer", "Sent from AirWatch Inbox", "Sent from Mail", "Sent from Mail for Windows 11", "Sent from Windows Mail",
    "Sent from Surface Pro", "Sent from WPS Mail", "Sent from FairEmail", "Sent from Fairphone", "Sent from Gmail for iPhone",
    "Sent from Gmail", "Sent from my Galaxy Tab", "Sent from Samsung Mobile", "Sent from Samsung Mobile on AT&T", "Sent from Acompli",
    "Sent from CloudMagic Email", "Sent from Alto", "Sent from iPhone", "Sent from my iPhone 12 Pro Max",
    "Sent from my iPhone, so please excuse the brevity", "Sent on the go", "Sent on the move", "Sent while on the move",
    "Sent from mobile", "Sent from Bo's iPhone", "Typed on a tiny keyboard", "Typed on my phone, please excuse typos", "from my iPad",
    "Sent from my iPhone\nBo Berg\n+49 30 1234567", "Sent by phone", "Written on my phone", "Please excuse typos, sent from my phone",
    "Excuse typos - sent from mobile", "Apologies for brevity, sent from my mobile", "Von meinem iPhone gesendet",
    "Von meinem iPad gesendet", "Gesendet von meinem iPhone", "Von meinem Huawei-Mobiltelefon gesendet",
    "Gesendet mit Outlook für Android", "Diese Nachricht wurde von meinem Mobiltelefon gesendet.", "Gesendet mit der Telekom Mail App",
    "Gesendet mit der GMX iPhone App", "Gesendet von meinem Samsung Gerät", "Von Samsung-Tablet gesendet",
    "Gesendet von Mail für Windows 10", "Gesendet von Windows 10 Mail", "Von Outlook Mobile gesendet",
    "Gesendet von Yahoo Mail auf Android", "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Gesendet von unterwegs", "Von unterwegs gesendet", "Gesendet mit BlackBerry Work\n(www.blackberry.com)", "Envoyé de mon iPhone",
    "Envoyé de mon iPad", "Envoyé depuis mon smartphone Samsung Galaxy.", "Envoyé depuis l'application Mail Orange",
    "Envoyé depuis mon appareil mobile Samsung.", "Envoyé à partir d’Outlook pour Android", "Envoyé à partir de Courrier pour Windows",
    "Télécharger Outlook pour Android", "Envoyé de mon appareil Android", "Envoyé via Yahoo Mail", "Envoyé depuis Gmail Mobile",
    "Envoyé depuis Proton Mail pour iOS", "Enviado desde mi iPad", "Enviado desde mi smartphone Samsung Galaxy.",
    "Enviado desde Yahoo Mail para Android", "Enviado desde Outlook", "Enviado desde mi teléfono móvil", "Enviado con Proton Mail",
    "Enviado desde mi dispositivo móvil", "Obtener Outlook para Android", "Enviado vía iPhone", "Enviado de Samsung Mobile",
    "Enviado do meu iPad", "Enviado do Yahoo Mail no Android", "Enviado do meu smartphone Samsung Galaxy.",
    "Enviado pelo meu Windows Phone", "Enviado via iPhone", "Obter Outlook para iOS", "Enviado do Outlook para Android",
    "Enviado com o Proton Mail", "Enviado a partir do Correio para Windows", "Inviato da iPad", "Inviato dal mio iPhone",
    "Inviato da smartphone Samsung Galaxy.", "Inviato da Yahoo Mail su Android", "Inviato da Outlook per Android",
    "Scarica Outlook per Android", "Inviato dal mio telefono", "Inviato con Proton Mail", "Inviato da TIM Mail",
    "Verstuurd vanaf mijn iPhone", "Verzonden vanaf mijn Samsung-apparaat", "Verzonden vanaf Outlook voor Android",
    "Verzonden vanuit Outlook voor iOS", "Outlook voor iOS downloaden", "Download Outlook voor Android", "Verstuurd vanaf mijn mobiel",
    "Verzonden met Proton Mail", "Verzonden vanuit Yahoo Mail op Android", "Verstuurd vanuit Mail voor Windows", "Wysłane z iPhone’a",
    "Wysłane z iPhone'a", "Wysłane z mojego iPhone'a", "Wysłane z programu Outlook dla systemu Android", "Wysłane z telefonu",
    "Wysłane z urządzenia mobilnego", "Pobierz Outlook dla systemu Android", "Wysłano z iPada",
    "Wysłane z aplikacji mobilnej Poczta Onet", "Wysłano przy użyciu programu Poczta", "Wysłane z Yahoo Mail na Androida",
    "Отправлено с iPad", "Отправлено из мобильной Яндекс.Почты: http://m.ya.ru/ymail", "Отправлено из Outlook",
    "Отправлено из Почты для Windows", "Отправлено с моего Samsung", "Отправлено из мобильного приложения Яндекс Почты",
    "Отправлено с мобильного устройства Samsung", "Отправлено из myMail для iOS", "Отправлено с Android",
    "Отправлено из приложения Mail.ru", "Скачайте Outlook для iOS", "--\nОтправлено из Mail.ru для Android",
    "Отправлено через Proton Mail", "iPad'imden gönderildi", "iPhone'dan gönderildi", "Samsung akıllı telefonumdan gönderildi.",
    "Android'de Yahoo Postadan Gönderildi", "Outlook for Android edinin", "Windows 10 için Posta ile gönderildi",
    "Android için Outlook uygulamasından gönderildi", "iPhoneから送信", "iPadから送信", "Androidから送信",
    "Outlook for Androidから送信", "Yahoo!メールアプリから送信", "Sent from my iPhone (日本語)", "私のiPhoneから送信されました",
    "Galaxyから送信", "Windows 用メールから送信", "发自我的iPhone", "发自我的 iPad", "发自我的华为手机", "发自我的小米手机",
    "来自我的Android手机", "从我的华为手机发送", "发送自我的iPhone", "来自 Outlook for Android", "发送自 Windows 10 版邮件应用",
    "发自网易邮箱大师", "发自网易邮箱手机智能版", "來自我的iPhone", "從我的 iPad 傳送", "從我的 Samsung 手機傳送",
    "取得 Outlook for iOS", "获取 Outlook for iOS", "寄件自我的 iPhone", "나의 iPhone에서 보냄", "내 iPad에서 보냄",
    "내 iPhone에서 보냄", "삼성 갤럭시 스마트폰에서 보냈습니다.", "iOS용 Outlook 다운로드", "Android용 Outlook에서 보냄",
    "내 Galaxy에서 보냄", "Windows용 메일에서 보냄", "다음메일 앱에서 보냄", "네이버 메일에서 보냄", "iPhone에서 보냄",
    "Skickat från min iPad", "Skickat från Outlook för Android", "Skickat från Yahoo Mail på Android", "Sendt fra min iPad",
    "Sendt fra Outlook til Android", "Sendt fra min Samsung", "Sendt fra Yahoo Mail på Android", "Hent Outlook til iOS",
    "Lähetetty iPadista", "Lähetetty Outlookista Androidille", "Odesláno z iPhonu", "Odesláno z mého iPhonu", "Odoslané z iPhonu",
    "Odesláno z mobilu", "Küldve iPhone-ról", "iPhone-omról küldve", "Trimis de pe iPad-ul meu", "Надіслано з мого iPhone",
    "Відправлено з iPad", "Изпратено от моя iPhone", "Enviat des del meu iPhone", "Poslano s mog iPhonea", "Poslano iz mojega iPhonea",
    "Изпратено от Yahoo Mail", "נשלח מה-iPad שלי", "Gửi từ iPhone của tôi", "Đã gửi từ iPhone của tôi", "Dikirim dari iPhone saya",
    "ส่งจาก iPhone ของฉัน", "Išsiųsta iš mano iPhone", "Saadetud minu iPhone'ist", "Nosūtīts no mana iPhone", "Послато са мог iPhone-а",
    "Elküldve iPhone-omról",
]  # fmt: skip
SENTENCES = [
    "I am writing this from my mobile", "We need it for iOS", "It also works for Android", "I can do it from mobile",
    "Can you open it from my phone?", "Ich habe dir die Mail gesendet", "Ich habe dir gerade eine E-Mail gesendet.",
    "Das Telefon wurde gestern versendet", "Das Handy wurde gestern versandt.", "Mail gönderildi", "Telefon dün gönderildi.",
    "E-posta dün gönderildi.", "Olen puhelimessa, viesti lähetetty", "昨日スマートフォンの写真を送信しました",
    "添付はメールアドレスから送信", "我已经用手机发送", "照片已经用微信发送", "어제 휴대폰으로 사진을 보냈습니다.",
    "Please get Outlook for everyone", "Get the mail, please.", "Von meinem Handy aus kann ich das nicht sehen.",
    "Von meinem Bruder habe ich das Telefon.", "Envoyé de Paris, ton colis arrive demain.", "Envoyé hier", "Enviado de Lisboa ontem.",
    "Enviado por correio ontem, chega na sexta.", "Enviado por correo ayer; llega el viernes.", "Inviato da Roma ieri, arriva venerdì.",
    "Verzonden met PostNL, komt vrijdag aan.", "Verstuurd met de post.", "Wysłano przez kuriera, będzie w piątek.",
    "Wysłane przez pocztę wczoraj.", "Отправлено от склада вчера.", "Отправлено через СДЭК, будет в пятницу.", "Отправлено с курьером.",
    "Skickat med posten igår.", "Sendt med posten i går.", "Sendt via DHL.", "Sent by courier yesterday.",
    "Sent via DHL, tracking follows.", "Sent with the morning post.", "Sent by DHL this morning, it will be there on Friday.",
    "Sent from our warehouse in Berlin on Monday.", "Lähetetty eilen postissa.", "Odesláno z Prahy včera.", "Nadano wczoraj.",
    "내 생각에는 정오가 좋아요.", "내 친구도 올 거예요", "나의 친구도 옵니다", "나의 iPhone이 고장났어요", "发自内心的感谢",
    "发自肺腑之言", "从我的角度看没问题", "來自我的朋友", "From my iPhone I can't see it.", "From my phone it looks fine.",
    "From my iPad the page is broken", "Outlook for next year is good.", "Outlook für nächstes Jahr ist gut.",
    "Outlook voor volgend jaar is goed.", "Via mobile it does not work.", "Composed on my own.", "Written on my calendar.",
    "Hent det hos mig.", "Hämta det hos mig.", "Obtenez-le chez moi.", "Download it here: https://example.com/outlook",
    "Typed with two fingers.", "My outlook is good", "My app is called Mail for iOS", "Via telefoon ben ik bereikbaar.",
    "The list of names is in the app.", "Küldve tegnap.",
]  # fmt: skip
KEPT = [
    "On Tuesday I talked to Ana and she wrote: come at noon.\n\nSo be there.", "One thing I noticed: the lamp is out.\nPlease fix it.",
    "On the other hand, we could meet at noon:\n\n- at the lake\n- at home", 'He said:\n\n"We meet at noon."\n\nI agree.',
    "As Ana wrote:\n\nIt is what it is.\n\nSo be it.",
    "The log says:\n\n2022-05-03 10:15:42 ERROR disk full\n2022-05-03 10:15:43 ERROR again\n\nWhat now?",
    'Here is the trace:\n\n  File "a.py", line 3\n    print(x)\nNameError: x\n\nAny idea?',
    "Steps:\n\n1. open\n2. close\n\n---\n\nThen it breaks. More text here follows below the line, in whole sentences.",
    "# Title\n\nSome text.\n\n## Part\n\nMore text.\n\n---\n\nLast part with a sentence that ends. And one more sentence.",
    "From: now on we meet at noon.\nBo", "To: everyone\nRe: lunch\n\nWe meet at noon.",
    "Subject: Physics\nDate: 3 May\nRoom: 12\n\nBe there.", "I looked at https://example.com/on-3-may-ana-wrote: and found nothing.",
    "Use a -- b to subtract.\n\nOr a --- b.", "I sent from my iPhone the picture that you wanted. Did you get it?",
    "The mail was sent from my old address, so it may be in your junk.\nPlease look.",
    "Sent from my iPhone is a silly signature, I think.\n\nWhat do you say?",
    "Kind regards to your mother!\n\nShe was very nice when we met.",
    "Best regards are not enough for her, I think that she needs more than that.",
    "Thanks for this.\n\nWhat about Friday?\n\nBest,\nBo Berg",
    "Dear Ana,\n\nnoon is fine.\n\nYours sincerely\n\nBo Berg\nHead of Sales",
    "Hallo Ana,\n\nMittag passt.\n\nMit freundlichen Grüßen\nBo Berg", "Bonjour,\n\nMidi.\n\nCordialement,\nBo Berg\nDirecteur",
    "Please reply above the 100 euro offer.", "What is above this line is good; below it we need to change.", "- one\n- two\n- three",
    "* one\n* two\n\n* three", "My notes:\n- a\n-\n- c", "First\n\n***\n\nSecond part of the story begins here, and goes on. It ends.",
    "Name: Bo\nEmail: bo@example.com\nPhone: +49 30 1234567\n\nPlease call.",
    "Call me: +49 30 1234567 or write to bo@example.com, I am at www.example.com.",
    "You can reach me at\nbo@example.com\nor +49 30 1234567", "$ cat a > b\n$ cat b >> c\n", "if a > b:\n    return a\n",
    "Q: What?\nA: Noon.\n\nQ: Where?\nA: Here.", "Bo: shall we?\nAna: yes\nBo: good",
    "Ana: I will bring cake\n\nBo: I will bring tea\n\nSee you",
    "The following addresses:\n\nana@example.com\nbo@example.com\ncy@example.com",
    "Order 4711\nFrom: Lisbon (LIS) 10:15\nTo: Porto (OPO) 11:15\nDate: 2022-05-03\nPassenger: Ana",
    "Le 3 mai, nous partons :\n\n- valise\n- passeport", "Am 3. Mai schreibe ich eine Prüfung:\n\nBitte drückt mir die Daumen.",
    "El martes escribió Ana un correo muy largo sobre eso.\n\nNo lo he leído.", "Op dinsdag schreef ik dat al.\n\nDus ja.",
    "Il giorno dopo ha scritto:\n\nNon vengo.", "El 3 de mayo:\n\nreunión a las 10:15 con Ana",
    "Hier sind die Termine:\n\nDienstag, 03.05.2022 10:15:\nArzt\n\nMittwoch, 04.05.2022 11:00:\nBank",
    "Tuesday, May 3, 2022 10:15:\nmeeting with Ana\n\nWednesday:\nnothing",
    "2022-05-03 10:15:\nmeeting with Ana\n\n2022-05-04:\nnothing", "2022年5月3日 10:15:\n会議\n\n2022年5月4日:\nなし",
    "Hi,\n\nplease see https://example.com/a?b=c--d and tell me\n\nBo",
    "Roses are red,\n    violets are blue,\n    sugar is sweet\n    and so are you.", "_Please_ read *this*.\n\n_It is important_",
    "Sincerely hoping you are well.\n\nI would like to add something: noon.",
    "Here's a table:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nOk?",
    "Here's a table:\n\n+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n\nOk?",
    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\n+new\n",
    "Patch below.\n\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\ndiff --git a/a.c b/a.c\n"
    "index 1..2 100644\n--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,2 @@\n-x\n+y\n",
    "Please enter your comments.\n\n------------- Comments below -------------\n\nIt was wonderful. I will come again.",
    "Please fill in.\n\n----- Answer: -----\n\nIt was wonderful, I will come again.",
    "Original message was lost, sorry.\n\nCan you send it again?", "I wrote:\nnothing", "A poem by Ana:\n\nThe lake is still.",
    "Note:\n\nThe lake is still.\n\nWarning:\n\nThe ice is thin.", "von Berlin nach Hamburg:\n\n10:15 ab, 12:00 an",
    "Today at 10:15 Ana said: noon.\nThen she left.", "Version 2.0 says:\nnew in this release", "Dr. Berg, MD\n\nwill see you at noon.",
    "Hello <name>,\n\nnoon is fine.", "1 > 2 is false\n\n2 > 1 is true",
    "Good morning.\n\nAttached the report for May.\n\nTotals: 3\nOpen: 1\nDone: 2",
]  # fmt: skip
SIGNATURES = [
    "-- \nBo", "--\nBo Berg\nCEO, Example Ltd", "--  \nBo", "—\nBo Berg\nExample", "-- \n\nBo\n\nExample Ltd\n\n+49 30 1234567",
    "__\nBo Berg\nbo@example.com", "____\nBo Berg\nbo@example.com", "-----\nBo Berg\nbo@example.com\nwww.example.com",
    "- - - - -\nBo Berg\nbo@example.com\n+49 30 1234567", "~~~\nBo Berg\nbo@example.com\n+49 30 1234567",
    "***\nBo Berg\nbo@example.com\n+49 30 1234567", "=====\nBo Berg\nbo@example.com\n+49 30 1234567",
    "Bo Berg\nHead of Sales | Example Ltd\nM: +49 30 1234567\nbo@example.com | www.example.com",
    "*Bo Berg*\nHead of Sales\nExample Ltd\nTel. +49 30 1234567\nhttp://www.example.com",
    "Bo Berg\n+1 (555) 123-4567\nhttp://example.com\nhttp://twitter.com/bo", "Bo Berg | Head of Sales\n+49 30 1234567 | bo@example.com",
    "Bo Berg, PhD\nInstitute of Lakes\nLake Street 3\n12345 Lakeville\nPhone: +49 30 1234567\nFax: +49 30 1234568\n"
    "E-mail: bo@example.com\nhttp://www.example.com",
    "BO BERG\nSenior Consultant\nt: +49 30 1234567 | m: +49 170 1234567\ne: bo@example.com\nw: www.example.com",
    "Bo Berg <bo@example.com>\n+49 30 1234567",
]  # fmt: skip
TAILS = {
    "sig below bottom": (
        "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n> Shall we?\n\nNoon is fine.\n\n-- \nBo\n",
        "Noon is fine.",
    ),
    "sig below inline": (
        "Hi,\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n> Shall we?\n\nYes.\n\n> Where?\n\n"
        "Here.\n\nBest,\nBo\n\n-- \nBo Berg\n",
        "Hi,\n\nYes.\n\nHere.\n\nBest,\nBo",
    ),
    "quoted sig after attribution": (
        "Noon is fine.\n\n-- \nBo\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n> Shall we?\n> \n"
        "> -- \n> Ana\n",
        "Noon is fine.",
    ),
    "sig without gap": (
        "Noon is fine.\n--\nBo Berg\nExample Ltd",
        "Noon is fine.",
    ),
    "sig crlf": (
        "Noon is fine.\r\n\r\n-- \r\nBo Berg\r\nExample Ltd\r\n",
        "Noon is fine.",
    ),
    "sig signature in text and delimiter inside line": (
        "I used foo -- bar here.\n\n-- \nBo",
        "I used foo -- bar here.",
    ),
    "double sig": (
        "Noon is fine.\n\n-- \nBo Berg\n\n--\nSent from my iPhone\n",
        "Noon is fine.",
    ),
    "only sig": (
        "-- \nBo Berg\nExample",
        "",
    ),
    "only quote": (
        "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n\n> Shall we?\n",
        "",
    ),
    "only device": (
        "Sent from my iPhone",
        "",
    ),
    "empty": (
        "",
        "",
    ),
    "spaces": (
        "  \n \n",
        "",
    ),
}  # fmt: skip
QUOTE = "\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n\n> Shall we?\n"
BLOCK = "\n\nFrom: Ana Lima <ana@example.com>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo\nSubject: x\n\nShall we?\n"


@pytest.mark.parametrize("line", DEVICES)
def test_a_line_of_a_device_is_a_signature(line: str) -> None:
    assert split_text(f"Noon is fine.\n\n{line}\n").new_text == "Noon is fine."
    if "\n" not in line:
        assert split_text(f"Noon is fine.\n\nBo\n\n{line}{QUOTE}").new_text == "Noon is fine.\n\nBo"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_last_sentence_about_sending_stays(sentence: str) -> None:
    text = f"Noon is fine.\n\n{sentence}"
    assert split_text(text).new_text == text


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_quotes_or_signatures_stays(text: str) -> None:
    assert split_text(text).new_text == text.rstrip()


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("below", ["\n", QUOTE, BLOCK])
def test_a_signature_goes_with_and_without_a_quote_below_it(signature: str, below: str) -> None:
    assert split_text(f"Noon is fine.\n\n{signature}{below}").new_text == "Noon is fine."


@pytest.mark.parametrize("name", TAILS)
def test_tails_in_odd_places(name: str) -> None:
    text, new = TAILS[name]
    assert split_text(text).new_text.split() == new.split()
