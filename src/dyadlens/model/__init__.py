"""Reasoning over evidence: estimates that no source publishes, and what follows from them."""
