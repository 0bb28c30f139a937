"""The stems that titles of quoted and forwarded mail are made of, where no table has the whole title. Data only; all lower case."""

from typing import Final

from postroom.lib.quoting.words.table import rows

# "Courriel original", "Pierwotna wiadomość": a title names a mail (MAILS), and says that it is the first or that it was sent on.
MAILS: Final = rows("""
    all: messag | e-mail | email | mail | nachricht | courriel | mensaje | correo | mensagem | mensagi | bericht | wiadomo | сообщен
    all: письм
    all: повідомл | лист | съобщен | порук | ileti | mesaj | posta | meddelan | meddelels | melding | besked | brev | viesti | zpráv
    all: správ | üzenet | levél | μήνυμα | μηνύματ | poruk | sporočil | missatge | הודעה | رسالة | الرسالة | پیام | پیغام | pesan
    all: tin nhắn | thư
    all: ข้อความ | संदेश | kiri | laišk | praneš | ziņ | vēstul | skilaboð | neges | 邮件 | 信件 | 郵件 | 訊息 | 消息 | 信息
    all: メッセージ | メール
    all: 메시지 | 메세지 | 메일 | 이메일
""")["all"]
FIRSTS: Final = rows("""
    all: origin | initial | ursprüng | ursprung | oorspron | pierwotn | oryginaln | исходн | оригинал | первонач | оригінал | вихідн
    all: početn
    all: özgün | orijinal | orjinal | oprind | opprin | alkuper | původní | pôvodn | eredeti | αρχικ | izvorn | מקורי | الأصلي | اصلی
    all: asli | gốc | ต้นฉบับ | मूल | algne | pradin | sākotn | upprun | 原始 | 原邮 | 原郵 | 元の | 原文 | オリジナル | 원본
""")["all"]
ONWARDS: Final = rows("""
    all: forwarded | weitergeleitet | transféré | transmis | réexpédi | reenviad | reencaminh | encaminhad | inoltrat | doorgest | przekaz
    all: przesł | пересыла | пересла | перенаправ | переадрес | надісланого далі | препрат | iletil | yönlendir | vidarebef | videresend
    all: edelleenl | välitet | přepos | prepos | továbbít | redirec | redirecț | προωθ | proslij | prosled | прослеђ | posredov
    all: הועבר | מועבר
    all: إعادة توجيه | معاد توجيه | فوروارد | diteruskan | terusan | chuyển tiếp | ส่งต่อ | अग्रेषित | reenviat | edastat | persiųst
    all: pārsūtī
    all: 転送 | 转发 | 轉寄 | 轉發 | 전달
""")["all"]
