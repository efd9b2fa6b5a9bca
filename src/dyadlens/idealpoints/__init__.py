"""Ideal points estimated from roll calls."""
