"""The drivers of e-mail: one folder each, found by its manifest; they enter the channel by its door."""
