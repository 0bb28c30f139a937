"""Scores of the reading on the labelled corpus: one file a set under `sets/`, one table under `docs/`."""
