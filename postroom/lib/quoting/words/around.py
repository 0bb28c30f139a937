"""The words mail programs put above quoted and forwarded mail, by language. Data only; all lower case.

A new language is a new row in each table; no rule knows a language by name.
"""

from typing import Final

from postroom.lib.quoting.words.table import rows

# First words of an attribution line: "On Tue, 3 May 2016 Ana wrote:".
OPENERS: Final = rows("""
    en: on | at | quoting | excerpts from | in article | in message
    de: am | vom | zitat von
    fr: le | en date de | quoting
    es: el | en | en fecha | con fecha
    pt: em | no dia | a | na | no
    it: il | in data | nel messaggio
    nl: op
    pl: w dniu | dnia | dn. | w wiadomości
    ru: в | от
    uk: у | від
    tr: tarih
    sv: den | på
    da: den | d.
    nb: den | på
    cs: dne | dňa
    ro: pe | în data
    hr: dana | dne
    sr: дана | dana
    sl: dne
    bg: на
    fa: در تاریخ | در
    ca: el
    vi: vào | lúc
    id: pada
    zh: 在 | 于 | 於
    he: בתאריך | ב-
    ar: في
    el: στις
    th: เมื่อ
""")

# "wrote" and its like. A `*` at the end stands for any further letters.
VERBS: Final = rows("""
    en: wrote | writes | sent | said | says | quoting | has written | excerpts from | spake
    de: sprach | schrieb | schrieben | hat geschrieben | geschrieben | schreibt | zitat von
    fr: a écrit | à écrit | a ecrit | écrit | ecrit | écrivait | a envoyé
    es: escribió | escribio | escribe | ha escrito
    pt: escreveu | escreve | escreveram
    it: ha scritto | scrive | scritto
    nl: schreef | geschreven | schrijft | verzond
    pl: napisał* | pisze | napisali | wrote
    ru: написал* | пишет | писал* | wrote
    uk: пише | написа* | писа*
    tr: yazdı | yazmış | şunu yazdı
    sv: skrev | skriver
    da: skrev | skriver
    fi: kirjoitti | kirjoittaa
    cs: napsal* | píše | napísal*
    hu: írta | ezt írta
    ro: a scris
    sr: је написао | је написала | je pisao | je pisala | пише
    sl: je napisal* | je oseba
    bg: написа | пише
    lt: rašė | parašė
    lv: rakstīja
    et: kirjutas
    fa: نوشت | نوشته است
    hi: ने लिखा
    hr: je napisao | je napisala | napisao | napisala | piše
    ca: va escriure | ha escrit | missatge de
    vi: đã viết | viết
    id: menulis | tulis
    el: έγραψε
    he: כתב*
    ar: كتب*
    th: เขียนว่า | เขียน
    zh: 写道 | 寫道 | 写到 | 來信 | 来信 | 提到 | 撰写 | 撰寫
    ja: 書きました | wrote | のメール | のメッセージ | さんは書 | 書いた
    ko: 작성 | 님이 작성 | 썼습니다 | 님의 글 | 님이 쓴 글 | 쓴 글 | 님의 말
""")

# Names of header fields as mail programs print them above a quoted mail, by role.
HEADERS: Final = {
    "from": rows("""
        en: from | sender
        de: von | absender
        fr: de | expéditeur
        es: de | remitente | desde
        pt: de | remetente
        it: da | mittente
        nl: van | afzender
        pl: od | nadawca | from
        ru: от | от кого | отправитель | кто
        uk: від | від кого | відправник
        tr: kimden | gönderen | from
        sv: från | avsändare
        da: fra | afsender
        fi: lähettäjä
        cs: od | odesílatel | odosielateľ
        hu: feladó
        ro: de la | expeditor | expeditorul
        el: από
        vi: từ
        id: dari
        ms: daripada
        is: frá
        eu: nork
        hr: šalje | pošiljatelj | šalje se
        sr: шаље | od | пошиљалац
        sl: od | pošiljatelj
        sk: od | odosielateľ
        bg: от | подател
        lt: nuo | siuntėjas
        lv: no | sūtītājs
        et: saatja | kellelt
        ca: de | remitent
        fa: از | فرستنده
        th: จาก
        hi: प्रेषक
        zh: 发件人 | 寄件人 | 寄件者 | 发送人 | 發件人 | 自
        ja: 差出人 | 送信者 | 送信元 | from
        ko: 보낸 사람 | 보낸사람 | 보낸이 | 발신
        he: מאת
        ar: من
    """),
    "date": rows("""
        en: sent | date | sent on | sent at | time
        de: gesendet | datum | gesendet am | date
        fr: message du | envoyé | date | envoyé le | date d'envoi | envoyé par
        es: enviado | fecha | enviado el | enviada | enviado a las | fecha de envío
        pt: enviado | data | enviada em | enviado em | enviada | data de envio
        it: inviato | data | inviata | data invio
        nl: verzonden | datum | verstuurd
        pl: wysłano | data | wysłane | sent
        ru: отправлено | дата | время | дата отправки
        uk: надіслано | дата | відправлено
        tr: gönderildi | tarih | gönderilme tarihi | gönderme tarihi | gönderilme
        sv: skickat | datum | skickad
        da: sendt | dato
        fi: lähetetty | päivämäärä | päiväys | pvm
        cs: odesláno | datum | odoslané | dátum
        hu: elküldve | dátum | küldés dátuma | küldve
        ro: trimis | data | dată
        el: στάλθηκε | ημερομηνία | εστάλη
        hr: poslano | datum
        sr: послато | датум | datum
        sl: poslano | datum
        sk: odoslané | dátum
        bg: изпратено | дата
        lt: išsiųsta | data
        lv: nosūtīts | datums
        et: saadetud | kuupäev
        ca: enviat | data | enviat el
        fa: تاریخ | ارسال شده
        th: วันที่ | ส่ง
        hi: दिनांक
        vi: ngày | đã gửi | ngày gửi
        id: terkirim | tanggal | dikirim
        ms: dihantar | tarikh
        is: sent | dagsetning
        eu: bidaltze-data | data
        zh: 发送时间 | 日期 | 发送日期 | 寄件日期 | 傳送日期 | 時間 | 时间 | 已发送 | 發送日期 | 寄件時間
        ja: 送信日時 | 日付 | 日時 | 送信日 | date | sent
        ko: 보낸 날짜 | 날짜 | 보낸날짜 | 보낸 시간 | 일시 | 발신일 | 보낸 일시
        he: נשלח | תאריך
        ar: تاريخ | التاريخ | أرسل
    """),
    "to": rows("""
        en: to
        de: an | empfänger
        fr: à | a | destinataire | pour
        es: para | a | destinatario
        pt: para | a | destinatário
        it: a | destinatario
        nl: aan
        pl: do | adresat | odbiorca
        ru: кому | получатель
        uk: кому | до
        tr: kime | alıcı | to
        sv: till
        da: til
        fi: vastaanottaja | kenelle
        cs: komu | pro | příjemce | adresát
        hu: címzett
        ro: către | catre | destinatarul | destinatar
        hr: prima | primatelj | za
        sr: прима | za
        sl: za | prejemnik
        sk: komu | pre | príjemca
        bg: до | получател
        lt: kam | gavėjas
        lv: kam | saņēmējs
        et: adressaat | saaja | kellele
        ca: per a | a
        fa: به | گیرنده
        th: ถึง
        hi: प्रति
        el: προς
        vi: đến | tới
        id: kepada | untuk
        is: til
        eu: nori
        zh: 收件人 | 收件者 | 发送至 | 到 | 发给 | 至
        ja: 宛先 | to | 受信者 | 送信先
        ko: 받는 사람 | 받는사람 | 수신 | 받는이
        he: אל
        ar: إلى
    """),
    "subject": rows("""
        en: subject
        de: betreff | betrifft
        fr: objet | sujet
        es: asunto
        pt: assunto
        it: oggetto
        nl: onderwerp | betreft
        pl: temat
        ru: тема
        uk: тема
        tr: konu
        sv: ämne
        da: emne
        fi: aihe
        cs: předmět | predmet | věc
        hu: tárgy
        ro: subiect | subiectul
        hr: predmet | naslov
        sr: predmet | наслов | тема
        sl: zadeva
        bg: тема | относно
        lt: tema
        lv: temats | tēma
        et: teema
        ca: assumpte
        fa: موضوع
        th: เรื่อง | หัวเรื่อง
        hi: विषय
        el: θέμα
        vi: chủ đề | tiêu đề
        id: subjek | perihal
        is: efni
        eu: gaia
        zh: 主题 | 主旨 | 主題 | 标题
        ja: 件名 | 題名 | subject
        ko: 제목
        he: נושא
        ar: الموضوع
    """),
    "other": rows("""
        en: cc | bcc | reply-to | reply to | importance | attachments | priority | message-id | sensitivity
        en: cc: | organization | newsgroups | user-agent | resent-from | list-id | in-reply-to | on behalf of
        de: kopie | antwort an | wichtigkeit | anlagen | priorität | blindkopie
        fr: répondre à | réponse à | importance | pièces jointes | copie à | copie
        es: responder a | importancia | datos adjuntos | copia | adjuntos
        pt: responder a | responder para | importância | anexos | com cópia
        it: rispondi a | risposta | priorità | allegati | importanza
        nl: antwoord aan | urgentie | bijlagen | prioriteit | beantwoorden
        pl: dw | udw | odpowiedz do | odpowiedź do | ważność | załączniki
        ru: копия | скрытая копия | ответить | важность | вложения | куда
        uk: копія | важливість | вкладення
        tr: bilgi | gizli | yanıt adresi | önem | ekler | kopya | yanıtla
        sv: kopia | svara till | prioritet | bilagor
        da: svar til | svar-til | vedhæftede filer | prioritet | kopi
        fi: kopio | vastausosoite | tärkeys | liitteet
        cs: kopie | kópia | odpovědět | důležitost | přílohy
        hu: másolatot kap | fontosság
        zh: 抄送 | 副本 | 密送 | 回复 | 重要性 | 附件 | 回覆 | 密件抄送 | 密件副本
        ja: 返信先 | 重要度 | 添付ファイル | cc | bcc
        ko: 참조 | 숨은참조 | 회신 | 중요도 | 첨부 파일 | 첨부파일
    """),
}

# Between rows of dashes: "-----Original Message-----".
ORIGINALS: Final = rows("""
    en: original message | reply message | original email | original e-mail | replied message | original mail
    en: previous message
    en: original appointment | message from | original text | your message
    de: ursprüngliche nachricht | originalnachricht | original-nachricht | original nachricht | ursprungsnachricht
    de: antwort nachricht | ursprüngliche mail | ursprüngliche e-mail | original-mail | urspr. nachricht
    fr: message d'origine | message d’origine | message original | message initial | message de départ
    fr: mail original
    es: mensaje original | mensaje de origen | correo original
    pt: mensagem original | mensagem de origem
    it: messaggio originale | messaggio di origine | messaggio originario
    nl: oorspronkelijk bericht | origineel bericht | origineel mailtje | oorspronkelijke bericht
    pl: wiadomość oryginalna | oryginalna wiadomość | wiadomość pierwotna | oryginalny e-mail
    pl: treść oryginalnej wiadomości
    ru: исходное сообщение | оригинальное сообщение | первоначальное сообщение | исходное письмо
    uk: вихідне повідомлення | оригінальне повідомлення | початкове повідомлення
    tr: özgün ileti | orijinal mesaj | orjinal mesaj | asıl ileti | orijinal ileti | orijinal e-posta
    sv: ursprungligt meddelande | originalmeddelande | ursprungsmeddelande
    da: originalmeddelelse | oprindelig meddelelse | oprindelig besked | original besked
    nb: originalmelding | opprinnelig melding | original melding
    fi: alkuperäinen viesti
    cs: původní zpráva | původní e-mail | pôvodná správa
    hu: eredeti üzenet
    ro: mesaj original | mesajul original
    hr: izvorna poruka | originalna poruka
    el: αρχικό μήνυμα
    vi: thư gốc | tin nhắn gốc
    zh: 原始邮件 | 原邮件 | 原始信件 | 原始郵件 | 原郵件 | 邮件原件 | 回复的原邮件 | 回复的邮件
    ja: 元のメッセージ | 元のメール | original message | 原文
    ko: 원본 메시지 | 원본 메일 | 원본메시지 | original message | 원문
    he: הודעה מקורית
    ar: الرسالة الأصلية
""")

# Between rows of dashes, or alone before a colon: "Begin forwarded message:".
FORWARDS: Final = rows("""
    en: forwarded message | begin forwarded message | forwarded by | forwarded email | forwarded mail
    en: forward message | begin forwarded text
    en: start of forwarded message | forwarded e-mail | forwarded letter | fwd | original forwarded message
    de: weitergeleitete nachricht | anfang der weitergeleiteten nachricht | weitergeleitete e-mail
    de: weitergeleitet von
    de: weitergeleitete mail | anfang der weitergeleiteten e-mail | beginn der weitergeleiteten nachricht
    fr: message transféré | message transmis | début du message réexpédié | début du message transféré
    fr: courriel transféré
    es: mensaje reenviado | inicio del mensaje reenviado | correo reenviado | comienzo del mensaje reenviado
    pt: mensagem encaminhada | mensagem reencaminhada | início da mensagem encaminhada
    pt: início da mensagem reencaminhada
    it: messaggio inoltrato | inizio messaggio inoltrato | inizio del messaggio inoltrato
    nl: doorgestuurd bericht | begin doorgestuurd bericht | doorgestuurde mail | begin van doorgestuurd bericht
    pl: przekazana wiadomość | treść przekazanej wiadomości | wiadomość przekazana dalej
    pl: początek przekazywanej wiadomości
    pl: wiadomość przesłana dalej
    pl: początek przekazanej wiadomości | przesłana wiadomość | wiadomość przekazana
    ru: пересылаемое сообщение | пересланное сообщение | перенаправленное сообщение
    ru: начало переадресованного сообщения
    ru: начало пересылаемого сообщения | пересылаемое письмо | переадресованное сообщение
    ru: конец пересылаемого сообщения
    uk: переслане повідомлення | перенаправлене повідомлення | початок листа, що пересилається | пересланий лист
    tr: iletilen ileti | yönlendirilmiş ileti | yönlendirilen ileti | iletilmiş ileti | yönlendirilen mesaj
    tr: iletilen mesaj | ileti başlangıcı
    tr: iletilmiş mesaj | başlangıç iletilen ileti | yönlendirilmiş mesaj | iletilen e-posta
    sv: vidarebefordrat meddelande | vidarebefordrat brev | vidarebefordrat mail
    sv: början på vidarebefordrat meddelande
    sv: vidarebefordrat mejl | börja på det vidarebefordrade meddelandet
    da: videresendt meddelelse | videresendt besked | videresendt mail | start på videresendt besked
    da: starten på den videresendte besked
    nb: videresendt melding | videresendt e-post | begynnelse på videresendt melding | start på videresendt melding
    fi: välitetty viesti | edelleenlähetetty viesti | välitetty viesti alkaa | viesti välitetty
    cs: přeposlaná zpráva | začátek přeposlané zprávy | přeposlaný e-mail | předaná zpráva | preposlaná správa
    hu: továbbított üzenet | továbbított levél kezdete
    ro: începe mesajul redirecționat | mesajul redirecționat
    ro: mesaj redirecționat | mesaj redirecţionat | mesaj înaintat
    hr: započni proslijeđenu poruku | početak proslijeđene poruke
    sk: začiatok preposlanej správy
    cs: začátek přeposílané zprávy
    sl: posredovano sporočilo | začetek posredovanega sporočila
    bg: препратено съобщение | начало на препратеното съобщение
    lt: persiųstas laiškas | persiųstas pranešimas
    lv: pārsūtīta ziņa
    et: edastatud kiri
    ca: missatge reenviat | inici del missatge reenviat
    fa: پیام هدایت‌شده
    th: ข้อความที่ถูกส่งต่อ
    hr: proslijeđena poruka | prosleđena poruka
    el: προωθημένο μήνυμα
    vi: thư được chuyển tiếp | tin nhắn được chuyển tiếp
    id: pesan terusan | pesan yang diteruskan
    zh: 转发的消息 | 转发邮件信息 | 转发邮件 | 轉寄的郵件 | 转发的邮件 | 开始转发的邮件 | 已转发邮件 | 轉寄郵件 | 轉寄的訊息
    zh: 以下是转发的邮件 | 下面是被转发的邮件 | 開始轉寄郵件 | 被转发的邮件 | 轉寄的信件 | 转发信息
    ja: メッセージを転送 | 転送ここから
    ja: 転送されたメッセージ | 転送メッセージ | 転送されたメール | 転送メール | forwarded message
    ko: 전달된 메시지 | 전달된 메일 | 전달 메시지 | 전달된 이메일 | forwarded message | 다음에서 전달됨
    he: הודעה שהועברה | הודעה מועברת
    ar: رسالة معاد توجيهها | الرسالة المعاد توجيهها
""")
