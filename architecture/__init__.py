"""Rules about imports that import-linter does not know by itself."""
