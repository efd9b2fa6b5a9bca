"""Views of the panel: a matrix of one year, a table of all pairs, a ranking's rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.errors import BadParameter, unknown_name
from dyadlens.measures.registry import Measure, require_measures
from dyadlens.panel.grid import panel_years, rows, upper
from dyadlens.panel.store import directions, stored
from dyadlens.states.axis import codes, positions
from dyadlens.states.registry import all_states, find_state

PARTS = ("value", "low", "high", "percentile")
_SYSTEMS = ("iso", "cow")


def matrix(measure: str, year: int, part: str = "value") -> NDArray[np.float64]:
    """Return one year of a measure: (states, states) from row to column, or (states,) for one of single states."""
    if part not in PARTS:
        raise unknown_name("part", part, PARTS)
    return _cube(measure, part)[_year(year)]


@lru_cache(maxsize=8)
def _cube(measure: str, part: str) -> NDArray[np.float64]:
    """Return all years of a part of a measure; a few are kept, since whoever asks for one year often asks for more."""
    found = stored(measure)
    size = (len(panel_years()),) + (len(codes()),) * (1 if found.measure.subject == "state" else 2)
    out = np.full(size, np.nan)
    if not any(name.endswith(part) for name in found.columns):
        return out
    if found.measure.subject == "state":
        return found.read(part).T.astype(float)
    prefixes, (i, j) = directions(found.measure), upper()
    out[:, i, j] = found.read(prefixes[0] + part).T
    out[:, j, i] = found.read(prefixes[-1] + part).T
    return out


def _year(year: int) -> int:
    years = panel_years()
    if not years[0] <= year <= years[-1]:
        raise BadParameter(f"year {year} is not from {years[0]} to {years[-1]}")
    return int(year - years[0])


def cells(measure: str, part: str = "value", side: int = 0) -> NDArray[np.float64]:
    """Return a part of a measure for the existing pair-years of :func:`dyadlens.panel.grid.rows`, one direction."""
    found = stored(measure)
    name = directions(found.measure)[side] + part
    if name not in found.columns:
        return np.full(len(rows().dense), np.nan)
    return found.read(name).ravel()[rows().dense].astype(float)


def panel(
    measures: str | Sequence[str],
    year: int | None = None,
    *,
    of: str | None = None,
    directed: bool = False,
    system: str = "iso",
    parts: Sequence[str] = ("value",),
) -> pd.DataFrame:
    """Return measures for all pairs as a table: one row a pair and year.

    Parameters
    ----------
    measures : str or sequence of str
        Names of measures; ``dyadlens measures`` lists them.
    year : int, optional
        One year; all by default.
    of : str, optional
        Only pairs of this state, which then comes first.
    directed : bool
        One row a direction: values of a directed measure run from ``a`` to ``b``. Without it a directed measure has two
        columns, ``NAME_ab`` and ``NAME_ba``.
    system : {"iso", "cow"}
        Codes of the states: ISO 3166 or Correlates of War numbers.
    parts : sequence of {"value", "low", "high", "percentile"}
        What to return of each measure; all but the value carry the part's name as a suffix.

    Returns
    -------
    pandas.DataFrame
        ``a``, ``b``, ``year``, then the columns of the measures; NaN where there is no value. ``a`` comes
        before ``b`` in the alphabet unless ``of`` or ``directed`` is given.

    Raises
    ------
    UnknownName
        If a measure, a state or a part has no such name.
    BadParameter
        If the year lies outside the panel, or a measure is of single states.

    Examples
    --------
    >>> panel("agreement", 2018, of="PAK").columns.tolist()
    ['a', 'b', 'year', 'agreement']
    """
    if system not in _SYSTEMS:
        raise unknown_name("system", system, _SYSTEMS)
    for part in parts:
        if part not in PARTS:
            raise unknown_name("part", part, PARTS)
    index = rows()
    keep = np.ones(len(index.year), dtype=bool)
    if year is not None:
        _year(year)
        keep &= index.year == year
    at = None
    if of is not None:
        at = int(positions([find_state(of).code])[0])
        keep &= (index.first == at) | (index.second == at)
    swapped = np.zeros(int(keep.sum()), dtype=bool) if at is None else index.second[keep] == at
    first = np.where(swapped, index.second[keep], index.first[keep])
    second = np.where(swapped, index.first[keep], index.second[keep])
    names = _codes_in(system)
    out: dict[str, object] = {"a": names[first], "b": names[second], "year": index.year[keep].astype(int)}
    back: dict[str, object] = {"a": names[second], "b": names[first], "year": out["year"]}
    for name in require_measures(measures):
        found = stored(name).measure
        if found.subject == "state":
            raise BadParameter(f"measure {name!r} is of single states and has no pairs")
        for part in parts:
            suffix = "" if part == "value" else f"_{part}"
            one, other = (cells(name, part, side)[keep] for side in (0, -1))
            forth, reverse = np.where(swapped, other, one), np.where(swapped, one, other)
            if directed or not found.directed:
                out[name + suffix], back[name + suffix] = forth, reverse
            else:
                out[f"{name}_ab{suffix}"], out[f"{name}_ba{suffix}"] = forth, reverse
    frame = pd.DataFrame(out)
    return pd.concat([frame, pd.DataFrame(back)], ignore_index=True) if directed else frame


def _codes_in(system: str) -> NDArray[np.object_]:
    states = all_states()
    return np.array([code if system == "iso" else states[code].cow for code in codes()], dtype=object)


def long_rows(measure: str, year: int | None = None) -> tuple[Measure, pd.DataFrame]:
    """Return the values of a measure with their percentiles, both ways for a directed one, of a year or of all."""
    found = stored(measure)
    if found.measure.subject == "state":
        raise BadParameter(f"measure {measure!r} is of single states: there are no pairs to rank")
    names, ends = np.array(codes(), dtype=object), upper()
    years = panel_years() if year is None else np.array([year])
    at = slice(None) if year is None else slice(_year(year), _year(year) + 1)
    parts = []
    for side, prefix in enumerate(directions(found.measure)):
        value = found.read(prefix + "value")[:, at]
        # Only pairs that exist have a value, so that the rows of the panel need not be laid out.
        pair, when = np.nonzero(~np.isnan(value))
        first, second = ends[:: -1 if side else 1]
        ranks = found.read(prefix + "percentile")[:, at] if prefix + "percentile" in found.columns else None
        facts: dict[str, object] = {"a": names[first[pair]], "b": names[second[pair]], "year": years[when]}
        facts["value"] = value[pair, when]
        facts["percentile"] = np.nan if ranks is None else ranks[pair, when].astype(float)
        parts.append(pd.DataFrame(facts))
    return found.measure, pd.concat(parts, ignore_index=True)
