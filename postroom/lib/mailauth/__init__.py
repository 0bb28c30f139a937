"""Who sent a mail: SPF, DKIM, DMARC and ARC, by own pure code; DNS through a port that is passed in."""

from postroom.lib.mailauth.alignment import organisational_domain
from postroom.lib.mailauth.authenticate import (
    Arrival,
    Rules,
    conclude,
    count_from,
    find_from_policy,
    gather_evidence,
    not_yet,
    of_the_house,
    switched_off,
)
from postroom.lib.mailauth.model import Authentication, Method, Verdict
from postroom.lib.mailauth.results import authserv_id

__all__ = [
    "Arrival",
    "Authentication",
    "Method",
    "Rules",
    "Verdict",
    "authserv_id",
    "conclude",
    "count_from",
    "find_from_policy",
    "gather_evidence",
    "not_yet",
    "of_the_house",
    "organisational_domain",
    "switched_off",
]
