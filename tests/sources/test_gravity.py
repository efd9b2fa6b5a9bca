"""The gravity tables: what they promise of the model, year by year."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources.gravity import TABLES, TERMS
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.write import conform

BY_NAME = {t.name: t for t in TABLES}


@pytest.fixture(scope="module")
def gravity():
    """The table as kept, which the test of the whole curation finds to be the one that is built."""
    return read("gravity").astype({"a": str, "b": str, "source": str})


@pytest.fixture(scope="module")
def coefficients():
    return read("gravity_coefficients")


def test_every_year_of_both_sources(coefficients):
    years = coefficients.groupby("source")["year"].agg(["min", "max", "nunique"])
    assert years.loc["cow"].tolist() == [1950, 2014, 65]
    assert years.loc["atlas"].tolist() == [2010, 2020, 11]
    assert (coefficients.groupby(["source", "year"])["term"].agg(set) == set(TERMS)).all()


def test_distance_is_where_the_literature_has_it(coefficients):
    distance = coefficients[coefficients["term"] == "log distance"]
    assert distance["estimate"].between(-1.3, -0.5).all()
    assert distance.loc[distance["year"] >= 1962, "estimate"].between(-0.9, -0.75).all()
    assert (distance["estimate"] / distance["se"] < -3.5).all()


def test_sources_agree_on_distance(coefficients):
    wide = coefficients[coefficients["term"] == "log distance"].pivot(index="year", columns="source", values="estimate")
    wide = wide.dropna()
    assert len(wide) == 5 and (wide["atlas"] - wide["cow"]).abs().max() < 0.05


def test_ratio_and_status(gravity):
    nothing = gravity["observed_musd"] == 0
    assert (gravity["log_ratio"].isna() == nothing).all()
    assert (gravity["predicted_musd"] > 0).all() and gravity["se"].gt(0).all()
    some = gravity[~nothing]
    by_hand = np.log(some["observed_musd"] / some["predicted_musd"])
    assert (by_hand - some["log_ratio"]).abs().max() < 2e-3


def test_the_pair(gravity):
    pair = gravity.query("a == 'PAK' and b == 'RUS'").set_index(["source", "year"])
    assert pair.loc[("cow", 2014), "observed_musd"] == 473
    assert pair.loc[("cow", 2014), "log_ratio"] == pytest.approx(-1.55, abs=0.01)
    assert pair.loc[("atlas", 2016), "log_ratio"] + 1.645 * pair.loc[("atlas", 2016), "se"] < 0
    gap = pair.loc["cow", "log_ratio"] - pair.loc["atlas", "log_ratio"]
    assert gap.dropna().abs().max() < 0.35


def test_atlas_rows_are_focal_and_ranked(gravity):
    atlas = gravity[gravity["source"] == "atlas"]
    assert set(atlas["a"]) | set(atlas["b"]) <= set(FOCAL)
    assert atlas[["percentile", "pairs"]].notna().all(axis=None) and atlas["pairs"].min() > 5000
    cow = gravity[gravity["source"] == "cow"]
    assert cow[["percentile", "pairs"]].isna().all(axis=None) and (cow["a"] < cow["b"]).all()


@pytest.mark.raw
def test_rebuilding_gives_the_same(gravity, raw_directory, monkeypatch):
    monkeypatch.setattr("dyadlens.sources.gravity.FIRST", 2013)
    again = conform(BY_NAME["gravity"].build(Raw(raw_directory)), BY_NAME["gravity"])
    before = gravity[(gravity["source"] == "atlas") | (gravity["year"] >= 2013)].reset_index(drop=True)
    assert len(again) > 25000
    pd.testing.assert_frame_equal(again.astype(before.dtypes.to_dict()), before)
