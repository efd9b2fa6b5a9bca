"""The same measure for several pairs, so that one has company."""

from __future__ import annotations

from collections.abc import Iterable

from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import Lens, as_lens
from dyadlens.panel.evidence import evidence


def compare(lens: Lens | str | Iterable[Lens | str], measure: str, *, of: str | None = None) -> Evidence:
    """Return a measure for several pairs.

    Parameters
    ----------
    lens : Lens, str, or several of them
        One lens: each state of its pair with each of its third parties. Several: those pairs themselves.
    measure : str
        Name of the measure.
    of : str, optional
        With one lens: only pairs of this state, by its code.

    Returns
    -------
    Evidence
        Rows of all these pairs; empty for a lens without third parties.

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> rows = compare(Lens("PAK-RUS", third_parties=["IND"], start=2014, end=2014), "agreement")
    >>> sorted(set(rows["a"] + rows["b"]))
    ['PAKIND', 'RUSIND']
    """
    if isinstance(lens, Lens | str):
        one = as_lens(lens)
        states = [state for state in one.pair if of in (None, state)]
        chosen = [one.replace(pair=(s, third), third_parties=[]) for third in one.third_parties for s in states]
    else:
        chosen = [as_lens(item) for item in lens]
    return join([evidence(item, measure=measure) for item in chosen])
