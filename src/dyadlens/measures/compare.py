"""The same measure for other pairs, so that a figure has company."""

from __future__ import annotations

from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures import evidence


def beside(lens: Lens, domain: str, measure: str, *, whose: str | None = None) -> Evidence:
    """Return a measure for each state of the pair with each third state."""
    states = [s for s in lens.pair if whose in (None, s)]
    pairs = [(state, third) for third in lens.third_parties for state in states]
    return join([evidence(lens.replace(pair=pair, third_parties=[]), domain, measure) for pair in pairs])


def supplies(lens: Lens, supplier: str) -> Evidence:
    """Return arms delivered by one state of the pair to the other and to each third state."""
    other = next(s for s in lens.pair if s != supplier)
    pairs = [(supplier, recipient) for recipient in (other, *lens.third_parties)]
    return join([evidence(lens.replace(pair=pair, third_parties=[]), "arms", "tiv").of("tiv", *pair) for pair in pairs])


def main_direction(rows: Evidence, measure: str) -> tuple[str, str]:
    """Return the direction of a directed measure that carries more in all."""
    sums = rows.of(measure).groupby(["a", "b"], sort=False)["value"].sum()
    return sums.idxmax()
