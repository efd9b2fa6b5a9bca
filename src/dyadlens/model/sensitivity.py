"""On which choice an index of a pair hangs: shares of variance, and the index under each alternative."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.lens import Lens
from dyadlens.model.alignment import BETWEEN, passes
from dyadlens.model.atlas_indices import last_known_year
from dyadlens.model.inputs import Inputs, inputs_of
from dyadlens.model.placing import WAYS
from dyadlens.model.uncertainty import EQUALITY, SEED, Choices, default_choices, simulate
from dyadlens.shared import shared

Array = NDArray[np.float64]
SAMPLES = 1024  # a power of two, as Sobol sequences ask
FACTORS = ("values", "normalisation", "weights", "mean between domains", "domain left out")


def left_out_of(inputs: Inputs) -> NDArray[np.int64]:
    """Return what may be left out in the one year of some inputs without the year failing the screen.

    Parameters
    ----------
    inputs : Inputs
        What an index is made from, in one year.

    Returns
    -------
    numpy.ndarray of int
        Places of domains, known or not; the number of domains stands for none.

    Examples
    --------
    >>> left_out_of(inputs_of(Lens("PAK-RUS", start=2014, end=2014), "caution")).tolist()
    [0, 1, 2, 3, 4, 5]
    """
    size = len(inputs.domains)
    return np.array([d for d in range(size + 1) if passes(inputs.known_domains, d)[0]])


def _choices(inputs: Inputs, sample: Array) -> Choices:
    """Turn points of the unit cube into choices; weights and noise are picked from lists drawn beforehand."""
    rng = np.random.default_rng(SEED)
    size, listed = len(inputs.domains), 4096
    noise = rng.standard_normal((listed, len(inputs.uncertain)))
    weights = rng.dirichlet(np.full(size, EQUALITY), listed)
    pick = {name: sample[:, at] for at, name in enumerate(FACTORS)}
    left_out = left_out_of(inputs)
    return Choices(
        way=(pick["normalisation"] * len(WAYS)).astype(int),
        between=(pick["mean between domains"] * len(BETWEEN)).astype(int),
        weights=weights[(pick["weights"] * listed).astype(int)],
        left_out=left_out[(pick["domain left out"] * len(left_out)).astype(int)],
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
    year = last_known_year(lens, index)
    if year is None:
        return pd.DataFrame(columns=columns)
    inputs = inputs_of(lens, index).during([year])
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
        ``default``, ``difference``, the largest difference first. Only domains are left out without which the year
        passes the screen.

    Examples
    --------
    >>> alternatives(Lens("PAK-RUS", start=2012, end=2013), "convergence")["choice"].nunique()
    3
    """
    year = last_known_year(lens, index)
    columns = ["choice", "alternative", "year", "value", "default", "difference"]
    if year is None:
        return pd.DataFrame(columns=columns)
    inputs = inputs_of(lens, index).during([year])
    known = [d for d in left_out_of(inputs)[:-1] if inputs.known_domains[0, d]]
    named = [("normalisation", WAYS[w][0], {"way": w}) for w in range(1, len(WAYS))]
    named += [("mean between domains", BETWEEN[1], {"between": 1})]
    named += [("domain left out", inputs.domains[d], {"without": int(d)}) for d in known]
    choices = default_choices(inputs, len(named) + 1)
    for row, (_, _, change) in enumerate(named, start=1):
        choices.way[row] = change.get("way", 0)
        choices.between[row] = change.get("between", 0)
        choices.left_out[row] = change.get("without", len(inputs.domains))
    made = simulate(inputs, choices)[:, 0]
    frame = pd.DataFrame([(c, a) for c, a, _ in named], columns=columns[:2])
    frame["year"], frame["value"], frame["default"] = int(inputs.years[0]), made[1:], made[0]
    frame["difference"] = frame["value"] - frame["default"]
    return frame.sort_values("difference", key=np.abs, ascending=False, ignore_index=True)
