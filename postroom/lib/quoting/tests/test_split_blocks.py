"""Printed headers, separators and titles of forwarded mail in forty languages; every one was written for this test."""

import pytest

from postroom.lib.quoting import split_text

# Lines parted by " | "; ANA is a name with an address.
BLOCKS = {
    "en cc": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg <bo@example.com> | Cc: Cy Young "
        "<cy@example.com> | Subject: RE: Lunch",
    "en imp": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg <bo@example.com> | Subject: RE: Lunch | "
        "Importance: High",
    "en on behalf": "From: Tools Forum On Behalf Of Ana Lima | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg | Subject: RE: Lunch",
    "en on behalf 2": "From: tools-bounces@example.org <tools-bounces@example.org> On Behalf Of Ana Lima | Sent: Tuesday, "
        "May 3, 2022 10:15 AM | To: Bo Berg | Subject: RE: Lunch",
    "en sent to": "From: ANA | Sent to: bo@example.com | Date: Tuesday, May 3, 2022 | Subject: Lunch",
    "en attach": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg | Subject: RE: Lunch | Attachments: menu.pdf",
    "en mac": "From: ANA | Date: Tuesday, 3 May 2022 at 10:15 | To: Bo Berg <bo@example.com> | Subject: Re: Lunch",
    "en mac2": "From: ANA | Reply-To: Ana <ana2@example.com> | Date: Tuesday, 3 May 2022 at 10:15 | To: Bo Berg "
        "<bo@example.com> | Cc: x@example.com | Subject: Re: Lunch",
    "en no subject": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg",
    "en from sent only": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM",
    "en to subject date": "To: bo@example.com | Subject: Lunch | From: ana@example.com | Date: Tue, 3 May 2022 10:15:42 +0200",
    "en subject to from date": "Subject: Lunch | To: bo@example.com | From: ana@example.com | Date: Tue, 3 May 2022 10:15:42 +0200",
    "en date first": "Date: Tue, 3 May 2022 10:15:42 +0200 | Subject: Lunch | From: ana@example.com | To: bo@example.com",
    "en sent first": 'Sent: Tuesday, May 03, 2022 at 10:15 AM | From: "Ana Lima" <ana@example.com> | To: bo@example.com | Subject: Lunch',
    "de": "Von: ANA | Gesendet: Dienstag, 3. Mai 2022 10:15 | An: Bo Berg | Cc: Cy Young | Betreff: AW: Essen",
    "de auftrag": "Von: Ana Lima [mailto:ana@example.com] Im Auftrag von Cy Young | Gesendet: Dienstag, 3. Mai 2022 "
        "10:15 | An: Bo Berg | Betreff: AW: Essen",
    "de datum": "Von: ANA | Datum: Dienstag, 3. Mai 2022 um 10:15 | An: Bo Berg <bo@example.com> | Betreff: Re: Essen",
    "de an first": "An: Bo Berg | Von: Ana Lima | Gesendet am: 03.05.2022 10:15 | Betreff: Essen",
    "de wichtigkeit": "Von: ANA | Gesendet: Dienstag, 3. Mai 2022 10:15 | An: Bo Berg | Betreff: AW: Essen | Wichtigkeit: Hoch",
    "de mobil": "Von: ANA | Datum: 03.05.22 10:15 (GMT+01:00) | An: Bo Berg <bo@example.com> | Betreff: Essen",
    "fr": "De : ANA | Envoyé : mardi 3 mai 2022 10:15 | À : Bo Berg | Cc : Cy | Objet : RE: Midi",
    "fr le": "De : ANA | Envoyé le : mardi 3 mai 2022 10:15 | À : Bo Berg | Objet : RE: Midi",
    "fr part": "De : Ana Lima [mailto:ana@example.com] De la part de Cy Young | Envoyé : mardi 3 mai 2022 10:15 | À : "
        "Bo Berg | Objet : RE: Midi",
    "fr a": "De: ANA | Date: mardi 3 mai 2022 à 10:15 | À: Bo Berg <bo@example.com> | Objet: Re: Midi",
    "fr A bare": "De : ANA | Envoyé : mardi 3 mai 2022 10:15 | A : Bo Berg | Objet : RE: Midi",
    "fr pj": "De : ANA | Envoyé : mardi 3 mai 2022 10:15 | À : Bo Berg | Objet : RE: Midi | Pièces jointes : a.pdf",
    "fr ca": "De : ANA | Envoyé : 3 mai 2022 10:15 | À : Bo Berg | Cc : Cy | Objet : RE: Midi | Importance : Élevée",
    "fr dest": "Expéditeur: ana@example.com | Date: 3 mai 2022 à 10:15:42 UTC+2 | Destinataire: bo@example.com | Objet: Midi",
    "fr dest2": 'Message du 03/05/22 10:15 | De : "Ana Lima" <ana@example.com> | A : bo@example.com | Copie à : | Objet : Midi',
    "es": "De: ANA | Enviado el: martes, 3 de mayo de 2022 10:15 | Para: Bo Berg | CC: Cy | Asunto: RE: Comida",
    "es nombre": "De: Ana Lima [mailto:ana@example.com] En nombre de Cy | Enviado el: martes, 3 de mayo de 2022 10:15 | "
        "Para: Bo Berg | Asunto: RE: Comida",
    "es fecha": "De: ANA | Fecha: martes, 3 de mayo de 2022, 10:15 | Para: Bo Berg <bo@example.com> | Asunto: Re: Comida",
    "es imp": "De: ANA | Enviado: martes, 3 de mayo de 2022 10:15 | Para: Bo Berg | Asunto: RE: Comida | Importancia: Alta",
    "es enviados": "De: ANA | Para: bo@example.com | Enviados: Martes, 3 de Mayo 2022 10:15:42 | Asunto: Comida",
    "pt": "De: ANA | Enviada em: terça-feira, 3 de maio de 2022 10:15 | Para: Bo Berg | Cc: Cy | Assunto: RES: Almoço",
    "pt nome": "De: Ana Lima [mailto:ana@example.com] Em nome de Cy | Enviada em: terça-feira, 3 de maio de 2022 "
        "10:15 | Para: Bo Berg | Assunto: RES: Almoço",
    "pt enviado": "De: ANA | Enviado: 3 de maio de 2022 10:15 | Para: Bo Berg | Assunto: RE: Almoço",
    "pt data": "De: ANA | Data: terça-feira, 3 de maio de 2022 às 10:15 | Para: Bo Berg <bo@example.com> | Assunto: Re: Almoço",
    "pt envio": "De: ANA | Date: ter., 3 de mai. de 2022 às 10:15 | Subject: Almoço | To: <bo@example.com>",
    "it": "Da: ANA | Inviato: martedì 3 maggio 2022 10:15 | A: Bo Berg | Cc: Cy | Oggetto: R: Pranzo",
    "it conto": "Da: Ana Lima [mailto:ana@example.com] Per conto di Cy | Inviato: martedì 3 maggio 2022 10:15 | A: Bo "
        "Berg | Oggetto: R: Pranzo",
    "it data": "Da: ANA | Data: martedì 3 maggio 2022 10:15 | A: Bo Berg <bo@example.com> | Oggetto: Re: Pranzo",
    "it prio": "Da: ANA | Inviato: martedì 3 maggio 2022 10:15 | A: Bo Berg | Oggetto: R: Pranzo | Priorità: Alta",
    "it mitt": "Mittente: Ana Lima | Data: 03/05/2022 10:15 | Destinatario: bo@example.com | Oggetto: Pranzo",
    "nl": "Van: ANA | Verzonden: dinsdag 3 mei 2022 10:15 | Aan: Bo Berg | CC: Cy | Onderwerp: RE: Lunch",
    "nl namens": "Van: Ana Lima [mailto:ana@example.com] Namens Cy | Verzonden: dinsdag 3 mei 2022 10:15 | Aan: Bo Berg "
        "| Onderwerp: RE: Lunch",
    "nl datum": "Van: ANA | Datum: dinsdag 3 mei 2022 om 10:15 | Aan: Bo Berg <bo@example.com> | Onderwerp: Re: Lunch",
    "nl verstuurd": "Van: ANA | Verstuurd: dinsdag 3 mei 2022 10:15:42 | Aan: Bo | Onderwerp: Lunch",
    "pl": "Od: ANA | Wysłano: wtorek, 3 maja 2022 10:15 | Do: Bo Berg | DW: Cy | Temat: ODP: Obiad",
    "pl sent": "From: ANA | Sent: wtorek, 3 maja 2022 10:15 | To: Bo Berg | Subject: RE: Obiad",
    "pl data": "Od: ANA | Data: wtorek, 3 maja 2022 10:15 | Do: Bo Berg <bo@example.com> | Temat: Re: Obiad",
    "pl imieniu": "Od: Ana Lima [mailto:ana@example.com] W imieniu Cy | Wysłano: wtorek, 3 maja 2022 10:15 | Do: Bo | Temat: Obiad",
    "pl temat first": "Temat: Obiad | Data: 2022-05-03 10:15 | Nadawca: Ana Lima <ana@example.com> | Adresat: bo@example.com",
    "ru": "От: ANA | Отправлено: вторник, 3 мая 2022 г. 10:15 | Кому: Bo Berg | Копия: Cy | Тема: RE: Обед",
    "ru from": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg | Subject: RE: Обед",
    "ru data": "От: ANA | Дата: вторник, 3 мая 2022 г. в 10:15 | Кому: Bo Berg <bo@example.com> | Тема: Re: Обед",
    "ru imeni": "От: Ana Lima [mailto:ana@example.com] От имени Cy | Отправлено: 3 мая 2022 г. 10:15 | Кому: Bo | Тема: Обед",
    "uk": "Від: ANA | Надіслано: вівторок, 3 травня 2022 р. 10:15 | Кому: Bo Berg | Копія: Cy | Тема: RE: Обід",
    "uk2": "Від кого: ANA | Дата: 3 травня 2022 10:15 | Кому: Bo | Тема: Обід",
    "tr": "Kimden: ANA | Gönderildi: 3 Mayıs 2022 Salı 10:15 | Kime: Bo Berg | Bilgi: Cy | Konu: YNT: Yemek",
    "tr tarih": "Kimden: ANA | Tarih: 3 Mayıs 2022 Salı 10:15 | Kime: Bo Berg <bo@example.com> | Konu: Re: Yemek",
    "tr gonderen": "Gönderen: ANA | Gönderilme Tarihi: 3 Mayıs 2022 Salı 10:15 | Alıcı: Bo | Konu: Yemek",
    "ja": "差出人: ANA | 送信日時: 2022年5月3日 10:15 | 宛先: Bo Berg | CC: Cy | 件名: RE: 昼食",
    "ja from": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg | Subject: RE: 昼食",
    "ja mac": "送信元: ANA | 日付: 2022年5月3日 火曜日 10:15 | 宛先: Bo <bo@example.com> | 件名: Re: 昼食",
    "ja wide": "差出人：ANA | 送信日時：2022年5月3日 10:15 | 宛先：Bo Berg | 件名：RE: 昼食",
    "zh": "发件人: ANA | 发送时间: 2022年5月3日 10:15 | 收件人: Bo Berg | 抄送: Cy | 主题: 答复: 午餐",
    "zh mac": "发件人: ANA | 日期: 星期二, 2022年5月3日 上午10:15 | 收件人: Bo <bo@example.com> | 主题: Re: 午餐",
    "zh foxmail": "发件人： Ana Lima | 发送时间： 2022-05-03 10:15 | 收件人： Bo | 抄送： Cy | 主题： 午餐",
    "zh qq": '发件人: "Ana" <ana@example.com>; | 发送时间: 2022年5月3日(星期二) 上午10:15 | 收件人: "Bo"<bo@example.com>; | 主题: Re: '
        "午餐",
    "zh daibiao": "发件人: Ana Lima [mailto:ana@example.com] 代表 Cy | 发送时间: 2022年5月3日 10:15 | 收件人: Bo | 主题: 午餐",
    "tw": "寄件者: ANA | 寄件日期: 2022年5月3日 上午 10:15 | 收件者: Bo Berg | 副本: Cy | 主旨: RE: 午餐",
    "tw from": "From: ANA | Sent: Tuesday, May 3, 2022 10:15 AM | To: Bo Berg | Subject: RE: 午餐",
    "tw 2": "寄件人：ANA | 日期：2022年5月3日 上午10:15 | 收件人：Bo | 主旨：Re: 午餐",
    "ko": "보낸 사람: ANA | 보낸 날짜: 2022년 5월 3일 화요일 오전 10:15 | 받는 사람: Bo Berg | 참조: Cy | 제목: RE: 점심",
    "ko naver": "보낸사람: ANA | 받는사람: <bo@example.com>; | 참조: | 보낸날짜: 2022-05-03 (화) 10:15:42 (GMT+09:00) | 제목: Re: "
        "점심",
    "ko naver en": 'From: "Ana"<ana@example.com> | To: <bo@example.com>; | Cc: | Sent: 2022-05-03 (화) 10:15:42 '
        "(GMT+09:00) | Subject: Re: 점심",
    "ko mac": "보낸 사람: ANA | 날짜: 2022년 5월 3일 화요일 오전 10:15 | 받는 사람: Bo <bo@example.com> | 제목: Re: 점심",
    "sv": "Från: ANA | Skickat: den 3 maj 2022 10:15 | Till: Bo Berg | Kopia: Cy | Ämne: SV: Lunch",
    "da": "Fra: ANA | Sendt: 3. maj 2022 10:15 | Til: Bo Berg | Cc: Cy | Emne: SV: Frokost",
    "da dato": "Fra: ANA | Dato: tirsdag den 3. maj 2022 kl. 10.15 | Til: Bo Berg | Emne: Re: Frokost",
    "nb": "Fra: ANA | Sendt: 3. mai 2022 10:15 | Til: Bo Berg | Kopi: Cy | Emne: SV: Lunsj",
    "fi": "Lähettäjä: ANA | Lähetetty: tiistai 3. toukokuuta 2022 10.15 | Vastaanottaja: Bo Berg | Kopio: Cy | "
        "Aihe: VS: Lounas",
    "cs": "Od: ANA | Odesláno: úterý 3. května 2022 10:15 | Komu: Bo Berg | Kopie: Cy | Předmět: RE: Oběd",
    "sk": "Od: ANA | Odoslané: utorok 3. mája 2022 10:15 | Komu: Bo Berg | Predmet: RE: Obed",
    "hu": "Feladó: ANA | Elküldve: 2022. május 3., kedd 10:15 | Címzett: Bo Berg | Tárgy: RE: Ebéd",
    "hu2": "From: ANA | Sent: 2022. május 3., kedd 10:15 | To: Bo | Subject: Ebéd",
    "ro": "De la: ANA | Trimis: marți, 3 mai 2022 10:15 | Către: Bo Berg | Subiect: RE: Prânz",
    "el": "Από: ANA | Στάλθηκε: Τρίτη, 3 Μαΐου 2022 10:15 πμ | Προς: Bo Berg | Θέμα: ΑΠ: Γεύμα",
    "he": "מאת: ANA | נשלח: יום שלישי 3 מאי 2022 10:15 | אל: Bo Berg | נושא: RE: צהריים",
    "ar": "من: ANA | تاريخ الإرسال: 3 مايو 2022 10:15 | إلى: Bo Berg | الموضوع: RE: غداء",
    "bg": "От: ANA | Изпратено: вторник, 3 май 2022 г. 10:15 | До: Bo Berg | Относно: RE: Обяд",
    "hr": "Šalje: ANA | Poslano: 3. svibnja 2022. 10:15 | Prima: Bo Berg | Predmet: RE: Ručak",
    "sl": "Od: ANA | Poslano: torek, 3. maj 2022 10:15 | Za: Bo Berg | Zadeva: RE: Kosilo",
    "th": "จาก: ANA | ส่ง: วันอังคารที่ 3 พฤษภาคม 2022 10:15 | ถึง: Bo Berg | เรื่อง: RE: มื้อเที่ยง",
    "vi": "Từ: ANA | Đã gửi: Thứ Ba, 3 Tháng Năm 2022 10:15 | Đến: Bo Berg | Chủ đề: RE: Trưa",
    "vi2": "Từ: ANA | Ngày: Thứ Ba, 3 Tháng Năm 2022 10:15 | Tới: Bo Berg | Tiêu đề: RE: Trưa",
    "ca": "De: ANA | Enviat el: dimarts, 3 de maig de 2022 10:15 | Per a: Bo Berg | Tema: RE: Dinar",
    "ca2": "De: ANA | Enviat: dimarts, 3 de maig de 2022 10:15 | Per a: Bo Berg | Assumpte: RE: Dinar",
    "et": "Saatja: ANA | Saadetud: teisipäev, 3. mai 2022 10:15 | Adressaat: Bo Berg | Teema: RE: Lõuna",
    "lt": "Nuo: ANA | Išsiųsta: 2022 m. gegužės 3 d. 10:15 | Kam: Bo Berg | Tema: RE: Pietūs",
    "lv": "No: ANA | Nosūtīts: 2022. gada 3. maijs 10:15 | Kam: Bo Berg | Tēma: RE: Pusdienas",
    "id": "Dari: ANA | Dikirim: Selasa, 03 Mei 2022 10:15 | Kepada: Bo Berg | Subjek: RE: Makan",
    "ms": "Daripada: ANA | Dihantar: Selasa, 3 Mei 2022 10:15 | Kepada: Bo Berg | Subjek: RE: Makan",
    "sr": "Od: ANA | Poslato: utorak, 3. maj 2022. 10:15 | Za: Bo Berg | Tema: RE: Rucak",
    "is": "Frá: ANA | Sent: þriðjudagur, 3. maí 2022 10:15 | Til: Bo Berg | Efni: RE: Hádegi",
    "hi": "प्रेषक: ANA | भेजा गया: 3 मई 2022 10:15 | प्रति: Bo Berg | विषय: RE: खाना",
    "fa": "از: ANA | تاریخ: 3 مه 2022 10:15 | به: Bo Berg | موضوع: RE: ناهار",
}  # fmt: skip
SEPARATORS = [
    "-----Original Message-----", "----- Original Message -----", "--------Original Message--------", "------ Original Message ------",
    "________ Original Message ________", "=====Original Message=====", "_____Original Message_____", "*-----Original Message-----*",
    "**-----Original Message-----**", "---- Original Message ----", "--- Original Message ---", "-- Original Message --",
    "----- Original Message ----", "-----Original Message ----", "-----ORIGINAL MESSAGE-----", "-----Original E-mail-----",
    "-----Original Email-----", "----Original mail----", "------------- Original Message -------------",
    "----- Original message from Ana Lima -----", "-------- Original Message (Ana) --------", "-----Reply Message-----",
    "—--Original Message---", "———— Original Message ————", "--------- Original Message ---------", "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐",
    "──────── Original Message ────────", "-----Ursprüngliche Nachricht-----", "-------- Ursprüngliche Nachricht --------",
    "-------- Original-Nachricht --------", "-------- Originalnachricht --------", "----- Originalnachricht -----",
    "--------Ursprüngliche Mail--------", "-----Ursprüngliche E-Mail-----", "-----Original-Nachricht-----",
    "----- Weitergeleitete Nachricht -----", "-----Message d'origine-----", "-----Message d’origine-----",
    "-------- Message original --------", "-------- Message d'origine --------", "----- Mail original -----",
    "-----E-mail d'origine-----", "----- Courriel original -----", "-----Message initial-----", "-----Mensaje original-----",
    "-------- Mensaje original --------", "----- Mensaje Original -----", "------ Mensaje original ------",
    "-----Mensagem original-----", "-------- Mensagem original --------", "-----Mensagem Original-----",
    "-----Messaggio originale-----", "-------- Messaggio originale --------", "----Messaggio originale----",
    "----- Messaggio originale -----", "-----Oorspronkelijk bericht-----", "-------- Oorspronkelijk bericht --------",
    "----Origineel Bericht----", "-------- Origineel bericht --------", "----- Oorspronkelijk e-mailbericht -----",
    "-----Wiadomość oryginalna-----", "-------- Oryginalna wiadomość --------", "-------- Wiadomość oryginalna --------",
    "-------- Pierwotna wiadomość --------", "-----Исходное сообщение-----", "-------- Исходное сообщение --------",
    "----- Исходное сообщение -----", "-------- Оригинальное сообщение --------", "-------- Оригінальне повідомлення --------",
    "-----Orijinal Mesaj-----", "-------- Özgün ileti --------", "-----Orjinal Mesaj-----", "-------- Orijinal mesaj --------",
    "----- Özgün İleti -----", "-----Ursprungligt meddelande-----", "-------- Originalmeddelande --------",
    "----Ursprungligt meddelande----", "-------- Ursprungligt meddelande --------", "-----Oprindelig meddelelse-----",
    "-------- Oprindelig besked --------", "-------- Original meddelelse --------", "-----Opprinnelig melding-----",
    "-------- Opprinnelig melding --------", "-------- Original melding --------", "-----Alkuperäinen viesti-----",
    "-------- Alkuperäinen viesti --------", "-----Původní zpráva-----", "-------- Původní zpráva --------", "-----Pôvodná správa-----",
    "---------- Původní e-mail ----------", "-----Eredeti üzenet-----", "-------- Eredeti üzenet --------", "-----Mesaj original-----",
    "-------- Mesaj original --------", "-------- Оригинално съобщение --------", "-------- Αρχικό μήνυμα --------",
    "-----הודעה מקורית-----", "-------- הודעה מקורית --------", "-------- الرسالة الأصلية --------", "-------- پیغام اصلی --------",
    "-----Izvorna poruka-----", "-------- Izvorno sporočilo --------", "-------- Missatge original --------",
    "-------- Pesan asli --------", "-------- Tin nhắn gốc --------", "-------- ข้อความต้นฉบับ --------", "----- 元のメッセージ -----",
    "-----元のメッセージ-----", "-------- 元のメッセージ --------", "-----オリジナルメッセージ-----",
    "------------------ 原始邮件 ------------------", "------------------&nbsp;原始邮件&nbsp;------------------", "-----邮件原件-----",
    "---- 回复的原邮件 ----", "---- Replied Message ----", "--------------原始邮件--------------", "-----原始郵件-----",
    "-------- 原始郵件 --------", "---------- 原始信件 ----------", "-----原始訊息-----", "-----원본 메시지-----",
    "-------- 원본 이메일 --------", "-------- 원본 메일 --------", "-----원본 메일-----", "--------- 원본 메일 ---------",
    "------------ 원본 메세지 ------------",
]  # fmt: skip
FORWARDS = [
    "---------- Forwarded message ---------", "---------- Forwarded message ----------", "----- Forwarded Message -----",
    "-------- Forwarded Message --------", "----- Forwarded message from Ana Lima <ana@example.com> -----",
    "----- Forwarded message from ana@example.com -----", "------- Start of forwarded message -------",
    "------- Forwarded message follows -------", "--- Forwarded Message Follows ---", "--- begin forwarded text",
    "Begin forwarded message:", "------ Forwarded Message", "------ Forwarded message", "---- Forwarded message from Ana Lima ----",
    "----- Forwarded by Ana Lima/Example on 05/03/2022 10:15 AM -----",
    "----------------------- Forwarded by Ana Lima on 05/03/2022 ---------------------------",
    "*---------- Forwarded message ---------*", "-----Forwarded message-----", "-----Weitergeleitete Nachricht-----",
    "-------- Weitergeleitete Nachricht --------", "---------- Weitergeleitete Nachricht ----------",
    "Anfang der weitergeleiteten Nachricht:", "Anfang der weitergeleiteten E-Mail:",
    "-----Weitergeleitet von Ana Lima am 03.05.2022-----", "---------- Message transféré ---------",
    "-------- Message transféré --------", "Début du message réexpédié :", "Début du message transféré :",
    "---------- Forwarded message --------- De : Ana", "---------- Mensaje reenviado ---------", "-------- Mensaje reenviado --------",
    "Inicio del mensaje reenviado:", "Comienzo del mensaje reenviado:", "---------- Mensagem encaminhada ---------",
    "-------- Mensagem encaminhada --------", "---------- Mensagem reencaminhada ----------", "Início da mensagem encaminhada:",
    "Início da mensagem reencaminhada:", "---------- Messaggio inoltrato ---------", "-------- Messaggio Inoltrato --------",
    "Inizio messaggio inoltrato:", "---------- Doorgestuurd bericht ---------", "-------- Doorgestuurd bericht --------",
    "Begin doorgestuurd bericht:", "---------- Przekazana wiadomość ---------", "-------- Przekazana wiadomość --------",
    "---------- Wiadomość przekazana ---------", "Początek przekazywanej wiadomości:", "---------- Пересылаемое сообщение ---------",
    "-------- Пересылаемое сообщение --------", "-------- Перенаправленное сообщение --------", "Начало переадресованного сообщения:",
    "-------- Пересылаемое сообщение  --------", "---------- Переслане повідомлення ---------",
    "-------- Перенаправлене повідомлення --------", "---------- İletilen ileti ---------", "-------- İletilmiş Mesaj --------",
    "---------- Yönlendirilen mesaj ---------", "İleti başlangıcı:", "-------- Yönlendirilmiş Mesaj --------",
    "---------- Vidarebefordrat meddelande ---------", "-------- Vidarebefordrat meddelande --------", "Vidarebefordrat brev:",
    "---------- Videresendt besked ---------", "-------- Videresendt meddelelse --------", "Start på videresendt besked:",
    "---------- Videresendt melding ---------", "-------- Videresendt melding --------", "Begynnelse på videresendt melding:",
    "Videresendt melding:", "---------- Edelleenlähetetty viesti ---------", "-------- Edelleenlähetetty viesti --------",
    "-------- Välitetty viesti --------", "Välitetty viesti alkaa:", "---------- Přeposlaná zpráva ---------",
    "-------- Přeposlaná zpráva --------", "Začátek přeposlané zprávy:", "---------- Preposlaná správa ---------",
    "Začiatok preposlanej správy:", "-------- Továbbított üzenet --------", "---------- Továbbított üzenet ---------",
    "-------- Mesaj redirecționat --------", "Începe mesajul redirecționat:", "-------- Προωθημένο μήνυμα --------",
    "---------- Προωθημένο μήνυμα ---------", "-------- Препратено съобщение --------", "-------- Proslijeđena poruka --------",
    "---------- Posredovano sporočilo ---------", "-------- הודעה שהועברה --------", "---------- הודעה שהועברה ---------",
    "---------- رسالة تمت إعادة توجيهها ---------", "---------- 転送されたメッセージ ---------", "-------- 転送メッセージ --------",
    "転送されたメッセージ:", "転送されたメッセージ：", "---------- 转发的邮件 ---------", "---------- 转发邮件 ---------",
    "-------- 转发的消息 --------", "-------- 转发邮件信息 --------", "开始转发的邮件：", "开始转发的邮件:", "---- 转发的邮件 ----",
    "---- Forwarded Message ----", "---------- 轉寄郵件 ---------", "---------- 轉寄的郵件 ---------", "-------- 轉寄訊息 --------",
    "開始轉寄郵件：", "---------- 전달된 메일 ---------", "---------- 전달된 메시지 ---------", "-------- 전달된 메시지 --------",
    "-------- 전달 메시지 --------", "전달된 메시지:", "-----전달된 메일-----", "---------- Pesan terusan ---------",
    "---------- Thư đã chuyển tiếp ---------", "---------- ข้อความที่ส่งต่อ ---------", "Missatge reenviat:",
    "Inici del missatge reenviat:", "---------- Missatge reenviat ---------", "---------- Edastatud kiri ---------",
    "---------- Persiųstas laiškas ---------", "---------- Pārsūtīta ziņa ---------",
]  # fmt: skip
# Titles that only the header block below them makes one.
ANNOUNCED = [
    "Початок переадресованого повідомлення:", "Börja på vidarebefordrat meddelande:", "Alku välitetylle viestille:",
    "Továbbított üzenet kezdete:", "Έναρξη προωθημένου μηνύματος:", "תחילת ההודעה שהועברה:", "بداية الرسالة المعاد توجيهها:",
    "Awal pesan yang diteruskan:", "Bắt đầu thư được chuyển tiếp:",
]  # fmt: skip
HEADERS = "From: Ana Lima <ana@example.com>\nDate: Tue, May 3, 2022 at 10:15 AM\nSubject: Lunch\nTo: <bo@example.com>\n"


def block_of(name: str) -> str:
    return BLOCKS[name].replace("ANA", "Ana Lima <ana@example.com>").replace(" | ", "\n")


def styled(block: str, style: str) -> str:
    """The block as one program or another prints it."""
    colon = "：" if "：" in block.partition("\n")[0] else ":"
    lines = []
    for line in block.split("\n"):
        name, found, value = line.partition(colon)
        lines.append(style.format(name=name, bare=name.strip(), colon=colon, value=value) if found else line)
    return "\n".join(lines)


STYLES = ["{name}{colon}{value}", "*{name}{colon}*{value}", "*{bare}*{colon}{value}", "**{name}{colon}**{value}", "{name}{colon}{value}  "]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_headers_opens_what_is_quoted(name: str, style: str) -> None:
    block = styled(block_of(name), style)
    for above in ("\n\n", "\n", "\n\n________________________________\n", "\n\n------------------------------\n"):
        assert split_text(f"Noon is fine.{above}{block}\n\nShall we?\n").new_text == "Noon is fine."


@pytest.mark.parametrize("name", BLOCKS)
def test_a_marked_block_of_headers_goes(name: str) -> None:
    marked = "".join(f"> {line}\n" for line in block_of(name).split("\n"))
    assert split_text(f"Noon is fine.\n\n{marked}> \n> Shall we?\n").new_text == "Noon is fine."


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("below", ["", HEADERS])
def test_a_title_of_quoted_mail_opens_it(separator: str, below: str) -> None:
    assert split_text(f"Noon is fine.\n\nBo\n\n{separator}\n{below}\nShall we?\n\nAna\n").new_text == "Noon is fine.\n\nBo"


@pytest.mark.parametrize("title", FORWARDS)
@pytest.mark.parametrize("below", ["", HEADERS])
def test_a_title_of_forwarded_mail_opens_it(title: str, below: str) -> None:
    split = split_text(f"For you.\n\n{title}\n{below}\n\nShall we?\n")
    assert (split.new_text, split.segments[-1].kind) == ("For you.", "forwarded")


@pytest.mark.parametrize("title", ANNOUNCED)
def test_a_title_above_headers_opens_forwarded_mail(title: str) -> None:
    split = split_text(f"For you.\n\n{title}\n{HEADERS}\n\nShall we?\n")
    assert (split.new_text, split.segments[-1].kind) == ("For you.", "forwarded")
