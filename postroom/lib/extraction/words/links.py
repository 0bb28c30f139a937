"""What anchors, neighbouring words and URLs say about a link. Prefix stems of words; `_` joins the words of a phrase."""

# Anchor or sentence: follow this to prove an address or start an account.
VERIFY = """
verif confirm activat validat bestätig verifizier aktivier vérif confirmer activer valider verific confirm valid
conferm
bevestig verifieer activeer bekræft bekreft bekräft verifier aktiver vahvist varmenn kinnit apstipr patvirt potwierd
weryfik aktywuj
ověř potvrď potvrd overi overte potvrd potrdi potrdite preveri megerős erősít aktivál confirm verific doğrula onayla
təsdiq tasdiq
egiazta baieztatu berrets konfime konfirm xác xac verifikasi konfirmasi aktifkan thibitish staðfest
подтверд активир підтверд активу потвърд активира потврд потврди ырастаң ырастоо раста баталгаа тасдиқ
επιβεβα επαλήθ ενεργοπ დაადასტ დადასტ ვერიფ հաստատ אמת אימות אשר לאשר לאמת הפעל تأكيد تاكيد أكد تفعيل تحقق للتأكيد
تایید تأیید فعال पुष्टि सत्याप
apstiprin stadfest aktivis пацвердз пацвярд актыв sahkan pengesah mengesah kumpirm ikumpirma beripik ripoho konfirmo
verifiko vërtet aktivizo
تصدیق توثیق белсенді cadarnha gwirio deimhnigh dearbhaigh fíoraigh bestäteg piştrast tabbat kwetara kwenye xaqiij
qinisekis ikkonferm
নিশ্চিত যাচাই সক্রিয় सक्रिय सत्यापन पुष्टी තහවුරු ස්ථිර បញ្ជាក់ ផ្ទៀងផ្ទាត់ ຢືນຢັນ உறுதி சரிபார் ధృవీకరి నిర్ధారి
സ്ഥിരീകരി ચકાસ પુષ્ટિ ਪੁਸ਼ਟੀ ਤਸਦੀਕ
အတည်ပြု አረጋግጥ subscribe_confirm
activa activez attiva ativa ative
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
nullstill resett resete resetiraj reseter ресетир ресету аднаўл скід đặt_lại khôi_phục atur_ulang setel_ulang set_semula
tetapkan_semula neu_setzen
i-reset ricakt rivendos rikthe endurst endurheim atnauj atstaty വീണ്ടെടു পুনরুদ্ধার রিসেট पुनर्स्थाप रिसेट යළි ඇරඹ
កំណត់ឡើងវិញ ຣີເຊັດ மீட்டமை రీసెట్ રીસેટ ਰੀਸੈੱਟ
دوبارہ ری_سیٹ վերակ ailosod athshoc zerücks ponist poništ
"""
LOGIN = """
login log-in signin sign-in sign anmeld einlogg connexion connect acceder accedi acesso entrar inicia iniciar inlog
aanmeld logind
innlogg logga logg kirjaudu sisselog logi pieteik prisijung zaloguj přihlás prihlás prijavi belép bejelentkez giriş
kirish masuk
войти вход увійти вход пријав нэвтр кирүү σύνδεσ შესვლ התחבר כניסה دخول الدخول ورود magic
pieslēg innskrá увайсц уваход đăng_nhập লগইন লগ_ইন साइन साइन_इन login_link mag-log mag-sign hyr kyç identifikohu најав
мөнгө aanteken mewngofnodi logáil մուտք մտնել
ভিতরে ចូល ເຂົ້າສູ່ உள்நுழை లాగిన్ લૉગિન
log_in log_on log_ind skrá_inn prijav conect conecteaz daxil_ol кіру سائن_ان ingia kuingia meld_aan saioa acess entra
войд увайс prihlas identifíc identific
"""
# With a word for password in the same anchor: to choose another one.
CHANGE = """
chang set choos creat new chosen änder aender festleg wähl vergeb erstell neu modif défin choisi nouv crée cambi
establec elegi elige nuev crear
alter mud defin troc escolh nova criar impost scegli crea verander wijzig instel nieuw kies ændr endr ändr byt skift nyt
vælg velg välj angiv
vaihd vaihto muut uusi uude aset luo muud vaheta uus määra maiņ main nomain jaun iestat keit pakeis nauj nustat sukur
zmie zmian now ustaw
utwórz změ změň zmen zmeň nastav nov vytvoř vytvor promjen promijen promen spremen postav változtat módosít új beállít
schimb modific nou setea
değiş dəyiş ozgart oʻzgart o'zgart yeni yangi belirle oluştur измен смен поменя нов установ зада созда змін встанов
промен смян змян усталя
αλλα αλλάξ νέο ορισ ορίσ שנה שינוי לשנות חדש הגדר להגדיר تغيير تعيين غير جديد تغییر جدید تعیین შეცვლ გამოცვლ ახალ დააყენ
փոխ նոր ubah ganti tukar
baru atur setel baguhin palitan bago badili aldatu ezar berri canvi chanje nouvo nuwe ndrysh breyt nýtt ŝanĝ өөрчл солих
шинэ өзгөрт алмаштыр жаңы
өзгерт ауыстыр жаңа kambia wissel lag beskuur stel kies oppret opprett skape skapa opret saka sæt sett sätt đổi thay_đổi
mới बदल नया পরিবর্তন নতুন
වෙනස් ផ្លាស់ប្តូរ ປ່ຽນ மாற்ற మార్చ બદલ ਬਦਲ
megváltozt změnit تبدیل ṣàyípadà canza gbanwe
chagua weka
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
전자우편 דוא pochta pochtangiz e-past paskyr llogari netfang tölvupóst reikning akaun অ্যাকাউন্ট ইমেল ইমেইল खाते ගිණුම
ගිණුම් អ៊ីមែល គណនី ບັນຊີ ອີເມວ
уліков паштов адрас сметк اکاؤنٹ էլ հաշիվ ریٹ cyfrif cuntas kontu imel correo correu epost eposta sähköposti sähköpostio
meiliaadress e-mailadres
மின்னஞ்சல் கணக்கு ఖాతా ఇమెయిల్ ખાતું ઇમેઇલ
אי-מייל e-bost àkántì akaunti akauntu akaut
adreça enderezo е-пошт ელფოსტ כתובת ای_میل மின்னஞ்ச e-mel barua_pepe e-pos கணக்க
"""
ENTRY_WORDS = """
password passwort kennwort passe contraseñ contraseny senha wachtwoord adgangskod passord lösenord losenord salasan
salasõna parool
parol slaptaž hasło hasł hesl lozink gesl jelszó parola şifre sifre pasahitz modpas mật_khẩu sandi
парол лозин нууц сыр құпия κωδικ πρόσβασ პაროლ գաղտնա סיסמ مرور كلمة گذرواژه رمز पासवर्ड
fjalëkalim lykilorð aðgangsorð পাসওয়ার্ড মুরপද මුරපද ពាក្យសម្ងាត់ ລະຫັດຜ່ານ laluan wagwoord pasvort contrasinal پاسورڈ
پاس_ورڈ cyfrinair pasfhocal fókusord
கடவுச்சொல் పాస్‌వర్డ్ పాస్వర్డ్ പാസ്‌വേഡ് પાસવર્ડ ਪਾਸਵਰਡ စကားဝှက် kodeord passordet сырсөз құпиясөз нууцүг
şifrə خفیہ okwuntughe aṣínà mabudi
nenosiri nywila
"""
UNSUBSCRIBE = """
unsubscrib unsub opt-out optout abmeld abbestell désabonn desabonn désinscri baja desuscri cancelar_suscripci
descadastr cancelar_inscri
disiscriv annulla_iscriz afmeld uitschrijv afmelden avregistr avsluta avmeld peruuta loobu wypisz rezygn odhlás odhlas
odjav leirat
dezabon abonelikten отпис відпис απεγγρ διαγραφ הסר إلغاء_الاشتراك لغو_اشتراک preference preferenc
afskráðu chabonn zezerwuj huỷ_đăng_ký hủy_đăng_ký berhenti_langganan berhenti_berlangganan адпіс отпиш откаж avprenum
afregistr desinscri анулир
सदस्यता_समाप्त ulkirjaut tühista отказ_от_рассыл ilgu
opt_out annulla_l'iscr annulla_l’iscr meld_deg_av afskrá atteikties_no atsisak одјав рассылк abunəlikdən გამოწერ
բաժանորդ жазылымнан obunani захиалга_цуцл رکنیت আনসাবস্ক্রাইব குழுவிலக henti_langgan mag-unsub jiondoe teken_uit baixa
harpidetz çregjistr çabon dad-danysgrif manage_subscription stop_receiving mailing_list notification_settings austragen
ne_plus_recevoir préférenc preferênc preferenz voorkeur avanmäl frameld anuluj_subskr zrušit_odběr zrušiť_odber
κατάργηση_εγγραφ ngừng_nhận अनसब्सक्राइब अनसबस्क्राइब 配信解除 登録解除 オプトアウト メルマガ解除 구독취소 수신_거부
退訂 einstellungen_für_e-mails
lemondás відмовитись_від відмовитися_від откажи_се
"""
PHRASES = {
    "change": "更改 修改 变更 變更 设置 設置 設定 新密 変更 新しい 설정 변경 바꾸 새 เปลี่ยน ตั้ง ใหม่",
    "verify": "确认 確認 验证 驗證 認証 激活 啟用 확인 인증 ยืนยัน",
    "reset": "重置 重設 重设 找回 再設定 リセット 초기화 재설정 รีเซ็ต รีเซ็ท",
    "login": "登录 登入 ログイン 로그인 เข้าสู่ระบบ ลงชื่อเข้าใช้",
    "password": "密码 密碼 パスワード 비밀번호 รหัสผ่าน",
    "unsubscribe": "退订 取消订阅 取消訂閱 配信停止 購読解除 수신거부 구독_취소 ยกเลิกการ",
    "account": "邮箱 郵件 邮件 帐号 账号 帳號 账户 帳戶 メール アカウント 이메일 계정 อีเมล บัญชี",
    "follow": "点击 點擊 链接 連結 请前往 請前往 访问 クリック リンク アクセス 링크 클릭 이동 คลิก ลิงก์ ลิ้งค์ ไปที่",
}
# A button for whoever did not ask for the mail: it undoes, reports or secures.
DENY = """
not_me wasn't_me wasn’t_me n't_request n’t_request not_request n't_recogni n’t_recogni not_you_? secure_your secure_my
secure_account
war_ich_nicht nicht_ich nicht_angefordert pas_moi pas_demandé no_he_sido no_fui_yo não_fui_eu nao_fui_eu non_sono_stat
was_ik_niet ben_ik_niet
inte_jag ikke_mig ikke_meg en_ollut en_ole var_ekki ei_olnud nebiju_es ne_aš nie_ja nebyl_jsem nebol_som nisem_bil
nisam_bi нисам_био не_бях_аз
не_бев_јас не_я не_быў_я δεν_ήμουν nem_én nu_am_fost ben_değil mən_deyil მე_არ ես_չէ мен_емес men_emas биш_байсан
לא_הייתי לא_אני لم_أكن
لست_أنا من_نبودم من_نیستم میں_نہیں_تھا मैं_नहीं আমি_ছিলাম_না আমি_নই நான்_இல்லை ไม่ใช่ฉัน không_phải_tôi bukan_saya
hindi_ako hakuwa_mimi
nie_ek_nie no_he_estat non_fun ez_naiz nuk_isha nid_fi 心当たりがない 覚えがない 아닙니다 아니에요 不是我 不是本人 非本人
"""
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
hlekk ссылк спасыл skakel lidhj pautan klikoni 누르 버튼 ボタン 按钮 按鈕 لنک لینک tlačidl tlačítk gomb butono buton
düğme knop
schaltfläche bouton botón botão
pulsant knapp painik nupp pog mygtuk przycisk кнопк бутон дугме gumb dugm κουμπί כפתור זר دکمه nút tombol
continue weiter continuer continuar continua doorgaan fortsätt fortsæt fortsett jatka kontynuuj pokračov продолж продовж
devam folytat continuă συνέχεια המשך متابعة ادامه lanjut tiếp_tục 続ける 继续 繼續 계속
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
    "/cancel",
    "/deny",
    "/reject",
    "/decline",
    "/revoke",
    "/report",
    "not-me",
    "notme",
    "not_me",
    "/impressum",
)
