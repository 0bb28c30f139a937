"""What anchors, neighbouring words and URLs say about a link. Prefix stems of words; `_` joins the words of a phrase."""

# Anchor or sentence: follow this to prove an address or start an account.
VERIFY = """
verif confirm activat validat bestätig verifizier aktivier vérif confirmer activer valider verific confirm activ valid
conferm
bevestig verifieer activeer bekræft bekreft bekräft verifier aktiver vahvist varmenn kinnit apstipr patvirt potwierd
weryfik aktywuj
ověř potvrď potvrd overi overte potvrd potrdi potrdite preveri megerős erősít aktivál confirm verific doğrula onayla
təsdiq tasdiq
egiazta baieztatu berrets konfime konfirm xác xac verifikasi konfirmasi aktifkan thibitish staðfest
подтверд активир підтверд активу потвърд активира потврд потврди ырастаң ырастоо раста баталгаа тасдиқ
επιβεβα επαλήθ ενεργοπ დაადასტ დადასტ ვერიფ հաստատ אמת אימות אשר לאשר לאמת הפעל تأكيد تاكيد أكد تفعيل تحقق للتأكيد
تایید تأیید فعال पुष्टि सत्याप
"""
RESET = """
reset recover recovery forgot zurücksetz zuruecksetz wiederherst réinit reinit récupér restabl recuper redefin
reimpost ripristin
herstel nulstil gendan tilbakestill gjenopprett återställ palaut nollaa taasta lähtesta lähtestamise atjauno atiestat
atstat atkūr
resetow zresetow odzysk obnov vynulov ponastav visszaáll resetar sıfırla sıfirla kurtar yenile tiklash tiklas berrezar
reyinis re-inis
pemulihan сброс восстан скинут скидан віднов ресет възстан смена смяна шинэч калыбына қалпына επαναφ ανάκτησ აღდგენ
აღსადგ איפוס לאפס שחזור
إعادة استعادة بازنشان بازیاب रीसेट reinicial restaur reajust zurücksetzung återställa ændre zmien změnit zmenit змінит
смен
"""
LOGIN = """
login log-in signin sign-in sign anmeld einlogg connexion connect acceder accedi acesso entrar inicia iniciar inlog
aanmeld logind
innlogg logga logg kirjaudu sisselog logi pieteik prisijung zaloguj přihlás prihlás prijavi belép bejelentkez giriş
kirish masuk
войти вход увійти вход пријав нэвтр кирүү σύνδεσ შესვლ התחבר כניסה دخول الدخول ورود magic
"""
# What is verified: an address or an account, not a booking or a delivery.
ACCOUNT = """
e-mail email mail account konto compte cuenta conta account rekening registr sign-up signup regist anmeld inscri
profil profile adres adress address
cím dirección direcció endereço indirizzo adresse osoite aadress naslov adresa fiók hesap hesab аккаунт счет почт пошт
адрес адреса имейл поща эмейл дарег хаяг
ηλεκτρονικ λογαριασμ ელ-ფოსტ ფოსტ მისამართ ანგარიშ אימייל מייל חשבון بريد البريد حساب ایمیل खाता ईमेल akun akaun
tài_khoản imel kont helbide posta e-posta
e-pošt e-post sähköpost e-poçt
"""
ENTRY_WORDS = """
password passwort kennwort passe contraseñ contraseny senha wachtwoord adgangskod passord lösenord losenord salasan
salasõna parool
parol slaptaž hasło hasł hesl lozink gesl jelszó parola şifre sifre pasahitz modpas mật_khẩu sandi
парол лозин нууц сыр құпия κωδικ πρόσβασ პაროლ գաղտնա סיסמ مرور كلمة گذرواژه رمز पासवर्ड
"""
UNSUBSCRIBE = """
unsubscrib unsub opt-out optout abmeld abbestell désabonn desabonn désinscri baja desuscri cancelar_suscripci
descadastr cancelar_inscri
disiscriv annulla_iscriz afmeld uitschrijv afmelden avregistr avsluta avmeld peruuta loobu wypisz rezygn odhlás odhlas
odjav leirat
dezabon abonelikten отпис відпис απεγγρ διαγραφ הסר إلغاء_الاشتراك لغو_اشتراک preference preferenc
"""
PHRASES = {
    "verify": "确认 確認 验证 驗證 認証 激活 啟用 확인 인증 ยืนยัน",
    "reset": "重置 重設 重设 找回 再設定 リセット 초기화 재설정 รีเซ็ต รีเซ็ท",
    "login": "登录 登入 ログイン 로그인 เข้าสู่ระบบ ลงชื่อเข้าใช้",
    "password": "密码 密碼 パスワード 비밀번호 รหัสผ่าน",
    "unsubscribe": "退订 取消订阅 取消訂閱 配信停止 購読解除 수신거부 구독_취소 ยกเลิกการ",
    "account": "邮箱 郵件 邮件 帐号 账号 帳號 账户 帳戶 メール アカウント 이메일 계정 อีเมล บัญชี",
    "follow": "点击 點擊 链接 連結 请前往 請前往 访问 クリック リンク アクセス 링크 클릭 이동 คลิก ลิงก์ ลิ้งค์ ไปที่",
}
# "click the link below", "go to", "follow": words of following, beside an address.
FOLLOW = """
click clicking link follow visit go_to open tap press klick link folg besuch clic clique cliqu lien enlace clic haz
pulse pulsa visite acesse
clicca collegamento visita vai klik koppeling ga_naar følg länk klicka klicken lenke avaa linkk klõps klikk saidä
spustelė nuorod
kliknij link odnośnik odkaz klepn klikn povezav veze vezu link_ kattints tıkla bağlant tıklayın bosing havola keçid
sakatu esteka klike lyen
нажмите ссылк перейд посилан натисн перейд линк връзк кликн везу шилтем холбоос дар баскычын сілтеме σύνδεσμ επισκεφ
πατήσ ბმულ გადად
קישור לחץ לחצו الرابط رابط انقر اضغط لینک پیوند کلیک लिंक क्लिक nhấp liên_kết tautan kiungo
"""
URL_VERIFY = (
    "verify",
    "verif",
    "confirm",
    "activat",
    "validate",
    "validation",
    "optin",
    "opt-in",
    "registration",
    "email-change",
    "bestaetig",
    "confirmar",
    "emailverif",
)
URL_RESET = (
    "reset",
    "recover",
    "forgot",
    "newpassword",
    "new-password",
    "new_password",
    "setpassword",
    "set-password",
    "set_password",
    "changepassword",
    "change-password",
    "password/edit",
    "lostpassword",
    "passwort",
    "pwreset",
    "passwd",
)
URL_LOGIN = ("magic", "signin", "sign-in", "sign_in", "login", "log-in", "passwordless", "one-time", "onetime", "otl", "sso", "session")
URL_NEVER = (
    "unsubscrib",
    "privacy",
    "terms",
    "/help",
    "/support",
    "/faq",
    "/contact",
    "/about",
    "/legal",
    "facebook.com",
    "twitter.com",
    "linkedin.com",
    "instagram.com",
    "youtube.com",
    "//x.com",
    "apps.apple.com",
    "play.google.com",
    "/settings",
    "preferences",
    "/blog",
    "/docs",
    "/policy",
    "/imprint",
    "/impressum",
)
