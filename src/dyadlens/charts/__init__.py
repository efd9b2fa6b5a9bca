"""Charts: each draws one result, says in its title what it shows, and carries alternative text, source and numbers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
