"""Whether an address carries something unguessable: a parameter named for it, or a run of mixed characters."""

import re
from typing import Final


def has_secret(tail: str) -> bool:
    """`tail` is path and query as written. Linear: each run of characters is looked at a few times."""
    return _NAMED.search(tail.lower()) is not None or _RANDOM.search(tail) is not None


# The `=` or `/` leads, and the name is looked for behind it: `k` and `t` end ticket, secret, tk, jwt and such.
_NAMED: Final = re.compile(
    r"[=/](?:(?<=[kt].)|(?<=(?:key|sig|otp|uid).)|(?<=(?:code|hash|auth).)|(?<=(?:token|nonce).)|(?<=signature.))[\w.:~-]{6}", re.DOTALL
)
# Eight or more characters with two digits and two others among them, or twenty of both cases.
_RANDOM: Final = re.compile(
    "(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]{8})(?:"
    "(?=[A-Za-z_-]*+[0-9][A-Za-z_-]*+[0-9])[0-9]*+[A-Za-z_-][0-9]*+[A-Za-z_-]"
    "|(?=[A-Za-z0-9_-]{20})(?=[A-Z0-9_-]*+[a-z])[a-z0-9_-]*+[A-Z])"
)
