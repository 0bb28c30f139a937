"""All SQL of messages: `insert` (many at once), `read`, `change`, `thread`."""
