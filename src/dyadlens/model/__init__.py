"""Reasoning over evidence: composite indices, their uncertainty, and change."""
