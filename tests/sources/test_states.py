"""The states: lifespans, codes and names that never vanish in silence, distances, size and outlines."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.path import Path as Ring

from dyadlens.data.catalog import read
from dyadlens.data.catalog import table as info
from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL
from dyadlens.sources.states.distances import read_cepii, spells
from dyadlens.sources.states.outlines import CODES
from dyadlens.sources.states.outlines import FILE as OUTLINES_FILE
from dyadlens.sources.states.system import LISTS, StateCodes, state_codes, state_names
from dyadlens.states.names import fold


@pytest.fixture(scope="module")
def known():
    frame = read("states")
    blank = dict.fromkeys(("aliases", "gaps"), "")
    return frame.fillna(blank)


@pytest.fixture(scope="module")
def codes(known):
    return StateCodes(known, {365: "RUS", 770: "PAK", 345: "YUG"})


def named(codes, *names, **more):
    return codes.of_names(pd.Series(names), **more)


# --- numbers


@pytest.mark.parametrize(
    ("number", "year", "state"),
    [
        (365, 1980, "RUS"),
        (365, 2000, "RUS"),
        (770, 1950, "PAK"),
        (345, 1990, "YUG"),
        (345, 2005, "YUG"),
        (345, 2006, "SRB"),
        (345, 2014, "SRB"),
        (255, 1995, "DEU"),
        (260, 1970, "DEU"),
        (265, 1970, "DDR"),
        (678, 1980, "YEM"),
        (679, 1995, "YEM"),
        (680, 1980, "YMD"),
        (315, 1980, "CSK"),
        (316, 2000, "CZE"),
        (816, 1970, "VNM"),
        (817, 1970, "RVN"),
        (347, 2010, "XKX"),
    ],
)
def test_numbers_lead_to_states(number, year, state, codes):
    assert codes.of_cow(pd.Series([number]), pd.Series([year])).tolist() == [state]


def test_a_number_that_ended_before_1945_leads_nowhere(codes):
    assert codes.of_cow(pd.Series([300, np.nan]), pd.Series([1910, 2000])).isna().all()


def test_every_state_is_reached_by_its_number(known, codes):
    years = known["end"].str[:4].astype(float).sub(1).fillna(2010)
    assert codes.of_cow(known["cow"], years).tolist() == known["state"].tolist()


def test_the_rows_keep_their_index(codes):
    rows = pd.DataFrame({"ccode1": [770.0], "ccode2": [365.0], "year": [2000.0]}, index=[7])
    assert codes.with_pairs(rows).loc[7, ["a", "b"]].tolist() == ["PAK", "RUS"]


def test_cells_with_several_gleditsch_ward_numbers(codes):
    cells, years = pd.Series(["365,  770", None, 345, "345", "751"]), pd.Series([2000, 2000, 2005, 2006, 1948])
    assert codes.of_gw(cells, years).tolist() == ["PAK; RUS", None, "YUG", "SRB", None]


def test_an_unknown_gleditsch_ward_number_does_not_vanish(codes):
    with pytest.raises(SourceError, match="number 12345"):
        codes.of_gw(pd.Series(["12345"]), pd.Series([2000]))


def test_an_unknown_code_does_not_vanish(codes):
    codes.check(["PAK", "EU"], ["EU"])
    with pytest.raises(SourceError, match="XYZ"):
        codes.check(["PAK", "XYZ"])


@pytest.mark.parametrize(
    ("state", "first", "last", "years"),
    [
        ("PAK", 1945, 1949, {1947, 1948, 1949}),
        ("YUG", 2004, 2010, {2004, 2005, 2006}),
        ("SRB", 2004, 2007, {2006, 2007}),
        ("SYR", 1957, 1962, {1957, 1958, 1961, 1962}),
        ("RVN", 1980, 1990, set()),
    ],
)
def test_years_of_life(state, first, last, years, codes):
    assert codes.years_of_life(first, last)[state] == years


# --- names


def test_names_and_aliases_lead_back(known, codes):
    for row in known.itertuples():
        assert set(named(codes, row.name, *filter(None, row.aliases.split("; ")))) == {row.state}


def test_rows_keep_their_order_and_number(codes):
    assert named(codes, "Russia", "Pakistan", "Russia").tolist() == ["RUS", "PAK", "RUS"]


def test_names_of_the_source_are_renamed_first(codes):
    assert named(codes, "Zion", rename={"Zion": "Israel"}).tolist() == ["ISR"]


@pytest.mark.parametrize("name", ["Atlantis", "Korea, Peninsula", "Unknown recipient(s)", "European Union"])
def test_an_unknown_name_is_an_error(name, codes):
    with pytest.raises(SourceError, match="names that are no known state"):
        named(codes, "Pakistan", name)


def test_names_to_be_ignored_and_empty_cells_have_no_code(codes):
    assert named(codes, "NATO**", None, "Pakistan", ignore=["NATO**"]).isna().tolist() == [True, True, False]


def test_many_unknown_names_are_counted(codes):
    with pytest.raises(SourceError, match="12 in all"):
        named(codes, *(f"Nowhere {i}" for i in range(12)))


def test_a_short_form_that_two_states_share_decides_nothing():
    two = {"state": ["AAA", "BBB"], "name": ["Republic of Aland", "Kingdom of Aland"], "aliases": "", "cow": [1, 2]}
    codes = StateCodes(pd.DataFrame(two), {})
    assert named(codes, "Kingdom of Aland").tolist() == ["BBB"]
    with pytest.raises(SourceError):
        named(codes, "State of Aland")


# --- the list of names


def test_every_state_has_a_name_and_every_name_a_state(known):
    assert set(state_names()) == set(known["state"])
    assert all(row["name"] for row in state_names().values())


def test_folded_names_are_unique(known):
    folded = known["name"].map(fold)
    assert folded.is_unique


@pytest.mark.parametrize("code", LISTS["predecessors"])
def test_successor_rules_are_of_states_that_are_there(code, known):
    assert known.set_index("state")["predecessor"][code] == LISTS["predecessors"][code]


# --- the table


def test_codes_and_numbers_are_unique_but_for_serbia(known):
    assert known["state"].is_unique and known["state"].str.fullmatch("[A-Z]{3}").all()
    assert set(known.loc[known["cow"].duplicated(keep=False), "state"]) == {"SRB", "YUG"}


def test_states_begin_before_they_end(known):
    ended = known.dropna(subset=["end"])
    assert (ended["start"] < ended["end"]).all()
    assert set(ended["state"]) >= {"CSK", "DDR", "YUG", "YMD", "RVN", "EAZ"}
    assert (ended["end"] >= "1945").all()


def test_yugoslavia_ends_the_day_before_serbia_begins(known):
    by_code = known.set_index("state")
    assert by_code.loc["YUG", "end"] == "2006-06-04" and by_code.loc["SRB", "start"] == "2006-06-05"


def test_focal_marks(known):
    assert set(known.loc[known["focal"].astype(bool), "state"]) == set(FOCAL)


def test_special_numbers_are_in_the_table(known):
    assert set(LISTS["cow_special"].values()) <= set(known["state"])


@pytest.mark.raw
def test_no_state_of_the_source_after_1944_is_lost(raw, known):
    cow = pd.read_parquet(raw.path("states/cow_states.parquet"))
    numbers = {int(c) for c in cow.loc[cow["endyear"] >= 1945, "ccode"]}
    others = known["other_cow"].dropna().astype(str).str.split("; ").explode().astype(float).astype(int)
    assert set(known["cow"]) | set(others) == numbers


@pytest.mark.raw
def test_gleditsch_ward_numbers_mean_the_states_that_the_source_names(raw):
    rows = pd.read_csv(raw.path("violence/organizedviolencecy_v25_1.csv"), low_memory=False)
    rows, codes = rows.drop_duplicates("country_id_cy"), state_codes(raw)
    plain = rows["country_cy"].str.replace(r" \(.*\)$", "", regex=True)
    rows = rows[~plain.isin(["Yemen", "Serbia", "Vatican City State", "Kingdom of eSwatini"])]
    assert rows["country_id_cy"].map(codes.gw).tolist() == codes.of_names(plain[rows.index]).tolist()
    assert (codes.gw[678], codes.gw[680], codes.gw[345]) == ("YEM", "YMD", "YUG")


# --- distances


@pytest.mark.parametrize("name", ["distances", "min_distance_spells", "contiguity"])
def test_pairs_stand_in_the_order_of_their_codes(name, table):
    assert (table(name)["a"] < table(name)["b"]).all()


def test_old_codes_are_mapped(table):
    codes = {*table("distances")["a"], *table("distances")["b"]}
    assert {"ROU", "COD", "TLS", "SRB", "YUG"} <= codes
    assert not {"ROM", "ZAR", "TMP", "PAL", "MNE", "SSD", "CSK", "HKG"} & codes


@pytest.mark.raw
def test_both_directions_agree_in_the_source(raw):
    pairs = read_cepii(raw)
    both = pairs.merge(pairs.rename(columns={"a": "b", "b": "a"}), on=["a", "b"], suffixes=("", "_back"))
    assert len(both) == len(pairs)
    for column in ("contiguous", "common_language", "colonial_tie", "distance_km", "distance_weighted_km"):
        one, other = both[column].astype(float), both[f"{column}_back"].astype(float)
        assert np.allclose(one, other, equal_nan=True)


def test_distance_of_the_pair(table):
    row = table("distances").set_index(["a", "b"]).loc[("PAK", "RUS")]
    assert row["distance_km"] == pytest.approx(3658.638)
    assert row["distance_weighted_km"] == pytest.approx(3696.879)
    assert not row[["contiguous", "common_language", "colonial_tie"]].any()


@pytest.mark.raw
def test_spells_conserve_pair_years(table, raw_directory):
    before = pd.read_parquet(raw_directory / "states" / "cow_mindist.parquet").query("year >= 1946")
    rows = table("min_distance_spells")
    years = rows["last"] - rows["first"] + 1
    assert years.sum() == len(before)
    assert (years * rows["min_distance_km"]).sum() == pytest.approx(before["mindist"].sum(), rel=1e-6)


def test_spells_of_the_pair(table):
    rows = table("min_distance_spells").query("a == 'PAK' and b == 'RUS'")
    assert rows[["first", "last"]].to_numpy().tolist() == [[1948, 1949], [1950, 1991], [1992, 2019]]
    assert rows["min_distance_km"].tolist() == pytest.approx([36.650, 23.411, 1578.604])


def test_spells_do_not_overlap(table):
    later = table("min_distance_spells").groupby(["a", "b"])["first"].shift(-1)
    assert (later.isna() | (later > table("min_distance_spells")["last"])).all()


def test_a_spell_ends_with_a_gap_another_value_or_another_pair():
    rows = pd.DataFrame({"a": list("xxxxxy"), "year": [1, 2, 4, 5, 6, 7], "v": [1, 1, 1, 1, 2, 2]})
    assert spells(rows, ["a"], "v")[["a", "first", "last", "v"]].to_numpy().tolist() == [
        ["x", 1, 2, 1],
        ["x", 4, 5, 1],
        ["x", 6, 6, 2],
        ["y", 7, 7, 2],
    ]


def test_contiguity(table):
    found = table("contiguity").set_index(["a", "b"])
    assert found.loc[[("AFG", "PAK")], "type"].tolist() == [1]
    assert found.loc[[("AFG", "RUS")], ["start", "end"]].to_numpy().tolist() == [["1920-01-01", "1991-12-31"]]
    assert ("PAK", "RUS") not in found.index
    assert found.loc[[("BIH", "SRB")], "start"].tolist() == ["2006-06-05"]
    assert found.loc[[("BIH", "YUG")], "end"].tolist() == ["2006-06-04"]
    assert (found["start"] <= found["end"]).all() and found["end"].max() == "2016-12-31"


# --- size


@pytest.mark.raw
def test_totals_of_size_are_conserved(table, raw_directory, known):
    found = table("gdp_population")
    for file, column in (("gdp", "gdp_usd"), ("population", "population")):
        before = pd.read_csv(raw_directory / "macro" / f"{file}.csv", keep_default_na=False)
        before = before[before["Country Code"].isin([*known["state"], "WLD"])]
        assert found[column].sum() == pytest.approx(before["Value"].astype(float).sum(), rel=1e-12)
        assert found[column].notna().sum() == len(before)


def test_states_make_up_the_world(table):
    one = table("gdp_population").query("year == 2015")
    world, states = one[one["state"] == "WLD"].iloc[0], one[one["state"] != "WLD"]
    assert states["population"].sum() / world["population"] == pytest.approx(1, abs=0.01)
    assert states["gdp_usd"].sum() / world["gdp_usd"] == pytest.approx(1, abs=0.02)


def test_no_aggregate_is_a_state_and_years_before_statehood_are_marked(table):
    found = table("gdp_population").set_index(["state", "year"])
    assert not {"SAS", "EUU", "ARB", "HKG", "PSE"} & set(found.index.unique("state"))
    assert "NAM" in found.index and "PRK" in found.index and found.loc["PRK", "gdp_usd"].isna().all()
    existed = found["existed"]
    assert not existed["UKR", 1980] and existed["UKR", 1995] and existed["PAK", 1960] and not existed["BGD", 1965]
    assert existed["WLD"].isna().all()
    assert found.loc[("AFG", 2000), "gdp_usd"] == pytest.approx(3521418059.92)


# --- outlines


def areas_at(points, lon, lat):
    """The areas that a place lies in."""
    rings = points[points["ring"] == 0].groupby(["area", "name", "part"])
    return {name for (_, name, _), ring in rings if Ring(ring[["lon", "lat"]].to_numpy()).contains_point((lon, lat))}


@pytest.mark.raw
def test_no_point_of_the_source_is_lost(raw, table):
    areas = gpd.read_file(raw.path(OUTLINES_FILE))
    assert len(table("outlines")) == shapely.get_num_coordinates(areas.geometry.array).sum()


def test_rings_are_closed_and_of_four_points_at_least(table):
    for _, ring in table("outlines").groupby(["area", "part", "ring"]):
        at = ring.sort_values("order")[["lon", "lat"]].to_numpy()
        assert len(at) >= 4 and np.array_equal(at[0], at[-1])
        assert ring["order"].tolist() == list(range(len(ring)))


def test_an_area_has_one_state_at_most_and_a_state_one_area(table):
    points = table("outlines")
    one = points.drop_duplicates("area")
    assert points.groupby("area")["state"].nunique(dropna=False).eq(1).all()
    assert not one["state"].dropna().duplicated().any()
    assert dict(zip(one["name"], one["state"], strict=True)).items() >= CODES.items()


def test_the_states_that_the_defects_count_as_missing_are_missing(table, known):
    missing = set(known.loc[known["end"].isna(), "state"]) - set(table("outlines")["state"].dropna())
    assert len(missing) == 28 and {"SGP", "BHR", "MLT", "MUS", "MDV"} <= missing
    assert any(line.startswith("28 small states") for line in info("outlines").known_defects)


@pytest.mark.parametrize(
    ("place", "lon", "lat", "area"),
    [
        ("Srinagar", 74.8, 34.1, "India"),
        ("Gilgit", 74.3, 35.9, "Pakistan"),
        ("Aksai Chin", 79.5, 35.2, "China"),
        ("Simferopol", 34.1, 44.95, "Ukraine"),
        ("Golan", 35.8, 33.05, "Israel"),
        ("Laayoune", -13.0, 27.0, "Morocco"),
        ("Tifariti", -10.5, 26.1, "W. Sahara"),
        ("Hargeisa", 44.06, 9.56, "Somaliland"),
        ("Pristina", 21.1, 42.6, "Kosovo"),
        ("Taipei", 121.5, 24.9, "Taiwan"),
        ("Ramallah", 35.2, 31.9, "Palestine"),
    ],
)
def test_disputed_places_stand_where_the_notes_say(place, lon, lat, area, table):
    assert areas_at(table("outlines"), lon, lat) == {area}, place
