"""Numbers that words name: of an invoice, an order, a customer, a booking, a ticket."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from postroom.lib.details.model import Detail, Source

NUMBERS_MAX: Final = 100

# Stems, lower case; a word for "number" may stand before or behind.
NAMES: Final = {
    "invoice_number": """invoice bill rechnung facture factura fatura fattura factuur faktura fakturan fakturo lasku arve rēķin sąskait
    faktur számla factur счет счёт рахун τιμολόγι חשבונית فاتورة فاکتور 发票 發票 請求書 청구서 hóa_đơn tagihan invoic""",
    "order_number": """order bestell auftrag commande pedido encomenda ordine zamówieni objedn rendel comand sipariş siparis заказ
    замовлен поръчк tilaus beställ ordre tellim pasūt užsak naruč naroč παραγγελ הזמנה طلب سفارش 订单 訂單 注文 주문
    đơn_hàng pesanan""",
    "customer_number": """customer kunden client cliente klant kund kunde asiakas klient zákazn ügyfél müşteri клиент клієнт πελάτ לקוח
    客户 顧客 고객""",
    "booking_number": """booking reservation reserva réservation prenotazione buchung boeking rezerw rezerv бронир бронюв κράτησ 予約 예약
    confirmation""",
    "ticket_number": "ticket case vorgang incident dossier zgłoszen обращени",
    "reference": "reference ref referenz aktenzeichen referencia référence riferimento kenmerk referanse viite 参考",
}


def find_numbers(text: str, source: Source) -> Iterator[Detail]:
    """`Invoice no. 2026-0443`, `Rechnungsnummer: 202611873`, `注文番号：482-9133120`."""
    for match in islice(_NAMED.finditer(text), NUMBERS_MAX):
        name = match["name"].lower()
        kind = next(kind for stem, kind in _KINDS if name.startswith(stem))
        value = match["value"].rstrip("-/.")
        is_lettered = kind in ("invoice_number", "order_number") and value[0].isalpha()  # `Invoice INV-2026-118`
        is_firm = match["number"] or match["mark"].strip(" \t") or is_lettered
        if sum(map(str.isdigit, value)) >= 3 and is_firm and not _DATE.fullmatch(value):
            start = match.start("value")
            yield Detail(kind, value, (start, start + len(value)), source, "number_named", 0.93 if match["number"] else 0.85, name)


_KINDS: Final = sorted(
    ((stem.replace("_", " "), kind) for kind, stems in NAMES.items() for stem in stems.split()), key=lambda one: len(one[0]), reverse=True
)
_STEMS: Final = "|".join(re.escape(stem) for stem, _ in _KINDS)
_NUMBER: Final = (
    r"(?:number|no\b|nr\b|num\b|id\b|n°|nº|№|#|nummer|numero|número|numéro|numer|číslo|szám[a-z]{0,2}|numarası|номер|numărul|αριθμός|番号|编号|編號|号|號|번호"
    r"|nomor|číslo|numeris|code\b|رقم|شماره|מספר)"
)
_NAMED: Final = re.compile(
    rf"(?<![^\W\d_])(?P<name>(?:{_STEMS})[^\W\d_]{{0,12}}?)(?P<number>[ -]?{_NUMBER}|)(?P<mark>[ \t]{{0,2}}[.:：#]{{0,3}}[ \t]{{0,3}})"
    r"(?P<value>(?-i:(?:[A-Z]{1,6}[-/]?)?[0-9][0-9A-Z]{0,20}(?:[-/.][0-9A-Z]{1,20}){0,4}|(?=[A-Z]*[0-9])[A-Z0-9]{5,12}))(?![\w@])",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d")
