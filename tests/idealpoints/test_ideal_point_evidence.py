"""Rows of evidence from our own ideal points."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dyadlens.data.evidence import check
from dyadlens.idealpoints.estimate import distance, estimate
from dyadlens.idealpoints.evidence import MEASURE, own_distance
from dyadlens.lens import Lens

DAY = date(1955, 12, 31)


@pytest.fixture(scope="module")
def rows():
    return own_distance(Lens("IND-RUS", start=1946, end=1957, as_of=DAY))


def test_rows_have_the_shape_of_evidence(rows):
    assert len(check(rows)) == 12
    assert set(rows["measure"]) == {MEASURE.name}


def test_years_after_the_day_are_not_covered(rows):
    assert rows.set_index("year")["status"].loc[1956:].eq("not_covered").all()


def test_a_year_of_few_roll_calls_is_unknown(rows):
    # Seven roll calls were taken in 1951.
    assert rows.loc[rows["year"] == 1951, "status"].item() == "unknown"


def test_values_are_the_distances(rows):
    plain = distance("IND", "RUS", DAY).set_index("year")
    seen = rows.seen.set_index("year")
    assert seen[["value", "low", "high"]].to_numpy() == pytest.approx(plain.loc[seen.index].to_numpy())


def test_percentiles_count_all_pairs_of_the_year(rows):
    points = estimate(DAY)
    x = points[(points["year"] == 1953) & (points["votes"] >= 10)]["ideal_point"].to_numpy()
    value = rows.loc[rows["year"] == 1953, "value"].item()
    gaps = np.array([abs(x[i] - x[j]) for i in range(len(x)) for j in range(i)])
    wanted = 100 * ((gaps < value - 1e-12).mean() + (np.abs(gaps - value) <= 1e-12).mean() / 2)
    assert rows.loc[rows["year"] == 1953, "percentile"].item() == pytest.approx(wanted)


def test_the_order_of_the_pair_changes_nothing(rows):
    other = own_distance(Lens("RUS-IND", start=1946, end=1957, as_of=DAY))
    columns = ["year", "value", "low", "high", "status", "percentile"]
    assert other[columns].equals(rows[columns])


def test_a_state_without_a_seat_is_not_covered():
    rows = own_distance(Lens("DEU-FRA", start=1953, end=1955, as_of=DAY))
    assert set(rows["status"]) == {"not_covered"}
