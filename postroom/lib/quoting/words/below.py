"""The words that mark what is appended below a mail, by language. Data only; all lower case."""

from typing import Final

from postroom.lib.quoting.words.table import rows

# A line that a telephone or a mail program appends. Starts of the line.
DEVICE_STARTS: Final = rows("""
    en: sent from · | sent via · | sent using · | sent with · | sent by · | sent on my · | from my iphone
    en: from my ipad
    en: from my android | get outlook for · | get [outlook | typed on my · | typed with · | written on my ·
    en: via mobile
    en: from mobile | from my mobile | from my phone | from my galaxy | sent securely · | composed on my ·
    en: yahoo mail: ·
    de: von meinem · | gesendet von · | gesendet mit · | gesendet aus · | gesendet über · | verschickt mit ·
    de: von unterwegs gesendet
    de: diese nachricht wurde von mein | outlook für · | von iphone gesendet | holen sie sich outlook
    de: gesendet vom ·
    fr: envoyé de · | envoyé depuis · | envoyé à partir · | envoyé avec · | envoyé via · | envoyé par ·
    fr: obtenez outlook pour ·
    fr: télécharger outlook pour · | provenance : courrier · | envoyée de · | envoyé du · | envoye de ·
    fr: téléchargez outlook · | obtenir outlook pour · | télécharger bluemail ·
    es: enviado desde · | enviado de · | enviado con · | enviado vía · | obtener outlook para · | enviado por ·
    es: descargar outlook · | descarga outlook · | obtenga outlook para ·
    pt: enviado do · | enviado de · | enviado a partir · | enviado pelo · | enviado via · | enviada do ·
    pt: obter o outlook para · | obtenha o outlook ·
    it: inviato da · | inviato dal · | inviato con · | inviato tramite · | ottieni outlook per ·
    it: scarica outlook per ·
    nl: verzonden vanaf · | verzonden met · | verzonden via · | verstuurd vanaf · | verstuurd met ·
    nl: verzonden vanuit · | outlook voor ·
    nl: verstuurd via · | download outlook voor · | verzonden door ·
    pl: wysłane z · | wysłano z · | wysłane przez · | wysłano za · | pobierz program outlook
    pl: pobierz aplikację outlook | wysłane ze ·
    ru: отправлено с · | отправлено из · | отправлено через · | отправлено от · | скачать outlook | скачайте outlook
    ru: послано с · | получить outlook ·
    uk: надіслано з · | відправлено з · | надіслано через · | надіслано від · | відправлено через ·
    tr: outlook for ·
    sv: skickat från · | skickat med · | hämta outlook för · | skickades från · | sänt från · | skickat via ·
    da: sendt fra · | sendt med · | hent outlook til · | sendt via · | få outlook for · | skaff deg outlook for ·
    fi: lähetetty · | hanki outlook ·
    cs: odesláno z · | odeslané z · | odoslané z · | odesláno ze · | získat outlook pro · | odesláno pomocí ·
    hu: elküldve a · | elküldve az · | küldve ·
    ro: trimis de pe · | trimis din ·
    el: στάλθηκε από ·
    vi: đã gửi từ · | được gửi từ ·
    id: dikirim dari ·
    zh: 发自我的 | 發自我的 | 從我的 | 从我的 | 来自我的 | 來自我的 | 发送自 | 傳送自 | 發送自 | 发自 | 获取 outlook | 取得 outlook
    ja: 私のiphoneから | outlook for ·
    ko: 나의 · | 내 ·
    th: ส่งจาก
    he: נשלח מה | נשלח מ
    ar: أرسلت من | مرسل من | أُرسلت من | نُشر من | تم الإرسال من
""")

DEVICE_ENDS: Final = rows("""
    en: · from mobile | · via mobile | via mobile | · for ios | · for android | · sent from mobile
    en: · from my mobile
    de: · gesendet | · gesendet. | versendet | · beziehen | · versandt.
    tr: · gönderildi | · gönderildi. | · gönderilmiştir | · gönderildi) | · edinin | dan gönderildi
    fi: lähetetty
    hu: küldve
    ja: から送信 | から送信されました | から送信。 | より送信 | から送信されました。 | を入手
    zh: 傳送 | 发送 | 發送 | 寄出 | 传送 | 客户端
    ko: 보냄 | 에서 보냄. | 보냈습니다 | 보냈습니다. | 발송 | 전송함 | · 받기
    th: ของฉัน
""")

# What an appended legal notice is made of, as stems; a paragraph with two of the groups is one.
DISCLAIMERS: Final = rows("""
    secret: confiden | privileged | proprietary | vertraul | vertrouwelijk | poufn | gizli | fortrolig | konfidenti
    secret: sekrets | důvěrn | luottamuksell | riservat | конфиден | конфіден | 機密 | 机密 | 保密 | 秘密 | 기밀 | 비밀
    secret: סודי | سرية | سري ·
    secret: bizalmas | sigilos | εμπιστευτικ | dôvern | taushet
    recipient: intended recipient | intended only | intended solely | individual or entity | addressee | named recipient
    recipient: not the intended | bestimmt | adressat | empfänger | destinataire | destinatari | destinatár
    recipient: geadresseerde | ontvanger | bestemd voor | bestemd is | adresat | odbiorc | адресат | получател
    recipient: одержувач | alıcı | muhatab | mottagar | modtager | mottaker | vastaanottaj | příjemc | 收件人 | 收件者
    recipient: παραλήπτ | נמען | המכותב | المرسل إليه | المستلم | 地址中列出 | 个人或群组
    recipient: 受取人 | 宛先 | 受信者 | 수신인 | 수신자 | 수취인 | cimzett | címzett
    mistake: in error | by mistake | notify the sender | notify us | delete this | delete the | delete it
    mistake: irrtümlich | versehentlich | informieren sie | vernichten | löschen | par erreur | détruire | supprimer
    mistake: por error | elimín | elimine | por engano | apague | per errore | cancellar | distrugg | per vergissing
    mistake: te verwijderen | ten onrechte | przez pomyłkę | omyłkow | usuni | по ошибке | удалит | помилково
    mistake: видаліть | yanlışlıkla | siliniz | siler | sehven | av misstag | radera | ved en fejl | slette
    mistake: ved en feil | erehdyksessä | poista | omylem | smažte | 误收 | 错误 | 删除 | 誤送 | 誤って | 刪除 | 破棄 | 削除 | 잘못
    mistake: 삭제 | κατά λάθος | διαγράψ | בטעות | למחוק | طريق الخطأ | حذف | tévedésből | töröl | greșeală | șterge | greška
    forbidden: unauthori | prohibited | disclos | disseminat | unbefugt | nicht gestattet | untersagt | interdite
    forbidden: interdit | non autoris | prohibid | no autorizad | proibid | não autoriz | vietat | non autorizzat
    forbidden: verboden | niet toegestaan | zabronion | запрещ | заборон | yasak | förbju | otillåt | forbudt
    forbidden: kielletty | zakázán | 严禁 | 禁止 | 嚴禁 | 금지 | 금합니다 | unzulässig | απαγορε | אסור | محظور | tilos | interzis
    legal: liability | virus | views expressed | registered in | registered office | company number | handelsregister
    legal: haftung | responsabil | aansprakelijk | odpowiedzialno | ответственност | sorumlu | 責任 | 责任 | 책임 | ansvar
    itself: this message | this e-mail | this email | this communication | this mail | this transmission | diese e-mail
    itself: diese nachricht | dieser e-mail | dieser nachricht | diese mail | dieser mail | ce message | ce courriel | cet e-mail
    itself: ce mail | cet email | este mensaje | este correo | el presente mensaje | esta mensagem | este e-mail | este email
    itself: questo messaggio | questa e-mail | questa mail | presente comunicazione | presente messaggio | dit bericht | deze e-mail
    itself: deze mail | dit e-mail | niniejsza wiadomość | ta wiadomość | tej wiadomości | wiadomość jest | это письмо | это сообщение
    itself: данное сообщение | данное письмо | настоящее сообщение | этом письме | bu e-posta | bu ileti | bu mesaj | bu elektronik
    itself: 本メール | このメール | 当メール | 本电子邮件 | 本邮件 | 此邮件 | 该邮件 | 本郵件 | 此郵件 | 本電子郵件 | 本信件 | 본 메일
    itself: 이 메일 | 본 이메일 | 이 이메일 | 본 전자우편 | 본 메시지 | detta meddelande | detta mejl | detta mail | denna e-post
    itself: denne e-mail | denne mail | denne meddelelse | denne e-post | denne meldingen | tento e-mail | tato zpráva | tento email
    itself: цей лист | це повідомлення | μήνυμα αυτό | το παρόν μήνυμα | הודעה זו | דוא"ל זה | هذه الرسالة | هذا البريد
    itself: tämä viesti | tämä sähköposti | ez az üzenet | ez az e-mail | jelen üzenet | acest mesaj | acest e-mail | ova poruka
    itself: táto správa | received this
""")

# A line that only ends in one of DEVICE_ENDS must also name the thing it was sent from.
DEVICES: Final = rows("""
    all: iphone | ipad | ipod | android | outlook | galaxy | samsung | mobil | handy | telefon | smartphone | tablet
    all: blackberry | windows | nokia | huawei | xiaomi | honor | oppo | vivo | pixel | htc | sony | xperia | lg ·
    all: mail | phone | apple | mac | k-9 | gmx | web.de | yahoo | gmail | ios | 스마트폰 | 휴대폰 | 手机 | 手機 | 携帯 | スマート
    all: 邮箱 | 邮件 | 信箱 | 네이버 | 아이폰 | 갤럭시 | телефон | смартфон | почт | айфон | пошт | device | cell | proton
    all: thunderbird | bluemail | spark | aqua | alcatel | ti- | airmail | mailbox | acompli | kindle | wechat | 微信
    all: pc | laptop | computer | watch | nexus | moto | oneplus | treo | zimbra | app | tlf | puhelim | mob
""")["all"]

# One of these at the start of a paragraph is enough.
DISCLAIMER_OPENERS: Final = rows("""
    all: confidentiality notice | confidentiality note | disclaimer | legal notice | legal disclaimer
    all: important notice: | privacy notice | please consider the environment | think before you print
    all: haftungsausschluss | vertraulichkeitshinweis | bitte denken sie an die umwelt | avis de confidentialité
    all: clause de confidentialité | pensez à l'environnement | aviso legal | aviso de confidencialidad
    all: nota de confidencialidad | antes de imprimir | informativa privacy | avviso di riservatezza
    all: nota di riservatezza | prima di stampare | denk aan het milieu | klauzula poufności | yasal uyarı
    all: bitte prüfen sie, ob diese | pensez à l’environnement | pense no meio ambiente | antes de imprimir este
    all: gizlilik notu | 免责声明 | 保密声明 | 免責事項 | 免責聲明 | уведомление о конфиденциальности | 【機密】
""")["all"]

# "Please type your reply above this line", the line help desks cut at.
REPLY_LINES: Final = rows("""
    all: reply above this line | type your reply above | write above this line | respond above this line
    all: reply above the line | antworten sie oberhalb dieser zeile | oberhalb dieser zeile
    all: répondez au-dessus de cette ligne | au-dessus de cette ligne | responda por encima de esta línea
    all: encima de esta línea | responda acima desta linha | acima desta linha | sopra questa riga
    all: boven deze regel | powyżej tej linii | выше этой строки | bu satırın üst | この行より上 | 在此行上方 | 이 줄 위에
    all: ovanför denna rad | over denne linje
""")["all"]

# Cheap first look for a legal notice: one of these occurs in nearly every one.
NOTICE_HINTS: Final = rows("""
    all: onfiden | privileg | vertr | poufn | gizli | fortrolig | riservat | recipient | addressee | disclaim | environ | legal
    all: by mistake | in error | bestemd | virus | luottamuk | bizalmas | imprim | ausgedruckt | umwelt | milieu
    wide: конфиден | конфіден | адресат | 機密 | 机密 | 保密 | 秘密 | 免责 | 免責 | 기밀 | 비밀 | důvěrn | dôvern | εμπιστ | empfänger
    wide: alıcı | muhatab | סודי | سرية
""")

# Closing words: what follows them in the same paragraph may be a name, which stays, then data, which does not.
CLOSINGS: Final = rows("""
    all: regards | best | kind regards | best regards | thanks | thank you | cheers | sincerely | yours
    all: warm regards | many thanks | mit freundlichen | viele grüße | beste grüße | liebe grüße | gruß | grüße
    all: mfg | herzliche | freundliche | cordialement | bien à vous | merci | salutations | saludos | un saludo
    all: atentamente | gracias | atenciosamente | obrigad | abraço | cumprimentos | cordiali saluti
    all: distinti saluti | saluti | grazie | met vriendelijke groet | groeten | groet | bedankt | pozdrawiam
    all: z poważaniem | с уважением | спасибо | з повагою | дякую | saygılarımla | iyi çalışmalar | teşekkürler
    all: med vänliga | vänliga | hälsningar | mvh | venlig hilsen | hilsen | med venlig | med vennlig
    all: vennlig hilsen | terveisin | ystävällisin | s pozdravem | děkuji | よろしくお願い | 以上 | 此致 | 祝好 | 谢谢 | 감사합니다
""")["all"]
