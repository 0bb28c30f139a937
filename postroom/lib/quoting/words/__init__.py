"""Tables of words by language; data only."""
