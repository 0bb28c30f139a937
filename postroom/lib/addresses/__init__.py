"""E-mail addresses: normal form, plus tags, the rules for chosen local parts. Pure (RFC 5321 §4.1.2, RFC 6531, RFC 5891)."""

from postroom.lib.addresses.generate import generate_local_part
from postroom.lib.addresses.normalise import Address, normalise_address, normalise_domain, split_tag
from postroom.lib.addresses.rules import ROLE_NAMES, check_local_part

__all__ = ["ROLE_NAMES", "Address", "check_local_part", "generate_local_part", "normalise_address", "normalise_domain", "split_tag"]
