"""Arms deliveries of five years together: shares of imports and ratios to a third state's, ranked among all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.sources.arms_flows import DEFECTS, FILES, FIRST, LAG_NOTE, LAST, POOL, existing, flows
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table
from dyadlens.stats.ranks import percentile_ranks

POOLED_FROM = FIRST + POOL - 1
_PAIR = ["supplier", "recipient"]
_DIGITS = 12  # what is beyond is noise of the division and would part ties


def windows(raw: Raw) -> Iterator[tuple[int, frozenset[str], pd.DataFrame]]:
    """Pool the deliveries of each five years."""
    rows, known = flows(raw), build_states(raw)
    alive = {year: existing(known, year) for year in range(FIRST, LAST + 1)}
    rows = rows[[state in alive[year] for state, year in zip(rows["recipient"], rows["year"], strict=True)]]
    for year in range(POOLED_FROM, LAST + 1):
        here = rows[rows["year"].between(year - POOL + 1, year) & rows["recipient"].isin(alive[year])]
        yield year, alive[year], here.groupby(_PAIR, as_index=False)["tiv"].sum().round({"tiv": 2})


def _rank(values: pd.Series, among: int) -> tuple[np.ndarray, float]:
    """Rank values among so many, of which all others are zero; the second result is the rank of a zero."""
    ranks = percentile_ranks(np.concatenate([values.to_numpy(), np.zeros(among - len(values))]))
    zeros = 1 - float((values > 0).sum()) / among
    return ranks[: len(values)], 50.0 * zeros


@lru_cache(maxsize=2)
def _shares(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the shares of imports with ranks, and the rank of a pair without deliveries by year."""
    out, zeros = [], []
    for year, states, pooled in windows(raw):
        imports = pooled.groupby("recipient")["tiv"].sum()
        imports = imports[imports > 0]
        here = pooled[pooled["supplier"].isin(states) & pooled["recipient"].isin(imports.index)].assign(year=year)
        here["share_of_imports"] = (here["tiv"] / here["recipient"].map(imports)).round(_DIGITS)
        pairs = len(imports) * (len(states) - 1)
        here["percentile"], zero = _rank(here["share_of_imports"], pairs)
        out.append(here)
        zeros.append({"year": year, "import_share_percentile": zero, "import_share_pairs": pairs})
    return pd.concat(out, ignore_index=True), pd.DataFrame(zeros)


@lru_cache(maxsize=2)
def _ratios(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ratios to what each third state got with ranks, and the rank of a ratio of zero by third and year."""
    out, zeros = [], []
    for year, states, pooled in windows(raw):
        between = pooled[pooled["supplier"].isin(states) & (pooled["tiv"] > 0)]
        for third in sorted(states.intersection(FOCAL)):
            to_third = between[between["recipient"] == third].set_index("supplier")["tiv"]
            if to_third.empty:
                continue
            here = between[between["supplier"].isin(to_third.index) & (between["recipient"] != third)]
            # The third state as a supplier has nothing to compare with: it delivers nothing to itself.
            here = here.assign(third=third, year=year, ratio=here["tiv"] / here["supplier"].map(to_third))
            here["ratio"] = here["ratio"].round(_DIGITS)
            pairs = len(to_third) * (len(states) - 2)
            here["percentile"], zero = _rank(here["ratio"], pairs)
            out.append(here.drop(columns="tiv"))
            zeros.append({"third": third, "year": year, "percentile": zero, "pairs": pairs})
    return pd.concat(out, ignore_index=True), pd.DataFrame(zeros)


def _kept(rows: pd.DataFrame, raw: Raw) -> pd.DataFrame:
    """Keep pairs of focal states, unless all rows may be kept."""
    return rows if raw.keeps_all("focal") else rows[rows["supplier"].isin(FOCAL) & rows["recipient"].isin(FOCAL)]


def build_pooled(raw: Raw) -> pd.DataFrame:
    """Build deliveries of five years by pair, as a share of the recipient's imports, ranked among all pairs."""
    return _kept(_shares(raw)[0], raw)


def zero_share(raw: Raw) -> pd.DataFrame:
    """Return by year the rank of a pair whose recipient got nothing from the supplier, and how many are ranked."""
    return _shares(raw)[1]


def build_ratios(raw: Raw) -> pd.DataFrame:
    """Build deliveries of five years over those to a third state, ranked among all pairs that have such a ratio."""
    return _kept(_ratios(raw)[0], raw)


def build_zero_ratio(raw: Raw) -> pd.DataFrame:
    """Build the rank of a ratio of zero, by third state and year."""
    return _ratios(raw)[1]


_SUPPLIER = Column("supplier", "string", "State code of the supplier; the Soviet Union is RUS.")
_RECIPIENT = Column("recipient", "string", "State code of the recipient.")
_THIRD = Column("third", "string", "State code of the third state, a focal one.")
_YEAR = Column("year", "integer", "Last of the five years.", minimum=POOLED_FROM, maximum=LAST)


def _percentile(text: str) -> Column:
    return Column("percentile", "number", text, "percent", minimum=0, maximum=100)


_SHARED = {
    "credit": "SIPRI Arms Transfers Database",
    "files": FILES,
    "first": POOLED_FROM,
    "last": LAST,
    "published_lag": 0.25,
    "lag_note": LAG_NOTE,
}
_SEAM = "windows that end in 1995 to 1998 add the two vintages"

ARMS_POOLED = Table(
    name="arms_pooled",
    title="Deliveries of major arms over five years and their share of imports (SIPRI)",
    description=(
        "Volume delivered by one state to another in the year and the four before, and its share of all that the "
        "recipient got in them, with the rank among all directed pairs whose recipient got anything. Only pairs with a "
        "delivery in the five years have a row; the rank of all others is in `arms_zero_percentile`."
    ),
    build=build_pooled,
    columns=(
        _SUPPLIER,
        _RECIPIENT,
        _YEAR,
        Column(
            "tiv", "number", "Volume delivered in the five years; those in which the recipient was no state yet do not "
            "count.", "million TIV", minimum=0,
        ),
        Column(
            "share_of_imports", "number", "Share of the recipient's imports of the five years, from states and others.",
            "share", minimum=0, maximum=1,
        ),
        _percentile(
            "Rank of the share among all directed pairs of states that existed in the last year and whose recipient "
            "imported arms in the five, pairs without deliveries included; ties share the middle rank."
        ),
    ),
    key=(*_PAIR, "year"),
    absent="true_zero",
    states_covered="pairs in which both states are focal",
    defects=(*DEFECTS, _SEAM),
    **_SHARED,
)  # fmt: skip

ARMS_RATIOS = Table(
    name="arms_ratios",
    title="Deliveries of major arms over five years as a ratio to those for a third state (SIPRI)",
    description=(
        "Volume delivered by one state to another in the year and the four before, divided by what the same supplier "
        "delivered to a third state, with the rank among all directed pairs whose supplier delivered anything to the "
        "third. Only ratios above zero have a row; the rank of zero is in `arms_ratio_zero_percentile`. A supplier "
        "without deliveries to the third has no ratio."
    ),
    build=build_ratios,
    columns=(
        _SUPPLIER,
        _RECIPIENT,
        _THIRD,
        _YEAR,
        Column("ratio", "number", "Deliveries to the recipient over those to the third state.", "ratio", minimum=0),
        _percentile(
            "Rank of the ratio among the directed pairs of states, neither of them the third, whose supplier delivered "
            "to the third; pairs without deliveries included; ties share the middle rank."
        ),
    ),
    key=(*_PAIR, "third", "year"),
    absent="true_zero",
    states_covered="pairs in which both states are focal; third states are focal",
    defects=(
        *DEFECTS,
        _SEAM,
        "a supplier that sold the third state little has high ratios with all its other customers",
    ),
    **_SHARED,
)

ARMS_ZERO_RATIO = Table(
    name="arms_ratio_zero_percentile",
    title="Rank of a ratio of arms deliveries of zero, by third state and year",
    description="Percentile of a pair without deliveries in five years among all directed pairs; see `arms_ratios`.",
    build=build_zero_ratio,
    columns=(
        _THIRD,
        _YEAR,
        _percentile("Middle rank of a pair whose supplier delivered to the third state and nothing to the recipient."),
        Column("pairs", "integer", "Directed pairs that the ranks of the year rest on.", "directed pairs", minimum=1),
    ),
    key=("third", "year"),
    absent="not_covered",
    states_covered="focal states as third states",
    format="csv",
    **_SHARED,
)

POOLED_TABLES = (ARMS_POOLED, ARMS_RATIOS, ARMS_ZERO_RATIO)
