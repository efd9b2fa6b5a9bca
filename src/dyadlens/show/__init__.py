"""Figures, tables and sentences drawn from evidence; nothing here loads data."""
