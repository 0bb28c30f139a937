"""Does a sender look like somebody else? Confusable domains, and names that show another address. Pure and linear."""

from postroom.lib.likeness.domains import LONGEST_DOMAIN, halves, imitated_brand, resembles
from postroom.lib.likeness.names import shows_another_address

__all__ = ["LONGEST_DOMAIN", "halves", "imitated_brand", "resembles", "shows_another_address"]
