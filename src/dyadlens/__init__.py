"""Evidence on pairs of states, with its sources, its gaps and its uncertainty.

>>> import dyadlens as dl
>>> votes = dl.evidence("PAK-RUS", "votes")

Names load their module on first use, so that importing the package stays cheap; ``__init__.pyi`` says where each lives.
"""

import sys

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]

if "IPython" in sys.modules:
    from dyadlens.errors import show_in_one_line

    show_in_one_line()
