"""Waiting for mail and for codes."""
