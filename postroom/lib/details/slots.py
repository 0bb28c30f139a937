"""What a property asks for, by its name, description, format and type."""

from typing import Final

from postroom.lib.details.numbers import NAMES
from postroom.lib.details.schema import Wanted, words_of


def kind_of(wanted: Wanted) -> str | None:
    """A kind of detail, or None where the name says nothing known. The name decides before the format, that before the description."""
    words = set(wanted.words)
    return _by_words(words, wanted) or _FORMATS.get(wanted.format or "") or _by_words(set(words_of(wanted.about)), wanted)


def qualifiers(wanted: Wanted) -> set[str]:
    """The words that tell one amount, or one date, from another: due, total, tax, delivery."""
    return {word for word in (*wanted.words, *words_of(wanted.about)) if word in QUALIFIERS}


def _by_words(words: set[str], wanted: Wanted) -> str | None:
    for needed, kind, types in _RULES:
        if wanted.type in types and all(words & set(group.split("|")) for group in needed.split()):
            return kind
    return None


_TEXT: Final = ("string",)
_ANY: Final = ("string", "integer", "number")
_NUMBERS: Final = "number|no|nr|num|id|reference|ref|code"
_RULES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("currency", "currency", _TEXT),
    ("carrier|courier|shipper", "carrier", _TEXT),
    ("tracking url|link", "link", _TEXT),
    ("tracking", "tracking_number", _ANY),
    (f"invoice|bill {_NUMBERS}", "invoice_number", _ANY),
    (f"order|purchase {_NUMBERS}", "order_number", _ANY),
    (f"customer|client|account {_NUMBERS}", "customer_number", _ANY),
    (f"booking|reservation|confirmation|pnr {_NUMBERS}", "booking_number", _ANY),
    (f"ticket|case|incident {_NUMBERS}", "ticket_number", _ANY),
    ("iban", "iban", _TEXT),
    ("verification|verify|confirm|confirmation|activation url|link", "verification", _TEXT),
    ("reset url|link", "reset", _TEXT),
    ("magic|login|signin url|link", "magic_link", _TEXT),
    ("unsubscribe", "unsubscribe", _TEXT),
    ("otp|passcode|pin|code|codes", "code", _ANY),
    ("url|link|website|href|links|urls", "link", _TEXT),
    ("phone|telephone|tel|mobile|phones", "phone", _TEXT),
    ("sender|from|author|seller|vendor|merchant|supplier email|address|mail", "from_address", _TEXT),
    ("recipient|to email|address|mail", "to_address", _TEXT),
    ("email|mail|emails", "email", _TEXT),
    ("sender|from|author|vendor|merchant|company|organisation|organization|seller|supplier|store|shop|issuer|brand", "from_name", _TEXT),
    ("recipient name", "to_name", _TEXT),
    ("recipient|addressee", "to_name", _TEXT),
    ("customer|client name", "to_name", _TEXT),
    ("subject", "subject", _TEXT),
    ("attachment|attachments|filename|file|files", "attachment", _TEXT),
    ("sent|received at|on|date|time", "sent_at", _TEXT),
    ("date|due|deadline|departure|arrival|expiry|expires|dates|checkin|checkout|day", "date", _TEXT),
    ("amount|total|price|cost|sum|paid|payment|subtotal|tax|vat|fee|balance|charge|shipping|refund|discount|amounts|cents", "amount", _ANY),
    ("reference|ref", "reference", _ANY),
)
_FORMATS: Final = {"email": "email", "uri": "link", "url": "link", "date": "date", "date-time": "date", "phone": "phone", "iban": "iban"}
# A word of a property, and the stems that name the same in a mail.
QUALIFIERS: Final = {
    "due": """due fällig zahlbar échéance à_payer vencim scaden vervald termin_płatn splatn forfald förfall eräpäiv
    оплатить_до срок vade son_ödeme 支払期限 到期 납부기한 pay_by payable""",
    "total": """total gesamt summe montant_ttc importe_total totale totaal razem suma celkem összesen итого всего разом toplam
    合計 总计 總計 합계 общо σύνολο סך المجموع amount_due grand""",
    "subtotal": "subtotal zwischensumme sous-total netto net imponibile podsuma 小計 소계",
    "tax": "tax vat mwst ust tva iva btw moms kdv ндс ддс dph áfa tvm 税 세금 alv",
    "vat": "vat mwst ust tva iva btw moms kdv ндс dph áfa alv",
    "shipping": "shipping versand livraison envío spedizione verzend wysył frakt доставк kargo 送料 배송비",
    "discount": "discount rabatt remise descuento sconto korting rabat скидк indirim 割引 할인",
    "refund": "refund erstatt rembours reembols rimbors terugbet zwrot возврат iade 返金 환불",
    "balance": "balance saldo solde kontostand остаток bakiye 残高 余额 잔액",
    "fee": "fee gebühr frais comisión commissione kosten opłata комисс ücret 手数料 수수료",
    "paid": "paid bezahlt gezahlt payé pagado pagato betaald zapłacon оплачен ödenen 支払",
    "price": "price preis prix precio prezzo prijs cena цена fiyat 価格 价格 가격",
    "invoice": "invoice rechnung facture factura fattura factuur faktura счет рахун fatura 請求 发票 청구",
    "order": "order bestell commande pedido ordine zamów заказ sipariş 注文 订单 주문",
    "delivery": "deliver liefer zustell livraison entrega consegna lever bezorg dostaw доставк teslim お届け 送达 배송 arriv",
    "departure": "depart abfahrt abflug départ salida partenza vertrek wyjazd отправлен kalkış 出発 출발",
    "arrival": "arriv ankunft arrivée llegada arrivo aankomst przyjazd прибыт varış 到着 도착",
    "expiry": "expir valid gültig ablauf verfällt caduc scad geldig ważn действ geçerli 有効 有效 유효",
    "expires": "expir valid gültig ablauf verfällt caduc scad geldig ważn действ geçerli 有効 有效 유효",
    "checkin": "check-in checkin anreise arrivée entrada",
    "checkout": "check-out checkout abreise départ salida",
    "deadline": "deadline due frist until bis by",
    "renewal": "renew verläng renouvel renov rinnov odnow продлен yenile 更新",
}
KNOWN_KINDS: Final = frozenset(NAMES)
