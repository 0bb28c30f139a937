"""Details of a mail (amounts, dates, numbers, names) with evidence, and filling a caller's JSON schema with them; nothing is guessed."""

from postroom.lib.details.fill import Field, Filled, fill
from postroom.lib.details.find import find_details
from postroom.lib.details.model import Detail, Mail
from postroom.lib.details.schema import SchemaError, Wanted, read_schema
from postroom.lib.details.verify import conforms, occurs

__all__ = ["Detail", "Field", "Filled", "Mail", "SchemaError", "Wanted", "conforms", "fill", "find_details", "occurs", "read_schema"]
