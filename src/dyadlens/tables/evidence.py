"""Tables on the evidence of a page: what is known, what each measure is, which sources it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dyadlens.data.catalog import table, tables
from dyadlens.data.evidence import STATUSES, Evidence
from dyadlens.measures.registry import describe, require_measures
from dyadlens.tables.table import Table
from dyadlens.text.names import capital, label, subject
from dyadlens.text.numbers import years


def coverage_table(rows: Evidence, measures: str | Sequence[str]) -> Table:
    """Count for each measure and direction the years that are observed, zero, unknown or not covered.

    Parameters
    ----------
    rows : Evidence
        Evidence that has the measures.
    measures : str or sequence of str
        Their names.

    Returns
    -------
    Table
        ``Measure``, ``Years with a value``, then one column a status.

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> import dyadlens as dl
    >>> votes = dl.evidence(dl.Lens("PAK-RUS", start=2010, end=2014), "votes")
    >>> dl.tables.coverage(votes, "agreement").frame["Observed"].tolist()
    [5]
    """
    cells = []
    for name in require_measures(measures if isinstance(measures, str) else list(measures)):
        own = rows.of(name)
        for a, b in own[["a", "b"]].drop_duplicates().to_numpy():
            found = own.of(name, a, b)
            counts = found["status"].value_counts()
            called = subject(found) if describe(name).directed else label(name)
            cells.append(
                {"Measure": called, "Years with a value": years(found.seen["year"].tolist()) or "none"}
                | {capital(status.replace("_", " ")): int(counts.get(status, 0)) for status in STATUSES}
            )
    return Table(pd.DataFrame(cells), "What the sources know, in years", whole=True)


def method_table(*names: str) -> Table:
    """List what each measure is, with its unit, interval, caution and citation.

    Parameters
    ----------
    *names : str
        Names of measures.

    Returns
    -------
    Table

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> import dyadlens as dl
    >>> dl.tables.methods("agreement", "kappa").frame["Measure"].tolist()
    ['Agreement in UN votes', "Cohen's kappa"]
    """
    rows = [
        {
            "Measure": m.label,
            "Unit": m.unit,
            "A higher value means": m.higher_means,
            "Interval": m.interval,
            "Mind": m.note,
            "From": m.cite,
        }
        for m in map(describe, require_measures(list(names)))
    ]
    return Table(pd.DataFrame(rows), "Measures on this page")


def source_table(*parts: Evidence | str) -> Table:
    """List the tables that evidence comes from, with what they cover, their licence and hash.

    Parameters
    ----------
    *parts : Evidence or str
        Evidence, and names of tables.

    Returns
    -------
    Table

    Examples
    --------
    >>> import dyadlens as dl
    >>> "undl_votes" in dl.tables.sources(dl.evidence("PAK-RUS", "votes", "agreement")).frame["Table"].tolist()
    True
    """
    rows = [
        {
            "Table": info.name,
            "What": info.title,
            "Years": "any" if info.dated_by == "static" else f"{info.first}–{info.last}",
            "Cite": info.citation,
            "Licence": info.licence,
            "SHA-256": info.sha256[:12],
        }
        for info in map(table, _tables_of(parts))
    ]
    columns = ["Table", "What", "Years", "Cite", "Licence", "SHA-256"]
    return Table(pd.DataFrame(rows, columns=columns), "Sources of this page")


def caveat_table(*parts: Evidence | str) -> Table:
    """List the known defects of the tables that evidence comes from."""
    rows = [{"Table": n, "Known defect": text} for n in _tables_of(parts) for text in table(n).known_defects]
    return Table(pd.DataFrame(rows, columns=["Table", "Known defect"]), "Known defects of the sources")


def _tables_of(given: Sequence[Evidence | str]) -> list[str]:
    """Return the curated tables behind evidence, and those named, each once, in order."""
    parts = [part for part in given if not isinstance(part, str)]
    asked = [part for part in given if isinstance(part, str)]
    measures = dict.fromkeys(name for rows in parts for name in rows["measure"])
    named = dict.fromkeys([name for measure in measures for name in describe(measure).tables] + asked)
    # A measure of cases names those of all pairs; another pair's are no source of this page.
    found = {name for rows in parts for name in rows.seen["source"]}
    own = [name for name in named if not name.startswith("cases/") or name in {*found, *asked}]
    return own + sorted(name for name in found - set(named) if name.startswith("cases/") and name in tables())


# As `tables` offers them.
coverage, methods, sources, caveats = coverage_table, method_table, source_table, caveat_table
