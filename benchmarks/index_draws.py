"""Draws of an index of one pair against a plain loop over draws, years and domains, in the same run.

Run with ``python benchmarks/index_draws.py``. The loop makes fewer draws and is scaled up; both share scales and
intervals, and must agree.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable

import numpy as np

from dyadlens.lens import Lens
from dyadlens.model.definitions import INDICES
from dyadlens.model.inputs import Inputs, inputs_of
from dyadlens.model.placing import WAYS, place_values
from dyadlens.model.uncertainty import BETWEEN, DRAWS, Choices, _drawn, _quantiles, draw_choices, simulate

PAIRS = ("PAK-RUS", "FRA-DEU")
ROUNDS = 5
FEW = 40


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def by_loop(inputs: Inputs, choices: Choices) -> list[list[float]]:
    """Draw after draw, year after year, domain after domain."""
    columns = tuple(bool(k) for k in ~np.isnan(inputs.values).all(axis=0))
    noise = {place: at for at, place in enumerate(inputs.uncertain)}
    out = []
    for n in range(len(choices)):
        way, between, row = int(choices.way[n]), int(choices.between[n]), []
        for y, year in enumerate(inputs.years):
            logs, plain, total, known = 0.0, 0.0, 0.0, 0
            for d, share in enumerate(inputs.shares):
                top = weight = 0.0
                for c in np.flatnonzero(share):
                    if np.isnan(inputs.values[y, c]):
                        continue
                    placed = inputs.placed[way, y, c]
                    if (y, int(c)) in noise:
                        drawn = _drawn(inputs, y, int(c), choices.noise[n : n + 1, noise[y, int(c)]])
                        placed = float(place_values(inputs.held[c], drawn, int(year), way)[0])
                    top, weight = top + share[c] * placed, weight + share[c]
                known += weight > 0
                if weight and choices.weights[n, d]:
                    logs += choices.weights[n, d] * math.log(top / weight)
                    plain += choices.weights[n, d] * top / weight
                    total += choices.weights[n, d]
            if known < len(inputs.domains) / 2 or not total:
                row.append(math.nan)
                continue
            made = math.exp(logs / total) if BETWEEN[between] == "geometric" else plain / total
            nodes = _quantiles(inputs.index, inputs.as_of, int(year), columns)
            row.append(made if (way, between) == (0, 0) else float(np.interp(made, nodes[way, between], nodes[0, 0])))
        out.append(row)
    return out


def main() -> None:
    print(f"{DRAWS:,} draws, {len(WAYS)} scales, all years of 1991-2024\n")
    print("| pair | index | its values, s | draws, s | loop, s (scaled) | ratio |\n|---|---|---:|---:|---:|---:|")
    for pair in PAIRS:
        for index in INDICES:
            lens = Lens(pair)
            collect = seconds(lambda lens=lens, index=index: inputs_of(lens, index), 1)
            inputs = inputs_of(lens, index)
            choices = draw_choices(inputs)
            few = Choices(*(part[:FEW] for part in (choices.way, choices.between, choices.weights, choices.noise)))
            ours = simulate(inputs, few)
            assert np.allclose(ours, np.array(by_loop(inputs, few)), equal_nan=True), "both must agree"
            fast = seconds(lambda inputs=inputs, choices=choices: simulate(inputs, choices))
            slow = seconds(lambda inputs=inputs, few=few: by_loop(inputs, few), 1) * DRAWS / FEW
            print(f"| {pair} | {index} | {collect:.2f} | {fast:.2f} | {slow:,.0f} | {slow / fast:,.0f} |")


if __name__ == "__main__":
    main()
