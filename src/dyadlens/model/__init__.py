"""Reasoning over the evidence of all pairs: what moves with what, and how far the past tells the future."""
