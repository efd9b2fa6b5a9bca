"""All measures, as ``dyadlens.measures`` lists them."""

from __future__ import annotations

from dyadlens.measures.registry import registry

measures = registry()
