"""Draws of an index of one pair against a plain loop over draws, years, domains and pairs, in the same run.

Run: OMP_NUM_THREADS=1 python benchmarks/index_draws.py
The loop makes fewer draws and is scaled up; both share scales, intervals and the pairs that stand for all, and must
agree. Seconds are those of one processor.
"""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Callable

import numpy as np

from dyadlens.indices.definitions import INDICES
from dyadlens.indices.input_values import IndexInputs, inputs_of
from dyadlens.indices.normalise import SCALINGS, normalise_values
from dyadlens.indices.reference import BETWEEN, ReferenceScale, passes, reference_scale
from dyadlens.indices.uncertainty import DRAWS, Choices, _drawn, draw_choices, simulate
from dyadlens.lens import Lens

PAIRS = ("PAK-RUS", "FRA-DEU")
ROUNDS = 5
FEW = 6
TIE = 1e-5


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of processor seconds, not those of the clock: others may use the machine."""
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def mean(scores: list[float], weights: np.ndarray, kind: str) -> float:
    """One weighted mean over what is known."""
    top = total = 0.0
    for score, weight in zip(scores, weights, strict=True):
        if weight and not math.isnan(score):
            top += weight * (math.log(score) if kind == "geometric" else score)
            total += weight
    if not total:
        return math.nan
    return math.exp(top / total) if kind == "geometric" else top / total


def read_off(made: float, ruler: ReferenceScale, weights: np.ndarray, left_out: int, scaling: int, kind: str) -> float:
    """Rank a result among the pairs, one by one, and read the default index off at that rank."""
    below = total = 0.0
    enough = passes(~np.isnan(ruler.scores[0]), left_out)
    for scores, stands_for, counts in zip(
        ruler.scores[scaling].tolist(), ruler.stands_for.tolist(), enough, strict=True
    ):
        if counts:
            other = mean(scores, weights, kind)
            total += stands_for
            gap = math.log(other / made) if kind == "geometric" else other - made
            below += stands_for * (1.0 if gap < -TIE else 0.5 if gap < TIE else 0.0)
    return ruler.at_rank(below / total, left_out)


def by_loop(inputs: IndexInputs, choices: Choices) -> list[list[float]]:
    """Draw after draw, year after year, domain after domain, pair after pair."""
    noise = {place: at for at, place in enumerate(inputs.uncertain)}
    out = []
    for n in range(len(choices)):
        scaling, kind, left_out = int(choices.scaling[n]), BETWEEN[choices.between[n]], int(choices.left_out[n])
        weights, row = choices.effective[n], []
        for y, year in enumerate(inputs.years):
            scores = []
            for share in inputs.shares:
                top = weight = 0.0
                for c in np.flatnonzero(share):
                    if np.isnan(inputs.values[y, c]):
                        continue
                    normalised = inputs.normalised[scaling, y, c]
                    if (y, int(c)) in noise:
                        drawn = _drawn(inputs, y, int(c), choices.noise[n : n + 1, noise[y, int(c)]])
                        normalised = float(normalise_values(inputs.columns[c], drawn, int(year), scaling)[0])
                    top, weight = top + share[c] * normalised, weight + share[c]
                scores.append(top / weight if weight else math.nan)
            if not passes(~np.isnan([scores]), left_out)[0]:
                row.append(math.nan)
                continue
            columns = tuple(bool(k) for k in ~np.isnan(inputs.values[y]))
            ruler = reference_scale(inputs.index, inputs.as_of, int(year), columns)
            row.append(read_off(mean(scores, weights, kind), ruler, weights, left_out, scaling, kind))
        out.append(row)
    return out


def main() -> None:
    print(f"{DRAWS:,} draws, {len(SCALINGS)} scales, all years of 1991-2024; load {os.getloadavg()[0]:.1f}\n")
    print("| pair | index | first draws, s | draws, s | loop, s (scaled) | ratio |\n|---|---|---:|---:|---:|---:|")
    for pair in PAIRS:
        for index in INDICES:
            inputs = inputs_of(Lens(pair), index)
            choices = draw_choices(inputs)
            first = seconds(lambda inputs=inputs, choices=choices: simulate(inputs, choices), 1)
            fast = seconds(lambda inputs=inputs, choices=choices: simulate(inputs, choices))
            few = choices.at(np.arange(FEW))
            looped: list[np.ndarray] = []
            slow = seconds(lambda inputs=inputs, few=few, to=looped: to.append(np.array(by_loop(inputs, few))), 1)
            assert np.allclose(simulate(inputs, choices)[:FEW], looped[0], atol=0.05, equal_nan=True), "both must agree"
            slow *= DRAWS / FEW
            print(f"| {pair} | {index} | {first:.2f} | {fast:.2f} | {slow:,.0f} | {slow / fast:,.0f} |")


if __name__ == "__main__":
    main()
