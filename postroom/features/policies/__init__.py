"""Policies: contact rules, which say who may write to an inbox and to whom it may write."""

from postroom.features.policies.forget import forget_rules
from postroom.features.policies.model import FilterMode
from postroom.features.policies.redundant import FilterModeChange, notice_of
from postroom.features.policies.rulebook import Rulebook
from postroom.features.policies.ruleset import Blocked, Place, RuleSet
from postroom.features.policies.settings import PolicySettings
from postroom.features.policies.store import list_active

__all__ = [
    "Blocked",
    "FilterMode",
    "FilterModeChange",
    "Place",
    "PolicySettings",
    "RuleSet",
    "Rulebook",
    "forget_rules",
    "list_active",
    "notice_of",
]
