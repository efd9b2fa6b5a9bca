"""The same measure for other pairs, so that a figure has company."""

from __future__ import annotations

from dyadlens.lens import Lens
from dyadlens.measures import evidence
from dyadlens.shape import Evidence, join


def beside(lens: Lens, domain: str, measure: str, *, whose: str | None = None) -> Evidence:
    """Return a measure for each state of the pair with each third state.

    Parameters
    ----------
    lens : Lens
        The pair and the third states.
    domain, measure : str
        What to compute.
    whose : str, optional
        Only pairs of this state, by its code.

    Returns
    -------
    Evidence
        Rows of all these pairs; empty without third states.

    Examples
    --------
    >>> rows = beside(Lens("PAK-RUS", third=["IND"], start=2014, end=2014), "votes", "agreement")
    >>> sorted(set(rows["a"] + rows["b"]))
    ['PAKIND', 'RUSIND']
    """
    states = [s for s in lens.pair if whose in (None, s)]
    pairs = [(state, third) for third in lens.third for state in states]
    return join([evidence(lens.but(pair=pair, third=[]), domain, measure) for pair in pairs])


def supplies(lens: Lens, supplier: str) -> Evidence:
    """Return arms delivered by one state of the pair to the other and to each third state.

    Parameters
    ----------
    lens : Lens
        The pair and the third states.
    supplier : str
        Code of the supplier, one of the pair.

    Returns
    -------
    Evidence
        Rows of ``tiv``, the other state of the pair first.

    Examples
    --------
    >>> rows = supplies(Lens("PAK-RUS", third=["IND"]), "RUS")
    >>> list(dict.fromkeys(rows["b"]))
    ['PAK', 'IND']
    """
    other = next(s for s in lens.pair if s != supplier)
    pairs = [(supplier, recipient) for recipient in (other, *lens.third)]
    return join([evidence(lens.but(pair=pair, third=[]), "arms", "tiv").of("tiv", *pair) for pair in pairs])


def main_direction(rows: Evidence, measure: str) -> tuple[str, str]:
    """Return the direction of a directed measure that carries more in all.

    Parameters
    ----------
    rows : Evidence
        Evidence that holds the measure both ways.
    measure : str
        Its name.

    Returns
    -------
    tuple of str
        From and to; the first direction in the evidence if both are equal or unknown.

    Examples
    --------
    >>> main_direction(evidence(Lens("PAK-RUS"), "arms"), "tiv")
    ('RUS', 'PAK')
    """
    sums = rows.of(measure).groupby(["a", "b"], sort=False)["value"].sum()
    return sums.idxmax()
