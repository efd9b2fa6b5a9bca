"""All pairs of states: building the atlas, one year of votes, one pair, each against plain pandas in the same run.

Run: OMP_NUM_THREADS=2 python benchmarks/all_pairs.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from dyadlens.panel.build import PERCENTILE, build, columns_of
from dyadlens.panel.grid import grid
from dyadlens.panel.query import column, pair_evidence
from dyadlens.data.catalog import read
from dyadlens.measures import all_pairs, measures_for_all_pairs
from dyadlens.measures.roll_calls import MINIMUM_SHARED, joint_votes, vote_matrix
from dyadlens.stats.agreement import crosstab, similarity

YEAR = 2018
ROUNDS = 7
# What plain pandas builds too: one measure that joins votes, and one that joins and divides trade.
BUILT = ("agreement", "trade_dependence")


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of some rounds, after one that is not counted."""
    if rounds > 1:
        work()
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def agreement_by_matrix() -> pd.Series:
    matrix = vote_matrix("undl")
    votes = matrix.votes[(matrix.calls["year"] == YEAR).to_numpy()]
    return pd.Series(similarity(crosstab(votes), "agreement"))


def agreement_by_pandas(year: int = YEAR) -> pd.Series:
    votes = read("undl_votes")
    votes = votes.loc[votes["year"] == year, ["roll_call", "state", "vote"]].astype(str)
    both = votes.merge(votes, on="roll_call", suffixes=("_a", "_b"))
    both = both[both["state_a"] < both["state_b"]]
    same = (both["vote_a"] == both["vote_b"]).groupby([both["state_a"], both["state_b"]])
    return same.mean()[same.size() >= MINIMUM_SHARED]


def built_here() -> dict[str, np.ndarray]:
    joint_votes.cache_clear()
    rows, out = grid(), {}
    for measure in BUILT:
        found = all_pairs(measure)
        values = [rows.spread(found, swapped=bool(i)) for i in range(len(columns_of(measure)))]
        ranks = rows.percentiles(*values)
        out |= dict(zip(columns_of(measure), values, strict=True))
        out |= {name + PERCENTILE: rank for name, rank in zip(columns_of(measure), ranks, strict=True)}
    return out


def built_by_pandas() -> pd.DataFrame:
    years = sorted(read("undl_votes")["year"].unique())
    votes = pd.concat({year: agreement_by_pandas(year) for year in years}, names=["year", "a", "b"]).rename("agreement")
    flows = read("trade_cow").astype({"importer": str, "exporter": str})
    both = flows.merge(flows, left_on=["importer", "exporter", "year"], right_on=["exporter", "importer", "year"])
    both = both.dropna(subset=["imports_musd_x", "imports_musd_y"])
    both["total"] = both["imports_musd_x"] + both["imports_musd_y"]
    both["value"] = both["total"] / both.groupby(["importer_x", "year"])["total"].transform("sum")
    trade = both.set_index(["year", "importer_x", "exporter_x"])["value"].rename("trade_dependence").dropna()
    parts = []
    for values in (votes, trade):
        of_year = values.groupby("year")
        below, upto = of_year.rank(method="min") - 1, of_year.rank(method="max")
        parts.append(pd.DataFrame({"value": values, "percentile": 50 * (below + upto) / of_year.transform("size")}))
    return pd.concat(parts)


def pair_by_pandas(whole: pd.DataFrame) -> pd.DataFrame:
    rows = whole[(whole["a"] == "PAK") & (whole["b"] == "RUS")]
    return rows.melt(["a", "b", "year"], var_name="measure", value_name="value").dropna()


def check_same(whole: pd.DataFrame) -> None:
    """Stop unless both ways give the same numbers."""
    plain, ours = agreement_by_pandas(), all_pairs("agreement")
    ours = ours[ours["year"] == YEAR].set_index(["a", "b"])["value"]
    assert np.allclose(plain.sort_index().to_numpy(), ours.sort_index().to_numpy())
    here, there = built_here(), built_by_pandas()
    # Of agreement the grid leaves out pairs with a state that was not yet, or no longer, one: trade alone is compared.
    rows = there[len(all_pairs("agreement")) :]
    for part, suffix in (("value", ""), ("percentile", PERCENTILE)):
        mine = np.concatenate([here[name + suffix] for name in columns_of("trade_dependence")])
        assert np.allclose(np.sort(mine[~np.isnan(mine)]), np.sort(rows[part].to_numpy())), part
    values = pair_by_pandas(whole)
    assert len(values[~values["measure"].str.endswith(PERCENTILE)]) == len(pair_evidence("PAK", "RUS"))


def main() -> None:
    begin = time.perf_counter()
    path = build(force=True)
    whole_build = time.perf_counter() - begin
    whole = pd.read_parquet(path).astype({"a": str, "b": str})
    check_same(whole)
    table = [
        ("two of the measures, all pairs and years", seconds(built_here, 3), seconds(built_by_pandas, 1)),
        ("agreement of all pairs, one year", seconds(agreement_by_matrix), seconds(agreement_by_pandas)),
        (
            "one pair from the atlas, once loaded",
            seconds(lambda: pair_evidence("PAK", "RUS")),
            seconds(lambda: pair_by_pandas(whole)),
        ),
    ]
    print(f"{len(measures_for_all_pairs())} measures, {len(whole):,} pairs and years, built in {whole_build:,.0f} s;")
    print(f"{column.cache_info().currsize} columns loaded\n")
    print("| what | here, ms | plain pandas, ms | ratio |\n|---|---:|---:|---:|")
    for name, ours, plain in table:
        print(f"| {name} | {ours * 1000:,.1f} | {plain * 1000:,.1f} | {plain / ours:,.1f} |")


if __name__ == "__main__":
    main()
