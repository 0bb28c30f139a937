"""Under which Unix account the server runs: our own, or an unprivileged one when we are root.

PostgreSQL refuses to run as root, so root lends it another uid for `initdb` and `postgres` only.
"""

import os
import pwd
from dataclasses import dataclass
from typing import TypedDict

from postroom.main.engine.embedded.errors import DataDirectoryUnusable

NOBODY, NOBODYS_UID = "nobody", 65534  # the number where the name is missing


class Switch(TypedDict, total=False):
    """The keywords of `subprocess` that change the account of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """A Unix user and its primary group."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """True when this very process runs under the account."""
        return self.uid == os.geteuid()

    def switch(self) -> Switch:
        """Keywords for `subprocess`: a child under this account, without our supplementary groups."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_account(cluster_owner: int | None, run_as: str | int | None) -> Account:
    """The owner of an existing cluster stays; else the wish `run_as`; else nobody (root) or we ourselves."""
    wish = None if run_as in (None, "") else _look_up(run_as)
    if os.geteuid() != 0:
        return _own_account(cluster_owner, wish)
    if cluster_owner and wish and wish.uid != cluster_owner:
        raise DataDirectoryUnusable(
            f"The database belongs to uid {cluster_owner}, but the setting asks to run it as {run_as}. "
            "Drop the setting, or change the owner of the cluster directory with chown -R."
        )
    if cluster_owner:
        return _look_up(cluster_owner)
    return wish or _nobody()


def _own_account(cluster_owner: int | None, wish: Account | None) -> Account:
    ours = Account(os.geteuid(), os.getegid())
    if wish and wish.uid != ours.uid:
        raise DataDirectoryUnusable("Only root can run the database as another user; drop the setting.")
    if cluster_owner is not None and cluster_owner != ours.uid:
        raise DataDirectoryUnusable(
            f"The database in this data directory belongs to uid {cluster_owner}, this process is uid {ours.uid}. "
            "Start Postroom as the user who made it (or as root), or choose another --data-dir."
        )
    return ours


def _look_up(user: str | int | None) -> Account:
    """By name or number; only `initdb` needs an entry in the user database, an existing cluster does not."""
    if isinstance(user, str) and not user.isdigit():
        try:
            entry = pwd.getpwnam(user)
        except KeyError as error:
            raise DataDirectoryUnusable(f"There is no system user named {user!r} to run the database as.") from error
        return _unprivileged(Account(entry.pw_uid, entry.pw_gid))
    uid = int(user or 0)
    try:
        return _unprivileged(Account(uid, pwd.getpwuid(uid).pw_gid))
    except KeyError:
        return _unprivileged(Account(uid, uid))


def _nobody() -> Account:
    try:
        return _look_up(NOBODY)
    except DataDirectoryUnusable:
        return _look_up(NOBODYS_UID)


def _unprivileged(account: Account) -> Account:
    if account.uid == 0:
        raise DataDirectoryUnusable("PostgreSQL does not run as root; name an unprivileged user.")
    return account
