"""The one shape in which every measure returns what it found."""

from __future__ import annotations

import html
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.errors import DataError, unknown_name

COLUMNS = (
    "domain",
    "measure",
    "a",
    "b",
    "year",
    "value",
    "low",
    "high",
    "status",
    "percentile",
    "ranked",
    "window",
    "source",
)
OBSERVED, TRUE_ZERO, UNKNOWN, NOT_COVERED = STATUSES = ("observed", "true_zero", "unknown", "not_covered")
_NUMBERS = ("value", "low", "high", "percentile")
_WHOLE = {"year": None, "ranked": 0, "window": 1}  # whole numbers, with what stands where none is given


class Units(dict[str, str]):
    """The unit of each measure; shared, where pandas copies what a table carries at every step."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Units:
        return self


class Evidence(pd.DataFrame):
    """A table of evidence: one row a measure, pair and year.

    Columns
    -------
    domain, measure : str
        What was measured.
    a, b : str
        State codes; for a directed measure from ``a`` to ``b``; ``b`` is ``WLD`` where a measure has one state only.
    year : int
    value, low, high : float
        The value and its 90% interval; the interval is missing where the measure has none.
    status : str
        ``observed``; ``true_zero`` (the source covers it and there was none); ``unknown`` (covered, not recorded);
        ``not_covered`` (outside what the source covers or what was known on the as-of date).
    percentile : float
        Percentile rank of the value among all pairs of the year, 0 to 100.
    ranked : int
        How many pairs (directed pairs, states) the percentile ranks among; 0 without a percentile.
    window : int
        Years that the value pools, up to the year named; 1 for a single year.
    source : str
        Name of the curated table.

    Notes
    -----
    ``attrs["as_of"]`` is the as-of date, where there is one, and ``attrs["units"]`` the unit of each measure. A
    selection of columns shows itself as any other table.
    """

    @property
    def _constructor(self) -> type[Evidence]:
        return Evidence

    @property
    def seen(self) -> Evidence:
        """The rows that have a value."""
        return self[self["value"].notna()]

    def of(self, measure: str, a: str | None = None, b: str | None = None) -> Evidence:
        """Return the rows of one measure, if given of one direction too."""
        keep = self["measure"] == measure
        if a is not None:
            keep &= self["a"] == a
        if b is not None:
            keep &= self["b"] == b
        return self[keep]

    def main_direction(self, measure: str) -> tuple[str, str]:
        """Return the direction of a directed measure that carries more in all.

        Parameters
        ----------
        measure : str
            Name of a measure that these rows have.

        Returns
        -------
        tuple of str
            Codes of the states, from ``a`` to ``b``.

        Raises
        ------
        UnknownName
            If no row is of that measure.
        """
        sums = self.of(measure).groupby(["a", "b"], sort=False)["value"].sum()
        if sums.empty:
            raise unknown_name("measure in these rows", measure, self["measure"])
        return sums.nlargest(1).index[0]

    def _headline(self) -> str:
        counts = self["status"].value_counts()
        statuses = ", ".join(f"{counts[s]:,} {s.replace('_', ' ')}" for s in STATUSES if s in counts)
        many = self["measure"].nunique()
        what = self["measure"].iloc[0] if many == 1 else f"{many} measures"
        return f"Evidence: {len(self):,} rows, {what}, {self['year'].min()}-{self['year'].max()}; {statuses}"

    def _readable(self) -> pd.DataFrame:
        """Lay out the rows to read: the years of a window, both ends in one column, the unit of each value."""
        units, year = self.attrs.get("units", {}), self["year"].astype(str)
        first = (self["year"] - self["window"] + 1).astype(str)
        out = pd.DataFrame(self[["measure", "a", "b"]])
        out["year"] = year.where(self["window"] == 1, first + "-" + year)
        out["value"] = self["value"].map("{:.4g}".format, na_action="ignore")
        ends = (self[end].map("{:.3g}".format) for end in ("low", "high"))
        out["low to high"] = [f"{low} to {high}" if low != "nan" else "" for low, high in zip(*ends, strict=True)]
        out["unit"] = self["measure"].map(units) if units else ""
        out["status"] = self["status"].str.replace("_", " ")
        out["percentile"] = self["percentile"].map("{:.0f}".format, na_action="ignore")
        return out.assign(source=self["source"]).astype(object).fillna("")

    def __repr__(self) -> str:
        if self.empty or not set(COLUMNS) <= set(self.columns):
            return repr(pd.DataFrame(self))
        shown = self._readable().drop(columns=["unit", "source"])
        return f"{self._headline()}\n{shown.to_string(index=False, max_rows=10)}"

    def _repr_html_(self) -> str:
        if self.empty or not set(COLUMNS) <= set(self.columns):
            return str(pd.DataFrame(self).to_html(max_rows=20))
        # The classes keep JupyterLab from setting what stands between two dollar signs as mathematics.
        table = self._readable().to_html(max_rows=20, index=False, border=0, classes="mathjax_ignore tex2jax_ignore")
        return f"<p>{html.escape(self._headline())}</p>{table}"


def make(**columns: Any) -> Evidence:
    """Build evidence from arrays and scalars; numbers that are not given are missing.

    Parameters
    ----------
    **columns
        The columns of :data:`COLUMNS` as scalars or arrays of one length. ``status`` may be left out: then a value
        that is there is ``observed`` and one that is missing is ``unknown``.

    Returns
    -------
    Evidence
        In the shape, not yet checked.

    Raises
    ------
    ValueError
        If a column has another name.

    Examples
    --------
    >>> make(domain="votes", measure="agreement", a="PAK", b="RUS", year=[2014], value=[0.69], source="undl_votes")[
    ...     "status"
    ... ].tolist()
    ['observed']
    """
    strange = set(columns) - set(COLUMNS)
    if strange:
        raise ValueError(f"no columns of evidence: {sorted(strange)}")
    length = max(np.size(v) for v in columns.values() if not isinstance(v, str))
    laid: dict[str, Any] = {}
    for name in (n for n in COLUMNS if n not in ("status", *_NUMBERS, *_WHOLE)):
        laid[name] = _text(columns[name], length)
    for name, default in _WHOLE.items():
        laid[name] = _whole(columns.get(name, default), length)
    for name in _NUMBERS:
        laid[name] = np.broadcast_to(np.asarray(columns.get(name, np.nan), dtype=float), length).copy()
    status = columns.get("status", np.where(np.isnan(laid["value"]), UNKNOWN, OBSERVED))
    laid["status"] = _text(status, length)
    return Evidence({name: laid[name] for name in COLUMNS})


def _whole(values: Any, length: int) -> NDArray[np.int64]:
    return np.broadcast_to(np.asarray(values).astype(np.int64), length).copy()


def _text(values: Any, length: int) -> pd.api.extensions.ExtensionArray:
    """Lay out text as a column; made so, it takes a fifth of the time that a table takes to find its type."""
    return pd.array([values] * length if isinstance(values, str) else list(values), dtype="str")


def join(parts: list[Evidence]) -> Evidence:
    """Put evidence together; an empty list gives an empty table of the shape.

    Examples
    --------
    >>> list(join([]).columns) == list(COLUMNS)
    True
    """
    if not parts:
        kinds = dict.fromkeys(_WHOLE, "int64") | dict.fromkeys(_NUMBERS, "float64")
        return Evidence(pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in COLUMNS}))
    return Evidence(pd.concat(parts, ignore_index=True))


@cache
def _schema() -> Any:
    import pandera.pandas as pa

    whole = {
        "a value goes with observed and true_zero only": lambda d: (
            d["value"].notna() == d["status"].isin([OBSERVED, TRUE_ZERO])
        ),
        "a true zero is 0": lambda d: (d["status"] != TRUE_ZERO) | (d["value"] == 0),
        "the interval holds the value": lambda d: (
            (d["low"].isna() & d["high"].isna()) | ((d["low"] <= d["value"] + 1e-9) & (d["value"] <= d["high"] + 1e-9))
        ),
        "an interval or percentile needs a value": lambda d: (
            d["value"].notna() | (d[["low", "high", "percentile"]].isna().all(axis=1))
        ),
    }
    text = {n: pa.Column(str, pa.Check.str_length(min_value=1)) for n in ("domain", "measure", "a", "b", "source")}
    numbers = {n: pa.Column(float, nullable=True) for n in ("value", "low", "high")}
    return pa.DataFrameSchema(
        {
            **text,
            **numbers,
            "year": pa.Column(int, pa.Check.in_range(1800, 2100)),
            "ranked": pa.Column(int, pa.Check.ge(0)),
            "window": pa.Column(int, pa.Check.ge(1)),
            "status": pa.Column(str, pa.Check.isin(STATUSES)),
            "percentile": pa.Column(float, pa.Check.in_range(0, 100), nullable=True),
        },
        checks=[pa.Check(rule, name=name) for name, rule in whole.items()],
        unique=["measure", "a", "b", "year"],
        strict=True,
    )


def _is_plain(frame: pd.DataFrame) -> bool:
    """Tell whether a table is beyond doubt in shape, in a tenth of the time that the schema takes to say so.

    What is not plain may be in shape all the same: the schema decides, and names what is wrong.
    """
    texts, kinds = ("domain", "measure", "a", "b", "source"), frame.dtypes
    typed = (
        len(frame) > 0
        and sorted(frame.columns, key=str) == sorted(COLUMNS)
        and all(isinstance(kinds[name], pd.StringDtype) for name in (*texts, "status"))
        and all(kinds[name] == np.float64 for name in _NUMBERS)
        and all(kinds[name] == np.int64 for name in _WHOLE)
    )
    if not typed or not all(isinstance(v, str) and v for name in texts for v in frame[name].unique()):
        return False
    value, low, high, percentile = (frame[name].to_numpy() for name in ("value", "low", "high", "percentile"))
    status, year, gone = frame["status"].to_numpy(dtype=object), frame["year"].to_numpy(), np.isnan(value)
    zero, seen = status == TRUE_ZERO, (status == OBSERVED) | (status == TRUE_ZERO)
    open_, ranked = np.isnan(low) & np.isnan(high), ~np.isnan(percentile)
    return bool(
        set(status) <= set(STATUSES)
        and ((year >= 1800) & (year <= 2100)).all()
        and (frame["ranked"] >= 0).all()
        and (frame["window"] >= 1).all()
        and (seen == ~gone).all()
        and (value[zero] == 0).all()
        and (open_ | ((low <= value + 1e-9) & (value <= high + 1e-9))).all()
        and (open_ & ~ranked)[gone].all()
        and ((percentile >= 0) & (percentile <= 100))[ranked].all()
        and not frame.duplicated(["measure", "a", "b", "year"]).any()
    )


def check(frame: pd.DataFrame) -> Evidence:
    """Check a table against the shape of evidence.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.

    Returns
    -------
    Evidence
        The same rows, with the columns in order.

    Raises
    ------
    DataError
        If a column is missing, a status has another name, a value stands where none can be, or a row repeats.

    Examples
    --------
    >>> row = dict(domain="arms", measure="tiv", a="RUS", b="PAK", year=[2022], value=[0.0], status="true_zero")
    >>> len(check(make(**row, source="arms_transfers")))
    1
    """
    if _is_plain(frame):
        return Evidence(frame[list(COLUMNS)])
    import pandera.pandas as pa

    try:
        return Evidence(_schema().validate(pd.DataFrame(frame), lazy=True)[list(COLUMNS)])
    except pa.errors.SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        raise DataError(
            f"not in the shape of evidence: {first['check']} ({first['column']}: {first['failure_case']})"
        ) from None
