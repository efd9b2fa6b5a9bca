"""On how many pairs a percentile rests, by measure and year."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dyadlens.atlas.cache import cache_directory, discard, key, write_whole
from dyadlens.catalog import read, table
from dyadlens.measures import all_pairs, describe, measures_for_all_pairs

# Measures whose tables hold an extract: the table and the column that keep the number of pairs ranked at curation.
_KEPT = {
    "tiv": ("arms_zero_percentile", "pairs", None),
    "trade_total_atlas": ("trade_atlas_pairs", "pairs", None),
    "trade_intensity": ("trade_atlas_pairs", "intensity_pairs", None),
    "trade_dependence_atlas": ("trade_atlas_pairs", "dependence_pairs", None),
    "gravity_residual_atlas": ("gravity", "pairs", "atlas"),
}


@lru_cache(maxsize=256)
def pairs_ranked(measure: str) -> pd.Series:
    """Return how many pairs have a value that the percentiles of each year are ranked among.

    Parameters
    ----------
    measure : str
        Name of a measure; one made for a third state has no percentile.

    Returns
    -------
    pandas.Series
        Numbers by year: of directed pairs for a directed measure, ranked both ways together, else of pairs. Empty for
        a measure without percentiles. Where the tables hold an extract of a source, the numbers are those of the
        full source, kept when the ranks were computed. A year's number rests on that year's values alone, so that
        an as-of date cannot change it.

    Notes
    -----
    Counted once and kept in the cache folder under the key of data and code: the first count of a measure takes up
    to a second, later ones a few milliseconds.

    Examples
    --------
    >>> int(pairs_ranked("agreement")[2014])
    18502
    >>> len(pairs_ranked("import_share"))
    0
    """
    if measure in _KEPT:
        return _kept(*_KEPT[measure])
    if measure not in measures_for_all_pairs():
        return pd.Series(dtype=int)
    path = cache_directory() / f"ranked-{key()}" / f"{measure}.csv"
    if path.is_file():
        return pd.read_csv(path, index_col="year")["pairs"]
    rows = all_pairs(measure)
    found = rows.loc[rows["value"].notna(), "year"].astype(int).value_counts().sort_index()
    found = found.rename("pairs").rename_axis("year").astype(int)
    discard(cache_directory().glob("ranked-*"), but=path.parent)
    write_whole(path, found.to_csv)
    return found


def is_extract(measure: str) -> bool:
    """Tell whether the tables hold a measure for a part of the pairs that its percentiles rank.

    Parameters
    ----------
    measure : str
        Name of a measure.

    Returns
    -------
    bool
        False once the tables have been built in full.

    Examples
    --------
    >>> is_extract("agreement")
    False
    """
    return measure in _KEPT and not all(table(name).complete for name in describe(measure).tables)


def _kept(table: str, column: str, source: str | None) -> pd.Series:
    """Read the numbers that the curate step kept beside its ranks."""
    rows = read(table)
    rows = rows if source is None else rows[rows["source"] == source]
    rows = rows.dropna(subset=[column])
    return rows.groupby(rows["year"].astype(int))[column].first().astype(int).rename("pairs")


def among(measure: str, year: int) -> str:
    """Say among how many pairs a percentile ranks.

    Parameters
    ----------
    measure : str
        Name of a measure.
    year : int
        Year of the percentile.

    Returns
    -------
    str
        Words to follow "percentile".

    Examples
    --------
    >>> among("agreement", 2014), among("tiv", 2014)
    ('among 18,502 pairs with a value', 'among 37,830 directed pairs with a value')
    """
    found = pairs_ranked(measure).get(year)
    kind = "directed pairs" if describe(measure).directed else "pairs"
    return f"among all {kind} with a value" if found is None else f"among {int(found):,} {kind} with a value"
