"""Units of time, words of validity and zones, by language; stems, lower case."""

from typing import Final

from postroom.lib.extraction.words.lexicon import plain
from postroom.lib.extraction.words.patterns import grouped

_MINUTES = """
minutes minute minuten minutos minuto minuti minuut minutter minutt minuter minut minuts minuto minutit minūtes
minūtēm minūtes minutes
minuty minutách minút minúty minute minuta minuti perc percig percen dakika dakikadan dəqiqə daqiqa minutu minit menit
phút phut dakik dk
dakikalığına mins min. min minutt mínútur nóiméad minuta minutama minutach minuti minuut минут минуты минуту минута
минути мин хвилин хвилини
минута минут мүнөт λεπτά λεπτών λεπτ წუთ წუთის wutsi wuti րոպե דקות דקה دقائق دقيقة دقیقه मिनट मिनिट মিনিট நிமிட นาที
分钟 分鐘 分間 分以内 分 분 dakika
"""
_HOURS = """
hours hour stunden stunde std heures heure horas hora ore ora uur uren timer time tim timmar tuntia tunnin tundi tund
stundas stundām valandas valandų
godzin godziny hodin hodiny hodín ur ure sati sata órán óra órás saat soat ordu èdtan giờ gio jam saa часов часа час
годин години година часа сати цаг саат ωρών ώρες ώρα
საათ ժամ שעות שעה ساعات ساعة ساعت घंटे घंटा ชั่วโมง 小时 小時 時間 시간 hrs hr
"""
_DAYS = """
days day tage tagen tag jours jour días dias día dia giorni giorno dagen dag dage dager dagar päivää päeva dienas
dienų dni dnů dní den dana dan nap napig napon zile zi
gün gun kun egun jou ngày ngay hari siku дней дня день днів дні дни дана хоног күн ημέρες ημερών ημέρα დღე օր ימים יום
أيام يوم روز दिन วัน 天 日間 일
"""
_SECONDS = """
seconds second sekunden sekunde secondes segundos secondi seconden sekunder sekund sekunnin sekundit sekundes sekund
sekundy sekúnd másodperc secunde saniye soniya giây giay detik
секунд секунды секунди δευτερόλεπτα שניות ثانية ثواني ثانیه सेकंड วินาที 秒 초
"""
_VALIDITY = """
valid validity expire expires expired expiring expiry expiration usable within good_for gültig gueltig gültigkeit
läuft_ab verfällt innerhalb valable valide expire expirer expiration
válido válida valido valida vigente vigencia validez expira expirará caduca caducará vence vencerá validade valid_per
scade scadrà scadenza entro geldig verloopt vervalt binnen
gyldig gyldigt udløber utløper giltig giltigt går_ut gäller voimassa vanhenee kehtib aegub derīg derīgs galioja galios
ważny ważna ważne ważność wygas wygaśnie platí platný platnost
vyprší platnosť veljav veljaven poteče vrijedi vrijeđa istječe ističe važi važeći érvényes érvényesség lejár valabil
expiră geçerli gecerli gecerlidir etibarlı amal_qiladi haqiqiy iraung
baliozkoa valab ekspire hiệu_lực hieu_luc hạn han_su_dung berlaku kedaluwarsa kadaluarsa sah muda_wa inaisha действ
действует действителен истек срок дійсн діє закінч валид важи истиче изтича валиден
хүчинтэй жарактуу жарамд ισχύει ισχυ λήγει ვადა მოქმედ gasdis վավեր תקף בתוקף יפוג صالح صالحة تنتهي صلاحية اعتبار
معتبر انقضا मान्य वैध समाप्त মেয়াদ செல்லுபடி
หมดอายุ ใช้ภายใน ภายใน ใช้ได้ 有效 过期 過期 失效 有効 期限 유효 이내 만료
"""


def _alternatives(table: str) -> list[str]:
    words = {spelling.replace("_", " ") for word in table.split() for spelling in (word, plain(word))}
    return sorted(words, key=len, reverse=True)


def _units() -> dict[str, int]:
    units: dict[str, int] = {}
    for table, seconds in ((_DAYS, 86_400), (_HOURS, 3_600), (_MINUTES, 60), (_SECONDS, 1)):
        units.update(dict.fromkeys(_alternatives(table), seconds))
    return units


UNIT_SECONDS: Final = _units()
UNITS_PATTERN: Final = grouped(sorted(UNIT_SECONDS, key=len, reverse=True)) + r"(?![a-zà-ž])"
VALIDITY_PATTERN: Final = grouped(_alternatives(_VALIDITY))
_ZONES = """
-8 pst pt
-7 mst pdt mt
-6 cst mdt ct
-5 est cdt et
-4 edt
-3 brt
0 utc gmt z wet
1 cet mez bst west
2 cest mesz eet
3 msk мск eest
5.5 ist
8 sgt hkt
9 jst kst
10 aest
11 aedt
"""
ZONES: Final = {name: float(row.split()[0]) for row in _ZONES.strip().splitlines() for name in row.split()[1:]}
