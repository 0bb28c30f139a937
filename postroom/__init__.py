"""Postroom: the self-hosted post room for AI agents."""

