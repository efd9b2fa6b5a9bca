"""Measures of a pair: a lens in, evidence out. One module a domain."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import signature
from types import ModuleType
from typing import TYPE_CHECKING

from dyadlens.data.evidence import Evidence, check, join
from dyadlens.data.shared import shared
from dyadlens.errors import UnknownName, shown, unknown_name
from dyadlens.lens import Lens, require_lens
from dyadlens.measures.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

# One line a domain; each module has MEASURES and compute(lens), and ALL_PAIRS and all_pairs(measure) where it can. A
# measure that is also made for one of many names, as battle_deaths for an armed group, is in its module's NAMED.
DOMAINS = ("votes", "security", "arms", "trade", "diplomacy", "words", "third_parties", "history")

ADDED: tuple[tuple[str, str], ...] = (
    # One line a module that adds measures to a domain from a file of its own: the domain, then the module, made alike.
    ("security", "security_conflicts"),
    ("security", "security_violence"),
    ("diplomacy", "diplomacy_sanctions"),
)

_LIST = "dyadlens measures"  # the command that lists them

__all__ = ["ADDED", "DOMAINS", "Measure", "all_pairs", "describe", "evidence", "measures_for_all_pairs", "measures_of"]


def _modules(domain: str) -> list[ModuleType]:
    """Return the module of a domain, then those that add to it."""
    if domain not in DOMAINS:
        raise unknown_name("domain", domain, DOMAINS)
    names = [domain, *(module for added_to, module in ADDED if added_to == domain)]
    return [import_module(f"dyadlens.measures.{name}") for name in names]


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
    return tuple(measure for module in _modules(domain) for measure in module.MEASURES)


@cache
def _described() -> dict[str, Measure]:
    return {m.name: m for domain in DOMAINS for m in measures_of(domain)}


def describe(name: str) -> Measure:
    """Return the description of a measure.

    Parameters
    ----------
    name : str
        Its name; a measure made for a third state, or for an armed group, carries its code or name after a colon.

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
        raise unknown_name("measure", name, known, listed_by=_LIST)
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
    return {name: domain for domain in DOMAINS for name in _homes(domain)}


@cache
def _homes(domain: str) -> dict[str, ModuleType]:
    """Return the modules of a domain by the measures that they compute for all pairs."""
    return {name: module for module in _modules(domain) for name in getattr(module, "ALL_PAIRS", ())}


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
        raise unknown_name("measure for all pairs", measure, known, listed_by=_LIST)
    return _homes(known[measure])[measure].all_pairs(measure)


def _named(domain: str) -> dict[str, Callable[[Lens, str], Evidence]]:
    """Return the functions of a domain that make a measure for any name of their source."""
    return {name: make for module in _modules(domain) for name, make in getattr(module, "NAMED", {}).items()}


@shared(maxsize=256)
def _computed(lens: Lens, domain: str, measure: str | None) -> Evidence:
    """Compute a domain; of one measure the module that has it, and the measure alone where that costs less."""
    parts = []
    for module in _modules(domain):
        if measure is None:
            parts.append(module.compute(lens))
        elif measure in {m.name for m in module.MEASURES}:
            single = "only" in signature(module.compute).parameters
            parts.append(module.compute(lens, measure) if single else module.compute(lens))
    return check(join(parts))


def _only(domain: str, measure: str | None) -> str | None:
    """Return the measure where asking for it alone costs less than the whole domain, else None: kept once for all."""
    if measure is None:
        return None
    main, *added = _modules(domain)
    elsewhere = measure in {m.name for module in added for m in module.MEASURES}
    return measure if elsewhere or "only" in signature(main.compute).parameters else None


def evidence(lens: Lens, domain: str | None = None, measure: str | None = None) -> Evidence:
    """Return the evidence on a pair.

    Parameters
    ----------
    lens : Lens
        Pair, third states, years and as-of date.
    domain : str, optional
        One domain; all by default.
    measure : str, optional
        One measure; all by default. ``battle_deaths:IS`` is made for any armed group, others for the third states of
        the lens alone.

    Returns
    -------
    Evidence
        One row a measure, direction and year of the lens, checked against the shape; ``attrs`` has the as-of date, if
        there is one, as ``as_of``.

    Raises
    ------
    UnknownName
        If there is no such domain, no such measure in it, or nothing of the name after the colon.
    BadParameter
        If ``lens`` is not a lens.

    Examples
    --------
    >>> rows = evidence(Lens("PAK-RUS", start=2014, end=2014), "votes", "agreement")
    >>> round(float(rows["value"].iloc[0]), 3)
    0.692
    """
    lens = require_lens(lens)
    out = _found(lens, domain, measure).reset_index(drop=True)
    out.attrs = {} if lens.as_of is None else {"as_of": lens.as_of.isoformat()}
    return out


def _found(lens: Lens, domain: str | None, measure: str | None) -> Evidence:
    if measure is None:
        domains = DOMAINS if domain is None else (domain,)
        return join([_computed(lens, d, None) for d in domains])
    stem, colon, other = measure.partition(":")
    home = _home_of(stem, domain)
    if colon and stem in (made := _named(home)):
        return check(made[stem](lens, other))
    out = _computed(lens, home, _only(home, stem))
    keep = out["measure"] == measure
    if ":" not in measure:
        keep |= out["measure"].str.startswith(f"{measure}:")
    elif not keep.any():
        raise _not_made_for(measure, out["measure"])
    return out[keep]


def _home_of(measure: str, domain: str | None) -> str:
    """Return the domain of a measure; an error if it has none, or another than the one named."""
    inside = [m.name for m in measures_of(domain)] if domain is not None else []
    if measure in inside:
        return domain
    homes = {m.name: d for d in DOMAINS for m in measures_of(d)}
    if measure not in homes:
        listed_by = _LIST if domain is None else f"{_LIST} --domain {domain}"
        raise unknown_name("measure", measure, inside or homes, listed_by=listed_by)
    if domain is not None:
        raise UnknownName(f"measure {measure!r} belongs to the domain {homes[measure]}, not to {domain}")
    return homes[measure]


def _not_made_for(measure: str, made: pd.Series) -> UnknownName:
    """Say for which states or groups a measure is made, where it is not made for the one that was asked for."""
    stem, _, asked = measure.partition(":")
    others = sorted({name.partition(":")[2] for name in made if name.startswith(f"{stem}:")})
    if not others:
        return UnknownName(f"measure {stem!r} is made for the pair alone: leave out {shown(':' + asked)}")
    return UnknownName(
        f"measure {stem!r} is not made for {shown(asked)} in this lens, but for {', '.join(others)}; "
        "third states are named with third_parties=[...], or --third on the command line"
    )
