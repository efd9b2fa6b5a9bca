"""Curated tables: the catalogue, what was known on a day, and the shape of evidence."""
