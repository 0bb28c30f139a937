"""Domains of the house and of organisations."""

from postroom.features.domains.settings import DomainSettings
from postroom.features.domains.store import find_verified, own_domains_part

__all__ = ["DomainSettings", "find_verified", "own_domains_part"]
