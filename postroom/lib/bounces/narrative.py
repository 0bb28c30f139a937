"""Reports in free text: the addresses that a mail server names, with what it says about each."""

import re
from typing import Final

from postroom.lib.bounces.fields import is_permanent, status_in
from postroom.lib.bounces.model import Action, ReportedRecipient
from postroom.lib.bounces.reasons import reason_of
from postroom.lib.bounces.returned import receiver_in, returned_in

_MAX_CHARS: Final = 32_768
_MAX_RECIPIENTS: Final = 100
_MAX_BELOW: Final = 12  # lines that may belong to an address
_MAX_DIAGNOSTIC: Final = 2_000
_LOCAL: Final = r"[^\s<>@,;:\"'()\[\]=：（）、，。；【】「」“”]"
_ADDRESS: Final = re.compile(rf"{_LOCAL}{{1,64}}+@[a-zA-Z0-9]{_LOCAL}{{0,250}}+")
_LABELS: Final = (
    r"(?:to|recipient|recipient address|rcpt to|address|failed address|failed recipient|addressed to|e-?mail|empfänger|destinataire"
    r"|destinatario|destinatário|ontvanger|adresat|odbiorca|получатель|адресат|кому|alıcı|an|para|收件人|收件者|收件地址|宛先|あて先"
    r"|受信者|받는 ?사람|수신인|수신자)[ \t]{0,2}[:：][ \t]{0,4}(?:\[?smtp:|rfc822;)?"
)
# An address that heads what is said of it: at the left edge, alone or before a colon, a dash, dots.
_HEADING: Final = re.compile(
    rf"[ \t]{{0,12}}(?:[*\-#>•]{{1,2}}[ \t]{{1,4}})?(?:{_LABELS})?[<\"'(]{{0,2}}"
    rf"({_LOCAL}{{1,64}}+@[a-zA-Z0-9]{_LOCAL}{{0,250}}+)[>\"')]{{0,2}}(?=[ \t]{{0,4}}(?:$|[:,;(\[]|\.\.|-|\r))",
    re.IGNORECASE,
)
_REPLY: Final = re.compile(r"(?<![\d.])[45]\d\d(?:[ \-:]|$)")
_FAILED: Final = re.compile(
    r"undeliver|not (?:be )?(?:deliver|sen[dt])|unable to (?:deliver|send|reach)|(?:delivery|mail|message)[\w ]{0,30}fail"
    r"|fail(?:ed|ure)|could ?n[o']t be|could not (?:deliver|send)|permanent|returned|rejected"
    r"|unknown user|user unknown|bounced?|had trouble"
    r"|delivery (?:problem|status|error)|errors? (?:occurred|sending|delivering)|invalid (?:user|address|recipient)|duplicated message-id"
    r"|no such (?:user|address|recipient)|no(?:t|n-)deliver|not exist|loop alert|not been delivered|was not delivered|not a member"
    r"|contained a virus|cannot (?:be deliver|deliver)|wasn't delivered|did not reach|over quota"
    r"|unzustellbar|nicht zugestellt|konnte nicht|nachrichtenzustellung|fehlgeschlagen"
    r"|non remis|n'a pas pu|impossible de|échec de la remise|non distribu"
    r"|no se pudo|no entregad|no se ha podido|error al entregar|devuelto"
    r"|não (?:foi|pôde)|falha na entrega|non (?:è stato|recapitat|riuscit)|impossibile (?:recapitare|consegnare)|mancata consegna"
    r"|onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd)|kan geen bericht|niet worden bezorgd"
    r"|nie (?:może|można|został|dostarcz|udało)|не (?:может|удалось|удается|доставл)|недостав|teslim edil|iletilem|gönderilem"
    r"|送信できま|届けられま|配信できま|失敗|配信不能|不達|投递失败|退信|退回|无法|未能|未传递|无法(?:投递|送达)|無法|傳遞到.{0,20}失敗"
    r"|반송|전송 실패|발송 실패|전송되지|배달하지 못|배달되지"
    r"|gick inte att leverera|kunde inte|mislyk|kan ikke leveres|kunne ikke|nezdařil|nedoruč|epäonnist|ei voitu|nem sikerült|kézbesíthet"
    r"|nu a putut|αποτυχία|δεν ήταν δυνατή|не може|נכשל|تعذر",
    re.IGNORECASE,
)
_DELAYED: Final = re.compile(
    r"delay|warning|will (?:be )?(?:retr|try|keep trying)|still (?:being|trying)|not yet|temporar(?:y|ily) (?:fail|problem)"
    r"|verzöger|retard(?:é|ad)|atrasad|ritard|vertraag|opóźni|задерж|gecik|遅延|延迟|延遲|지연",
    re.IGNORECASE,
)
_FINAL: Final = re.compile(r"giving up|will not (?:be )?retr|no further|not going to try|permanent|given up|permanente", re.IGNORECASE)
_POSTMEN: Final = ("postmaster@", "mailer-daemon@", "mail-daemon@", "maildaemon@", "support@", "abuse@", "noreply@", "no-reply@")


def read_narrative(text: str, subject: str, named: list[str], own: frozenset[str], copy: str) -> tuple[list[ReportedRecipient], str]:
    """The recipients that a text reports, and the copy of the mail inside it.

    `named` are the addresses of X-Failed-Recipients, `own` those of whoever gets the report (lower case), `copy` the returned
    mail where it came as a part of its own. Nobody where the text does not speak of a failure.
    """
    text = text[:_MAX_CHARS]
    cut = returned_in(text)
    said, copy = text[:cut], copy or text[cut:]
    if cut < len(text) and not _tells(said):
        said = text  # some begin with a few headers of the mail, and tell what became of it below them
    if not named and not _tells(subject) and not _tells(said):
        return [], copy
    blocks = _blocks(said, own)
    addresses = list(dict.fromkeys([*blocks, *named]))[:_MAX_RECIPIENTS] or _mentioned(said, own, copy)
    delayed = _is_delayed(subject, said)
    return [_recipient(one, _about(blocks.get(one, ""), said, len(addresses)), delayed) for one in addresses], copy


def _about(block: str, said: str, count: int) -> str:
    """What is said of an address: the lines at it, and of the only one the whole text where these hold no code."""
    if not block or (count == 1 and not _REPLY.search(block) and status_in(block) is None and status_in(said) is not None):
        return said
    return block


def _tells(text: str) -> bool:
    """Does it speak of a failure or a delay?"""
    return _FAILED.search(text) is not None or _DELAYED.search(text) is not None


def _blocks(said: str, own: frozenset[str]) -> dict[str, str]:
    """Addresses at the left edge, each with the lines below it."""
    blocks: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in said.splitlines():
        found = _HEADING.match(line)
        address = found[1].rstrip(".") if found else ""
        if found and address.lower() not in own and len(blocks) < _MAX_RECIPIENTS:
            current = blocks.setdefault(address, [])
            current.append(line[found.end() :].lstrip(" :\t"))
        elif current is not None and len(current) < _MAX_BELOW:
            current.append(line.strip())
    return {address: " ".join(" ".join(lines).split())[:_MAX_DIAGNOSTIC] for address, lines in blocks.items()}


def _mentioned(said: str, own: frozenset[str], copy: str) -> list[str]:
    """No address stands for itself: the first that is named anywhere, else whom the copy was for."""
    for found in _ADDRESS.finditer(said):
        address = found[0].rstrip(".").lower()
        if address not in own and not address.startswith(_POSTMEN):
            return [found[0].rstrip(".")]
    receiver = receiver_in(copy)
    return [receiver] if receiver else []


def _recipient(address: str, said: str, delayed: bool) -> ReportedRecipient:
    status = status_in(said)
    action: Action = "delayed" if delayed else "failed"
    diagnostic = _diagnostic(said)
    return ReportedRecipient(
        recipient=address,
        action=action,
        permanent=is_permanent(action, status),
        reason=reason_of(status, said, action),
        status=status,
        diagnostic=diagnostic or None,
    )


def _diagnostic(said: str) -> str:
    """From the reply code of the other server on, where there is one."""
    found = _REPLY.search(said)
    return (said[found.start() :] if found else said).strip()[:_MAX_DIAGNOSTIC]


def _is_delayed(subject: str, said: str) -> bool:
    if _FINAL.search(said):
        return False
    return _DELAYED.search(subject) is not None or (_DELAYED.search(said) is not None and "fail" not in subject.lower())
