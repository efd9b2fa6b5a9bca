"""Did shifts in alignment go on? Every pair, every year, as it could be known then, against two plain baselines."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.drivers.forecasts import AHEAD, BANDS, FORECASTS, SCORES, WINDOW, forecasts, origin, target
from dyadlens.drivers.variables import cached_result, pair_states
from dyadlens.lens import Lens, as_lens, parse_as_of
from dyadlens.panel.columns import FIRST, grid
from dyadlens.stats.panel import clustered_mean

BLOCK = WINDOW + AHEAD  # years of origins that count as one
BASELINES = ("no change", "drift")


def _blocks(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Join origins into blocks as long as the years that a shift and its outcome share with their neighbours."""
    return (rows["year"].to_numpy(int) - int(rows["year"].min())) // BLOCK


def _enough(rows: pd.DataFrame) -> bool:
    """Tell whether an interval can be had: from two pairs and two blocks on."""
    return len(rows) > 0 and rows["pair"].nunique() > 1 and bool(_blocks(rows).max() > 0)


def backtest(name: str = "kappa", as_of: date | str | None = None) -> pd.DataFrame:
    """Compare the forecasts with each other, over all pairs and years."""
    day = parse_as_of(as_of)
    return cached_result(f"backtest-{name}", day, lambda: mean_scores(forecasts(name, day)))


def mean_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Average the scores of :func:`forecasts`, each beside those of no change and of drift alone."""
    columns = ["forecast", "score", "mean", "gain", "low", "high", "over_drift", "low_drift", "high_drift"]
    columns += ["inside", "n", "pairs", "first", "last"]
    out = []
    for label in FORECASTS if _enough(rows) else ():
        for score in SCORES:
            own = rows[f"{score} {label}"].to_numpy(float)
            gains: list[float] = []
            for baseline in BASELINES:
                gain = rows[f"{score} {baseline}"].to_numpy(float) - own
                gains += clustered_mean(gain, rows["pair"], _blocks(rows))
            inside = float(rows[f"inside {label}"].mean())
            span = (len(rows), rows["pair"].nunique(), int(rows["year"].min()), int(rows["year"].max()))
            out.append((label, score, float(own.mean()), *gains, inside, *span))
    return pd.DataFrame(out, columns=columns)


def continuation_rate(name: str = "kappa", as_of: date | str | None = None) -> pd.DataFrame:
    """Count how many shifts went on, by their direction and size."""
    day = parse_as_of(as_of)
    return cached_result(f"continuation-{name}", day, lambda: count_continuations(forecasts(name, day)))


def count_continuations(rows: pd.DataFrame) -> pd.DataFrame:
    """Count in the rows of :func:`forecasts`; groups of fewer than a hundred are left out."""
    out = []
    for direction in ("all", "closer", "apart") if len(rows) else ():
        own = rows if direction == "all" else rows[rows["closer"] == (direction == "closer")]
        for band in (-1, *range(BANDS)):
            group = own if band < 0 else own[own["band"] == band]
            if len(group) >= 100 and _enough(group):
                share, low, high = clustered_mean(group["went_on"].astype(float), group["pair"], _blocks(group))
                out.append((direction, band, share, max(low, 0.0), min(high, 1.0), len(group)))
    return pd.DataFrame(out, columns=["direction", "band", "share", "low", "high", "n"])


@lru_cache(maxsize=16)
def outlook(lens: Lens | str, name: str = "kappa") -> dict[str, float]:
    """Return the pair's own shift, and what became of shifts like it."""
    lens = as_lens(lens)
    values = target(name, lens.as_of)
    known = np.flatnonzero(~np.isnan(values).all(axis=0))
    if not len(known) or known[-1] + 1 < 2 * WINDOW:
        return {}
    last = int(known[-1]) + FIRST
    view = origin(values, last, ahead=False)
    order = sorted(grid().states.index(code) for code in lens.pair)
    (at,) = np.flatnonzero((pair_states() == order).all(axis=1))
    (place,) = np.nonzero(view.pair == at)
    if not len(place):
        return {}
    shift = float(view.shift[place[0]])
    band = int((np.abs(view.shift) < abs(shift)).sum() * BANDS // len(view.shift))
    counted = continuation_rate(name, lens.as_of)
    like = counted[(counted["direction"] == ("closer" if shift > 0 else "apart")) & (counted["band"] == band)]
    if like.empty:
        return {}
    became = {key: like[key].iloc[0].item() for key in ("share", "low", "high", "n")}
    return {"year": last, "shift": shift, "band": band, **became}
