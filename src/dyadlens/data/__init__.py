"""Curated tables: the catalogue, what was known on a day, and the shape of evidence."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
