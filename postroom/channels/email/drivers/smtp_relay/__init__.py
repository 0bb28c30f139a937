"""Sending through somebody else's SMTP server: STARTTLS or TLS, with or without a password."""
