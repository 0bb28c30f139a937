"""Protocol code without the house: pure, no clock, no network, no database; usable elsewhere."""
