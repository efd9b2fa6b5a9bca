"""Convergence and caution: two composite indices for all pairs and years, built from the columns of the panel."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.evidence import NOT_COVERED, OBSERVED, UNKNOWN, Evidence, join
from dyadlens.data.shared import shared
from dyadlens.indices.as_known import as_known, made_for_all, pair_rows, ranked_for_all
from dyadlens.indices.definitions import INDICES, OWN_POINTS, indicators_of
from dyadlens.indices.input_values import IndexInputs, inputs_of
from dyadlens.indices.uncertainty import band
from dyadlens.lens import Lens, as_lens, parse_as_of
from dyadlens.panel.columns import FIRST, LAST, grid
from dyadlens.panel.evidence import evidence

Array = NDArray[np.float64]


def composite(index: str, as_of: Any = None) -> Array:
    """Return an index for all pairs and years."""
    return made_for_all(index, parse_as_of(as_of)).value


def path(lens: Lens | str) -> pd.DataFrame:
    """Return where a pair stands on both indices, year by year, and how sure that is."""
    lens = as_lens(lens)
    return pd.concat([path_of(lens, index) for index in INDICES], ignore_index=True)


def index(lens: Lens | str, name: str) -> pd.DataFrame:
    """Return an index of a pair, year by year.

    Parameters
    ----------
    lens : Lens or str
        The pair and the years.
    name : {"convergence", "caution"}
        Which index.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``value`` (0 to 100), ``low`` and ``high`` (ends of the 90% band), ``percentile`` among ``pairs``, and
        the domains that each year ``rests_on``.

    Raises
    ------
    UnknownName
        If there is no such index.

    Examples
    --------
    >>> int(index("PAK-RUS", "convergence")["year"].max())
    2024
    """
    indicators_of(name)  # names the indices that there are
    return path_of(as_lens(lens), name)


@shared(maxsize=32)
def path_of(lens: Lens, index: str) -> pd.DataFrame:
    """Return where a pair stands on one index."""
    years, at = pair_rows(lens)
    made = made_for_all(index, lens.as_of)
    out = pd.DataFrame({"index": index, "year": list(lens.years)}).set_index("year", drop=False)
    out.loc[years, "value"] = made.value[at]
    out = out.join(band(lens, index))
    out["draws"] = out["draws"].fillna(0).astype(int)
    out.loc[years, "percentile"] = ranked_for_all(index, lens.as_of)[at]
    known = {name: ~np.isnan(values[at]) for name, values in made.domains.items()}
    out.loc[years, "rests_on"] = [", ".join(n for n, k in known.items() if k[i]) for i in range(len(years))]
    out["rests_on"] = out["rests_on"].fillna("").astype("str")
    out["domains"] = [text.count(",") + bool(text) for text in out["rests_on"]]
    out["joined"] = False
    out.loc[years, "joined"] = _joined(inputs_of(lens, index))
    out["pairs"] = out["year"].map(_pairs(index, lens.as_of)).fillna(0).astype(int)
    some = np.where(out["domains"] > 0, UNKNOWN, NOT_COVERED)
    out["status"] = np.where(out["value"].notna(), OBSERVED, some)
    columns = ["index", "year", "value", "low", "high", "median", "draws", "percentile", "domains", "rests_on"]
    columns += ["joined", "pairs", "status"]
    return out.reset_index(drop=True)[columns]


def _joined(inputs: IndexInputs) -> NDArray[np.bool_]:
    """Tell which years rest on the same measures as the year before."""
    known = ~np.isnan(inputs.values)
    same = (known[1:] == known[:-1]).all(axis=1) & (np.diff(inputs.years) == 1)
    return np.concatenate([[False], same])


def _pairs(index: str, as_of: date | None) -> dict[int, int]:
    """Return how many pairs have a value in each year."""
    years, counts = np.unique(grid().year[~np.isnan(made_for_all(index, as_of).value)], return_counts=True)
    return dict(zip(years.tolist(), counts.tolist(), strict=True))


def coverage_of(index: str, as_of: Any = None) -> pd.DataFrame:
    """Tell for each year how many pairs have a value, and for how many each domain is known."""
    made = made_for_all(index, parse_as_of(as_of))
    at = grid().year - FIRST
    counts = {"pairs": ~np.isnan(made.value)} | {name: ~np.isnan(v) for name, v in made.domains.items()}
    years = np.arange(FIRST, LAST + 1)
    return pd.DataFrame({"year": years} | {n: np.bincount(at[k], minlength=len(years)) for n, k in counts.items()})


def all_pairs(lens: Lens | str) -> pd.DataFrame:
    """Return all pairs in the plane of both indices, in the last year in which the pair of a lens has both."""
    lens = as_lens(lens)
    years, at = pair_rows(lens)
    rows, names = grid(), np.array(grid().states, dtype=object)
    values = {index: composite(index, lens.as_of) for index in INDICES}
    known = ~np.any([np.isnan(v) for v in values.values()], axis=0)
    last = max(years[known[at]], default=None)
    here = np.flatnonzero(known & (rows.year == last))
    frame = {"a": names[rows.first[here]], "b": names[rows.second[here]]}
    return pd.DataFrame(frame | {index: v[here] for index, v in values.items()}).astype({"a": "str", "b": "str"})


def inputs(lens: Lens | str, index: str | None = None) -> Evidence:
    """Return the values that the indices of a pair are made from."""
    lens = as_lens(lens)
    known = [as_known(name, lens.as_of) for name in ([index] if index else INDICES)]
    chosen = {one.name: one for name in known for one in indicators_of(name) if one.name != OWN_POINTS}
    parts = [evidence(lens.replace(third_parties=[]), measure=name) for name in chosen]
    rows = join([part[part["year"].between(*chosen[part["measure"].iloc[0]].years)] for part in parts]).seen
    rows = rows.reset_index(drop=True)
    rows.attrs = {"units": {name: unit for part in parts for name, unit in part.attrs["units"].items()}}
    return rows
