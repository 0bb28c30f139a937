"""Tests of the whole house, and the checks of the repository itself (`tests.rules`, `tests.draw_map`)."""
