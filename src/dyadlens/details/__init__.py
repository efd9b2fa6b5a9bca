"""What a page shows of a pair beside its measures: single deals, contacts, third states between the two."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
