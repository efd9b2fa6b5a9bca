"""What was right before the rebuild is right after it: frozen evidence of twelve pairs, and sums over all pairs.

``evidence.parquet`` and ``column_sums.csv`` were written by the version of November 2026 from the same tables. Every
difference must be covered by a line of ``differences.yml``, which gives its reason, and every line must cover one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from dyadlens.lens import Lens
from dyadlens.panel.evidence import evidence
from dyadlens.panel.grid import rows
from dyadlens.panel.query import PERCENTILE, query_columns
from dyadlens.panel.views import cells

HERE = Path(__file__).parent
FROZEN = pd.read_parquet(HERE / "evidence.parquet")
SUMS = pd.read_csv(HERE / "column_sums.csv", index_col="column")
LISTED = yaml.safe_load((HERE / "differences.yml").read_text(encoding="utf-8"))
PAIRS = tuple(FROZEN["pair"].cat.categories)
KEY = ["measure", "a", "b", "year"]
FIRST, LAST = 1946, 2024


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List the rows that differ: measure, a, b, year, what differs, before and after."""
    both = before.set_index(KEY).join(after.set_index(KEY), how="outer", suffixes=("_before", "_after"))
    for side in ("_before", "_after"):
        both[f"status{side}"] = both[f"status{side}"].fillna("not_covered")
    parts = []
    for what, same in (
        ("status", both["status_before"] == both["status_after"]),
        ("value", _close(both["value_before"], both["value_after"], 1e-9)),
        ("percentile", _close(both["percentile_before"], both["percentile_after"], 2e-6)),
    ):
        other = both[~same]
        facts = {"what": what, "before": other[f"{what}_before"], "after": other[f"{what}_after"]}
        parts.append(pd.DataFrame(facts).reset_index().astype({"before": object, "after": object}))
    return pd.concat(parts, ignore_index=True)


def _close(x: pd.Series, y: pd.Series, tolerance: float) -> pd.Series:
    return pd.Series(np.isclose(x, y, rtol=tolerance, atol=tolerance, equal_nan=True), index=x.index)


def covers(line: dict, changed: pd.DataFrame, pair: str) -> pd.Series:
    """Tell which differences a line of the list covers."""
    first, last = line.get("years", (FIRST, LAST))
    stem = changed["measure"].str.partition(":")[0]
    fits = stem.isin(line["measures"]) & changed["what"].isin(line["what"]) & changed["year"].between(first, last)
    if "pairs" in line:
        fits &= pair in line["pairs"]
    if "at_most" in line:
        gap = pd.to_numeric(changed["after"], errors="coerce") - pd.to_numeric(changed["before"], errors="coerce")
        fits &= gap.abs() <= line["at_most"]
    if "before" in line:
        fits &= changed["before"].isin(line["before"]) & changed["after"].isin(line["after"])
    return fits


@pytest.fixture(scope="module")
def found() -> dict[str, pd.DataFrame]:
    out = {}
    for pair in PAIRS:
        now = evidence(Lens(pair, start=FIRST, end=LAST))
        after = pd.DataFrame(now)[now["status"].ne("not_covered").to_numpy()]
        before = FROZEN[FROZEN["pair"] == pair].astype(dict.fromkeys(("measure", "a", "b", "status"), "str"))
        out[pair] = changes(before.drop(columns="pair"), after[[*KEY, "value", "status", "percentile"]])
    return out


@pytest.mark.parametrize("pair", PAIRS)
def test_every_difference_has_a_reason(found, pair):
    changed = found[pair]
    explained = np.zeros(len(changed), dtype=bool)
    for line in LISTED["evidence"]:
        explained |= covers(line, changed, pair).to_numpy(dtype=bool)
    left = changed[~explained]
    assert left.empty, left.groupby(["measure", "what"]).agg({"year": ["count", "min", "max"]}).to_string()


def test_every_reason_has_a_difference(found):
    for line in LISTED["evidence"]:
        assert any(covers(line, changed, pair).any() for pair, changed in found.items()), line["reason"]


@pytest.mark.parametrize("column", [name for name in SUMS.index if not name.endswith(PERCENTILE)])
def test_sums_over_all_pairs_are_those_of_before(column):
    measure, part, side = query_columns()[column]
    now = cells(measure, part, side)[rows().year <= LAST]
    allowed = next((line for line in LISTED["sums"] if column in line["columns"]), {"at_most": 1e-6})
    assert np.nansum(now) == pytest.approx(SUMS.at[column, "sum"], rel=allowed["at_most"], abs=1e-6)
    count = np.count_nonzero(~np.isnan(now))
    assert count == pytest.approx(SUMS.at[column, "count"], rel=allowed["at_most"] if "columns" in allowed else 0)
