"""Rows of evidence from our own ideal points."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.stats import foldnorm

from dyadlens.data.evidence import check
from dyadlens.idealpoints.estimate import estimate
from dyadlens.idealpoints.evidence import MEASURE, own_distance, own_distances
from dyadlens.lens import Lens
from dyadlens.panel.columns import grid

DAY = date(1955, 12, 31)


@pytest.fixture(scope="module")
def rows():
    return own_distance(Lens("IND-RUS", start=1946, end=1957, as_of=DAY))


def test_rows_have_the_shape_of_evidence(rows):
    assert len(check(rows)) == 12
    assert set(rows["measure"]) == {MEASURE.name}


def test_years_after_the_day_and_before_the_first_vote_are_not_covered(rows):
    status = rows.set_index("year")["status"]
    assert status.loc[1956:].eq("not_covered").all() and status.loc[1946:1955].ne("not_covered").all()
    late = own_distance(Lens("DEU-FRA", start=1953, end=1955, as_of=DAY))
    assert set(late["status"]) == {"not_covered"}


def test_a_year_of_few_roll_calls_is_unknown(rows):
    # Seven roll calls were taken in 1951.
    assert rows.loc[rows["year"] == 1951, "status"].item() == "unknown"


@pytest.mark.parametrize("year", [1947, 1953, 1955])
def test_values_are_medians_of_the_folded_normal(rows, year):
    points = estimate(DAY).query("year == @year").set_index("state")
    error = np.hypot(points.loc["IND", "se"], points.loc["RUS", "se"])
    gap = abs(points.loc["IND", "ideal_point"] - points.loc["RUS", "ideal_point"])
    found = rows.loc[rows["year"] == year, ["value", "low", "high"]].to_numpy()[0]
    assert found == pytest.approx(error * foldnorm.ppf([0.5, 0.05, 0.95], gap / error), abs=1e-6)


def test_percentiles_count_all_pairs_of_the_year(rows):
    values, percentiles = own_distances(DAY)
    here = values[(grid().year == 1953) & ~np.isnan(values)]
    one = rows[rows["year"] == 1953]
    value, wanted = one["value"].item(), one["percentile"].item()
    assert wanted == pytest.approx(100 * ((here < value - 1e-6).sum() + 0.5) / len(here))
    assert one["ranked"].item() == len(here)
    assert np.nanmin(percentiles) > 0 and np.nanmax(percentiles) < 100


def test_the_order_of_the_pair_changes_nothing(rows):
    other = own_distance(Lens("RUS-IND", start=1946, end=1957, as_of=DAY))
    columns = ["year", "value", "low", "high", "status", "percentile"]
    assert other[columns].equals(rows[columns])
