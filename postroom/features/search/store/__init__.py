"""All SQL of search but the asking, which lists share and messages have."""
