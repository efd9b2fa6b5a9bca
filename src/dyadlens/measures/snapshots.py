"""Several measures of one unit at two years: the last that most of them have, and some years before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dyadlens.data.evidence import Evidence, join


@dataclass(frozen=True)
class Snapshots:
    """Measures then and now, by name, the lowest now first; ``ended`` has the last year of those without one now."""

    then_year: int
    now_year: int
    then: pd.DataFrame
    now: pd.DataFrame
    ended: dict[str, int]


def snapshots(rows: Evidence, measures: Sequence[str], *, apart: int = 10) -> Snapshots | None:
    """Return measures at the median of their last years and ``apart`` years before; None where none has a value."""
    seen = join([rows.of(measure) for measure in measures]).seen
    if seen.empty:
        return None
    last = seen.groupby("measure", sort=False)["year"].max()
    now_year = int(last.median())
    then, now = (seen[seen["year"] == year].set_index("measure") for year in (now_year - apart, now_year))
    now = now.sort_values("value", kind="stable")
    ended = {str(name): int(year) for name, year in last.items() if name not in now.index}
    return Snapshots(now_year - apart, now_year, then.reindex(now.index), now, ended)
