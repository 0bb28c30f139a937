"""A caller's schema: filled by names, descriptions and formats; null where nothing or too much fits; refused by its path."""

from typing import Any

import pytest

from postroom.lib.details import Filled, Mail, SchemaError, conforms, fill, occurs, read_schema

INVOICE = Mail(
    subject="Invoice 2026-0443 from Oak Ltd",
    text="""Dear Jo,

Invoice number: INV-2026-0443
Order no. 4482913
Date: 11 March 2026
Due date: 30.04.2026

Subtotal: $1,040.00
VAT (20%): $208.00
Total due: $1,248.00

Status: shipped
Tracking number: 1Z999AA10123456784
Questions? Call +44 20 7946 0123 or write to billing@oak.example
""",
    from_name="Oak Ltd",
    from_address="no-reply@oak.example",
    to=[("Jo Lin", "jo@in.example")],
    sent_at="2026-03-11T12:00:00+00:00",
    attachments=["invoice.pdf"],
)


def filled(mail: Mail = INVOICE, **properties: Any) -> Filled:
    return fill(read_schema({"type": "object", "properties": properties}), mail)


@pytest.mark.parametrize(
    ("name", "schema", "value"),
    [
        ("invoice_number", {"type": "string"}, "INV-2026-0443"),
        ("invoiceNo", {"type": "string"}, "INV-2026-0443"),
        ("order_id", {"type": ["string", "null"]}, "4482913"),
        ("order_number", {"type": "integer"}, 4482913),
        ("total_cents", {"type": "integer"}, 124800),
        ("total", {"type": "number"}, 1248.0),
        ("amount_due", {"anyOf": [{"type": "number"}, {"type": "null"}]}, 1248.0),
        ("x", {"type": "string", "description": "The total price"}, "1248.00 USD"),
        ("tax", {"type": "number"}, 208.0),
        ("subtotal", {"type": "number"}, 1040.0),
        ("shipping", {"type": "number"}, None),
        ("amount", {"type": "number"}, None),
        ("currency", {"type": "string"}, "USD"),
        ("due_date", {"type": "string", "format": "date"}, "2026-04-30"),
        ("invoice_date", {"type": "string", "format": "date"}, "2026-03-11"),
        ("departure_date", {"type": "string", "format": "date"}, None),
        ("sent_at", {"type": "string", "format": "date-time"}, "2026-03-11T12:00:00+00:00"),
        ("vendor", {"type": "string"}, "Oak Ltd"),
        ("sender_email", {"type": "string"}, "no-reply@oak.example"),
        ("customer_name", {"type": "string"}, "Jo Lin"),
        ("contact_email", {"type": "string", "format": "email"}, "billing@oak.example"),
        ("phone", {"type": "string"}, "+442079460123"),
        ("tracking_number", {"type": "string"}, "1Z999AA10123456784"),
        ("carrier", {"type": "string"}, "ups"),
        ("status", {"enum": ["pending", "shipped", "delivered"]}, "shipped"),
        ("all_amounts", {"type": "array", "items": {"type": "integer"}}, [104000, 20800, 124800]),
        ("files", {"type": "array", "items": {"type": "string"}}, ["invoice.pdf"]),
        ("line_items", {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}, None),
        ("is_paid", {"type": "boolean"}, None),
        ("favourite_colour", {"type": "string"}, None),
    ],
)
def test_a_place_gets_what_its_name_asks_for_or_null_with_the_reason(name: str, schema: dict[str, Any], value: Any) -> None:
    answer = filled(**{name: schema})
    field = answer.fields[0]
    assert answer.data == {name: value}
    assert (field.path, field.value) == (name, value)
    assert (field.note is None and field.rule is not None and field.verified) if value is not None else field.note


def test_evidence_points_to_the_place() -> None:
    field = filled(total={"type": "number"}).fields[0]
    assert field.span
    assert INVOICE.text[slice(*field.span)] == "$1,248.00"


def test_objects_are_nested_and_local_references_followed() -> None:
    schema = {
        "type": "object",
        "$defs": {"Money": {"type": "object", "properties": {"total": {"type": "number"}, "currency": {"type": "string"}}}},
        "properties": {"payment": {"$ref": "#/$defs/Money"}},
        "required": ["payment"],
        "additionalProperties": False,
    }
    answer = fill(read_schema(schema), INVOICE)
    assert answer.data == {"payment": {"total": 1248.0, "currency": "USD"}}
    assert [field.path for field in answer.fields] == ["payment.total", "payment.currency"]


def test_two_values_that_fit_are_told_and_none_is_taken() -> None:
    mail = Mail(text="Total: $5.00\nTotal: $7.00")
    field = filled(mail, total={"type": "number"}).fields[0]
    assert (field.value, field.note) == (None, "2 values fit (5.0, 7.0); nothing is guessed.")


DEEP: dict[str, Any] = {"type": "string"}
for _ in range(8):
    DEEP = {"type": "object", "properties": {"a": DEEP}}
LOOP = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({}, ""),
        ({"type": "array", "items": {}}, ""),
        ({"type": "object", "properties": {"a": {"oneOf": []}}}, "properties.a.oneOf"),
        ({"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "number"}]}}}, "properties.a.anyOf"),
        ({"type": "object", "properties": {"a": {"type": "string", "pattern": "(a+)+"}}}, "properties.a.pattern"),
        ({"type": "object", "properties": {"a": {"type": "decimal"}}}, "properties.a.type"),
        ({"type": "object", "properties": {"a": {"type": ["string", "number"]}}}, "properties.a.type"),
        ({"type": "object", "properties": {"a": {"type": "array", "items": [{"type": "string"}]}}}, "properties.a.items"),
        ({"type": "object", "properties": {"a": {"type": "object"}}}, "properties.a.properties"),
        ({"type": "object", "properties": {"a": {"$ref": "https://evil.test/schema"}}}, "properties.a.$ref"),
        ({"type": "object", "properties": {"a": {"enum": list(range(101))}}}, "properties.a.enum"),
        ({"type": "object", "properties": {"a": "string"}}, "properties.a"),
        (LOOP, "properties.a"),
        (DEEP, "properties.a" + ".properties.a" * 6),
        ({"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(201)}}, "properties.p199"),
    ],
)
def test_a_schema_beyond_what_is_supported_is_refused_by_its_path(schema: Any, path: str) -> None:
    with pytest.raises(SchemaError) as refused:
        read_schema(schema)
    assert refused.value.path == path
    assert refused.value.detail


def test_values_conform_or_not() -> None:
    wanted = read_schema(
        {
            "type": "object",
            "properties": {
                "a": {"type": "integer"},
                "b": {"type": "array", "items": {"type": "string"}},
                "c": {"enum": ["x", "y"]},
                "d": {"type": "boolean"},
            },
        }
    )
    assert conforms({"a": 1, "b": ["x"], "c": "y", "d": True}, wanted)
    assert conforms({"a": None}, wanted)
    for wrong in ({"a": True}, {"a": 1.5}, {"b": [1]}, {"c": "z"}, {"d": "yes"}, {"e": 1}, [1]):
        assert not conforms(wrong, wanted)


def test_a_value_occurs_where_its_text_or_its_digits_stand() -> None:
    low = "total: 1,249.00 eur for jo lin"
    assert occurs("Jo   LIN", low)
    assert occurs(1249.0, low)
    assert occurs(124900, low)
    assert occurs({"a": ["jo", None]}, low)
    assert not occurs("Mara", low)
    assert not occurs(1250, low)
    assert not occurs(True, low)
