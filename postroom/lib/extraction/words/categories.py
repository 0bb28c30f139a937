"""Words that mark the kind of a message in its subject or first lines; phrases with `_`, looked for as substrings."""

import re
from typing import Final


def contains(pattern: re.Pattern[str], low: str) -> bool:
    return pattern.search(low) is not None


def _any(table: str) -> re.Pattern[str]:
    heads: dict[str, list[str]] = {}
    for word in sorted(set(table.split()), key=len, reverse=True):
        text = word.replace("_", " ")
        heads.setdefault(text[0], []).append(re.escape(text[1:]))
    grouped = "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in heads.items())
    return re.compile(rf"(?:(?<![^\W\d_])|(?<=[\u3000-\u9fff\uac00-\ud7af\u0e00-\u0e7f]))(?:{grouped})")


BOUNCE_SUBJECT: Final = _any("""undeliver undelivered returned_mail mail_delivery delivery_status delivery_fail failure_notice delivery_notification non_remis nicht_zustellbar unzustellbar
 mail_system_error could_not_be_delivered not_delivered delayed_mail warning:_could_not zustellung entrega mancata_consegna niet_bezorgd zwrot_do недоставл 配信不能 退信 delivery""")
AUTO_SUBJECT: Final = _any("""auto: auto-reply autoreply automatic_reply auto_reply out_of_office out_of_the_office ooo: vacation away_from abwesenheit abwesenheitsnotiz automatische_antwort réponse_automatique
 absence respuesta_automática fuera_de_la_oficina resposta_automática risposta_automatica automatisch_antwoord afwezig automatiskt_svar autosvar automaattinen automatyczna_odpowiedź
 automatická_odpověď automatikus_válasz otomatik_yanıt автоответ автоматический_ответ 自动回复 自動回覆 自動応答 不在 자동_응답 부재중""")
SECURITY: Final = _any("""security password passcode new_sign-in sign-in_attempt new_login new_device unusual suspicious account_locked login_attempt two-factor verification sicherheit passwort kennwort neue_anmeldung verdächtig
 sécurité mot_de_passe nouvelle_connexion contraseña seguridad nuevo_inicio senha segurança sicurezza wachtwoord beveilig adgangskode sikkerhed passord lösenord säkerhet salasana parool slaptaž hasł bezpiecze
 heslo hesla bezpečn lozink gesl jelszó parol şifre güvenlik пароль пароля безопас лозинк κωδικ ασφάλ სისმა סיסמ אבטחה كلمة_المرور كلمة_السر أمان رمز_عبور گذرواژه امنیت 密码 密碼 安全 パスワード セキュリティ 비밀번호 보안 รหัสผ่าน mật_khẩu kata_sandi""")
FINANCIAL: Final = _any("""invoice receipt payment paid statement refund charged charge wire billing overdue credited debited balance transfer payout tax salary rechnung zahlung kontoauszug gutschrift mahnung überweisung beleg
 facture paiement relevé remboursement virement reçu factura pago recibo extracto reembolso transferencia fatura pagamento boleto estorno fattura ricevuta bonifico factuur betaling afschrift faktura kvittering kvitto
 betalning lasku maksu arve makse rēķin sąskait płatno przelew platba számla fizetés factură plată fatura ödeme счет счёт оплат платеж квитанц рахунок оплат τιμολόγιο πληρωμ חשבונית תשלום قبض فاتورة دفع پرداخت 发票 付款 账单 帳單 請求書 領収書 支払 청구서 결제 입금 ใบเสร็จ hóa_đơn thanh_toán tagihan pembayaran""")
TRANSACTIONAL: Final = _any("""order your_order shipped shipping delivery delivered booking reservation itinerary ticket tickets confirmation appointment package parcel tracking dispatched bestellung versand lieferung sendung paket buchung auftrag termin
 commande expédié livraison réservation colis rendez-vous pedido envío entrega reserva paquete cita encomenda ordine spedi consegna prenotazione biglietto pacco appuntamento bestelling pakket bezorging afspraak zamówieni paczka przesyłk
 objednávk zásilk rendelés csomag comanda livrare sipariş kargo заказ отправлен доставк бронь замовлення доставка παραγγελία הזמנה משלוח طلب شحن سفارش ارسال 订单 发货 快递 訂單 注文 発送 予約 주문 배송 운송장 คำสั่งซื้อ đơn_hàng pesanan""")
NOTIFICATION: Final = _any("""notification notifications reminder alert mentioned commented comment invited invitation assigned updated reacted replied shared subscribed welcome case ticket benachrichtigung erinnerung einladung kommentar willkommen
 notification rappel invitation bienvenue recordatorio invitación aviso notificación lembrete convite promemoria invito benvenut herinnering uitnodiging påminnelse inbjudan powiadomieni zaproszenie напоминан приглаш уведомлен 通知 提醒 お知らせ 招待 알림 초대 แจ้งเตือน""")
