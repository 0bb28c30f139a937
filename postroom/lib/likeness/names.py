"""Display names that show an address, as mail programs of phones show nothing else."""

import re

from postroom.lib.addresses import normalise_domain
from postroom.lib.mailauth import organisational_domain

_ADDRESS = re.compile(r"[^\s@<>\"'(),:;]{1,64}@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})")
_LONGEST = 998
_MOST = 5


def shows_another_address(name: str, address: str) -> bool:
    """Whether a display name shows an address of another organisation than the one that it stands beside."""
    if "@" not in name and "＠" not in name:
        return False
    own = _organisation(address.rpartition("@")[2])
    shown = _ADDRESS.findall(name[:_LONGEST].replace("＠", "@"))[:_MOST]
    return any((found := _organisation(domain)) is not None and found != own for domain in shown)


def _organisation(domain: str) -> str | None:
    normal = normalise_domain(domain)
    return None if normal is None else organisational_domain(normal)
