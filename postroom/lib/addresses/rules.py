"""What a local part that somebody chooses may look like."""

import re

_ALLOWED = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?\Z")

# RFC 2142 and what certificate authorities and mail systems trust to belong to the owner of a domain.
ROLE_NAMES = frozenset(
    """abuse admin administrator all billing bounce bounces ceo compliance daemon dns everyone ftp hostmaster info
mail mailer-daemon mailerdaemon marketing news no-reply nobody noc noreply office operator owner postmaster
privacy root sales security ssladmin ssladministrator sslwebmaster staff support sysadmin system usenet uucp
webmaster www""".split()
)


def check_local_part(local: str) -> str | None:
    """None when the folded local part may be chosen, else the words that say what is wrong."""
    if not _ALLOWED.match(local):
        return "must be 1 to 64 characters of a-z, 0-9, dot, dash and underscore, beginning and ending with a letter or digit."
    if ".." in local:
        return "must not have two dots in a row."
    return None
