"""Ideal points: time and fit of ours against the first principal component of each year, and what held-out votes say.

Run: OMP_NUM_THREADS=1 python benchmarks/ideal_points.py
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from dyadlens.data.catalog import read
from dyadlens.idealpoints.estimate import ANCHOR, divided_calls, from_votes
from dyadlens.idealpoints.items import ABSENT, log_likelihood
from dyadlens.idealpoints.scaling import IdealPoints, divided, fit_ideal_points, join_years
from dyadlens.measures.votes.roll_calls import vote_matrix

HELD_OUT, SEED = 0.05, 20180501
STEPS = (0.1, 0.2, 0.3, 0.5, 1.0)
LAST = {"rollcalls": 2024, "undl": 2025}


def seconds(work: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    """Return processor seconds, not those of the clock: others may use the machine."""
    begin = time.process_time()
    out = work()
    return time.process_time() - begin, out


def components(last: int, source: str) -> pd.DataFrame:
    """The plain version: each year's first principal component (yes 1, abstain 0, no -1, absent at the item's mean)."""
    votes, years, states = divided_calls(last, source)
    span = np.arange(years.min(), years.max() + 1)
    mean, seen = np.zeros((len(span), len(states))), np.zeros((len(span), len(states)), dtype=bool)
    anchor = list(states).index(ANCHOR)
    for t, year in enumerate(span):
        here = votes[years == year]
        if not len(here):
            continue
        seen[t] = (here != ABSENT).any(axis=0)
        choice = np.where(here == ABSENT, np.nan, 1.0 - here)[:, seen[t]]
        centred = np.nan_to_num(choice - np.nanmean(choice, axis=1, keepdims=True))
        mean[t, seen[t]] = np.linalg.svd(centred, full_matrices=False)[2][0]
        mean[t] *= np.sign(mean[t, anchor]) or 1.0
    shift, stretch = join_years(mean, np.zeros(mean.shape), seen)
    t, i = np.nonzero(seen)
    return pd.DataFrame(
        {"state": states[i].astype(str), "year": span[t], "ideal_point": (shift + stretch * mean.T).T[t, i]}
    )


def fit_to_published(points: pd.DataFrame) -> tuple[float, float, float, float]:
    """Correlation over all state-years, since 1970, and the median and the least of the years."""
    published = read("ideal_points").astype({"state": str}).rename(columns={"ideal_point": "published"})
    both = points.merge(published[["state", "year", "published"]], on=["state", "year"])
    columns = ["ideal_point", "published"]
    by_year = both.groupby("year")[columns].apply(lambda rows: rows.corr().iloc[0, 1])
    late = both.loc[both["year"] >= 1970, columns]
    return both[columns].corr().iloc[0, 1], late.corr().iloc[0, 1], by_year.median(), by_year.min()


def foretold(found: IdealPoints, votes: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Probabilities of the three choices, averaged over two points of each position; shape (3, calls, states)."""
    at, spread = found.point[years - found.years[0]], found.error[years - found.years[0]]
    out = []
    for choice in range(3):
        asked = np.full(votes.shape, choice, dtype=np.int8)
        halves = [np.exp(log_likelihood(asked, found.items, at + side * spread)) for side in (-1, 1)]
        out.append(np.mean(halves, axis=0))
    return np.stack(out)


def habits(votes: np.ndarray, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two plain forecasts: the roll call's own shares; and each state's share with the majority in the year before."""
    tallies = np.stack([(votes == choice).sum(axis=1) + 0.5 for choice in range(3)])
    shares = (tallies / tallies.sum(axis=0))[:, :, None] * np.ones(votes.shape[1])
    leading = tallies.argmax(axis=0)
    with_majority = np.where(votes == ABSENT, np.nan, votes == leading[:, None])
    by_year = pd.DataFrame(with_majority).groupby(years)
    loyal = (by_year.sum() + 1) / (by_year.count() + 2)
    before = loyal.reindex(range(years.min() - 1, years.max() + 1)).ffill().shift(1).reindex(years).to_numpy()
    before = np.where(np.isnan(before), np.nanmean(with_majority), before)
    others = shares.copy()
    np.put_along_axis(others, leading[None, :, None], 0.0, axis=0)
    habit = others / others.sum(axis=0) * (1 - before)
    np.put_along_axis(habit, np.broadcast_to(leading[None, :, None], (1, *votes.shape)), before[None], axis=0)
    return shares, habit


def scores(probability: np.ndarray, votes: np.ndarray, out: np.ndarray) -> tuple[float, float, float]:
    """Log score and Brier score (less is better), and share of choices that were the most probable."""
    chosen, p = votes[out], probability[:, out]
    hit = np.eye(3)[:, chosen]
    return (
        -np.log((p * hit).sum(axis=0)).mean(),
        ((p - hit) ** 2).sum(axis=0).mean(),
        (p.argmax(axis=0) == chosen).mean(),
    )


def held_out() -> None:
    votes, years, states = divided_calls(LAST["rollcalls"], "rollcalls")
    out = (np.random.default_rng(SEED).random(votes.shape) < HELD_OUT) & (votes != ABSENT)
    shown = np.where(out, ABSENT, votes).astype(np.int8)
    still = divided(shown)
    votes, years, shown, out = votes[still], years[still], shown[still], out[still]
    anchor = list(states).index(ANCHOR)
    found = {f"ours, step {step}": fit_ideal_points(shown, years, anchor, step=step) for step in STEPS}
    # A state-year whose only votes are held out has no position.
    out &= np.isfinite(next(iter(found.values())).point[years - years.min()])
    forecasts = {name: foretold(each, votes, years) for name, each in found.items()}
    shares, habit = habits(shown, years)
    forecasts |= {"the roll call's own shares": shares, "share with the majority, year before": habit}
    print(f"\n{out.sum():,} of {(votes != ABSENT).sum():,} votes held out\n")
    print("| forecast | log score | Brier score | right |\n|---|---:|---:|---:|")
    for name, forecast in forecasts.items():
        print("| {} | {:.4f} | {:.4f} | {:.3f} |".format(name, *scores(forecast, votes, out)))


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}\n")
    heads = ("what", "processor s", "all state-years", "since 1970", "median year", "least year")
    print(f"| {' | '.join(heads)} |\n|---{'|---:' * (len(heads) - 1)}|")
    for source, last in LAST.items():
        vote_matrix(source)
        for name, work in (("ours", from_votes), ("first component of each year", components)):
            taken, points = seconds(lambda work=work, last=last, source=source: work(last, source))
            print(
                "| {}, {} | {:.1f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |".format(
                    name, source, taken, *fit_to_published(points)
                )
            )
    held_out()


if __name__ == "__main__":
    main()
