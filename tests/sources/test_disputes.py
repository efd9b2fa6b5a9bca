"""Militarized disputes in two codings."""

import pandas as pd
import pytest

from dyadlens.sources import disputes
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = {t.name: t for t in disputes.TABLES}


@pytest.fixture(scope="module")
def built(raw_directory):
    return {name: conform(table.build(Raw(raw_directory)), table) for name, table in TABLE.items()}


@pytest.mark.raw
def test_pakistan_and_the_soviet_union(built):
    years = {n: f.query("a == 'PAK' and b == 'RUS'")["year"].tolist() for n, f in built.items()}
    assert years["disputes_gml"] == [1960, 1979, 1980, 1981, 1982, 1984, 1985]
    assert years["disputes_cow"] == [1960]


@pytest.mark.raw
@pytest.mark.parametrize("source", ["gml", "cow"])
def test_the_source_says_the_same_from_both_sides(source, raw_directory, built):
    rows = pd.read_parquet(Raw(raw_directory).path(f"disputes/{source}_mid_ddydisps.parquet")).query("year >= 1946")
    mirrored = {"ccode1": "ccode2", "ccode2": "ccode1", "hostlev1": "hostlev2", "hostlev2": "hostlev1"}
    key = ["dispnum", "year", "ccode1", "ccode2"]
    facts = [*key, "hostlev1", "hostlev2", f"{source}midonset", "fatality"]
    left = rows[facts].sort_values(key, ignore_index=True)
    right = rows.rename(columns=mirrored)[facts].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(left, right)
    assert len(built[f"disputes_{source}"]) * 2 == len(rows)


@pytest.mark.raw
def test_sides_are_not_mixed_up(built, raw_directory):
    source = pd.read_parquet(Raw(raw_directory).path("disputes/gml_mid_ddydisps.parquet"))
    rows = source.query("dispnum == 2054 and ccode1 == 770 and ccode2 == 365")
    ours = built["disputes_gml"].query("dispute == 2054 and a == 'PAK' and b == 'RUS'")
    assert ours["hostility_a"].tolist() == rows["hostlev1"].tolist()
    assert ours["hostility_b"].tolist() == rows["hostlev2"].tolist()


@pytest.mark.raw
def test_unknown_deaths_are_empty(built):
    for frame in built.values():
        assert frame["fatality"].isna().any()
        assert frame["fatality"].dropna().between(0, 6).all()
        assert (frame["a"] < frame["b"]).all()
