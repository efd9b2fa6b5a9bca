"""Errors of positions that allow for the items being estimated too.

The posterior of all positions and items of a year is taken as normal about its mode, with the expected information of
the votes. Integrating the items out leaves of the states' information

    S = D - sum_v C_v A_v^-1 C_v',

D that on the positions were the items known, A_v that on an item, C_v that between them. Years are tied by the walk.
"""

from __future__ import annotations

import numpy as np

from dyadlens.idealpoints.ordinal_items import Block, Floats, ItemPrior, Items, item_derivatives, residuals
from dyadlens.idealpoints.position_walk import Positions, Walk


def net_information(block: Block, items: Items, nodes: Floats, prior: ItemPrior) -> Floats:
    """Return the information of a year's votes on its states' positions, the items integrated out.

    Parameters
    ----------
    block : Block
        Votes of the year.
    items : Items
        Its items.
    nodes : numpy.ndarray, shape (nodes, states)
        Positions over which the information is averaged.
    prior : ItemPrior
        Prior of the items.

    Returns
    -------
    numpy.ndarray, shape (states, states)
        Positive semidefinite; below the diagonal matrix that holds for known items.
    """
    slope = items.slope[:, None]
    own = np.zeros(nodes.shape[1])
    cross = np.zeros((len(items.slope), nodes.shape[1], 3))
    for positions in nodes:
        _, _, upper, lower = residuals(block, items, positions)
        own += (slope**2 * (upper + lower)).sum(axis=0)
        cross += slope[..., None] * np.stack([positions * (upper + lower), -upper, -lower], axis=2)
    own, cross = own / len(nodes), cross / len(nodes)
    root = np.linalg.cholesky(np.linalg.inv(item_derivatives(block, items, nodes, prior)[1]))
    # One row a state, three columns an item.
    half = np.einsum("vsk,vkl->svl", cross, root).reshape(len(own), -1)
    return np.diag(own) - half @ half.T


def variances(walk: Walk, x: Positions, blocks: dict[int, Block], items: Items, prior: ItemPrior) -> Floats:
    """Return the posterior variance of each position.

    Parameters
    ----------
    walk : Walk
        Prior of the positions.
    x : Positions
        Where they stand.
    blocks : dict of int to Block
        Votes of each year that has some, years counted from 0.
    items : Items
        All items.
    prior : ItemPrior
        Prior of the items.

    Returns
    -------
    numpy.ndarray, shape (years, states)
        At least what :func:`dyadlens.idealpoints.position_walk.smooth` gives for known items; 0 outside a state's years.
    """
    years, states = x.mean.shape
    tie = walk.linked / walk.step**2
    diagonal = walk.pull + tie
    diagonal[:-1] += tie[1:]
    diagonal[~walk.alive] = 1.0
    inverse = np.empty((years, states, states))
    for year in range(years):
        precision = np.diag(diagonal[year])
        if year in blocks:
            block = blocks[year]
            at = np.ix_(block.states, block.states)
            precision[at] += net_information(block, items.at(block.rows), x.nodes(year, block.states), prior)
        if year:
            precision -= tie[year][:, None] * inverse[year - 1] * tie[year]
        inverse[year] = np.linalg.inv(precision)
    out = np.empty((years, states))
    covariance = inverse[-1]
    out[-1] = np.diag(covariance)
    for year in range(years - 2, -1, -1):
        gain = inverse[year] * tie[year + 1]
        covariance = inverse[year] + gain @ covariance @ gain.T
        out[year] = np.diag(covariance)
    return np.where(walk.alive, out, 0.0)
