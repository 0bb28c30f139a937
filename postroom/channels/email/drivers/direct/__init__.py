"""Our own SMTP server: mail comes straight from the world."""
