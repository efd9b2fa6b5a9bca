"""Ideal points: as published, without the years that are no ordinary years."""

import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources.ideal_points import FILE, UNUSABLE, build_ideal_points
from dyadlens.sources.raw import Raw


@pytest.fixture(scope="module")
def points():
    return read("ideal_points")


def test_the_point_lies_in_its_interval(points):
    assert (points["low"] <= points["ideal_point"]).all() and (points["ideal_point"] <= points["high"]).all()


def test_years_without_ordinary_votes_are_left_out(points):
    assert set(points["year"]) == set(range(1946, 2024)) - {1964}
    assert not set(UNUSABLE) & set(points["year"])


def test_higher_is_nearer_to_the_united_states(points):
    for year in (1985, 2003, 2020):
        here = points[points["year"] == year].set_index("state")["ideal_point"]
        assert here["USA"] > here.quantile(0.95)
        assert here["RUS"] < here["GBR"] < here["USA"]


@pytest.mark.parametrize(("state", "first", "last"), [("YUG", 1946, 2005), ("SRB", 2006, 2023), ("DDR", 1973, 1990)])
def test_successors_have_their_own_years(points, state, first, last):
    years = points.loc[points["state"] == state, "year"]
    assert first <= years.min() and years.max() <= last and len(years) > 10


def test_north_yemen_and_yemen_are_one_series(points):
    years = set(points.loc[points["state"] == "YEM", "year"])
    assert {1985, 1995} <= years
    assert "YAR" not in set(points["state"])


@pytest.mark.raw
def test_values_are_as_published(raw_directory, points):
    raw = Raw(raw_directory)
    published = pd.read_csv(raw.path(FILE), sep="\t").set_index(["iso3c", "year"])["IdealPointFP"]
    ours = points.set_index(["state", "year"])["ideal_point"]
    for key in (("PAK", 1960), ("RUS", 1985), ("IND", 2020), ("USA", 2023)):
        assert ours[key] == published[key]


@pytest.mark.raw
def test_no_row_of_an_ordinary_year_is_lost(raw_directory):
    raw = Raw(raw_directory)
    published = pd.read_csv(raw.path(FILE), sep="\t")
    kept = published[~published["year"].isin(UNUSABLE)]
    built = build_ideal_points(raw)
    assert len(built) == len(kept) and built["ideal_point"].sum() == pytest.approx(kept["IdealPointFP"].sum())
