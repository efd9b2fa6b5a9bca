"""Results that do not depend on the pair, cached under a key of what they are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from dyadlens.data.cache import cached_table, key


@cache
def model_key(*modules: str) -> str:
    """Return the key of a result: that of data and panel, and the code of the modules of this package that make it."""
    digest = hashlib.sha256(key().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not modules or path.stem in modules:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def kept(
    name: str, as_of: date | None, make: Callable[[], pd.DataFrame], modules: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return a table from the cache, or make it and keep it there."""
    return kept_as(f"{name}-{as_of or 'today'}", model_key(*modules), make)


kept_as = cached_table
