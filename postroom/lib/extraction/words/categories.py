"""Words that mark the kind of a message in its subject or first lines: stems of words, and phrases (joined by `_`)."""

import re
from typing import Final

from postroom.lib.extraction.words.lexicon import Known
from postroom.lib.extraction.words.patterns import any_of

BOUNCE: Final = 1
AUTO: Final = 2
SECURITY: Final = 4
FINANCIAL: Final = 8
TRANSACTIONAL: Final = 16
NOTIFICATION: Final = 32


def category_classes(low: str) -> int:
    """Which kinds a lower-case text speaks of."""
    found = 0
    plain = low.isascii()
    for word in (_ASCII_WORD if plain else _WORD).findall(low):
        found |= _KNOWN[word]
    if _ANY_PHRASE.search(low):
        for phrase, classes in _PHRASES:
            if phrase in low:
                found |= classes
    if not plain:
        for phrase, classes in _FOREIGN_PHRASES:
            if phrase in low:
                found |= classes
    return found


def _word_classes(word: str) -> int:
    found = 0
    for stem, classes in _BY_HEAD.get(word[:3], ()):
        if word.startswith(stem):
            found |= classes
    return found


_BOUNCE = """undeliver undelivered returned_mail mail_delivery delivery_status delivery_fail failure_notice
delivery_notification non_remis nicht_zustellbar unzustellbar
 mail_system_error could_not_be_delivered not_delivered delayed_mail warning:_could_not zustellung entrega
 mancata_consegna niet_bezorgd zwrot_do недоставл 配信不能 退信 delivery"""
_AUTO = """auto: auto-reply autoreply automatic_reply auto_reply out_of_office out_of_the_office ooo: vacation
away_from abwesenheit abwesenheitsnotiz automatische_antwort réponse_automatique
 absence respuesta_automática fuera_de_la_oficina resposta_automática risposta_automatica automatisch_antwoord afwezig
 automatiskt_svar autosvar automaattinen automatyczna_odpowiedź
 automatická_odpověď automatikus_válasz otomatik_yanıt автоответ автоматический_ответ 自动回复 自動回覆 自動応答 不在
 자동_응답 부재중"""
_SECURITY = """security password passcode new_sign-in sign-in_attempt new_login new_device unusual suspicious
account_locked login_attempt two-factor verification sicherheit passwort kennwort neue_anmeldung verdächtig
 sécurité mot_de_passe nouvelle_connexion contraseña seguridad nuevo_inicio senha segurança sicurezza wachtwoord
 beveilig adgangskode sikkerhed passord lösenord säkerhet salasana parool slaptaž hasł bezpiecze
 heslo hesla bezpečn lozink gesl jelszó parol şifre güvenlik пароль пароля безопас лозинк κωδικ ασφάλ სისმა סיסמ אבטחה
 كلمة_المرور كلمة_السر أمان رمز_عبور گذرواژه امنیت 密码 密碼 安全 パスワード セキュリティ 비밀번호 보안 รหัสผ่าน
 mật_khẩu kata_sandi"""
_SECURITY_MORE = """
new_sign_in signed_in_from ssh_key api_key access_key_was access_token_was recovery_email two-step 2fa locked_out data_breach
nuovo_accesso accesso_al_tuo nieuwe_aanmelding nieuwe_login ny_inloggning nytt_inlogg ny_pålogging nyt_login uusi_kirjaut nové_přihlášení
nové_prihlásenie nova_prijava nowe_logowanie nova_tentativa_de_acesso novo_acesso novo_login nuevo_acceso
inicio_de_sesión_nuevo új_bejelentkez
autentificare_nouă conectare_nouă новый_вход новом_входе вход_в_аккаунт вход_в_учет новий_вхід вхід_до_облік нов_вход
oturum_açma yeni_giriş
νέα_σύνδεση כניסה_חדשה התחברות_חדשה تسجيل_دخول_جديد ورود_جديد ورود_جدید 异地登录 異地登入 新设备 新裝置 异常登录 登录提醒 新しいデバイス
ログインがありました ログイン通知 새로운_기기 새_기기 로그인되었 เข้าสู่ระบบจากอุปกรณ์ đăng_nhập_mới thiết_bị_mới login_baru perangkat_baru
suspicious_sign unrecognized unbekanntes_gerät appareil_inconnu"""
_FINANCIAL = """invoice receipt payment paid statement refund charged charge wire billing overdue credited debited
balance transfer payout tax salary rechnung zahlung kontoauszug gutschrift mahnung überweisung beleg
 facture paiement relevé remboursement virement reçu factura pago recibo extracto reembolso transferencia fatura
 pagamento boleto estorno fattura ricevuta bonifico factuur betaling afschrift faktura kvittering kvitto
 betalning lasku maksu arve makse rēķin sąskait płatno przelew platba számla fizetés factură plată fatura ödeme счет
 счёт оплат платеж квитанц рахунок оплат τιμολόγιο πληρωμ חשבונית תשלום قبض فاتورة دفع پرداخت 发票 付款 账单 帳單
 請求書 領収書 支払 청구서 결제 입금 ใบเสร็จ hóa_đơn thanh_toán tagihan pembayaran"""
_TRANSACTIONAL = """order your_order shipped shipping delivery delivered booking reservation itinerary ticket tickets
confirmation appointment package parcel tracking dispatched bestellung versand lieferung sendung paket buchung auftrag
termin
 commande expédié livraison réservation colis rendez-vous pedido envío entrega reserva paquete cita encomenda ordine
 spedi consegna prenotazione biglietto pacco appuntamento bestelling pakket bezorging afspraak zamówieni paczka
 przesyłk
 objednávk zásilk rendelés csomag comanda livrare sipariş kargo заказ отправлен доставк бронь замовлення доставка
 παραγγελία הזמנה משלוח طلب شحن سفارش ارسال 订单 发货 快递 訂單 注文 発送 予約 주문 배송 운송장 คำสั่งซื้อ đơn_hàng
 pesanan
 beställning leverans skickad ordrebekreft bestilling toimitus tilaus tellimus pasūtīj užsakym objednávka doručen поръчк
пратк porudžbin narudžb
 pošiljk naročil αποστολ παράδοσ zboží vaše_jízdenk vstupenk boletos entradas tickets_for fahrkarte bordkarte boarding_pass check-in"""
_NOTIFICATION = """notification notifications reminder alert mentioned commented comment invited invitation assigned
updated reacted replied shared subscribed welcome case ticket benachrichtigung erinnerung einladung kommentar
willkommen
 notification rappel invitation bienvenue recordatorio invitación aviso notificación lembrete convite promemoria
 invito benvenut herinnering uitnodiging påminnelse inbjudan powiadomieni zaproszenie напоминан приглаш уведомлен 通知
 提醒 お知らせ 招待 알림 초대 แจ้งเตือน"""


def _load() -> tuple[dict[str, list[tuple[str, int]]], list[tuple[str, int]]]:
    heads: dict[str, list[tuple[str, int]]] = {}
    phrases: list[tuple[str, int]] = []
    for table, classes in _TABLES:
        for word in table.split():
            text = word.replace("_", " ")
            if len(text) < 3 or not text.isalpha() or text[0] >= "\u0e00":
                phrases.append((text, classes))
            else:
                heads.setdefault(text[:3], []).append((text, classes))
    return heads, phrases


_TABLES: Final = (
    (_BOUNCE, BOUNCE),
    (_AUTO, AUTO),
    (_SECURITY, SECURITY),
    (_SECURITY_MORE, SECURITY),
    (_FINANCIAL, FINANCIAL),
    (_TRANSACTIONAL, TRANSACTIONAL),
    (_NOTIFICATION, NOTIFICATION),
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_ASCII_WORD: Final = re.compile("[a-z]{3,}")
_KNOWN: Final = Known(_word_classes)
_BY_HEAD, _ALL_PHRASES = _load()
_PHRASES: Final = [(phrase, classes) for phrase, classes in _ALL_PHRASES if phrase.isascii()]
_ANY_PHRASE: Final = re.compile(any_of(phrase for phrase, _ in _PHRASES))
_FOREIGN_PHRASES: Final = [(phrase, classes) for phrase, classes in _ALL_PHRASES if not phrase.isascii()]
