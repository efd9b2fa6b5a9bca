"""Closeness, hostility and signed triads of all pairs, year by year."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import read, table
from dyadlens.measures.roll_calls import joint_votes
from dyadlens.measures.security_grid import Matrix, both_alive, codes, place, places, zeros
from dyadlens.measures.security_pairs import hostility as dispute_height
from dyadlens.measures.security_pairs import obligations, promised, rivals
from dyadlens.stats import balance
from dyadlens.stats.decay import exponential_decay
from dyadlens.stats.ranks import percentile_ranks

MINIMUM_PARTS = 2
HIGHEST = 5.0  # hostility of a war
TAU = 10.0  # years
# A promise not to attack is often one between foes, so by itself it makes no friend.
FRIENDLY = ("defense", "offense", "neutrality", "consultation")


@cache
def _upper() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(len(codes()), 1)


def _mirrored(upper: NDArray[np.float64]) -> Matrix:
    """Lay the values of an upper triangle out on both sides."""
    out = np.full((len(codes()), len(codes())), np.nan)
    i, j = _upper()
    out[i, j] = out[j, i] = upper
    return out


def ranks(matrix: Matrix) -> Matrix:
    """Return the percentile rank of each pair among all pairs with a value, as a number from 0 to 1."""
    return _mirrored(percentile_ranks(matrix[_upper()]) / 100.0)


@lru_cache(maxsize=128)
def vote_similarity(year: int) -> Matrix:
    """Return Cohen's kappa of all pairs in the General Assembly's roll calls of a year; NaN below ten shared ones."""
    out = np.full((len(codes()), len(codes())), np.nan)
    pairs = joint_votes("undl", "all", year, year)
    at = place(pairs.states)
    i, j = np.triu_indices(len(at), 1)
    out[at[i], at[j]] = out[at[j], at[i]] = pairs.all_pairs("kappa")
    # Some voted before they were states of the system.
    return np.where(both_alive(year), out, np.nan)


@cache
def _speeches() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return years, places of both states and similarity of all pairs of speakers, in the order of years."""
    rows = read("debate_similarity")
    order = np.argsort(rows["year"].to_numpy(), kind="stable")
    sides = []
    for side in ("a", "b"):
        names = rows[side].astype("category")
        sides.append(place(names.cat.categories)[names.cat.codes.to_numpy()][order])
    return rows["year"].to_numpy()[order], *sides, rows["similarity"].to_numpy(dtype=float)[order]


@lru_cache(maxsize=128)
def speech_similarity(year: int) -> Matrix:
    """Return the similarity of the speeches of all pairs in the General Debate; NaN where one did not speak."""
    years, i, j, values = _speeches()
    here = slice(*np.searchsorted(years, [year, year + 1]))
    out = np.full((len(codes()), len(codes())), np.nan)
    out[i[here], j[here]] = out[j[here], i[here]] = values[here]
    return np.where(both_alive(year), out, np.nan)


def _mean_of_ranks(parts: list[Matrix]) -> Matrix:
    """Average the ranks of the parts where enough of them are known."""
    ranked = np.array([ranks(part) for part in parts])
    known = (~np.isnan(ranked)).sum(axis=0)
    return np.divide(
        np.nansum(ranked, axis=0), known, out=np.full(known.shape, np.nan), where=known >= MINIMUM_PARTS
    )  # fmt: skip


@lru_cache(maxsize=128)
def closeness(year: int) -> Matrix:
    """Return how close all pairs are: the mean rank of votes, speeches and alliance promises; 0 for rivals."""
    mean = _mean_of_ranks([vote_similarity(year), speech_similarity(year), obligations(year)])
    return np.where((rivals(year) == 1) & ~np.isnan(mean), 0.0, mean)


@lru_cache(maxsize=128)
def assembly_closeness(year: int) -> Matrix:
    """Return how close all pairs are in the General Assembly alone: the mean rank of votes and speeches, 0 to 1."""
    return _mean_of_ranks([vote_similarity(year), speech_similarity(year)])


@lru_cache(maxsize=128)
def rivalry(year: int) -> Matrix:
    """Return the hostility of all pairs: 1 in a strategic rivalry, 0 without one."""
    return rivals(year)


@lru_cache(maxsize=128)
def _faded(year: int) -> Matrix:
    """Return the height of each pair's worst dispute up to a year, as a share of a war's and faded by its age."""
    height = np.nan_to_num(dispute_height(year, "cow")) / HIGHEST
    if year <= table("disputes_cow").first:
        return height
    return np.maximum(height, _faded(year - 1) * float(exponential_decay(1, TAU)))


def dispute_hostility(year: int) -> Matrix:
    r"""Return the hostility of all pairs with disputes in it: the higher of rivalry and the worst dispute, faded.

    .. math:: \max(R_t, \max_d \tfrac{h_d}{5} \exp(-(t - t_d) / 10))

    with R a strategic rivalry (0 or 1), h the highest hostility (0 to 5) of dispute d and t_d its last year up to t.
    """
    return np.maximum(rivals(year), zeros(year) + _faded(year))


@lru_cache(maxsize=128)
def signs(year: int, friendly: tuple[str, ...] = FRIENDLY) -> Matrix:
    """Return the sign of all pairs: -1 a strategic rivalry, else 1 an alliance promise in force, else 0."""
    promise = np.nan_to_num(np.max([promised(year, kind) for kind in friendly], axis=0))
    return np.where(np.nan_to_num(rivals(year)) == 1, -1.0, promise)


def balance_pull(year: int) -> Matrix:
    """Return the pull of third states on all pairs, -1 apart to 1 together; NaN where none has a tie to both."""
    return balance.balance_pull(signs(year))


def balance_triads(year: int) -> Matrix:
    """Return how many third states have a tie to both states of each pair."""
    return zeros(year) + balance.triad_counts(signs(year))


def balanced_share(year: int) -> Matrix:
    """Return the share of each pair's triads that are balanced; NaN without a tie of the pair or without a triad."""
    return balance.balanced_share(signs(year))


def triads(a: str, b: str, year: int) -> list[tuple[str, int, int]]:
    """List the third states that have a tie to both of two states."""
    found = signs(year)
    one, other = found[places()[a]], found[places()[b]]
    return [(codes()[at], int(one[at]), int(other[at])) for at in np.flatnonzero(one * other)]
