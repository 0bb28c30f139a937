"""Words by language and by what they stand for; data only."""
