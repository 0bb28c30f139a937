"""Organisations, keys and users: who may ask at all. The lowest rank; everything else belongs to an organisation."""

from postroom.features.accounts.authenticate import KeyAuthenticator
from postroom.features.accounts.create import KeyPlan, create_key, create_organisation, ensure_operator, revoke_keys_of_agent

__all__ = ["KeyAuthenticator", "KeyPlan", "create_key", "create_organisation", "ensure_operator", "revoke_keys_of_agent"]
