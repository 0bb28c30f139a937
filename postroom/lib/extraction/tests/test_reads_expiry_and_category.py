"""Expiry in the mail's language, and the category with its rule."""

from datetime import UTC, datetime

import pytest

from postroom.lib.extraction import extract
from postroom.lib.extraction.expiry import find_expiry
from postroom.lib.extraction.normalise import normalise

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("The code is valid for 10 minutes.", 600),
        ("It expires in 2 hours.", 7200),
        ("This link will expire within one hour.", 3600),
        ("Der Code ist 15 Minuten gültig.", 900),
        ("Der Code gilt 10 Minuten.", 600),
        ("De code geldt 10 minuten.", 600),
        ("El código vale 10 minutos.", 600),
        ("Il codice vale 10 minuti.", 600),
        ("Koden gjelder i 10 minutter.", 600),
        ("The code lasts 10 minutes.", 600),
        ("Il expire dans 15 minutes.", 900),
        ("Caduca en 5 minutos.", 300),
        ("Válido por 5 minutos.", 300),
        ("Scade tra 10 minuti.", 600),
        ("Deze code is 10 minuten geldig.", 600),
        ("Kod jest ważny przez 10 minut.", 600),
        ("Platí 10 minut.", 600),
        ("Код действует 10 минут.", 600),
        ("Ισχύει για 10 λεπτά.", 600),
        ("3 dakika geçerlidir.", 180),
        ("صالح لمدة 5 دقائق", 300),
        ("תקף ל 5 דקות", 300),
        ("10分钟内有效", 600),
        ("有効期限は10分です", 600),
        ("10분 이내 입력, 10분간 유효", 600),
        ("The code expires at 14:30 UTC.", 9000),
        ("Valid until 12:30 PM EST.", 19800),
        ("Gültig bis 11.03.2026 13:00 Uhr", 3600),
        ("有効期限：2026/03/11 12:05", 300),
    ],
)
def test_a_stated_validity_is_read(text: str, seconds: int) -> None:
    found = find_expiry(text.lower(), NOW)
    assert found is not None
    assert found[1] == seconds


VALIDITIES = {
    "This code is only active for the next 15 minutes.": 900,
    "You have 5 minutes to use it.": 300,
    "Exp in 10 mins.": 600,
    "It stops working after 30 seconds.": 30,
    "Код действителен до 15:35 МСК.": 2100,
    "Дзейнічае 10 хвілін.": 600,
    "تنتهي صلاحيته خلال ساعة.": 3600,
    "یہ 10 منٹ کے لیے درست ہے۔": 600,
    "Unaisha baada ya dakika 10.": 600,
    "10 minutuz balio du.": 600,
    "Skadon pas 10 minutash.": 600,
    "Dit verval oor 10 minute.": 600,
    "Daw i ben ymhen 10 munud.": 600,
    "10 నిమిషాలు చెల్లుతుంది.": 600,
    "验证码482913,10分钟内有效": 600,
    "The code is valid for 10 minutes.": 600,
    "This code will expire in 1 hour": 3600,
    "expires after 30 min.": 1800,
    "Your code expires in fifteen minutes.": 900,
    "This link is only good for the next 24 hours.": 86400,
    "valid until 2026-03-12 12:00 UTC": 86400,
    "The code expires on March 12, 2026 at 12:00 PM UTC.": 86400,
    "Expires: 12 March 2026, 14:00 (GMT+2)": 86400,
    "This code is valid till 12:30.": 1800,
    "This link expires in 3 days": 259200,
    "will be valid for half an hour": 1800,
    "The code can be used for 5 mins": 300,
    "Der Code läuft in 15 Minuten ab.": 900,
    "Er ist eine Stunde lang gültig.": 3600,
    "Dieser Code verfällt nach 10 Minuten.": 600,
    "Der Link ist 24 Stunden gültig.": 86400,
    "gültig bis 12. März 2026, 13:00 Uhr MEZ": 86400,
    "Ce code expire dans 15 minutes.": 900,
    "Ce lien est valable pendant 24 heures.": 86400,
    "valable jusqu'au 12 mars 2026 à 13h00 CET": 86400,
    "Il expirera dans une heure.": 3600,
    "Este código caduca en 10 minutos.": 600,
    "El enlace expirará en 24 horas.": 86400,
    "Válido durante 5 min.": 300,
    "válido hasta el 12 de marzo de 2026 a las 12:00 UTC": 86400,
    "O código expira em 10 minutos.": 600,
    "Este código é válido por 1 hora.": 3600,
    "Il codice scade tra 10 minuti.": 600,
    "Il link è valido per 24 ore.": 86400,
    "Deze code verloopt over 15 minuten.": 900,
    "De code is 1 uur geldig.": 3600,
    "Kod wygaśnie za 10 minut.": 600,
    "Link jest ważny przez 24 godziny.": 86400,
    "Platnost kódu vyprší za 10 minut.": 600,
    "Kód je platný 10 minút.": 600,
    "Koda velja 10 minut.": 600,
    "Kod vrijedi 10 minuta.": 600,
    "Код важи 10 минута.": 600,
    "Кодът е валиден 10 минути.": 600,
    "Код действителен в течение 10 минут.": 600,
    "Ссылка действует 24 часа.": 86400,
    "Срок действия кода — 1 час.": 3600,
    "Код дійсний протягом 10 хвилин.": 600,
    "Ο κωδικός λήγει σε 10 λεπτά.": 600,
    "Bu kod 10 dakika içinde sona erecek.": 600,
    "Kod 5 dakika geçerlidir.": 300,
    "A kód 10 percig érvényes.": 600,
    "Codul expiră în 10 minute.": 600,
    "Koodi on voimassa 10 minuuttia.": 600,
    "Koodi vanhenee 10 minuutin kuluttua.": 600,
    "Koden upphör att gälla om 10 minuter.": 600,
    "Koden är giltig i 10 minuter.": 600,
    "Koden udløber om 10 minutter.": 600,
    "Koden utløper om 10 minutter.": 600,
    "Koden er gyldig i 10 minutter.": 600,
    "Kood aegub 10 minuti pärast.": 600,
    "Kods ir derīgs 10 minūtes.": 600,
    "Kodas galioja 10 minučių.": 600,
    "הקוד יפוג בעוד 10 דקות": 600,
    "הקוד תקף ל-10 דקות": 600,
    "ينتهي صلاحية هذا الرمز خلال 10 دقائق": 600,
    "صالح لمدة ساعة واحدة": 3600,
    "این کد تا 10 دقیقه معتبر است": 600,
    "اعتبار ۲ دقیقه": 120,
    "यह कोड 10 मिनट के लिए मान्य है": 600,
    "কোডটি ১০ মিনিটের জন্য বৈধ": 600,
    "รหัสจะหมดอายุใน 10 นาที": 600,
    "ใช้ภายใน 5 นาที": 300,
    "Mã có hiệu lực trong 10 phút.": 600,
    "Mã sẽ hết hạn sau 10 phút": 600,
    "Kode ini berlaku selama 10 menit.": 600,
    "Kode akan kedaluwarsa dalam 10 menit": 600,
    "Kod ini sah selama 10 minit.": 600,
    "このコードの有効期限は10分です。": 600,
    "10分以内に入力してください": 600,
    "24時間有効です": 86400,
    "有効期限：2026年3月12日 21:00 JST": 86400,
    "10분 이내에 입력해 주세요.": 600,
    "인증번호는 3분간 유효합니다": 180,
    "유효시간 5분": 300,
    "验证码5分钟内有效": 300,
    "有效期10分钟": 600,
    "请在10分钟内完成验证": 600,
    "將於30分鐘後失效": 1800,
    "請於 10 分鐘內輸入": 600,
    "El codi caduca en 10 minuts.": 600,
    "Kodea 10 minutuz baliozkoa da.": 600,
    "კოდი მოქმედებს 10 წუთის განმავლობაში": 600,
    "Kod 10 dəqiqə etibarlıdır.": 600,
    "Kod 10 daqiqa amal qiladi.": 600,
    "Msimbo utaisha muda wa dakika 10.": 600,
    "Код 10 минут жарамды.": 600,
    "Код 10 минут хүчинтэй.": 600,
    "Код 10 мүнөт жарактуу.": 600,
    "Kóðinn gildir í 10 mínútur.": 600,
    "Kodi është i vlefshëm për 10 minuta.": 600,
    "Ang code ay valid nang 10 minuto.": 600,
    "Kòd la ap ekspire nan 10 minit.": 600,
}


@pytest.mark.parametrize("text", VALIDITIES)
def test_a_validity_is_read_in_fifty_languages(text: str) -> None:
    found = find_expiry(normalise(text).low, NOW)
    assert found is not None
    assert found[1] == VALIDITIES[text]


@pytest.mark.parametrize(
    "text", ["We answer within the day.", "Dinner at 18:00.", "10 minutes from the station.", "Valid 99999 days", "", "Expires 2020-01-01"]
)
def test_what_states_no_validity_gives_none(text: str) -> None:
    assert find_expiry(text.lower(), NOW) is None


def test_the_expiry_belongs_to_a_code_or_a_link() -> None:
    with_code = extract(subject=None, text="Your code is 482913, valid for 10 minutes", html=None, from_address=None, received_at=NOW)
    without = extract(subject=None, text="The offer is valid for 10 minutes", html=None, from_address=None, received_at=NOW)
    assert (with_code.expires_in_seconds, without.expires_in_seconds) == (600, None)
    assert with_code.code_expires_at == datetime(2026, 3, 11, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sender", "subject", "text", "headers", "category"),
    [
        ("no-reply@oak.example", "Sign in", "Your code is 482913", {}, "verification"),
        ("no-reply@oak.example", "Your password was changed", "If this was not you, write to us.", {}, "security"),
        ("shop@oak.example", "Your order 4481 has shipped", "On its way.", {}, "transactional"),
        ("billing@oak.example", "Rechnung 2026-11", "Betrag 20 EUR", {}, "financial"),
        ("notify@oak.example", "Mara commented on your plan", "Have a look.", {}, "notification"),
        ("news@oak.example", "Spring", "Trees", {"list-id": "<news.oak.example>"}, "newsletter"),
        ("mara@oak.example", "Lunch?", "At noon?", {}, "personal"),
        ("mara@oak.example", "Automatic reply: Lunch?", "I am away.", {"auto-submitted": "auto-replied"}, "auto_reply"),
        ("mailer-daemon@mx.example", "Undelivered Mail Returned to Sender", "550", {}, "bounce"),
        ("x@mx.example", "hello", "x", {"content-type": "Multipart/Report; boundary=x"}, "bounce"),
    ],
)
def test_the_category_is_deterministic_and_explained(sender: str, subject: str, text: str, headers: dict[str, str], category: str) -> None:
    found = extract(subject=subject, text=text, html=None, from_address=sender, received_at=NOW, headers=headers)
    assert found.category == category
    assert found.category_rule
