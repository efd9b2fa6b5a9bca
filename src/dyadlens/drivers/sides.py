"""On which side results lie: of zero, of one half, and of what others have published."""

from __future__ import annotations

import pandas as pd

from dyadlens.drivers.votes import LEVEL, Z

SIDES = ("clear below zero", "below", "above", "clear above zero")
WEAK = 10.0  # hundredths of a standard deviation
# Means and standard deviations of published estimates, all gravity: Head & Mayer (2014), table 3.4.
PUBLISHED = {"log distance": (-0.93, 0.40), "contiguity": (0.53, 0.57)}


def models_of(models: pd.DataFrame, driver: str) -> pd.DataFrame:
    """Return the models of a driver in the order of their estimates; trade and dependence on it count as one driver."""
    rows = models.assign(driver=models["driver"].replace("dependence", "trade"))
    return rows[rows["driver"] == driver].sort_values("standardised", kind="stable", ignore_index=True)


def side_shares(models: pd.DataFrame) -> list[float]:
    """Return the shares of models on each of :data:`SIDES`; clear is who leaves out zero with errors by state."""
    low, high, middle = models["low_state"], models["high_state"], models["standardised"]
    parts = (high < 0, (high >= 0) & (middle < 0), (low <= 0) & (middle >= 0), low > 0)
    return [float(part.mean()) for part in parts]


def leading(counted: pd.DataFrame) -> str:
    """Return the driver, level apart, that is clear of zero with the main sign in most models."""
    ties = counted[counted["driver"] != LEVEL]
    return str(ties.nlargest(1, "clear_state")["driver"].iloc[0])


def gravity_estimates(rows: pd.DataFrame) -> pd.DataFrame:
    """Return coefficients of the gravity model with their 90% intervals, and whether they lie where others found them.

    That is within one standard deviation of the mean of :data:`PUBLISHED`.
    """
    mean, spread = (rows["term"].map({term: found[i] for term, found in PUBLISHED.items()}) for i in (0, 1))
    estimate, margin = rows["estimate"], Z * rows["se"]
    as_published = (estimate - mean).abs() <= spread
    return rows.assign(value=estimate, low=estimate - margin, high=estimate + margin, as_published=as_published)


def side_of_half(share: pd.Series) -> int:
    """Return 1 or -1 where a share with its interval lies above or below one half, else 0."""
    return int(share["low"] > 0.5) - int(share["high"] < 0.5)
