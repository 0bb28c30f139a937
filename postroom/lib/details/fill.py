"""Details onto a schema: each place gets the one detail its name asks for, or null where there is none or more than one."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from postroom.lib.details.find import find_details
from postroom.lib.details.model import Detail, Mail
from postroom.lib.details.schema import Wanted
from postroom.lib.details.slots import QUALIFIERS, kind_of, qualifiers
from postroom.lib.details.verify import fold

ITEMS_MAX: Final = 100


class Field(msgspec.Struct, frozen=True):
    """One place of the answer. `verified`: its value stands in the mail. `note` says why it is null."""

    path: str
    value: Any = None
    confidence: float = 0.0
    rule: str | None = None
    source: str | None = None
    span: tuple[int, int] | None = None
    verified: bool = False
    note: str | None = None


class Filled(msgspec.Struct, frozen=True):
    """The data in the shape of the schema, and the evidence place by place."""

    data: dict[str, Any]
    fields: list[Field]


def fill(wanted: Wanted, mail: Mail) -> Filled:
    """Everything that the deterministic readers find."""
    fields: list[Field] = []
    filler = _Filler(mail, find_details(mail))
    data = _object(wanted, "", filler, fields)
    return Filled(data, fields)


def _object(wanted: Wanted, path: str, filler: "_Filler", fields: list[Field]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, one in wanted.properties.items():
        place = f"{path}.{name}" if path else name
        if one.type == "object":
            data[name] = _object(one, place, filler, fields)
            continue
        field = msgspec.structs.replace(filler.list_of(one) if one.type == "array" else filler.one(one), path=place)
        fields.append(field)
        data[name] = field.value
    return data


class _Filler:
    def __init__(self, mail: Mail, details: Sequence[Detail]) -> None:
        self._mail = mail
        self._details = details

    def one(self, wanted: Wanted) -> Field:
        """The value of a place that is no list."""
        if wanted.enum:
            return self._chosen(wanted)
        kind = kind_of(wanted)
        if kind is None:
            return Field("", note="Its name and description say nothing that the deterministic readers know.")
        if kind in _HEADERS:
            return self._header(wanted, kind)
        if kind == "currency":
            return self._same(wanted, "amount", lambda detail: detail.unit)
        if kind == "carrier":
            return self._same(wanted, "tracking_number", lambda detail: detail.unit)
        return self._detail(wanted, kind)

    def list_of(self, wanted: Wanted) -> Field:
        """All values of a kind, each once."""
        inner = wanted.items
        kind = kind_of(msgspec.structs.replace(wanted, type=inner.type)) if inner and inner.type not in ("object", "array") else None
        if kind == "attachment":
            return Field("", self._mail.attachments[:ITEMS_MAX], 0.99, "attachment_names", "headers", None, True)
        if kind is None or inner is None or kind in _HEADERS or kind in ("currency", "carrier"):
            return Field("", note="A list of this is beyond the deterministic readers.")
        found = self._of_kind(kind)
        values = list(dict.fromkeys(value for value in (_shown(detail, inner) for detail in found) if value is not None))[:ITEMS_MAX]
        if not values:
            return Field("", note=f"No {kind.replace('_', ' ')} was found.")
        return Field("", values, min(detail.confidence for detail in found), found[0].rule, found[0].source, found[0].span, True)

    def _of_kind(self, kind: str) -> list[Detail]:
        if kind == "link":
            return list(self._mail.links)
        if kind in ("code", "verification", "reset", "magic_link", "unsubscribe"):
            return [one for one in (*self._mail.codes, *self._mail.links) if one.kind == kind]
        return [detail for detail in self._details if detail.kind == kind]

    def _detail(self, wanted: Wanted, kind: str) -> Field:
        found = self._of_kind(kind)
        if kind in ("amount", "date"):
            found = _meant(found, qualifiers(wanted))
        shown: dict[Any, Detail] = {}
        for detail in found:
            value = _shown(detail, wanted)
            if value is not None:
                shown.setdefault(value, detail)
        if len(shown) == 1:
            value, detail = next(iter(shown.items()))
            return Field("", value, detail.confidence, detail.rule, detail.source, detail.span, True)
        if not shown:
            return Field("", note=f"No {kind.replace('_', ' ')} was found that its name asks for.")
        return Field("", note=f"{len(shown)} values fit ({', '.join(str(value)[:40] for value in list(shown)[:3])}); nothing is guessed.")

    def _same(self, wanted: Wanted, kind: str, read: Callable[[Detail], str | None]) -> Field:
        """What all details of a kind agree in."""
        found = [detail for detail in self._of_kind(kind) if read(detail)]
        values = {read(detail) for detail in found}
        if len(values) != 1:
            return Field("", note=f"{'No' if not values else 'More than one'} {wanted.words[-1] if wanted.words else kind} was found.")
        return Field("", read(found[0]), found[0].confidence, found[0].rule, found[0].source, found[0].span, True)

    def _header(self, wanted: Wanted, kind: str) -> Field:
        mail = self._mail
        first = mail.to[0] if len(mail.to) == 1 else ("", "")
        values = {
            "from_name": mail.from_name,
            "from_address": mail.from_address,
            "to_name": first[0],
            "to_address": first[1],
            "subject": mail.subject,
            "sent_at": (mail.sent_at or "")[: 10 if wanted.format == "date" else None],
            "attachment": mail.attachments[0] if len(mail.attachments) == 1 else "",
        }
        value = values[kind] or None
        if value is None:
            return Field("", note="The headers do not say it, or say several.")
        return Field("", value, 0.8 if kind == "from_name" else 0.95, f"header_{kind}", "headers", None, True)

    def _chosen(self, wanted: Wanted) -> Field:
        """The one value of the list that stands in the mail as a word."""
        low = f" {fold(self._mail.subject)} {fold(self._mail.text)} "
        found = [value for value in wanted.enum if isinstance(value, str) and f" {_spoken(value)} " in _worded(low)]
        if len(found) == 1:
            return Field("", found[0], 0.6, "enum_word", "text", None, True)
        return Field("", note="None of its values stands in the mail." if not found else "Several of its values stand in the mail.")


def _meant(found: list[Detail], wished: set[str]) -> list[Detail]:
    """Those whose own words say what is wished; else, unless a firm word is wished, those that no firm word claims."""
    named = [detail for detail in found if any(_says(detail.label, word) for word in wished)]
    if "subtotal" not in wished:
        named = [detail for detail in named if not _says(detail.label, "subtotal")]
    if named or wished & _FIRM:
        return named
    free = [detail for detail in found if not any(_says(detail.label, word) for word in _FIRM - wished)]
    return [msgspec.structs.replace(detail, confidence=0.8) for detail in free] if wished else (found if len(found) < 2 else free)


def _says(label: str, word: str) -> bool:
    return _STEMS[word].search(label) is not None


def _spoken(value: str) -> str:
    return " ".join(value.replace("_", " ").lower().split())


def _worded(low: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in low).split()).join("  ")


def _shown(detail: Detail, wanted: Wanted) -> Any:
    """The value as its place wants it; None where it does not fit."""
    value = detail.value
    if detail.kind == "amount":
        if wanted.type == "integer":
            return value
        return value / 100 if wanted.type == "number" else f"{value / 100:.2f} {detail.unit}"
    if detail.kind == "date":
        if wanted.format == "date":
            return value[:10]
        return None if wanted.format == "date-time" else value
    if wanted.type in ("integer", "number"):
        plain = str(value)
        return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 15 and str(int(plain)) == plain else None
    return str(value)


_HEADERS: Final = frozenset(("from_name", "from_address", "to_name", "to_address", "subject", "sent_at", "attachment"))
# A place that asks for one of these takes no other, even a lone one; and what they claim is nothing else.
_FIRM: Final = frozenset(
    "subtotal tax vat shipping discount refund fee due departure arrival expiry expires delivery checkin checkout renewal".split()
)
_STEMS: Final = {
    word: re.compile("(?<![^\\W\\d_])(?:" + "|".join(re.escape(stem.replace("_", " ")) for stem in stems.split()) + ")")
    for word, stems in QUALIFIERS.items()
}
