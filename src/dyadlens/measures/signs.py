"""What the evidence on a pair says beyond the trend of one measure: rank, deliveries, weight of trade, expectation."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dyadlens.data.evidence import Evidence
from dyadlens.measures.trend import WINDOW

FAR, MOST = 90, 60  # percentiles from which a pair is beyond nearly all pairs, and beyond most
THIN = 0.01  # a partner below a hundredth of a state's trade
GRAVITY = ("gravity_residual", "gravity_residual_atlas")
DEPENDENCE = ("trade_dependence_atlas", "trade_dependence")
DEALS_WITHIN = 10  # years before the last delivery
_ENGINE = re.compile(r"turbo|engine|gas turbine", re.IGNORECASE)


@dataclass(frozen=True)
class Rank:
    """Where a value lies among all pairs: above (1) or below (-1) them, and of how many of them."""

    side: int
    share: float
    beyond: str  # far, most, middle, or unknown


def rank_in_words(percentile: float) -> Rank:
    """Say on which side of other pairs a percentile lies, and how far."""
    if math.isnan(percentile):
        return Rank(0, math.nan, "unknown")
    side = 1 if percentile > 50 else -1
    share = percentile if side > 0 else 100 - percentile
    return Rank(side, share, "far" if share >= FAR else "most" if share >= MOST else "middle")


@dataclass(frozen=True)
class Deliveries:
    """Whether arms flow in one direction: now, in the past only, or never in the years with a value."""

    when: str  # now, past or never
    first_year: int
    last_year: int
    latest: int | None  # year of the latest delivery


def deliveries(rows: Evidence) -> Deliveries | None:
    """Say whether anything was delivered in the last five years; None where no year has a value."""
    seen = rows[rows["value"].notna()]
    if seen.empty:
        return None
    first, last = int(seen["year"].min()), int(seen["year"].max())
    some = seen.loc[seen["value"] > 0, "year"]
    if some.empty:
        return Deliveries("never", first, last, None)
    latest = int(some.max())
    return Deliveries("now" if latest > last - WINDOW else "past", first, last, latest)


@dataclass(frozen=True)
class Weapon:
    """The weapon that makes up most of what one state of a pair delivered to the other lately."""

    supplier: str
    recipient: str
    first_year: int
    last_year: int
    name: str
    kind: str
    volume: float  # million TIV
    total: float  # million TIV, all deals with deliveries in these years
    delivered: tuple[int, int]
    engine: bool  # booked under the state that made it, also inside another supplier's product


def heaviest_weapon(deals: pd.DataFrame) -> Weapon | None:
    """Pick the weapon from the deals of the ten years up to the last delivery, in the direction that carries more."""
    known = deals.dropna(subset=["last_delivery", "tiv_delivered"])
    known = known[known["tiv_delivered"] > 0]
    if known.empty:
        return None
    last = int(known["last_delivery"].max())
    known = known[known["last_delivery"] > last - DEALS_WITHIN]
    way = known.groupby(["supplier", "recipient"])["tiv_delivered"].sum().nlargest(1).index[0]
    known = known[(known["supplier"] == way[0]) & (known["recipient"] == way[1])]
    weapons = known.groupby(["designation", "description"], sort=False)["tiv_delivered"].sum()
    name, kind = weapons.nlargest(1).index[0]
    one = known[(known["designation"] == name) & (known["description"] == kind)]
    delivered = int(one["first_delivery"].min()), int(one["last_delivery"].max())
    first, total = last - DEALS_WITHIN + 1, float(weapons.sum())
    return Weapon(
        way[0], way[1], first, last, name, kind, float(weapons.max()), total, delivered, bool(_ENGINE.search(kind))
    )


@dataclass(frozen=True)
class Expectation:
    """The trade of the last five years against a gravity model: clearly below (-1) or above (1) it, or neither (0)."""

    side: int
    mean: float  # log ratio
    first_year: int
    last_year: int
    low_rank: bool  # in the lower half of all pairs too; most pairs trade less than the model predicts


def against_expectation(trade: Evidence) -> Expectation | None:
    """Hold the last five years against size and distance, by the model that reaches further.

    Five years and not one: single years scatter more widely than their interval says.
    """
    found = [trade.of(name).seen.sort_values("year").tail(WINDOW) for name in GRAVITY]
    rows = max((f for f in found if len(f)), key=lambda f: int(f["year"].max()), default=None)
    if rows is None:
        return None
    below, above = (rows["high"] < 0).sum(), (rows["low"] > 0).sum()
    side = -1 if below > len(rows) / 2 else 1 if above > len(rows) / 2 else 0
    low = not rows["percentile"].mean() >= 50
    return Expectation(side, float(rows["value"].mean()), int(rows["year"].min()), int(rows["year"].max()), low)


@dataclass(frozen=True)
class Dependence:
    """What share of a state's trade is with the other, over the last five years that are known."""

    share: float
    first_year: int
    last_year: int
    thin: bool  # below a hundredth


def shares_of_trade(trade: Evidence) -> Mapping[str, Dependence]:
    """Return for each state of a pair how much of its trade is with the other, by the source that reaches further."""
    shares: dict[str, Dependence] = {}
    for name in DEPENDENCE:
        for code, rows in trade.of(name).seen.groupby("a"):
            a, last = str(code), rows.sort_values("year").tail(WINDOW)
            share, end = float(last["value"].mean()), int(last["year"].max())
            if a not in shares or end > shares[a].last_year:
                shares[a] = Dependence(share, int(last["year"].min()), end, share < THIN)
    return shares


def least_arms_ratio(arms: Evidence) -> pd.Series | None:
    """Return the row in which deliveries to the partner are the smallest share of those to a third state, if below 1.

    Only of the last year of deliveries: a ratio long past says nothing of the tie at the end of the years.
    """
    ratio = arms[arms["measure"].str.startswith("tiv_ratio:")].seen
    ratio = ratio[(ratio["year"] == arms.of("tiv").seen["year"].max()) & (ratio["value"] < 1)]
    return None if ratio.empty else ratio.sort_values("value").iloc[0]
