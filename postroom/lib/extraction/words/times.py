"""Units of time, words of validity and zones, by language; stems, lower case."""

from typing import Final

from postroom.lib.extraction.words.lexicon import plain
from postroom.lib.extraction.words.patterns import grouped

_MINUTES = """
minutes minute minuten minutos minuto minuti minuut minutter minutt minuter minut minuts minuto minutit minūtes
minūtēm minūtes minutes
minuty minutách minút minúty minute minuta minuti perc percig percen dakika dakikadan dəqiqə daqiqa minutu minit menit
phút phut dakik dk
dakikalığına mins min. min minuuttia minuutin minučių minutės minutuz minutna minutët মিনিটের minutt mínútur nóiméad
minuta minutama minutach minuti minuut минут минуты минуту минута
минути мин хвилин хвилини
минута минут мүнөт λεπτά λεπτών λεπτ წუთ წუთის wutsi wuti րոպե דקות דקה دقائق دقيقة دقیقه मिनट मिनिट মিনিট நிமிட นาที
分钟 分鐘 分間 分 분 dakika
منٹ minutash munud मिनेट నిమిషా ನಿಮಿಷ മിനിറ്റ മിനിട്ട મિનિટ ਮਿੰਟ මිනිත්තු នាទី မိနစ် ນາທີ ደቂቃ хвілін
"""
_HOURS = """
hours hour stunden stunde std heures heure horas hora ore ora uur uren timer time tim timmar tuntia tunnin tundi tund
stundas stundām valandas valandų
godzin godziny hodin hodiny hodín ur ure sati sata órán óra órás saat soat ordu èdtan giờ gio jam saa часов часа час
годин години година часа сати цаг саат ωρών ώρες ώρα
საათ ժամ שעות שעה ساعات ساعة ساعت घंटे घंटा ชั่วโมง 小时 小時 時間 시간 hrs hr
گھنٹ orë awr घण्टा గంట ঘণ্টা மணி
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
läuft can_be_used velja sona_erecek sona_erer süresi_dolacak voimassa vanhen upphör baliozko utaisha gildir gilda i_vlefsh
e_vlefsh বৈধ काम_करेगा
以内 内完成 内输入 内使用 內完成 內輸入 內使用 之内 之內 이내 안에 동안
หมดอายุ ใช้ภายใน ภายใน ใช้ได้ 有效 过期 過期 失效 有効 期限 유효 이내 만료
active_for only_active exp_in to_use_it stops_working the_next verval дзейніч дзейсн صلاحيت درست_ہے کارآمد unaisha balio
skadon vlefsh dod_i_ben ymhen చెల్లు માન્ય ਵੈਧ ಮಾನ್ಯ സാധു වලංගු សុពលភាព ផុតកំណត់ သက်တမ်း ໝົດອາຍຸ ያገለግላል ያበቃል जवळ மட்டுமே
mag-e-expire gilt geldt gælder gjelder lasts vale_
"""
# Spans of time without a numeral.
_WHOLE = """
1800 half_an_hour halbe_stunde halben_stunde demi-heure media_hora mezz'ora mezz’ora meia_hora half_uur pół_godziny půl_hodiny полчаса
1800 получаса пів_години половин_час μισή_ώρα yarım_saat 半小时 半小時 30분 fél_óra halvtime halvtimme puoli_tuntia puolen_tunnin
3600 خلال_ساعة
3600 ساعة_واحدة ساعة_كاملة в_течение_часа протягом_години w_ciągu_godziny jedné_hodiny jednu_hodinu jednej_hodiny egy_óra einer_stunde
7200 ساعتين
120 دقيقتين
86400 يوم_واحد в_течение_суток w_ciągu_doby
"""
# January first; a stem of each name, by language.
_MONTHS = """
jan feb mar apr may jun jul aug sep oct nov dec
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
styczni lut marc kwie maj czerw lip sierp wrze paździer listopad grud
led únor břez dub květ červn červen srp září říj listopad prosin
január február márci apríl máj jún júl august septemb októb novemb decemb
siječ velja ožuj trav svib lip srp kolov ruj listopada studen prosin
január február márci áprili máj júni júli augusz szeptemb októb novemb decemb
ianuar februar marti april mai iuni iuli august septemb octomb noiemb decemb
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр
січн лют берез квіт трав черв лип серп верес жовт листопад груд
януари февруари март април май юни юли август септември октомври ноември декември
ιανουαρ φεβρουαρ μαρτ απριλ μα ιουν ιουλ αυγουσ σεπτεμ οκτωβ νοεμ δεκεμ
tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
januari februari maret april mei juni juli agustus september oktober november desember
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
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
WHOLE_SPANS: Final = {word.replace("_", " "): int(row.split()[0]) for row in _WHOLE.strip().splitlines() for word in row.split()[1:]}
MONTHS: Final = {
    spelling: number
    for row in reversed(_MONTHS.strip().splitlines())
    for number, name in enumerate(row.split(), start=1)
    for spelling in (name, plain(name))
}
MONTHS_PATTERN: Final = grouped(sorted(MONTHS, key=len, reverse=True))
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
