"""Exchange in its languages, and what is no report; every text was written for this test."""

import pytest

from postroom.lib.bounces.tests.samples import facts_of, told

EXCHANGE = {
    "en": (
        "Undeliverable: Lunch",
        "Delivery has failed to these recipients or distribution lists:\n\nbo@there.example\n"
        "The recipient's e-mail address was not found in the recipient's e-mail system. Microsoft Exchange "
        "will not try to redeliver this message for you.",
    ),
    "de": (
        "Unzustellbar: Lunch",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Verteilerlisten:\n\nbo@there.example\n"
        "Die E-Mail-Adresse des Empfängers wurde im E-Mail-System des Empfängers nicht gefunden.",
    ),
    "fr": (
        "Non remis : Lunch",
        "Échec de la remise pour les destinataires ou les listes de distribution suivants :\n\nbo@there.example\n"
        "L'adresse de messagerie du destinataire est introuvable.",
    ),
    "es": (
        "No se puede entregar: Lunch",
        "No se pudo entregar el mensaje a estos destinatarios o listas de distribución:\n\nbo@there.example\n"
        "No se encontró la dirección.",
    ),
    "pt": (
        "Não é possível entregar: Lunch",
        "Falha na entrega a estes destinatários ou grupos:\n\nbo@there.example\nO endereço não foi encontrado.",
    ),
    "it": (
        "Non recapitabile: Lunch",
        "Recapito non riuscito per i seguenti destinatari o gruppi:\n\nbo@there.example\nIndirizzo non trovato.",
    ),
    "nl": (
        "Onbestelbaar: Lunch",
        "Kan geen bericht bezorgen aan de volgende ontvangers of groepen:\n\nbo@there.example\nAdres niet gevonden.",
    ),
    "pl": (
        "Niedostarczone: Lunch",
        "Nie można dostarczyć wiadomości do następujących adresatów lub grup:\n\nbo@there.example\nNie znaleziono adresu.",
    ),
    "ru": (
        "Не удается доставить: Lunch",
        "Не удалось доставить сообщение следующим получателям или группам:\n\nbo@there.example\nАдрес не найден.",
    ),
    "tr": (
        "Teslim edilemiyor: Lunch",
        "Şu alıcılara veya gruplara teslim edilemedi:\n\nbo@there.example\nAdres bulunamadı.",
    ),
    "ja": (
        "配信不能: Lunch",
        "次の受信者またはグループへの配信に失敗しました:\n\nbo@there.example\nアドレスが見つかりません。",
    ),
    "zh": (
        "未传递: Lunch",
        "未能向这些收件人或组传递邮件:\n\nbo@there.example\n找不到地址。",
    ),
    "tw": (
        "無法傳遞: Lunch",
        "傳遞到下列收件者或群組失敗:\n\nbo@there.example\n找不到位址。",
    ),
    "ko": (
        "배달되지 않음: Lunch",
        "다음 받는 사람 또는 그룹에 배달하지 못했습니다.\n\nbo@there.example\n주소를 찾을 수 없습니다.",
    ),
    "sv": (
        "Kunde inte leverera: Lunch",
        "Det gick inte att leverera till följande mottagare eller grupper:\n\nbo@there.example\nAdressen hittades inte.",
    ),
    "da": (
        "Kan ikke leveres: Lunch",
        "Levering til følgende modtagere eller grupper mislykkedes:\n\nbo@there.example\nAdressen findes ikke.",
    ),
    "cs": (
        "Nedoručitelné: Lunch",
        "Doručení těmto příjemcům nebo skupinám se nezdařilo:\n\nbo@there.example\nAdresa nebyla nalezena.",
    ),
    "fi": (
        "Toimittamaton: Lunch",
        "Toimitus näille vastaanottajille tai ryhmille epäonnistui:\n\nbo@there.example\nOsoitetta ei löydy.",
    ),
    "hu": (
        "Kézbesíthetetlen: Lunch",
        "Nem sikerült kézbesíteni a következő címzetteknek vagy csoportoknak:\n\nbo@there.example\nNem található.",
    ),
    "nb": (
        "Kan ikke leveres: Lunch",
        "Levering til disse mottakerne eller gruppene mislyktes:\n\nbo@there.example\nAdressen ble ikke funnet.",
    ),
}  # fmt: skip
BELOW = (
    "\n\nDiagnostic information for administrators:\n\nGenerating server: mx.example.com\n\nbo@there.example\n"
    "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\nCOPY"
)


@pytest.mark.parametrize("language", EXCHANGE)
@pytest.mark.parametrize("sender", ["postmaster@mx.example.com", "Microsoft Outlook <MicrosoftExchange0123abcd@mx.example.com>"])
def test_exchange_is_understood_in_its_languages(language: str, sender: str) -> None:
    subject, text = EXCHANGE[language]
    assert facts_of(told(sender, subject, "", text + BELOW)) == [("bo@there.example", "failed", "5.1.1", True)]


# name: (From, Subject, further header lines, text)
OTHERS = {
    "mailman reject": (
        "tools-bounces@lists.example.org",
        "Request to mailing list Tools rejected",
        "",
        'Your request to the Tools mailing list\n\n    Posting of your message titled "Lunch"\n\n'
        "has been rejected by the list moderator.\n",
    ),
    "sympa": (
        "SYMPA <sympa@lists.example.org>",
        "Message distribution: unauthorized",
        "",
        "Your message for list 'tools' was rejected.\nYou are not allowed to send this message for the following reason:\n"
        "\nMessages are restricted to subscribers.\n",
    ),
    "apple mdn-like autoreply": (
        "Bo Berg <bo@there.example>",
        "Automatic reply: Lunch",
        "Auto-Submitted: auto-replied\nReturn-Path: <>\n",
        "I am out of the office until Monday and cannot be reached. For urgent matters write to cy@there.example.\n",
    ),
    "vacation": (
        "Bo Berg <bo@there.example>",
        "Out of office: delivery delayed",
        "Auto-Submitted: auto-replied\n",
        "I have failed to reach my mail until 5 May; delivery of answers is delayed. Ask cy@there.example.\n",
    ),
    "challenge": (
        "bo@there.example",
        "Please confirm your message",
        "Auto-Submitted: auto-replied\n",
        "Please confirm that you sent your message to bo@there.example by replying. It will be delivered then.\n",
    ),
    "person about bounce": (
        "bo@there.example",
        "Undeliverable mail?",
        "",
        "My mail to cy@there.example was returned: could not be delivered. Any idea?",
    ),
    "list digest": (
        "tools-request@lists.example.org",
        "Tools Digest, Vol 3, Issue 4",
        "",
        "Today's Topics:\n\n   1. Delivery failure (cy@there.example)\n",
    ),
    "monitor": (
        "root@there.example",
        "Alert: backup failed",
        "",
        "Server disk is full. Delivery of logs failed to ops@there.example.",
    ),
    "delivery of parcel": (
        "noreply@parcels.example",
        "Delivery failed: your parcel",
        "",
        "Your parcel could not be delivered. Track it at https://example.com or write to help@there.example.",
    ),
    "postmaster statistics": (
        "postmaster@mx.example.com",
        "Weekly mail statistics",
        "",
        "Number of bounces: 3\nMost active: cy@there.example\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_speaks_of_delivery_is_no_report(name: str) -> None:
    assert facts_of(told(*OTHERS[name])) == []
