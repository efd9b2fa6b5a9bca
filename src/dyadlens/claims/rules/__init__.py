"""Rules that decide claims, by subject."""
