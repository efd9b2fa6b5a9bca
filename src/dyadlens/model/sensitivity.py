"""On which choice an index of a pair hangs: shares of variance, and the index under each alternative."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.lens import Lens
from dyadlens.model.inputs import WAYS, Inputs, inputs_of
from dyadlens.model.uncertainty import BETWEEN, EQUALITY, SEED, Choices, default_choices, simulate
from dyadlens.shared import shared

Array = NDArray[np.float64]
SAMPLES = 1024  # a power of two, as Sobol sequences ask
FACTORS = ("values", "normalisation", "weights", "mean between domains", "domain left out")


def latest_known(inputs: Inputs) -> int | None:
    """Return the place of the last year in which the default index of a pair is known.

    Examples
    --------
    >>> inputs = inputs_of(Lens("PAK-RUS", start=2010, end=2013), "convergence")
    >>> int(inputs.years[latest_known(inputs)])
    2013
    """
    value = simulate(inputs, default_choices(inputs))[0]
    known = np.flatnonzero(~np.isnan(value))
    return int(known[-1]) if known.size else None


def _choices(inputs: Inputs, sample: Array) -> Choices:
    """Turn points of the unit cube into choices; weights and noise are picked from lists drawn beforehand."""
    rng = np.random.default_rng(SEED)
    size, listed = len(inputs.domains), 4096
    noise = rng.standard_normal((listed, len(inputs.uncertain)))
    weights = rng.dirichlet(np.full(size, EQUALITY), listed)
    pick = {name: sample[:, at] for at, name in enumerate(FACTORS)}
    chosen = weights[(pick["weights"] * listed).astype(int)].copy()
    left_out = (pick["domain left out"] * (size + 1)).astype(int)
    some = np.flatnonzero(left_out < size)
    chosen[some, left_out[some]] = 0.0
    return Choices(
        way=(pick["normalisation"] * len(WAYS)).astype(int),
        between=(pick["mean between domains"] * len(BETWEEN)).astype(int),
        weights=chosen,
        noise=noise[(pick["values"] * listed).astype(int)],
    )


@shared(maxsize=16)
def sobol(lens: Lens, index: str) -> pd.DataFrame:
    """Return how much of the variance of an index in its last known year each choice accounts for.

    Parameters
    ----------
    lens : Lens
        Pair, years and as-of date.
    index : {"convergence", "caution"}
        Which index.

    Returns
    -------
    pandas.DataFrame
        ``choice``, ``year``, ``first`` (share of the variance that the choice accounts for by itself), ``total`` (with
        all that it does together with others), each with the half-width of a 90% interval (``first_half``,
        ``total_half``), largest total first. No rows where the index is not known in any year, or does not vary.

    References
    ----------
    Sobol (1993), Mathematical Modelling and Computational Experiment 1:407-414; Saltelli (2002), Computer Physics
    Communications 145:280-297, by SALib (Herman & Usher 2017, JOSS 2(9):97).
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    columns = ["choice", "year", "first", "first_half", "total", "total_half"]
    whole = inputs_of(lens, index)
    at = latest_known(whole)
    if at is None:
        return pd.DataFrame(columns=columns)
    inputs = whole.during(whole.years[[at]])
    problem = {"num_vars": len(FACTORS), "names": list(FACTORS), "bounds": [[0.0, 1.0 - 1e-12]] * len(FACTORS)}
    sample = sampling.sample(problem, SAMPLES, calc_second_order=False, seed=SEED)
    made = simulate(inputs, _choices(inputs, sample))[:, 0]
    if not made.std() > 0:
        return pd.DataFrame(columns=columns)
    found = analysis.analyze(problem, made, calc_second_order=False, conf_level=0.9, seed=SEED)
    frame = pd.DataFrame(
        {
            "choice": FACTORS, "year": int(inputs.years[0]), "first": found["S1"], "first_half": found["S1_conf"],
            "total": found["ST"], "total_half": found["ST_conf"],
        }
    )  # fmt: skip
    return frame.sort_values("total", ascending=False, ignore_index=True)


@shared(maxsize=16)
def alternatives(lens: Lens, index: str) -> pd.DataFrame:
    """Make the index of a pair in its last known year anew, with one choice changed at a time.

    Parameters
    ----------
    lens : Lens
        Pair, years and as-of date.
    index : {"convergence", "caution"}
        Which index.

    Returns
    -------
    pandas.DataFrame
        ``choice``, ``alternative``, ``year``, ``value`` (aligned as in :func:`dyadlens.model.uncertainty.simulate`),
        ``default``, ``difference``, the largest difference first.

    Examples
    --------
    >>> alternatives(Lens("PAK-RUS", start=2012, end=2013), "convergence")["choice"].nunique()
    3
    """
    whole = inputs_of(lens, index)
    at = latest_known(whole)
    columns = ["choice", "alternative", "year", "value", "default", "difference"]
    if at is None:
        return pd.DataFrame(columns=columns)
    inputs = whole.during(whole.years[[at]])
    known = np.flatnonzero((~np.isnan(inputs.placed[0]) @ inputs.shares.T > 0).any(axis=0))
    named = [("normalisation", WAYS[w][0], {"way": w}) for w in range(1, len(WAYS))]
    named += [("mean between domains", BETWEEN[1], {"between": 1})]
    named += [("domain left out", inputs.domains[d], {"without": int(d)}) for d in known]
    choices = default_choices(inputs, len(named) + 1)
    for row, (_, _, change) in enumerate(named, start=1):
        choices.way[row] = change.get("way", 0)
        choices.between[row] = change.get("between", 0)
        if "without" in change:
            choices.weights[row, change["without"]] = 0.0
    made = simulate(inputs, choices)[:, 0]
    frame = pd.DataFrame([(c, a) for c, a, _ in named], columns=columns[:2])
    frame["year"], frame["value"], frame["default"] = int(inputs.years[0]), made[1:], made[0]
    frame["difference"] = frame["value"] - frame["default"]
    return frame.sort_values("difference", key=np.abs, ascending=False, ignore_index=True)
