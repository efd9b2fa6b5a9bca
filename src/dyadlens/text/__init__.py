"""Sentences on what the evidence, the indices, the drivers and the verdicts say."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
