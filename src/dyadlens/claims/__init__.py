"""Claims on a pair: rules that decide them, verdicts, and what the verdicts say of rival readings."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
