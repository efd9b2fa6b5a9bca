"""Measures of states and pairs: one function for all pairs each, described in the YAML beside it."""

from dyadlens.measures.registry import DOMAINS, Measure, describe, registry

__all__ = ["DOMAINS", "Measure", "describe", "registry"]
