"""The audit log: commands, io operations and denials."""

from postroom.features.audit.record import AuditLog

__all__ = ["AuditLog"]
