"""How a measure changed: the last five years that have a value against the five before, and the line within them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from dyadlens.data.evidence import Evidence
from dyadlens.errors import BadParameter

WINDOW = 5  # years in the recent and in the earlier mean
_Z90 = 1.6448536
_STEP = 0.10  # without an interval, a change below a tenth is not called one


@dataclass(frozen=True)
class Trend:
    """How one measure changed, of one pair and in one direction.

    Parameters
    ----------
    measure, a, b : str
        What it is a trend of.
    years : int
        Number of years that have a value.
    first_year, first, last_year, last : int and float
        First and last year that have a value, with their values.
    zero : bool
        Whether every value is 0.
    window : int
        Years that each value pools, up to its own; 1 where a value is of its year alone.
    earlier, recent : float
        Means of the two windows; NaN where there are not two.
    earlier_years, recent_years : tuple of int
        The years that these means rest on.
    low, high : float
        90% interval of ``difference``; NaN where the measure has no interval.
    direction : {"rose", "fell", "steady", "unknown"}
        Which way the mean went; ``unknown`` without two windows.
    slope : float
        Change per year inside the recent window, by least squares; NaN where values pool years.
    slope_sign : {1, -1, 0}
        Its sign, or 0 where it is not clear of 0.
    agrees : bool
        Whether the last value and the slope say what the two means say.
    turn_year, turn : int or None, and float
        Where they do not: the lowest (highest) year since which the line has risen (fallen); None where only the
        last value stands apart.

    Examples
    --------
    >>> from dyadlens.data.evidence import make
    >>> votes = make(
    ...     domain="votes", measure="agreement", a="PAK", b="RUS", year=range(2009, 2019),
    ...     value=[0.5] * 5 + [0.7] * 5, source="undl_votes",
    ... )
    >>> trend(votes)
    <Trend of agreement, PAK-RUS: rose from 0.5 (2009-2013) to 0.7 (2014-2018); last 0.7 (2018)>
    """

    measure: str
    a: str
    b: str
    years: int
    first_year: int
    first: float
    last_year: int
    last: float
    zero: bool
    window: int = 1
    earlier: float = math.nan
    recent: float = math.nan
    earlier_years: tuple[int, ...] = ()
    recent_years: tuple[int, ...] = ()
    low: float = math.nan
    high: float = math.nan
    direction: str = "unknown"
    slope: float = math.nan
    slope_sign: int = 0
    agrees: bool = True
    turn_year: int | None = None
    turn: float = math.nan

    @property
    def difference(self) -> float:
        """The recent mean less the earlier one."""
        return self.recent - self.earlier

    def __repr__(self) -> str:
        about, last = f"Trend of {self.measure}, {self.a}-{self.b}", f"last {self.last:.4g} ({self.last_year})"
        if self.direction == "unknown":
            return f"<{about}: years with a value: {self.years}; {last}>"
        spans = [f"({years[0]}-{years[-1]})" for years in (self.earlier_years, self.recent_years)]
        means = f"from {self.earlier:.4g} {spans[0]} to {self.recent:.4g} {spans[1]}"
        but = "" if self.agrees else ", which the last years do not follow"
        return f"<{about}: {self.direction} {means}{but}; {last}>"


def trend(rows: Evidence) -> Trend | None:
    """Compare the last five years that have a value with the five before, and look at the line within them.

    A value that pools years is compared with the one that shares none of them. The interval of the difference takes
    years as independent and each year's interval as that of a normal.

    Parameters
    ----------
    rows : Evidence
        Rows of one measure and one direction.

    Returns
    -------
    Trend or None
        None where no year has a value.

    Raises
    ------
    BadParameter
        If the rows are of several measures or directions.
    """
    if len(about := rows[["measure", "a", "b"]].drop_duplicates()) > 1:
        raise BadParameter(f"a trend is of one measure and direction, and these rows are of {len(about)}")
    seen = rows[rows["value"].notna()].sort_values("year")
    if seen.empty:
        return None
    ends = seen.iloc[[0, -1]]
    (first_year, last_year), (first, last) = ends["year"].astype(int), ends["value"].astype(float)
    pool = int(seen["window"].iloc[-1]) if "window" in seen else 1
    measure, a, b = about.iloc[0]
    known = Trend(
        measure, a, b, len(seen), first_year, first, last_year, last, zero=bool((seen["value"] == 0).all()), window=pool
    )
    recent, earlier = _windows(seen, pool)
    if recent.empty or earlier.empty:
        return known
    low, high, sign = _difference(recent, earlier)
    slope, slope_sign, agrees, turn_year, turn = math.nan, 0, True, None, math.nan
    if pool == 1:  # windows that share years say nothing of the years between
        slope, slope_sign = _slope(recent)
        agrees, turn_year, turn = _last_years(pd.concat([earlier, recent]), sign, slope_sign)
    return replace(
        known,
        earlier=float(earlier["value"].mean()),
        recent=float(recent["value"].mean()),
        earlier_years=_years_behind(earlier, pool),
        recent_years=_years_behind(recent, pool),
        low=low,
        high=high,
        direction={1: "rose", -1: "fell", 0: "steady"}[sign],
        slope=slope,
        slope_sign=slope_sign,
        agrees=agrees,
        turn_year=turn_year,
        turn=turn,
    )


def _windows(seen: pd.DataFrame, pool: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the recent and of the earlier window; empty where there are not two."""
    if pool > 1:
        recent = seen.tail(1)
        return recent, seen[seen["year"].isin(recent["year"] - pool)]
    return seen.tail(WINDOW), seen.iloc[-2 * WINDOW : -WINDOW] if len(seen) >= 2 * WINDOW else seen.iloc[:0]


def _years_behind(rows: pd.DataFrame, pool: int) -> tuple[int, ...]:
    return tuple(sorted({int(year) - back for year in rows["year"] for back in range(pool)}))


def _difference(recent: pd.DataFrame, earlier: pd.DataFrame) -> tuple[float, float, int]:
    """Return the interval of the difference of two means and its sign, 0 where it is not clear."""
    step = float(recent["value"].mean() - earlier["value"].mean())
    both = pd.concat([recent, earlier])
    if both["low"].notna().all():
        variance = (((both["high"] - both["low"]) / (2 * _Z90)) ** 2).sum() / len(recent) ** 2
        half = _Z90 * math.sqrt(variance)
        return step - half, step + half, 0 if abs(step) <= half else int(np.sign(step))
    steady = abs(step) <= _STEP * abs(float(earlier["value"].mean()))
    return math.nan, math.nan, 0 if steady else int(np.sign(step))


def _slope(recent: pd.DataFrame) -> tuple[float, int]:
    """Fit a line to a window; its sign counts where its 90% interval leaves out 0 and it adds up to a tenth."""
    year, value = recent["year"].to_numpy(dtype=float), recent["value"].to_numpy(dtype=float)
    off = year - year.mean()
    spread = float(off @ off)
    slope = float(off @ value) / spread
    left = value - value.mean() - slope * off
    error = math.sqrt(float(left @ left) / (len(value) - 2) / spread)
    clear = abs(slope) > stdtrit(len(value) - 2, 0.95) * error
    much = abs(slope) * (year[-1] - year[0]) > _STEP * abs(value.mean())
    return slope, int(np.sign(slope)) if clear and much else 0


def _last_years(rows: pd.DataFrame, sign: int, slope_sign: int) -> tuple[bool, int | None, float]:
    """Tell whether the last years say what the two means say, and if not, since which year they have not."""
    value, year = rows["value"].to_numpy(dtype=float), rows["year"].to_numpy(dtype=int)
    earlier, recent, last = value[:WINDOW].mean(), value[WINDOW:].mean(), value[-1]
    if sign:
        nearer = (last - (earlier + recent) / 2) * sign > 0
        way = 0 if nearer and slope_sign != -sign else -sign
    else:
        way = slope_sign
    if not way:
        return bool(sign or not _apart(rows, recent)), None, math.nan
    # The latest of the lowest (highest) years from the end of the earlier window on.
    run = way * value[WINDOW - 1 :]
    at = len(value) - 1 - int(np.argmin(run[::-1]))
    return False, int(year[at]), float(value[at])


def _apart(rows: pd.DataFrame, mean: float) -> bool:
    """Tell whether the last value stands apart from a steady mean: by its interval, or from all years before it."""
    value, last = rows["value"].to_numpy(dtype=float), rows.iloc[-1]
    if math.isnan(last["low"]):
        outside = not value[:-1].min() <= value[-1] <= value[:-1].max()
    else:
        outside = not last["low"] <= mean <= last["high"]
    return bool(outside and abs(value[-1] - mean) > _STEP * abs(mean))
