"""The words that mark what is appended below a mail, by language. Data only; all lower case."""

from typing import Final

from postroom.lib.quoting.words.table import rows

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

# Any of these makes a short paragraph at the end a notice: what scanners and gateways append.
STAMPS: Final = rows("""
    all: consider the environment | think before printing | before printing this
    all: avast antivirus | virus-free. www | free of viruses | checked for viruses | scanned for viruses
    all: auf viren geprüft | virenfrei | absence de virus | en busca de virus | libre de virus | livre de vírus
    all: privo di virus | op virussen gecontroleerd | sprawdzona pod kątem wirus | проверено на вирусы
    all: проверено на вирус | virüslere karşı | ウイルス検査 | 경고: 이 메일은 외부 | 已通过病毒
    all: originated from outside | originated outside | external email: | from outside your organi
    all: von außerhalb der organisation | provient de l'extérieur | procede de fuera de | van buiten de organisatie
""")["all"]

# "Please type your reply above this line", the line help desks cut at.
_REPLY_LINES: Final = rows("""
    en: reply above this line | type your reply above | write above this line | respond above this line | response above this line
    en: reply above the line | type above this line | answer above this line | comment above this line | write your reply above
    en: reply above here | reply above this point | reply between these lines | reply above this text | message above this line
    de: antworten sie oberhalb dieser zeile | oberhalb dieser zeile | über dieser zeile | über diese zeile | oberhalb dieser linie
    fr: répondez au-dessus de cette ligne | au-dessus de cette ligne | au dessus de cette ligne | ci-dessus de cette ligne
    es: por encima de esta línea | encima de esta línea | arriba de esta línea | sobre esta línea
    pt: acima desta linha | acima dessa linha
    it: sopra questa riga | sopra questa linea | al di sopra di questa riga
    nl: boven deze regel | boven deze lijn
    pl: powyżej tej linii | nad tą linią | powyżej tego wiersza
    ru: выше этой строки | над этой строкой | выше этой линии | над этой линией
    uk: вище цього рядка | над цим рядком | вище цієї лінії
    tr: bu satırın üst | bu satırın üzerin | bu çizginin üst | bu çizginin üzerin
    ja: この行より上 | この行の上 | この線より上 | このラインより上
    zh: 在此行上方 | 在此行之上 | 在这行上方 | 在此線上方 | 在此行以上 | 在此线上方 | 此行以上
    ko: 이 줄 위에 | 이 선 위에 | 이 행 위에 | 이 줄 위로
    sv: ovanför denna rad | ovanför den här raden | ovanför denna linje
    da: over denne linje | over denne linie
    fi: tämän rivin yläpuolelle
    cs: nad tento řádek | nad tímto řádkem | nad túto čiaru | nad týmto riadkom
    hu: e sor fölé | ezen sor fölé | a sor fölé
    ro: deasupra acestei linii
    el: πάνω από αυτή τη γραμμή | πάνω από αυτήν τη γραμμή
    he: מעל שורה זו | מעל לשורה זו | מעל השורה הזו
    ar: فوق هذا السطر
""")
REPLY_LINES: Final = tuple(words for row in _REPLY_LINES.values() for words in row)

# Cheap first look for a legal notice: one of these occurs in nearly every one.
NOTICE_HINTS: Final = rows("""
    all: onfiden | privileg | vertr | poufn | gizli | fortrolig | riservat | recipient | addressee | disclaim | environ | legal
    all: by mistake | in error | bestemd | virus | luottamuk | bizalmas | imprim | ausgedruckt | umwelt | milieu | vietat
    all: verboden | destinat | outside
    wide: конфиден | конфіден | адресат | 機密 | 机密 | 保密 | 秘密 | 免责 | 免責 | 기밀 | 비밀 | důvěrn | dôvern | εμπιστ | empfänger
    wide: 금지 | 禁 | запрещ | вирус
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
