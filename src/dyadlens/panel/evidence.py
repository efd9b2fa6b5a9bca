"""The evidence on a pair: its slice of every measure, cut at what was known on the day of the lens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import tables
from dyadlens.data.evidence import STATUSES, Evidence, Units, check, join
from dyadlens.errors import UnknownName, unknown_name
from dyadlens.lens import Lens, as_lens
from dyadlens.measures.registry import DOMAINS, Measure, describe, registry
from dyadlens.panel.grid import pair_number, panel_years
from dyadlens.panel.store import NOT_COVERED, Stored, directions, expand, split_name, stored
from dyadlens.states.axis import positions
from dyadlens.states.registry import WORLD

_PARTS = ("value", "low", "high", "percentile", "status", "source")


def evidence(lens: Lens | str, domain: str | None = None, measure: str | None = None) -> Evidence:
    """Return the evidence on a pair.

    Parameters
    ----------
    lens : Lens or str
        Pair, third parties, years and as-of date; a pair alone, such as ``"PAK-RUS"``, takes the defaults.
    domain : str, optional
        One domain; all by default.
    measure : str, optional
        One measure. ``tiv_ratio:IND`` is made for one third state, ``battle_deaths:IS`` for one armed group; without a
        colon a measure of third parties is made for each of those of the lens.

    Returns
    -------
    Evidence
        One row a measure, direction and year of the lens; see :class:`dyadlens.data.evidence.Evidence` for the columns.
        ``attrs["as_of"]`` is the as-of date where there is one.

    Raises
    ------
    UnknownName
        If there is no such domain or measure, or nothing of the name after the colon.

    Notes
    -----
    As of a date a row shows only if its year end plus the publication lag of its tables is on or before that date.
    Archive vintages are not at hand: what stays carries later revisions.

    Examples
    --------
    >>> rows = evidence("PAK-RUS", "votes", "agreement")
    >>> round(float(rows.loc[rows["year"] == 2014, "value"].iloc[0]), 3)
    0.692
    """
    lens = as_lens(lens)
    parts = [rows for name in _names(lens, domain, measure) for rows in _of_measure(lens, name)]
    out = check(_joined(parts)) if parts else join([])
    out.attrs = {"units": Units({part.name: part.measure.unit for part in parts})}
    if lens.as_of is not None:
        out.attrs["as_of"] = lens.as_of.isoformat()
    return out


def _names(lens: Lens, domain: str | None, measure: str | None) -> Iterator[str]:
    """Name the measures that are asked for, one for each third party where that is what they are made for."""
    if domain is not None and domain not in DOMAINS:
        raise unknown_name("domain", domain, DOMAINS)
    if measure is None:
        chosen = [m.name for m in registry().values() if domain in (None, m.domain)]
    else:
        what, given = split_name(measure)
        if domain not in (None, what.domain):
            raise UnknownName(f"measure {measure!r} belongs to the domain {what.domain}, not to {domain}")
        chosen = [f"{what.name}:{given}" if given else what.name]
    for name in chosen:
        if describe(name).parameter == "third_party" and ":" not in name:
            yield from (f"{name}:{third}" for third in lens.third_parties)
            if describe(name).whole:
                yield name
        else:
            yield name


@dataclass(frozen=True)
class _Rows:
    """The years of one measure and direction, not yet a table."""

    name: str
    measure: Measure
    a: str
    b: str
    cells: dict[str, NDArray[Any]]
    ranked: NDArray[np.int64]


def _of_measure(lens: Lens, name: str) -> Iterator[_Rows]:
    """Cut the slices of a measure for the pair of a lens, one a direction."""
    found = stored(name)
    measure = found.measure
    i, j = positions(lens.pair)
    if measure.subject == "state":
        for code, unit in zip(lens.pair, (i, j), strict=True):
            yield _rows(lens, name, found, (code, WORLD), found.slice(unit), "")
        return
    ways = [lens.pair] if measure.subject == "pair" else [lens.pair, lens.pair[::-1]]
    if measure.donor:
        ways = [(measure.donor, code) for code in lens.pair if code != measure.donor]
    for a, b in ways:
        i, j = positions((a, b))
        prefix = directions(measure)[-1 if i > j else 0]
        yield _rows(lens, name, found, (a, b), found.slice(pair_number(i, j)), prefix)


def _rows(
    lens: Lens, name: str, found: Stored, pair: tuple[str, str], cells: dict[str, NDArray[Any]], prefix: str
) -> _Rows:
    years = panel_years()
    span = slice(lens.start - years[0], lens.end - years[0] + 1)
    own = {part: cells[prefix + part][span].copy() for part in _PARTS if prefix + part in cells}
    own["year"] = years[span].astype(np.int64)
    if lens.as_of is not None:
        _hide(own, found.measure, lens.as_of, years[span])
    counts = found.ranked
    ranked = np.array([counts.get(int(year), 0) for year in years[span]])
    if "percentile" in own:
        ranked = np.where(np.isnan(own["percentile"]), 0, ranked)
    else:
        ranked = np.zeros(len(ranked), dtype=int)
    return _Rows(name, found.measure, *pair, own, ranked)


def _hide(cells: dict[str, NDArray[Any]], measure: Measure, as_of: date, years: NDArray[np.int_]) -> None:
    """Hide what was not out on a day: a row by its own source where a measure has several, else by all its tables."""
    sources = expand(measure.sources)
    if len(sources) > 1 and "source" in cells:
        until = np.array([tables()[name].known_until(as_of, by_year=True) for name in sources])
        late = years > until[cells["source"]]
    else:
        late = years > measure_known_until(measure.name, as_of)
    for part in cells.keys() - {"status", "source", "year"}:
        cells[part][late] = np.nan
    cells["status"][late] = NOT_COVERED
    if "source" in cells:
        cells["source"][late] = 0  # which source a later year has could not be known either


def measure_known_until(name: str, as_of: date | None) -> int:
    """Return the last year of a measure that was known on a day: that of the tables that bound it, and of its needs."""
    measure = describe(name)
    bounds = [tables()[table].known_until(as_of, by_year=True) for table in expand(measure.bounded_by)]
    bounds += [measure_known_until(needed, as_of) for needed in measure.needs]
    return min([*bounds, measure.last or int(panel_years()[-1])])


def _seven_digits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round what was stored in single precision to the digits that it has."""
    known = np.isfinite(values) & (values != 0)
    scale = 10.0 ** (6 - np.floor(np.log10(np.abs(np.where(known, values, 1.0)))))
    return np.where(known, np.round(values * scale) / scale, values)


def _joined(parts: list[_Rows]) -> pd.DataFrame:
    """Put all rows into one table at once: a table a measure would take most of the time."""
    sizes = [len(part.ranked) for part in parts]

    def text(values: list[str]) -> pd.Categorical | pd.api.extensions.ExtensionArray:
        return pd.array(np.repeat(np.array(values, dtype=object), sizes), dtype="str")

    def numbers(name: str) -> NDArray[np.float64]:
        blank = [np.full(size, np.nan) for size in sizes]
        return np.concatenate(
            [np.asarray(part.cells.get(name, gap), dtype=float) for part, gap in zip(parts, blank, strict=True)]
        )

    value, low, high = numbers("value"), numbers("low"), numbers("high")
    sources = [
        np.array(expand(part.measure.sources), dtype=object)[part.cells.get("source", np.zeros(size, dtype=int))]
        for part, size in zip(parts, sizes, strict=True)
    ]
    return pd.DataFrame(
        {
            "domain": text([part.measure.domain for part in parts]),
            "measure": text([part.name for part in parts]),
            "a": text([part.a for part in parts]),
            "b": text([part.b for part in parts]),
            "year": np.concatenate([part.cells["year"] for part in parts]),
            "value": value,
            # Ends are stored in single precision: rounding must not put the value outside of them.
            "low": np.where(np.isnan(low), np.nan, np.fmin(_seven_digits(low), value)),
            "high": np.where(np.isnan(high), np.nan, np.fmax(_seven_digits(high), value)),
            "status": pd.array(
                np.array(STATUSES, dtype=object)[np.concatenate([part.cells["status"] for part in parts])], dtype="str"
            ),
            "percentile": numbers("percentile"),
            "ranked": np.concatenate([part.ranked for part in parts]).astype(np.int64),
            "window": np.repeat([part.measure.window for part in parts], sizes).astype(np.int64),
            "source": pd.array(np.concatenate(sources), dtype="str"),
        }
    )
