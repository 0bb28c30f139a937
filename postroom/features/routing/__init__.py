"""Routing rules: which agent a conversation is for, and into which other inbox a mail goes too."""

from postroom.features.routing.router import Routed, Router

__all__ = ["Routed", "Router"]
