"""What the sources hold on a pair in each domain and year, kept so that no page computes all domains for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from dyadlens.data.evidence import STATUSES
from dyadlens.lens import Lens
from dyadlens.measures import DOMAINS, evidence
from dyadlens.panel.cache import cache_directory, discard, key, write_whole

_MOST = 400  # files kept in the cache folder


def held(lens: Lens) -> pd.DataFrame:
    """Count for each domain and year how many measures have a value, and why the others have none."""
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
