"""How close and how hostile two states are, as third parties are judged by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, empty
from dyadlens.measures.security.ties import HIGHEST, rivals, worst_hostility
from dyadlens.states.axis import codes, coexisted
from dyadlens.stats.decay import exponential_decay
from dyadlens.stats.ranks import percentile_ranks

MINIMUM_PARTS = 2
TAU = 10.0  # years


def ranks(values: Values) -> Values:
    """Rank the pairs of each year, as a share from 0 to 1; symmetric."""
    out = np.full(values.shape, np.nan)
    i, j = np.triu_indices(len(codes()), 1)
    out[:, i, j] = out[:, j, i] = percentile_ranks(values[:, i, j]) / 100.0
    return out


def mean_of_ranks(data: Data, years: NDArray[np.int_], parts: tuple[str, ...]) -> Values:
    """Average the ranks of several measures where at least two of them are known."""
    # Some voted and spoke before they were states: they are no third parties yet.
    together = coexisted(years)
    ranked = np.array([ranks(np.where(together, data.measure(name).value, np.nan)) for name in parts])
    known = (~np.isnan(ranked)).sum(axis=0)
    enough = known >= MINIMUM_PARTS
    out = empty(years)
    np.divide(np.nansum(ranked, axis=0), known, out=out, where=enough)
    return out


def closeness(data: Data, years: NDArray[np.int_]) -> Column:
    """Average the ranks of votes, speeches and alliance promises; rivals are at 0, whatever they say and vote."""
    mean = mean_of_ranks(data, years, ("kappa", "speech_similarity", "alliance_ties"))
    mean[(data.measure("rivalry").value == 1) & ~np.isnan(mean)] = 0.0
    return Column(mean, covered=data.covers(years, "undl_votes", "debate_similarity", "alliances", "rivalries"))


def closeness_assembly(data: Data, years: NDArray[np.int_]) -> Column:
    """Average the ranks of votes and speeches alone."""
    mean = mean_of_ranks(data, years, ("kappa", "speech_similarity"))
    return Column(mean, covered=data.covers(years, "undl_votes", "debate_similarity"))


def hostility(data: Data, years: NDArray[np.int_]) -> Column:
    """Return rivalry alone: nothing breaks where the record of disputes ends."""
    return Column(data.measure("rivalry").value, covered=data.covers(years, "rivalries"))


def hostility_disputes(data: Data, years: NDArray[np.int_]) -> Column:
    r"""Return the higher of rivalry and the worst past dispute, faded: :math:`\max(R, \max_d h_d/5 \, e^{-age/10})`."""
    every = np.arange(min(data.info("disputes_cow").first, years[0]), years[-1] + 1)
    height = worst_hostility(data.table("disputes_cow"), every) / HIGHEST
    for at in range(1, len(every)):
        height[at] = np.maximum(height[at], height[at - 1] * exponential_decay(1, TAU))
    value = np.maximum(height[-len(years) :], rivals(data.table("rivalries"), years))
    return Column(value, covered=data.covers(years, "disputes_cow", "rivalries"))
