"""Reasoning over evidence: indices and their uncertainty, change, drivers, ideal points."""
