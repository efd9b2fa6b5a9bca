"""What the panel of all pairs holds: ties, setting and alignment, each from its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import known_until, read
from dyadlens.errors import unknown_name
from dyadlens.idealpoints.evidence import MEASURE as OWN
from dyadlens.idealpoints.evidence import own_distances
from dyadlens.indices.atlas_indices import published_points_are_out
from dyadlens.indices.definitions import PUBLISHED_POINTS
from dyadlens.panel.columns import LAST, column, grid
from dyadlens.states.axis import positions

FIRST = 1966  # the first year with a burden of disputes
IDEAL_POINTS = "ideal_points"
Cells = NDArray[np.float64]


@dataclass(frozen=True)
class Variable:
    """One column of the panel."""

    name: str
    label: str
    unit: str
    tables: tuple[str, ...]
    build: Callable[[], Cells]

    def made_for(self, as_of: date | None) -> date | None:
        """Return the day for which the column is made anew, None where it is the same on every day.

        Published ideal points know of later votes: until all of them are out our own stand in for them.
        """
        return as_of if self.name == IDEAL_POINTS and not published_points_are_out(as_of) else None

    def known(self, as_of: date | None) -> int:
        """Return the last year that was known on a day."""
        return min(known_until(name, as_of) for name in (OWN.tables if self.made_for(as_of) else self.tables))


@lru_cache(maxsize=1)
def members() -> NDArray[np.int64]:
    """Return the two states of every pair that ever existed, as places in the list of states."""
    rows = grid()
    i, j = np.triu_indices(len(rows.states), 1)
    alive = (rows.place[i, j] >= 0).any(axis=1)
    return np.stack([i[alive], j[alive]], axis=1)


def years() -> NDArray[np.int64]:
    """Return the years of the panel."""
    return np.arange(FIRST, LAST + 1)


def cells(name: str, first: int = FIRST) -> Cells:
    """Lay a column of the atlas out as pairs by years."""
    return lay_out(column(name), first)


def lay_out(rows: NDArray[np.floating], first: int = FIRST) -> Cells:
    """Lay rows of the atlas out as pairs by years."""
    pairs = members()
    at = grid().place[pairs[:, 0], pairs[:, 1], first - LAST - 1 :]
    return np.append(rows.astype(float), np.nan)[at]


def alignment(name: str, made_for: date | None = None, first: int = FIRST) -> Cells:
    """Lay a measure of alignment out as pairs by years."""
    if name == IDEAL_POINTS:
        return lay_out(-(own_distances(made_for)[0] if made_for else column(PUBLISHED_POINTS)), first)
    return cells(name, first)


def _by_state(table: str, value: str) -> Cells:
    """Lay figures of states out as states by years."""
    frame = read(table)
    frame = frame[frame["state"].isin(grid().states) & frame["year"].between(FIRST, LAST)]
    out = np.full((len(grid().states), len(years())), np.nan)
    rows = positions(frame["state"])
    out[rows, frame["year"].to_numpy(int) - FIRST] = frame[value].to_numpy(float)
    return out


def _both(values: Cells) -> tuple[Cells, Cells]:
    """Give each pair the figures of its two states, as logs; what is not above 0 has none."""
    logs = np.log(np.where(values > 0, values, np.nan))
    return logs[members()[:, 0]], logs[members()[:, 1]]


def _capability_gap() -> Cells:
    a, b = _both(_by_state("capabilities", "cinc"))
    return np.abs(a - b)


def _wealth_gap() -> Cells:
    a, b = _both(_by_state("gdp_population", "gdp_usd") / _by_state("gdp_population", "population"))
    return np.abs(a - b)


def _size() -> Cells:
    a, b = _both(_by_state("gdp_population", "gdp_usd"))
    return a + b


def _log_trade() -> Cells:
    return np.log1p(cells("trade_total"))


def _dependence() -> Cells:
    """Take the lower share of the two: the weak link."""
    return 100 * np.minimum(cells("trade_dependence_ab"), cells("trade_dependence_ba"))


def _common_foe() -> Cells:
    """Tell whether a common foe is listed; where none is, there may be one below the source's threshold."""
    listed = np.nan_to_num(cells("shared_adversaries_5y")) > 0
    covered = (years() >= 1993) & ~np.isnan(cells("rivalry"))  # five years from 1989 on; both states exist
    return np.where(covered, listed, np.nan).astype(float)


def _organizations() -> Cells:
    return cells("shared_igos")


def _visits() -> Cells:
    """Add visits of presidents and secretaries of state, whichever of the two is the United States."""
    kinds = [np.fmax(cells(f"{who}_visits_ab"), cells(f"{who}_visits_ba")) for who in ("leader", "minister")]
    return kinds[0] + kinds[1]


TIES = (
    Variable("trade", "Trade", "log of two-way trade in US$ million, plus one", ("trade_cow",), _log_trade),
    Variable(
        "alliance_ties", "Alliance promises", "kinds of promise, of five", ("alliances",),
        lambda: cells("alliance_ties"),
    ),
    Variable("rivalry", "Strategic rivalry", "rivals: one, others: nil", ("rivalries",), lambda: cells("rivalry")),
    Variable(
        "common_foe", "A common foe", "an armed group listed as foe of both within five years: one, others: nil",
        ("battle_deaths", "contiguity"), _common_foe,
    ),
    Variable(
        "disputes", "Past disputes", "burden of disputes, fading over ten years", ("disputes_cow",),
        lambda: cells("dispute_burden_cow"),
    ),
    Variable(
        "organizations", "Shared organizations", "organizations in which both are full members", ("igo_membership",),
        _organizations,
    ),
)  # fmt: skip
SETTING = (
    Variable(
        "capability_gap", "Gap in power", "log of the ratio of national capabilities", ("capabilities",),
        _capability_gap,
    ),
    Variable("wealth_gap", "Gap in wealth", "log of the ratio of GDP per head", ("gdp_population",), _wealth_gap),
    Variable("size", "Joint size", "log of the product of both GDPs", ("gdp_population",), _size),
)  # fmt: skip
OTHERS = (
    Variable(
        "dependence", "Trade dependence", "percent of a state's trade, the lower of the two", ("trade_cow",),
        _dependence,
    ),
    Variable(
        "visits", "Visits from Washington", "visits of presidents and secretaries of state", ("us_visits",), _visits
    ),
)  # fmt: skip
_VOTES = ("undl_votes", "undl_rollcalls")
ALIGNMENT = (
    Variable("kappa", "Cohen's kappa", "kappa of UN votes", _VOTES, lambda: cells("kappa")),
    Variable("agreement", "Agreement", "share of shared roll calls", _VOTES, lambda: cells("agreement")),
    Variable("s_score", "S-score", "S of UN votes", _VOTES, lambda: cells("s_score")),
    Variable(
        IDEAL_POINTS, "Nearness of ideal points", "minus the distance of ideal points", ("ideal_points",),
        lambda: alignment(IDEAL_POINTS),
    ),
)  # fmt: skip
_KNOWN = {v.name: v for v in (*TIES, *SETTING, *OTHERS, *ALIGNMENT)}


def variable(name: str) -> Variable:
    """Return the description of a column of the panel."""
    if name not in _KNOWN:
        raise unknown_name("column of the panel", name, _KNOWN, show=40)
    return _KNOWN[name]
