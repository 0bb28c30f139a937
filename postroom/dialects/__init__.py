"""The languages that clients speak: one folder a language, found by its manifest. None knows another."""
