"""Signatures, device lines and legal notices; every sentence here was written for this test."""

import pytest

from postroom.lib.quoting import split_text

DEVICE_LINES = [
    "Sent from my iPhone",
    "Sent from my Galaxy S22",
    "Sent from Yahoo Mail for iPhone",
    "Sent from Outlook for Android<https://example.com/x>",
    "Sent from Mail for Windows",
    "Get Outlook for iOS",
    "Sent with Proton Mail secure email.",
    "Von meinem iPhone gesendet",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Gesendet mit der WEB.DE Mail App",
    "Gesendet von Outlook für Android",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon mobile Huawei",
    "Envoyé à partir de Outlook pour Android",
    "Enviado desde mi iPhone",
    "Enviado do meu iPhone",
    "Enviado de mi Samsung Galaxy",
    "Obter o Outlook para iOS",
    "Inviato da iPhone",
    "Inviato dal mio dispositivo Samsung",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf mijn Galaxy",
    "Wysłane z iPhone'a",
    "Wysłano z telefonu Samsung",
    "Отправлено с iPhone",
    "Отправлено из мобильной Почты",
    "Надіслано з iPhone",
    "iPhone'umdan gönderildi",
    "Samsung Galaxy cihazımdan gönderildi",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Lähetetty iPhonesta",
    "Odesláno z iPhonu",
    "iPhoneから送信",
    "私のiPadから送信",
    "发自我的iPhone",
    "從我的 iPhone 傳送",
    "나의 iPhone에서 보냄",
    "내 갤럭시 스마트폰에서 보냈습니다.",
]
NOTICES = [
    "This e-mail and attachment are confidential and intended solely for the addressee. If it reached you in error, please delete it.",
    "CONFIDENTIALITY NOTICE: what is written here is meant for one reader.",
    "Please consider the environment before printing this page.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie bitte diese Mail.",
    "Ce message est confidentiel et réservé à son destinataire. Si vous l'avez reçu par erreur, merci de le supprimer aussitôt.",
    "Este mensaje es confidencial y va dirigido a su destinatario; si lo recibe por error, le rogamos que lo elimine sin copiarlo.",
    "Esta mensagem é confidencial e dirigida ao seu destinatário; se a recebeu por engano, apague-a e avise quem a enviou.",
    "Questo messaggio è riservato e rivolto al solo destinatario; se ricevuto per errore, si prega di cancellarlo subito.",
    "Dit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde; hebt u het per vergissing gekregen, wis het dan.",
    "Wiadomość jest poufna i przeznaczona tylko dla adresata; jeśli dotarła przez pomyłkę, prosimy ją zniszczyć i nas zawiadomić.",
    "Это письмо конфиденциально и предназначено только адресату; если вы получили его по ошибке, удалите его, пожалуйста.",
    "Bu ileti gizli bilgi içerir ve yalnızca alıcısına yöneliktir; yanlışlıkla size ulaştıysa lütfen hemen siliniz ve haber veriniz.",
    "このメールには機密の情報が含まれています。誤って受信された場合は、直ちに削除してくださいますようお願いいたします。",
    "本邮件含有机密内容，仅供收件人阅读。如果您误收了本邮件，请立即删除并通知我们，谢谢您的配合。",
    "이 메일에는 기밀 정보가 들어 있으며 지정된 수신인만 볼 수 있습니다. 잘못 받으셨다면 곧바로 삭제하여 주시기 바랍니다.",
]


@pytest.mark.parametrize("line", DEVICE_LINES)
@pytest.mark.parametrize("below", ["", "\n\nOn 3 May 2022, at 10:15, Ana <ana@example.com> wrote:\n\n> Noon?\n"])
def test_a_device_line_is_a_signature(line: str, below: str) -> None:
    split = split_text(f"Noon is fine.\n\n{line}{below}")
    assert split.new_text == "Noon is fine."
    assert split.segments[1].kind == "signature"


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("below", ["", "\n\nExample Ltd, registered in Example Town"])
def test_a_legal_notice_is_a_disclaimer(notice: str, below: str) -> None:
    split = split_text(f"Noon is fine.\n\nBest,\nBo\n\n{notice}{below}\n")
    assert split.new_text == "Noon is fine.\n\nBest,\nBo"
    assert split.segments[-1].kind == "disclaimer"


def test_a_signature_and_the_notice_below_it_are_two_segments() -> None:
    split = split_text(f"Noon is fine.\n\n-- \nBo Berg\nExample Ltd\n\n{NOTICES[0]}\n")
    assert [part.kind for part in split.segments] == ["new", "signature", "disclaimer"]


@pytest.mark.parametrize("delimiter", ["-- ", "--", "—", "__________", "----------------"])
def test_a_delimited_signature_goes(delimiter: str) -> None:
    text = f"Noon is fine.\n\n{delimiter}\nBo Berg\n+49 30 1234567\nbo@example.com\n"
    assert split_text(text).new_text == "Noon is fine."


def test_the_footer_of_a_mailing_list_goes() -> None:
    text = "Fixed in the next release.\n\n_______________________________________________\nTools mailing list\ntools@lists.example.org\n"
    assert split_text(text).new_text == "Fixed in the next release."


def test_closing_words_without_a_delimiter_stay() -> None:
    text = "Noon is fine.\n\nKind regards,\nBo"
    assert split_text(text).new_text == text


def test_a_block_of_a_name_and_ways_to_reach_it_goes() -> None:
    text = "Noon is fine.\n\nBo Berg\nExample Ltd\nT +49 30 1234567\nbo@example.com\nwww.example.com\n"
    assert split_text(text).new_text == "Noon is fine."


def test_closing_words_and_name_above_ways_to_reach_stay() -> None:
    text = "Noon is fine.\n\nBest regards,\nBo Berg\n+49 30 1234567\nbo@example.com\n"
    assert split_text(text).new_text == "Noon is fine.\n\nBest regards,\nBo Berg"


@pytest.mark.parametrize(
    "text",
    [
        "Shopping\n--------\napples\npears\n\nTools\n-----\nhammer",
        "Your code\n\n-------\n482913\n-------\n\nIt is good for ten minutes.",
        "Keep this confidential, please. Ana will bring the rest of it when she is back from her journey to Porto in May.",
        "We sent from Lisbon\nand it got here",
        "Run this:\n```\n--\n> out\n```\nand tell me.",
        "a -- b\nc",
        "It is 5 > 4 and\n4 < 5.",
        "If you need us: help@example.com or +49 30 1234567.",
    ],
)
def test_text_that_only_looks_like_a_tail_stays(text: str) -> None:
    assert split_text(text).new_text == text


def test_a_notice_in_the_middle_is_the_writers_own() -> None:
    text = f"Read this:\n\n{NOTICES[0]}\n\n" + "\n\n".join(["We thought about it for a while and came to no end."] * 15)
    assert split_text(text).new_text == text


def test_a_device_line_above_more_text_is_still_no_text() -> None:
    split = split_text("Noon is fine.\n\nSent from my iPhone\n\nP.S. Bring cake.")
    assert [part.kind for part in split.segments] == ["new", "signature", "new"]


def test_a_typed_first_name_above_a_device_line_stays() -> None:
    assert split_text("Noon is fine.\n\nBo\nSent from my iPhone").new_text == "Noon is fine.\n\nBo"


def test_a_name_below_closing_words_and_a_blank_line_stays() -> None:
    text = "Noon is fine.\n\nKind regards,\n\nBo Berg\n+49 30 1234567\nbo@example.com\n"
    assert split_text(text).new_text == "Noon is fine.\n\nKind regards,\n\nBo Berg"


MORE_NOTICES = [
    "The information contained in this message is intended only for the use of the individual named above and may be "
    "privileged. Any unauthorised review or distribution is prohibited.",
    "This communication may contain information that is proprietary or legally exempt from disclosure. If you are not the named "
    "recipient, you may not read, print, retain, copy or disseminate this message or any part of it.",
    "Any views expressed in this message are those of the sender. Please scan attachments for viruses; we accept no liability "
    "for any damage caused by any virus transmitted by this email.",
    "If you have received this message by mistake, please notify us immediately and delete it from your system. Thank you.",
    "Example Ltd is registered in England and Wales, company number 01234567. This email and any files transmitted with it are "
    "confidential.",
    "Der Inhalt dieser E-Mail ist vertraulich und ausschließlich für den bezeichneten Adressaten bestimmt. Jede Form der "
    "unautorisierten Nutzung ist unzulässig.",
    "Diese Nachricht kann vertrauliche Informationen enthalten. Sollten Sie nicht der vorgesehene Empfänger sein, bitten wir "
    "Sie, den Absender zu informieren und die Nachricht zu löschen.",
    "Ce courriel et ses pièces jointes peuvent contenir des informations confidentielles destinées exclusivement à la personne "
    "visée. Toute diffusion non autorisée est interdite.",
    "Este correo electrónico y sus adjuntos contienen información confidencial. Si usted no es el destinatario, queda prohibida "
    "su divulgación, copia o distribución.",
    "As informações contidas nesta mensagem são confidenciais e de uso exclusivo do destinatário. É proibida a divulgação sem "
    "autorização prévia.",
    "Le informazioni contenute nella presente comunicazione sono riservate e destinate esclusivamente al destinatario. È "
    "vietata qualsiasi diffusione non autorizzata.",
    "De informatie in dit bericht is uitsluitend bestemd voor de geadresseerde. Openbaarmaking of verspreiding aan derden is "
    "niet toegestaan.",
    "Niniejsza wiadomość zawiera informacje poufne przeznaczone wyłącznie dla adresata. Rozpowszechnianie jej treści bez zgody "
    "nadawcy jest zabronione.",
    "Данное сообщение содержит конфиденциальную информацию и предназначено исключительно для адресата. Любое распространение запрещено.",
    "Bu e-posta gizli ve kişiye özel bilgiler içerebilir. Mesajın muhatabı değilseniz kopyalamayınız, dağıtmayınız ve derhal siliniz.",
    "本メールには秘密情報が含まれている場合があります。宛先の方以外による利用や開示、複製は固く禁じられています。",
    "本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人或群组。禁止任何其他人以任何形式使用。",
    "本電子郵件及附件所載資訊均為機密，僅供指定收件人使用。若您並非收件者，請立即刪除並通知寄件人。",
    "본 메일은 지정된 수신인만을 위한 것이며 기밀 정보를 포함할 수 있습니다. 무단 배포 및 복사를 금합니다.",
    "Detta meddelande kan innehålla konfidentiell information och är endast avsett för mottagaren. Obehörig spridning är förbjuden.",
    "Denne e-mail kan indeholde fortrolige oplysninger og er kun beregnet til modtageren. Hvis du har modtaget den ved en fejl, "
    "bedes du slette den.",
    "Denne e-posten er konfidensiell og kun ment for mottakeren. Har du mottatt den ved en feil, vennligst slett den.",
    "Tento e-mail je důvěrný a je určen pouze adresátovi. Pokud jste jej obdrželi omylem, prosím smažte jej.",
    "Цей лист містить конфіденційну інформацію і призначений лише адресату. Якщо ви отримали його помилково, видаліть його.",
    "Το μήνυμα αυτό είναι εμπιστευτικό και απευθύνεται μόνο στον παραλήπτη. Αν το λάβατε κατά λάθος, παρακαλούμε διαγράψτε το.",
    "הודעה זו מכילה מידע סודי ומיועדת לנמען בלבד. אם קיבלת אותה בטעות, נא למחוק אותה ולהודיע לשולח.",
    "هذه الرسالة سرية ومخصصة للمرسل إليه فقط. إذا استلمتها عن طريق الخطأ فيرجى حذفها وإبلاغ المرسل فورا.",
    "Tämä viesti on luottamuksellinen ja tarkoitettu vain vastaanottajalle. Jos sait sen erehdyksessä, poista se.",
    "Ez az üzenet bizalmas információt tartalmaz és kizárólag a címzettnek szól. Ha tévedésből kapta, kérjük törölje.",
    "Acest mesaj este confidențial și se adresează exclusiv destinatarului. Dacă l-ați primit din greșeală, vă rugăm să îl ștergeți.",
    "Please consider the environment before printing this email.",
    "Bitte prüfen Sie, ob diese E-Mail wirklich ausgedruckt werden muss.",
    "Antes de imprimir este mensaje, piense en el medio ambiente.",
    "Pensez à l'environnement avant d'imprimer ce message.",
]
VOCABULARY_ONLY = [
    "Please treat this as confidential until the board has met on Tuesday; I will send the minutes to every recipient on the "
    "list after it.",
    "We received your parcel by mistake. Please notify us where to send it, and we will return it at no cost to you.",
    "The contract is attached. Unauthorised changes are prohibited, as you know, so please send me a marked copy and I will "
    "check every clause.",
    "Die Empfänger der Einladung stehen fest. Bitte löschen Sie die alte Liste und informieren Sie die anderen, sobald Sie Zeit haben.",
    "Your password was reset. If you did not ask for this, please notify us and delete this email.",
    "The virus is spreading in our town again, and we are not liable for tickets that were not used. Tell me if you still want to come.",
    "秘密の計画ですが、来週の誕生日会について相談したいです。宛先を間違えないように送ってくださいね。",
]


@pytest.mark.parametrize("notice", MORE_NOTICES)
def test_a_notice_in_other_words_is_a_disclaimer(notice: str) -> None:
    split = split_text(f"Noon is fine.\n\nBo\n\n{notice}\n")
    assert (split.new_text, split.segments[-1].kind) == ("Noon is fine.\n\nBo", "disclaimer")


@pytest.mark.parametrize("paragraph", VOCABULARY_ONLY)
def test_a_paragraph_with_only_the_words_of_a_notice_stays(paragraph: str) -> None:
    text = f"Noon is fine.\n\n{paragraph}"
    assert split_text(text).new_text == text


MORE_DEVICE_LINES = [
    "Sent from my Galaxy",
    "Enviado desde Outlook para iOS",
    "Get Outlook for Mac",
    "Von meiner Huawei gesendet",
    "Gesendet von Mail für Windows",
    "Envoyé de mon téléphone",
    "Télécharger BlueMail pour Android",
    "Provenance : Courrier pour Windows 10",
    "Verzonden vanuit Mail voor Windows 10",
    "Wysłane z aplikacji Poczta dla systemu Windows",
    "Отправлено из Яндекс.Почты для мобильных",
    "Отправлено из Mail.ru",
    "Windows için Postadan gönderildi",
    "Android için Outlook'u edinin",
    "Windows 版のメールから送信",
    "从 Windows 版邮件发送",
    "Skickades från E-post för Windows",
    "Sendt fra Mail til Windows",
    "Odesláno z Pošty pro Windows",
    "Sent from Yahoo Mail on Android",
    "Sent from ProtonMail mobile",
    "Enviado desde Correo para Windows",
    "Enviado do Email para Windows",
    "Inviato da Posta per Windows",
    "Inviato da Libero Mail",
    "Gesendet mit GMX Mail App",
    "Gesendet von Yahoo Mail auf Android",
    "Envoyé depuis Yahoo Mail pour Android",
    "Sent with Spark",
    "Sent via Superhuman",
    "Отправлено с моего iPhone",
    "Надіслано з пристрою Samsung",
    "Wysłane z urządzenia Galaxy",
    "Yahoo Mail: Search, Organize, Conquer",
    "スマートフォンから送信",
    "네이버 메일 앱에서 보냈습니다",
    "Στάλθηκε από το iPhone μου",
    "Отправлено из Outlook для Android",
    "Envoyé à partir d'Outlook pour iOS",
    "Obtenir Outlook pour iOS",
    "Obtenga Outlook para iOS",
    "Obtenha o Outlook para Android",
    "Outlook für iOS beziehen",
    "Download Outlook for Android",
    "Descarga Outlook para iOS",
    "Skickat från Outlook för iOS",
    "Hanki Outlook for Android",
    "Skaff deg Outlook for iOS",
    "Pobierz aplikację Outlook dla systemu iOS",
    "Получить Outlook для iOS",
    "iOS için Outlook'u edinin",
    "获取Outlook for Android",
    "Outlook for iOS を入手",
    "iOS용 Outlook 받기",
    "Verstuurd vanaf mijn iPad",
    "Verzonden met Outlook voor Android",
    "Enviado desde mi Huawei",
    "Enviado a partir do meu smartphone Samsung Galaxy.",
    "Gesendet von meinem Pixel",
    "*Sent from my iPhone*",
    "Sent from my iPhone.",
    "(Sent from my iPad)",
    "Sent from my mobile device",
    "Sent from my phone, please excuse typos",
    "Sent from Samsung tablet.",
    "Sent from my T-Mobile 4G LTE Device",
    "Sent from Gmail Mobile",
    "Trimis de pe iPhone",
    "Elküldve az iPhone-omról",
    "نُشر من iPhone",
    "أُرسلت من الـ iPad",
]


@pytest.mark.parametrize("line", MORE_DEVICE_LINES)
def test_a_device_line_of_another_program_is_a_signature(line: str) -> None:
    split = split_text(f"Noon is fine.\n\n{line}\n")
    assert (split.new_text, split.segments[-1].kind) == ("Noon is fine.", "signature")
