"""Formulas: arrays in, arrays out. They know nothing of tables, states or files."""
