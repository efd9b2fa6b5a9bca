"""What the sources hold on a pair in each domain and year, kept so that no page computes all domains for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from dyadlens.atlas.cache import cache_directory, discard, key, write_whole
from dyadlens.lens import Lens
from dyadlens.measures import DOMAINS, evidence
from dyadlens.shape import STATUSES

_MOST = 400  # files kept in the cache folder


def held(lens: Lens) -> pd.DataFrame:
    """Count for each domain and year how many measures have a value, and why the others have none.

    Parameters
    ----------
    lens : Lens
        Pair, third states, years and as-of date.

    Returns
    -------
    pandas.DataFrame
        ``domain``, ``year``, and a count of rows of evidence for each of ``observed``, ``true_zero``, ``unknown`` and
        ``not_covered``; every domain and every year of the lens, in order.

    Notes
    -----
    The evidence of all domains takes seconds to compute. It is computed once for a lens and kept in the cache folder
    under the key of data and code, so that the pages of one report share it.

    Examples
    --------
    >>> rows = held(Lens("PAK-RUS", start=2012, end=2012)).set_index("domain")
    >>> bool(rows.loc["votes", "observed"] > 5)
    True
    """
    name = hashlib.sha256(f"{key()} {DOMAINS} {lens.model_dump_json()}".encode()).hexdigest()[:24]
    path = cache_directory() / "held" / f"{name}.csv"
    if path.is_file():
        return pd.read_csv(path)
    rows = evidence(lens)
    found = pd.crosstab([rows["domain"], rows["year"]], rows["status"])
    every = pd.MultiIndex.from_product([DOMAINS, lens.years], names=["domain", "year"])
    out = found.reindex(index=every, columns=list(STATUSES), fill_value=0).reset_index().rename_axis(None, axis=1)
    _keep(out, path)
    return out


def _keep(rows: pd.DataFrame, path: Path) -> None:
    """Write the file; the oldest go once there are many."""
    write_whole(path, lambda aside: rows.to_csv(aside, index=False))
    discard(sorted(path.parent.glob("*.csv"), key=lambda p: p.stat().st_mtime)[:-_MOST])
