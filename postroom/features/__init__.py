"""The nouns of the house, one folder each, ranked in `.importlinter`: a feature imports only those below it."""
