"""Agreement of all pairs of one year, and one pair's rows of the atlas, each against plain pandas in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pandas as pd

from dyadlens.atlas.build import build
from dyadlens.atlas.query import pair_evidence
from dyadlens.catalog import read
from dyadlens.measures import measures_for_all_pairs
from dyadlens.measures.roll_calls import vote_matrix
from dyadlens.stats.agreement import crosstab, similarity

YEAR = 2018
ROUNDS = 7


def seconds(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def agreement_by_matrix() -> pd.Series:
    matrix = vote_matrix("undl")
    votes = matrix.votes[(matrix.calls["year"] == YEAR).to_numpy()]
    return pd.Series(similarity(crosstab(votes), "agreement"))


def agreement_by_pandas() -> pd.Series:
    votes = read("undl_votes")
    votes = votes.loc[votes["year"] == YEAR, ["roll_call", "state", "vote"]].astype(str)
    both = votes.merge(votes, on="roll_call", suffixes=("_a", "_b"))
    both = both[both["state_a"] < both["state_b"]]
    return (both["vote_a"] == both["vote_b"]).groupby([both["state_a"], both["state_b"]]).mean()


def pair_by_pandas(whole: pd.DataFrame) -> pd.DataFrame:
    rows = whole[(whole["a"] == "PAK") & (whole["b"] == "RUS")]
    return rows.melt(["a", "b", "year"], var_name="measure", value_name="value").dropna()


def main() -> None:
    whole = pd.read_parquet(build()).astype({"a": str, "b": str})
    table = [
        ("agreement of all pairs, one year", seconds(agreement_by_matrix), seconds(agreement_by_pandas)),
        (
            "one pair from the atlas",
            seconds(lambda: pair_evidence("PAK", "RUS")),
            seconds(lambda: pair_by_pandas(whole)),
        ),
    ]
    print(f"{len(measures_for_all_pairs())} measures, {len(whole):,} pairs and years\n")
    print("| what | here, ms | plain pandas, ms | ratio |\n|---|---:|---:|---:|")
    for name, ours, plain in table:
        print(f"| {name} | {ours * 1000:,.1f} | {plain * 1000:,.1f} | {plain / ours:,.0f} |")


if __name__ == "__main__":
    main()
