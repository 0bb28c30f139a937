"""Delivery reports and complaints: who did not get a mail, whether for good, and why (RFC 3464, RFC 3463, RFC 5965, and free text)."""

from postroom.lib.bounces.model import Report, ReportedRecipient
from postroom.lib.bounces.read import may_be_report, read_report

__all__ = ["Report", "ReportedRecipient", "may_be_report", "read_report"]
