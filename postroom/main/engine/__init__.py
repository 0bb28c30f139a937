"""Where Postroom's data lives: the embedded PostgreSQL, or an address of an external one."""
