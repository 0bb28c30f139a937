"""Postroom: the self-hosted post room for AI agents."""

__version__ = "0.1.0"
