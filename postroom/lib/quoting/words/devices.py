"""The words of the lines that telephones and mail programs append, by language. Data only; all lower case."""

from typing import Final

from postroom.lib.quoting.words.table import rows

# Starts of such a line; what it was sent from must follow: one of DEVICES, or a name.
DEVICE_STARTS: Final = rows("""
    en: sent from · | sent via · | sent using · | sent with · | sent by · | sent on my · | sent on a · | sent on the go
    en: sent on the move | sent while · | sent securely · | securely sent ·
    en: get outlook for · | get [outlook | get the outlook app | download outlook for · | typed on · | typed with · | written on my ·
    en: this message was sent using · | this mail was sent using · | this mail was sent through · | this message was sent from ·
    en: written on a · | composed on my · | yahoo mail: · | sent through · | posted from ·
    de: gesendet von · | gesendet mit · | gesendet aus · | gesendet über · | verschickt mit · | gesendet vom · | versendet mit ·
    de: diese nachricht wurde von mein | holen sie sich outlook | verschickt von · | geschickt von · | gesendet via ·
    fr: envoyé de · | envoyé depuis · | envoyé à partir · | envoyé avec · | envoyé via · | envoyé par · | envoyé grâce ·
    fr: obtenez outlook pour · | télécharger outlook pour · | provenance : courrier · | envoyée de · | envoyé du · | envoye de ·
    fr: téléchargez outlook · | obtenir outlook pour · | télécharger bluemail · | envoyé d'un · | envoyée depuis · | expédié depuis ·
    es: enviado desde · | enviado de · | enviado con · | enviado vía · | obtener outlook para · | enviado por · | enviado a través ·
    es: descargar outlook · | descarga outlook · | obtenga outlook para · | enviado mediante · | enviado usando ·
    pt: enviado do · | enviado de · | enviado a partir · | enviado pelo · | enviado via · | enviada do · | enviado com · | enviado por ·
    pt: obter o outlook para · | obtenha o outlook · | obter outlook para · | enviado através · | enviado da ·
    it: inviato da · | inviato dal · | inviato con · | inviato tramite · | ottieni outlook per · | scarica outlook per · | inviato dalla ·
    it: inviato dall' | inviato usando · | inviato mediante ·
    nl: verzonden vanaf · | verzonden met · | verzonden via · | verstuurd vanaf · | verstuurd met · | verstuurd vanuit ·
    nl: verstuurd vanop ·
    nl: verzonden vanuit · | verstuurd via · | download outlook voor · | verzonden door · | verzonden vanop ·
    pl: wysłane z · | wysłano z · | wysłane przez · | wysłano za · | wysłane za · | pobierz program outlook | pobierz outlook
    pl: pobierz aplikację outlook | wysłane ze · | wysłano przy użyciu · | wysłane przy użyciu ·
    ru: отправлено с · | отправлено из · | отправлено через · | отправлено от · | скачать outlook | скачайте outlook | отправлено со ·
    ru: послано с · | получить outlook · | отправлено при помощи · | отправлено с помощью · | написано с ·
    uk: надіслано з · | відправлено з · | надіслано через · | надіслано від · | відправлено через · | надіслано із · | завантажити outlook
    sv: skickat från · | skickat med · | hämta outlook för · | skickades från · | sänt från · | skickat via ·
    da: sendt fra · | sendt med · | hent outlook til · | sendt via · | få outlook for · | skaff deg outlook for · | hent outlook for ·
    fi: lähetetty · | hanki outlook ·
    cs: odesláno z · | odeslané z · | odoslané z · | odesláno ze · | získat outlook pro · | odesláno pomocí · | odoslané zo ·
    cs: posláno z ·
    hu: elküldve · | küldve · | az outlook beszerzése
    ro: trimis de pe · | trimis din · | trimis cu · | trimis de la ·
    bg: изпратено от · | изпратено с · | изпратено чрез ·
    hr: poslano s · | poslano sa · | poslano iz · | poslano putem ·
    sr: послато са · | послато с · | poslato sa · | poslato s ·
    ca: enviat des de · | enviat des del · | enviat amb ·
    lt: išsiųsta iš · | siųsta iš ·
    lv: nosūtīts no ·
    et: saadetud · | saadeti ·
    is: sent úr ·
    el: στάλθηκε από · | εστάλη από ·
    vi: đã gửi từ · | được gửi từ · | gửi từ ·
    id: dikirim dari · | dikirim menggunakan · | dihantar dari ·
    zh: 发自我的 | 發自我的 | 来自我的 | 來自我的 | 发送自 | 傳送自 | 發送自 | 发自 | 發自 | 寄自 | 寄件自 | 获取 outlook
    zh: 取得 outlook | 来自 · | 來自 ·
    ja: 私のiphoneから
    th: ส่งจาก
    he: נשלח מה | נשלח מ
    ar: أرسلت من | مرسل من | أُرسلت من | نُشر من | تم الإرسال من
    fa: ارسال شده از | فرستاده شده از
""")

# What such a line begins and ends with, parted by `…`; the end alone is believed of a short line. It names one of DEVICES.
DEVICE_FRAMES: Final = rows("""
    en: … · from mobile | … via mobile | … outlook for ios | … outlook for android | … mail for ios | … mail for android
    en: … sent from mobile
    en: excuse … sent from my phone | please excuse … from my mobile | please excuse … from my phone | sorry for … from my phone
    en: excuse … sent from mobile | apologies for … from my mobile | apologies for … from my phone | please excuse … from my iphone
    en: from my iphone … | from my ipad … | from my android … | from my phone … | from my galaxy … | from my mobile … | from mobile …
    en: outlook for ios … | outlook for android … | outlook for mac … | outlook for windows … | via mobile … | via iphone …
    en: via my phone …
    de: von mein … gesendet | von · … gesendet | mit · … gesendet | über · … gesendet | aus · … gesendet | vom · … gesendet
    de: via · … gesendet | diese · … gesendet | von · … versendet | mit · … versendet | von mein … verschickt | von · … versandt
    de: mit · … versandt | diese · … versandt | von mein … geschickt | outlook für ios … | outlook für android … | von meinem …
    de: von meiner …
    nl: outlook voor ios … | outlook voor android …
    tr: … dan gönderildi | … den gönderildi | … tan gönderildi | … ten gönderildi | … ile gönderildi | … dan gönderilmiştir
    tr: … den gönderilmiştir | … edinin | … üzerinden gönderildi
    fi: … lähetetty
    hu: … küldve
    ja: … から送信 | … から送信されました | … より送信 | … を入手 | … より送信されました | … で送信
    zh: 从 … 发送 | 從 … 傳送 | 從 … 發送 | 由 … 发送 | 使用 … 发送 | 通过 … 发送 | 透過 … 傳送 | 从 … 传送 | 從 … 寄出
    zh: 来自 … 客户端 | 发自 … 客户端
    ko: … 에서 보냄 | … 에서 보냈습니다 | … 에서 발송 | … 에서 전송함 | … 에서 보낸 메일 | … 받기 | … 다운로드 | … 에서 전송됨
    th: … ของฉัน
""")

# What a mail may be sent from.
DEVICES: Final = rows("""
    all: iphon | ipad | ipod | android | outlook | galaxy | samsung | mobil | handy | telefon | smartphone | tablet
    all: blackberry | windows | nokia | huawei | xiaomi | honor | oppo | vivo | pixel | htc | sony | xperia | lg ·
    all: mail | phone | apple | mac | k-9 | gmx | web.de | yahoo | gmail | ios | 스마트폰 | 휴대폰 | 手机 | 手機 | 携帯 | スマート
    all: 邮箱 | 邮件 | 信箱 | 네이버 | 아이폰 | 갤럭시 | телефон | смартфон | почт | айфон | пошт | device | cell | proton
    all: thunderbird | bluemail | spark | aqua | alcatel | ti- | airmail | mailbox | acompli | kindle | wechat | 微信
    all: pc | laptop | computer | watch | nexus | moto | oneplus | treo | zimbra | app | tlf | puhelim | mob
    all: téléphone | teléfono | telemóvel | celular | cellulare | móvil | приложени | планшет | устройств | urządzeni | enhet | gerät
    all: tutanota | zoho | postbox | newton | edison | hushmail | canary | superhuman | typeapp | boxer | keyboard | handheld | 메일
    all: posta
    all: wireless | palm | aol | xfinity | inbox | 다음 | 삼성 | メールアプリ | unterwegs | on the go | on the move
    all: messaging program | horde | squirrel | roundcube | webmail
""")["all"]
