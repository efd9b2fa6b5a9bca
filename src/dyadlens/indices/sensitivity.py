"""Which choice an index of a pair is sensitive to: shares of variance, and the index under each alternative."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.indices.as_known import last_known_year
from dyadlens.indices.input_values import IndexInputs, inputs_of
from dyadlens.indices.normalise import SCALINGS
from dyadlens.indices.reference import BETWEEN, passes
from dyadlens.indices.uncertainty import EQUALITY, SEED, Choices, default_choices, simulate
from dyadlens.lens import Lens, as_lens

Array = NDArray[np.float64]
SAMPLES = 1024  # a power of two, as Sobol sequences ask
FACTORS = ("values", "normalisation", "weights", "mean between domains", "domain left out")


def left_out_of(inputs: IndexInputs) -> NDArray[np.int64]:
    """Return what may be left out in the one year of some inputs without the year failing the screen."""
    size = len(inputs.domains)
    return np.array([d for d in range(size + 1) if passes(inputs.known_domains, d)[0]])


def _choices(inputs: IndexInputs, sample: Array) -> Choices:
    """Turn points of the unit cube into choices; weights and noise are picked from lists drawn beforehand."""
    rng = np.random.default_rng(SEED)
    size, listed = len(inputs.domains), 4096
    noise = rng.standard_normal((listed, len(inputs.uncertain)))
    weights = rng.dirichlet(np.full(size, EQUALITY), listed)
    pick = {name: sample[:, at] for at, name in enumerate(FACTORS)}
    left_out = left_out_of(inputs)
    return Choices(
        scaling=(pick["normalisation"] * len(SCALINGS)).astype(int),
        between=(pick["mean between domains"] * len(BETWEEN)).astype(int),
        weights=weights[(pick["weights"] * listed).astype(int)],
        left_out=left_out[(pick["domain left out"] * len(left_out)).astype(int)],
        noise=noise[(pick["values"] * listed).astype(int)],
    )


@lru_cache(maxsize=16)
def sobol(lens: Lens | str, index: str) -> pd.DataFrame:
    """Return how much of the variance of an index in its last known year each choice accounts for."""
    lens = as_lens(lens)
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
    shares = {"first": "S1", "first_half": "S1_conf", "total": "ST", "total_half": "ST_conf"}
    frame = pd.DataFrame({"choice": FACTORS, "year": int(inputs.years[0])} | {k: found[v] for k, v in shares.items()})
    return frame.sort_values("total", ascending=False, ignore_index=True)


@lru_cache(maxsize=16)
def alternatives(lens: Lens | str, index: str) -> pd.DataFrame:
    """Make the index of a pair in its last known year again, with one choice changed at a time."""
    lens = as_lens(lens)
    year = last_known_year(lens, index)
    columns = ["choice", "alternative", "year", "value", "default", "difference"]
    if year is None:
        return pd.DataFrame(columns=columns)
    inputs = inputs_of(lens, index).during([year])
    known = [d for d in left_out_of(inputs)[:-1] if inputs.known_domains[0, d]]
    named = [("normalisation", SCALINGS[w][0], {"scaling": w}) for w in range(1, len(SCALINGS))]
    named += [("mean between domains", BETWEEN[1], {"between": 1})]
    named += [("domain left out", inputs.domains[d], {"without": int(d)}) for d in known]
    choices = default_choices(inputs, len(named) + 1)
    for row, (_, _, change) in enumerate(named, start=1):
        choices.scaling[row] = change.get("scaling", 0)
        choices.between[row] = change.get("between", 0)
        choices.left_out[row] = change.get("without", len(inputs.domains))
    made = simulate(inputs, choices)[:, 0]
    frame = pd.DataFrame([(c, a) for c, a, _ in named], columns=columns[:2])
    frame["year"], frame["value"], frame["default"] = int(inputs.years[0]), made[1:], made[0]
    frame["difference"] = frame["value"] - frame["default"]
    return frame.sort_values("difference", key=np.abs, ascending=False, ignore_index=True)
