"""The composition root: settings, discovery, wiring, roles, and the `postroom` command. May import everything; nothing imports it."""
