"""Driver models from shared cross-products, against pyfixest fitting the same models one by one in the same run.

Run: OMP_NUM_THREADS=1 python benchmarks/panel.py
Seconds are those of one processor.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyfixest

from dyadlens.drivers import votes
from dyadlens.drivers.variables import model_years, pair_states
from dyadlens.stats.panel import moments

NAMES = (*votes.driver_names(), "outcome")
SETS = [NAMES[:n] for n in range(1, len(NAMES))]  # one driver, two, ... all of them


def seconds(work: Callable[[], list[float]]) -> tuple[float, list[float]]:
    """Return the seconds and the result of a second call: the first compiles and fills caches."""
    work()
    begin = time.process_time()
    found = work()
    return time.process_time() - begin, found


def main() -> None:
    values, seen = votes._design(None)
    here = seen.any(axis=0)
    pair, year = np.nonzero(seen)
    frame = pd.DataFrame(values[pair, year], columns=list(NAMES)).assign(pair=pair, year=model_years()[year])

    def here_all() -> list[float]:
        shared = moments(values[:, here], seen[:, here], pair_states(), NAMES)
        return [float(shared.fit("outcome", names).coefficients[0]) for names in SETS]

    def peer_all() -> list[float]:
        formulas = [f"outcome ~ {' + '.join(names)} | pair + year" for names in SETS]
        return [float(pyfixest.feols(f, frame, vcov={"CRV1": "pair"}).coef().iloc[0]) for f in formulas]

    (ours, found), (peer, wanted) = seconds(here_all), seconds(peer_all)
    off = max(abs(a - b) for a, b in zip(found, wanted, strict=True))
    print(f"{len(SETS)} models over {len(frame):,} pair-years; coefficients differ by {off:.1e} at most")
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print("| what | here, s | pyfixest, s | ratio |\n|---|---:|---:|---:|")
    what = f"{len(SETS)} models, pair and year effects, errors by pair"
    print(f"| {what} | {ours:.2f} | {peer:.2f} | {peer / ours:.0f} |")


if __name__ == "__main__":
    main()
