"""Nouns that announce a code, as stems found anywhere in the text and then checked at the edges of their word.

`before` and `after` bound how many letters of the same word may stand before and after the stem (compounds,
inflection).
Weights: 3 says one-time code by itself, 2 says "code", 1 says "password" or "token" and needs a second hint.
"""

from typing import NamedTuple


class Stem(NamedTuple):
    text: str
    weight: int
    before: int
    after: int


def _stems(weight: int, before: int, after: int, words: str) -> list[Stem]:
    return [Stem(word.replace("_", " "), weight, before, after) for word in words.split()]


LATIN = [
    *_stems(3, 0, 1, "otp totp mtan smstan etan pushtan phototan chiptan tunnusluku tunnusluvu"),
    *_stems(3, 0, 3, "passcode einmalkennwort engangskode engångskod cód_fíoraithe"),
    *_stems(2, 0, 0, "tan pin mpin tpin nip tac ma_otp"),
    *_stems(2, 28, 3, "code"),
    *_stems(2, 28, 8, "kod kood kód kôd kòd kóð"),
    *_stems(2, 0, 5, "codi codul codului codice código codigo còdi cód"),
    *_stems(2, 0, 0, "cod codas koduri chód"),
    *_stems(2, 0, 0, "mã"),
    *_stems(2, 0, 0, "digit_number digit_pin stellige_zahl stelligen_zahl stellige_nummer stelligen_nummer"),
    *_stems(2, 0, 4, "mật_mã uthibitisho msimbo"),
    *_stems(3, 0, 0, "nambari_yako_ya_siri nambari_ya_siri"),
    *_stems(3, 0, 12, "lambar_tabbatar ikhodi koodhk"),
    *_stems(3, 0, 0, "mã_xác_nhận mã_xác_thực mã_xác_minh ma_xac_nhan ma_xac_thuc ma_xac_minh mã_otp mã_kích_hoạt ma_kich_hoat"),
    *_stems(3, 0, 0, "mã_bảo_mật ma_bao_mat mã_đăng_nhập ma_dang_nhap smartotp smsotp softotp mobileotp eotp"),
    *_stems(1, 16, 4, "password passwort passord kennwort wachtwoord wagwoord salasan salasõna lösenord adgangskod lykilorð"),
    *_stems(1, 0, 8, "parol parool clave contraseñ contraseny senha jelsz heslo hasło lozink zapork geslo slaptaž slaptazod"),
    *_stems(1, 0, 8, "şifre şifrə sifre lajsiz mật_khẩu mat_khau mot_de_passe palavra-passe kata_sandi pasahitz token tokeni jeton"),
    *_stems(1, 0, 8, "kata_laluan nenosiri nywila contrasinal fjalëkalim"),
    *_stems(1, 0, 0, "p/w pwd"),
]

OTHER_SCRIPTS = [
    *_stems(2, 28, 6, "код кодт"),
    *_stems(1, 0, 6, "парол лозинк пин пин-код құпиясөз сырсөз нууц_үг գաղտնաբառ"),
    *_stems(2, 0, 8, "κωδικ κωδικό κωδικού"),
    *_stems(1, 0, 0, "pin"),
    *_stems(2, 0, 8, "კოდ"),
    *_stems(1, 0, 8, "პაროლ"),
    *_stems(2, 0, 8, "կոդ ծածկագիր"),
    *_stems(2, 3, 4, "קוד"),
    *_stems(1, 2, 4, "סיסמ"),
    *_stems(2, 2, 12, "رمز کد كد"),
    *_stems(2, 2, 4, "كود كودك رمزك"),
    *_stems(1, 2, 6, "گذرواژه پسورد کلمه_عبور كلمة_المرور كلمة_مرور كلمة_السر كلمة_سر الرقم_السري کوڈ"),
    *_stems(2, 2, 6, "کۆد کوډ"),
    *_stems(2, 0, 4, "קאוד рамз"),
    *_stems(2, 40, 40, "कोड ओटीपी कोड कूट संकेतांक"),
    *_stems(1, 2, 4, "पासवर्ड পাসওয়ার্ড"),
    *_stems(2, 40, 40, "কোড ওটিপি குறியீடு ஓடிபி కోడ్ ఓటీపీ ಕೋಡ್ କୋଡ୍ കോഡ് ઓટીપી કોડ ਕੋਡ"),
    *_stems(2, 40, 40, "รหัส ລະຫັດ លេខកូដ ကုဒ် ኮድ කේත"),
    *_stems(3, 99, 99, "验证码 驗證碼 校验码 校驗碼 动态码 動態碼 認證碼 认证码 確認碼 确认码 检验码 随机码 激活码"),
    *_stems(3, 99, 99, "启用码 啟用碼 重置码 重設碼 授权码 授權碼 安全码 安全碼"),
    *_stems(
        3, 99, 99, "动态密码 動態密碼 一次性密码 一次性密碼 一次性口令 动态口令 驗證代碼 验证代码 登录代码 登入代碼 登录码 登入碼 otp密碼"
    ),
    *_stems(2, 99, 99, "取件码 取件碼 取货码 提货码 代码 代碼 验证 驗證 密码 密碼 口令"),
    *_stems(3, 99, 99, "認証コード 確認コード 認証番号 確認番号 暗証番号 ワンタイム 認証キー パスコード 承認番号"),
    *_stems(2, 99, 99, "コード パスワード"),
    *_stems(3, 99, 99, "인증번호 인증코드 인증_코드 인증_번호 확인_코드 확인코드 보안코드 보안_코드 일회용 본인확인번호 승인번호"),
    *_stems(2, 99, 99, "코드 비밀번호 암호 자리를_입력 자리_숫자를 桁の数字 桁の番号 位数字 位數字"),
]

# Pieces that many stems share; the longest are looked for first.
CODE_PROBES = (
    *("cod", "kod", "kód", "cód", "otp", "tan", "pin", "pass", "kennwort", "contrase", "slapta", "token", "ma ", "mã ", "mat "),
    # begin with letters that the others begin with: each letter more costs every text
    *("khodi", "kalim", "siri", "wila", "tabbatar", "kata "),
    *("код", "парол", "κωδικ", "رمز", "کد", "كد", "验证", "驗證", "認証", "인증", "密码", "密碼", "コード", "码", "碼"),
)

CODE_STEMS = (*LATIN, *OTHER_SCRIPTS)

# What may be glued before a code noun without saying what sort of code it is.
PLAIN_HEADS = frozenset(
    """
    auth avain cijfer e e- geheim mobil mtan numero nummern otp pass pin schlüssel siffer sms tal tall tan tunnus
    zahlen ziffern zugriffs
    """.split()
)

NOT_CODES = frozenset(
    """vscode unicode decode decodes decoded encode encoded encoder barcode barcodes postcode postcodes zipcode
    zipcodes
    promocode promocodes bytecode opcode geocode transcode leetcode qrcode nocode lowcode hardcode codec codecs
    code-review
    gutscheincode rabattcode aktionscode buchungscode kortingscode actiecode rabattkod rabatkod rabattkode rabatkode
    kuponkod kuponkód промокод kodak kodex kodiak codify codified codification postleitcode qr-code
    کدام کدامیک کدنویسی رمزارز رمزارزها رمزگذاری رمزنگاری کدپستی کدملی کدتخفیف کدپیگیری کدرهگیری کدمعرف kodachi
    पिनकोड registrikood codimension codirector codice_fiscale""".split()
)

# Makes a password one for a single use, where no single word does.
ONE_TIME_PHRASES = (
    "one time", "one-time", "single use", "usage unique", "solo uso", "uso único", "uso unico", "uso singolo", "um único uso", "μιας χρήσ",
    "tek kullanım", "tek seferlik", "un sol ús", "ett engångs", "mot de passe unique",
    "sekali pakai", "một lần", "mot lan", "वन टाइम", "एक बार", "ওয়ান টাইম", "لمرة واحدة", "یک بار", "חד פעמי",
    "clave de firma", "clave de operaci", "clave din", "parola unic", "parolă unic",
    "jednoraz", "bir defa", "birdəf", "ühekord", "vienreiz",
    "eenmalig", "однораз", "dynamic", "динамич", "sms",
)  # fmt: skip

BACKUP_WORDS = tuple(
    word.replace("_", " ")
    for word in """backup_code backup_codes back-up_code recovery_codes recovery_code_list rescue_codes
    emergency_codes scratch_codes
    wiederherstellungscodes ersatzcodes backup-codes backupcodes notfallcodes codes_de_secours codes_de_récupération
    códigos_de_respaldo códigos_de_recuperación códigos_de_seguridad_de_respaldo códigos_de_backup
    códigos_de_recuperação
    códigos_de_cópia codici_di_backup codici_di_recupero codici_di_riserva back-upcodes herstelcodes kody_zapasowe
    kody_odzyskiwania
    kodów_zapasowych záložní_kódy záložné_kódy obnovovacie_kódy reservkoder reservkoder återställningskoder
    reservekoder
    sikkerhetskoder varmuuskoodi palautuskoodit biztonsági_kód yedek_kod kurtarma_kod резервные_коды резервных_кодов
    коды_восстановления
    резервні_коди коди_відновлення резервни_кодове rezervni_kodovi εφεδρικ רמזי_גיבוי קודי_גיבוי رموز_احتياطية
    الرموز_الاحتياطية
    کدهای_پشتیبان バックアップコード リカバリーコード 予備コード 备用验证码 备用码 备份码 恢复代码 備用驗證碼 備用碼
    復原碼 백업_코드 복구_코드
    รหัสสำรอง mã_dự_phòng kode_cadangan kode_pemulihan coduri_de_rezervă""".split()
)
