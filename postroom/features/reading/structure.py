"""A message in the shape of the caller's JSON schema: deterministic readers first, a model for the rest where one is wanted."""

from typing import Annotated, Any

import msgspec

from postroom.features.messages import load_message, model, shape_message
from postroom.features.reading.ask_model import ask_model
from postroom.features.reading.limits import read_aside
from postroom.kernel.context import Io
from postroom.kernel.errors import invalid_field
from postroom.kernel.operations import Input, operation
from postroom.lib.details import Detail, Field, Filled, Mail, SchemaError, Wanted, fill, occurs, read_schema

_MOST_BYTES = 65_536

Schema = Annotated[
    dict[str, Any],
    msgspec.Meta(
        description="A JSON schema: `type: object` with `properties`; texts, numbers, truth values, objects and lists of these. Places are"
        " filled by their names, descriptions and formats; a whole number for an amount is in cents."
    ),
]
UseModel = Annotated[
    bool,
    msgspec.Meta(description="Ask the model that the operator set up for what is still empty; what does not occur is marked."),
]


class StructureMessage(Input, frozen=True):
    """What to read out of a message."""

    message_id: str
    schema: Schema
    use_model: UseModel = False


class Structured(msgspec.Struct, frozen=True):
    """`data` in the shape of the schema, null where nothing was found; `fields` the evidence, place by place.

    `model` is null where none was asked, else `used` or why it failed: off, timeout, not_json, not_of_the_schema, …
    """

    data: dict[str, Any]
    fields: list[Field]
    model: str | None


@operation("messages.extract", rest="POST /v1/messages/{message_id}/extract", scope="messages:read", kind="pure", agent_tool=True)
async def structure_message(io: Io, given: StructureMessage) -> Structured:
    """Read a message into your own JSON schema, each value with its evidence. What is not found is null: nothing is guessed.

    Deterministic readers find amounts, dates, numbers of invoices, orders and parcels, names and addresses from headers, codes and links.
    A model is asked only with `use_model`, and only where the operator set one up.
    """
    wanted = checked_schema(given.schema)
    async with io.read() as rd:
        row = await load_message(rd, given.message_id)
    message = await shape_message(row)
    return await structured(io, given.schema, wanted, mail_of(message), use_model=given.use_model)


def checked_schema(schema: dict[str, Any]) -> Wanted:
    """The schema, read. Raises Invalid that names the place."""
    if len(msgspec.json.encode(schema)) > _MOST_BYTES:
        raise invalid_field("body.schema", f"is larger than {_MOST_BYTES:,} bytes; ask for less at once.")
    try:
        return read_schema(schema)
    except SchemaError as error:
        raise invalid_field(f"body.schema.{error.path}".rstrip("."), error.detail, code="schema_not_supported") from error


async def structured(io: Io, schema: dict[str, Any], wanted: Wanted, mail: Mail, *, use_model: bool) -> Structured:
    """The mail in the shape of the schema."""
    filled: Filled = await read_aside((mail.text,), fill, wanted, mail)
    if not use_model:
        return Structured(filled.data, filled.fields, None)
    said = await ask_model(io, schema, wanted, mail.subject, mail.text)
    if said.error:
        return Structured(filled.data, filled.fields, said.error)
    low = " ".join(f"{mail.subject} {mail.text} {mail.from_name} {mail.from_address}".lower().split())
    fields = [_completed(field, said.data, low) for field in filled.fields]
    for field in fields:
        _put(filled.data, field.path.split("."), field.value)
    return Structured(filled.data, fields, "used")


def _completed(field: Field, said: Any, low: str) -> Field:
    """What the readers found stays; else the model's value, marked where it does not stand in the mail."""
    if field.value is not None:
        return field
    for name in field.path.split("."):
        said = said.get(name) if isinstance(said, dict) else None
    if said is None:
        return field
    is_there = occurs(said, low)
    note = None if is_there else "unverified: it does not stand in the mail."
    return Field(field.path, said, 0.6 if is_there else 0.2, "model", None, None, is_there, note)


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        data = data[name]
    data[path[-1]] = value


def mail_of(message: model.Message) -> Mail:
    """A stored message as the readers take it."""
    return Mail(
        subject=message.subject,
        text=message.text_full,
        from_name=message.from_.name,
        from_address=message.from_.address,
        to=[(one.name, one.address) for one in message.to],
        sent_at=(message.sent_at or message.received_at).isoformat(),
        attachments=[one.filename for one in message.attachments if one.filename],
        codes=[] if message.ambiguous else [_evidence("code", one.value, one) for one in message.codes],
        links=[_evidence(one.kind, one.url, one) for one in message.links],
    )


def _evidence(kind: str, value: str, one: Any) -> Detail:
    return Detail(kind, value, one.span, "subject" if one.source == "subject" else "text", one.rule, one.confidence)
