"""Results that do not depend on the pair, kept on disk under a key of what they are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from dyadlens.panel.cache import cache_directory, discard, key, one_at_a_time, write_whole


@cache
def model_key(*modules: str) -> str:
    """Return the key of a result: that of the atlas and the code of the modules of this floor that make it."""
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


def kept_as(stem: str, made_from: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return a table from the cache under a name and a key, or make it and keep it there."""
    path = cache_directory() / f"{stem}-{made_from}.parquet"
    if not path.is_file():
        with one_at_a_time(stem):
            if not path.is_file():
                _write(make(), path, stem)
    return pd.read_parquet(path)


def _write(found: pd.DataFrame, path: Path, stem: str) -> None:
    """Write the table, and take away those of its name under another key."""
    write_whole(path, lambda aside: found.to_parquet(aside, index=False))
    discard(path.parent.glob(f"{stem}-{'[0-9a-f]' * 16}.parquet"), but=path)
