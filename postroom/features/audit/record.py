"""Writing the audit log: dispatch calls this for every command, io operation and denial."""

from postroom.features.audit import store
from postroom.kernel.context import Tx
from postroom.kernel.dispatch import Call


class AuditLog:
    """The kernel's auditor."""

    async def record(self, tx: Tx, call: Call, outcome: str) -> None:
        """One line: which operation on what, never bodies or secrets."""
        await store.insert_entry(tx, call.operation.name, outcome, _subject(call), call.wire, call.address, call.request_id)


def _subject(call: Call) -> str:
    """The path parameters, which name what the call was about."""
    values = (str(getattr(call.input, name, "")) for name in call.operation.path_parameters)
    return " ".join(values)[:300]
