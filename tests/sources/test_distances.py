"""Distances, minimum distances and contiguity."""

import pandas as pd
import pytest

from dyadlens.sources.distances import TABLES, read_cepii
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

BY_NAME = {t.name: t for t in TABLES}
BUILT = {}

pytestmark = pytest.mark.raw


def table(name, directory):
    if name not in BUILT:
        BUILT[name] = conform(BY_NAME[name].build(Raw(directory)), BY_NAME[name])
    return BUILT[name].copy()


@pytest.mark.parametrize("name", BY_NAME)
def test_pairs_stand_once_in_order(name, raw_directory):
    found = table(name, raw_directory)
    assert (found["a"] < found["b"]).all()


def test_old_codes_are_mapped(raw_directory):
    found = table("distances", raw_directory)
    codes = {*found["a"], *found["b"]}
    assert {"ROU", "COD", "TLS", "SRB", "YUG"} <= codes
    assert not {"ROM", "ZAR", "TMP", "PAL"} & codes
    assert not {"MNE", "SSD", "CSK", "HKG"} & codes


def test_both_directions_agree_in_the_source(raw_directory):
    pairs = read_cepii(Raw(raw_directory))
    back = pairs.rename(columns={"a": "b", "b": "a"})
    both = pairs.merge(back, on=["a", "b"], suffixes=("", "_back"))
    assert len(both) == len(pairs)
    for column in ("contiguous", "common_language", "colonial_tie"):
        assert (both[column] == both[f"{column}_back"]).all()
    for column in ("distance_km", "distance_weighted_km"):
        known = both[column].notna()
        assert (known == both[f"{column}_back"].notna()).all()
        assert both.loc[known, column].to_numpy() == pytest.approx(both.loc[known, f"{column}_back"].to_numpy())


def test_known_pair(raw_directory):
    row = table("distances", raw_directory).set_index(["a", "b"]).loc[("PAK", "RUS")]
    assert row["distance_km"] == pytest.approx(3658.638)
    assert row["distance_weighted_km"] == pytest.approx(3696.879)
    assert not row[["contiguous", "common_language", "colonial_tie"]].any()


def test_spells_conserve_pair_years(raw_directory):
    before = pd.read_parquet(raw_directory / "states" / "cow_mindist.parquet").query("year >= 1946")
    spells = table("min_distance_spells", raw_directory)
    years = spells["last"] - spells["first"] + 1
    assert years.sum() == len(before)
    assert (years * spells["min_distance_km"]).sum() == pytest.approx(before["mindist"].sum(), rel=1e-6)


def test_spells_of_the_pair(raw_directory):
    spells = table("min_distance_spells", raw_directory).query("a == 'PAK' and b == 'RUS'")
    assert spells[["first", "last"]].values.tolist() == [[1948, 1949], [1950, 1991], [1992, 2019]]
    assert spells["min_distance_km"].tolist() == pytest.approx([36.650, 23.411, 1578.604])


def test_spells_do_not_overlap(raw_directory):
    spells = table("min_distance_spells", raw_directory)
    later = spells.groupby(["a", "b"])["first"].shift(-1)
    assert (later.isna() | (later > spells["last"])).all()


def test_contiguity(raw_directory):
    found = table("contiguity", raw_directory).set_index(["a", "b"])
    assert found.loc[[("AFG", "PAK")], "type"].tolist() == [1]
    assert found.loc[[("AFG", "RUS")], ["start", "end"]].values.tolist() == [["1920-01-01", "1991-12-31"]]
    assert ("PAK", "RUS") not in found.index
    assert found.loc[[("BIH", "SRB")], "start"].tolist() == ["2006-06-05"]
    assert found.loc[[("BIH", "YUG")], "end"].tolist() == ["2006-06-04"]
    assert (found["start"] <= found["end"]).all() and found["end"].max() == "2016-12-31"
