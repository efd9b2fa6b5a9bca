"""Measures of a pair: a lens in, evidence out. One module a domain."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from inspect import signature
from types import ModuleType
from typing import TYPE_CHECKING

from dyadlens.errors import unknown_name
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.shape import Evidence, check, join

if TYPE_CHECKING:
    import pandas as pd

# One line a domain; each module has MEASURES and compute(lens).
DOMAINS = ("votes", "security", "arms", "trade", "diplomacy", "words", "thirds", "history")

__all__ = ["DOMAINS", "Measure", "all_pairs", "describe", "evidence", "measures_for_all_pairs", "measures_of"]


def _module(domain: str) -> ModuleType:
    if domain not in DOMAINS:
        raise unknown_name("domain", domain, DOMAINS)
    return import_module(f"dyadlens.measures.{domain}")


def measures_of(domain: str) -> tuple[Measure, ...]:
    """Return the descriptions of a domain's measures.

    Parameters
    ----------
    domain : str
        Name of the domain.

    Returns
    -------
    tuple of Measure

    Raises
    ------
    UnknownName
        If there is no such domain.

    Examples
    --------
    >>> measures_of("votes")[0].name
    'agreement'
    """
    return _module(domain).MEASURES


@cache
def _described() -> dict[str, Measure]:
    return {m.name: m for domain in DOMAINS for m in measures_of(domain)}


def describe(name: str) -> Measure:
    """Return the description of a measure.

    Parameters
    ----------
    name : str
        Its name; a measure made for a third state carries the state's code after a colon.

    Returns
    -------
    Measure

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> describe("kappa").label
    "Cohen's kappa"
    """
    known = _described()
    stem = name.partition(":")[0]
    if stem not in known:
        raise unknown_name("measure", name, known, show=40)
    return known[stem]


@cache
def measures_for_all_pairs() -> dict[str, str]:
    """Return the measures that are computed for all pairs, with their domains.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> measures_for_all_pairs()["kappa"]
    'votes'
    """
    return {name: domain for domain in DOMAINS for name in getattr(_module(domain), "ALL_PAIRS", ())}


def all_pairs(measure: str) -> pd.DataFrame:
    """Compute a measure for every pair and year that its source holds.

    Parameters
    ----------
    measure : str
        One of :func:`measures_for_all_pairs`.

    Returns
    -------
    pandas.DataFrame
        ``a``, ``b``, ``year``, ``value``; ``a`` < ``b`` for an undirected measure, both ways for a directed one.
        Only observed values and true zeros. Where the tables hold an extract, ``percentile`` too, as it was computed
        from the full source; a rank among the pairs of the extract would not be one among all pairs.

    Raises
    ------
    UnknownName
        If the measure is not computed for all pairs.

    Examples
    --------
    >>> rows = all_pairs("agreement")
    >>> bool((rows["a"] < rows["b"]).all())
    True
    """
    known = measures_for_all_pairs()
    if measure not in known:
        raise unknown_name("measure for all pairs", measure, known, show=60)
    return _module(known[measure]).all_pairs(measure)


@lru_cache(maxsize=256)
def _computed(lens: Lens, domain: str, measure: str | None) -> Evidence:
    """Compute a domain, or one measure of it where the domain can do that for less."""
    compute = _module(domain).compute
    return check(compute(lens) if measure is None else compute(lens, measure))


def _only(domain: str, measure: str | None) -> str | None:
    """Return the measure where the domain computes single measures, else None for the whole domain."""
    return measure if measure and "only" in signature(_module(domain).compute).parameters else None


def evidence(lens: Lens, domain: str | None = None, measure: str | None = None) -> Evidence:
    """Return the evidence on a pair.

    Parameters
    ----------
    lens : Lens
        Pair, third states, years and as-of date.
    domain : str, optional
        One domain; all by default.
    measure : str, optional
        One measure; all by default.

    Returns
    -------
    Evidence
        One row a measure, direction and year of the lens, checked against the shape.

    Raises
    ------
    UnknownName
        If there is no such domain, or no such measure in it.

    Examples
    --------
    >>> rows = evidence(Lens("PAK-RUS", start=2014, end=2014), "votes", "agreement")
    >>> round(float(rows["value"].iloc[0]), 3)
    0.692
    """
    domains = DOMAINS if domain is None else (domain,)
    stem = None
    if measure is not None:
        known = {m.name: d for d in domains for m in measures_of(d)}
        stem = measure.partition(":")[0]
        if stem not in known:
            raise unknown_name("measure", measure, known, show=40)
        domains = (known[stem],)
    out = join([_computed(lens, d, _only(d, stem)) for d in domains])
    if measure is not None:
        keep = out["measure"] == measure
        if ":" not in measure:
            keep |= out["measure"].str.startswith(f"{measure}:")
        elif not keep.any():
            raise unknown_name("measure", measure, out["measure"], show=40)
        out = out[keep]
    return out.reset_index(drop=True)
