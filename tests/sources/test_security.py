"""Sources on security: alliances, disputes, rivalries, military strength, conflict and violence."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import table as info
from dyadlens.sources.raw import FOCAL
from dyadlens.sources.runner import build_table
from dyadlens.sources.security import disputes, military, ties, violence

PROMISES = list(ties.PROMISES.values())

# --- alliances


def alliances(table):
    return table("alliances").set_index(["a", "b", "year"])


def test_promises_of_pakistan_and_russia(table):
    pair = alliances(table).loc[("PAK", "RUS")]
    assert pair.index.min() == 2004
    assert pair["nonaggression"].all()
    assert pair.index[pair["consultation"]].tolist() == [2015, 2016, 2017, 2018]
    assert not pair["defense"].any()


def test_every_row_has_its_mirror_and_few_differ(table):
    built = alliances(table)
    mirror = built.rename_axis(["b", "a", "year"]).reorder_levels(["a", "b", "year"]).sort_index()
    assert mirror.index.equals(built.sort_index().index)
    differ = (mirror[PROMISES] != built.sort_index()[PROMISES]).any(axis=1)
    assert 0 < differ.mean() < 0.005


def test_directed_promises_differ(table):
    assert alliances(table).loc[("USA", "PAK", 2000), "defense"]
    assert not alliances(table).loc[("PAK", "USA", 2000), "defense"]


@pytest.mark.raw
def test_no_promise_is_lost(raw, table):
    built, source = alliances(table), pd.read_parquet(raw.path(ties.FILE)).query("year >= 1946")
    twice = len(source) - len(built)
    assert (source["year"] == 1990).sum() > twice > 0
    ordinary = source[source["year"] != 1990]
    rest = built.query("year != 1990")
    assert len(ordinary) == len(rest)
    for theirs, ours in ties.PROMISES.items():
        assert ordinary[theirs].sum() == rest[ours].sum()


# --- disputes


DISPUTES = ("disputes_gml", "disputes_cow")


def test_disputes_of_pakistan_and_the_soviet_union(table):
    years = {n: table(n).query("a == 'PAK' and b == 'RUS'")["year"].tolist() for n in DISPUTES}
    assert years["disputes_gml"] == [1960, 1979, 1980, 1981, 1982, 1984, 1985]
    assert years["disputes_cow"] == [1960]


@pytest.mark.raw
@pytest.mark.parametrize("coding", ["gml", "cow"])
def test_the_source_says_the_same_from_both_sides(coding, table, raw):
    rows = pd.read_parquet(raw.path(f"disputes/{coding}_mid_ddydisps.parquet")).query("year >= 1946")
    mirrored = {"ccode1": "ccode2", "ccode2": "ccode1", "hostlev1": "hostlev2", "hostlev2": "hostlev1"}
    key = ["dispnum", "year", "ccode1", "ccode2"]
    facts = [*key, "hostlev1", "hostlev2", f"{coding}midonset", "fatality"]
    left = rows[facts].sort_values(key, ignore_index=True)
    right = rows.rename(columns=mirrored)[facts].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(left, right)
    assert len(table(f"disputes_{coding}")) * 2 == len(rows)


@pytest.mark.raw
def test_sides_are_not_mixed_up(table, raw):
    theirs = pd.read_parquet(raw.path("disputes/gml_mid_ddydisps.parquet"))
    rows = theirs.query("dispnum == 2054 and ccode1 == 770 and ccode2 == 365")
    ours = table("disputes_gml").query("dispute == 2054 and a == 'PAK' and b == 'RUS'")
    assert ours["hostility_a"].tolist() == rows["hostlev1"].tolist()
    assert ours["hostility_b"].tolist() == rows["hostlev2"].tolist()


def test_unknown_deaths_are_empty(table):
    for frame in map(table, DISPUTES):
        assert frame["fatality"].isna().any()
        assert frame["fatality"].dropna().between(0, 6).all()
        assert (frame["a"] < frame["b"]).all()


# --- militarized events


@pytest.fixture(scope="module")
def source(raw):
    return pd.read_csv(raw.path(disputes.MIE_FILE)).query("styear >= 1946")


def test_events_of_pakistan_and_the_soviet_union(table):
    rows = table("militarized_events").query("a == 'PAK' and b == 'RUS'").set_index("year")
    assert rows["events"].to_dict() == {1960: 1, 1979: 1, 1980: 14, 1981: 1, 1984: 1, 1985: 2}
    year = rows.loc[1980]
    assert (year["events_by_a"], year["events_by_b"], year["highest_action"]) == (2, 12, 16)
    assert (year["deaths_a_min"], year["deaths_b_max"]) == (20, 25)


@pytest.mark.raw
def test_no_event_and_no_death_is_lost(table, source):
    events = table("militarized_events")
    assert events["events"].sum() == len(source) == (events["events_by_a"] + events["events_by_b"]).sum()
    for end in ("min", "max"):
        ours = events[f"deaths_a_{end}"].sum() + events[f"deaths_b_{end}"].sum()
        assert ours == source[f"fatal{end}1"].sum() + source[f"fatal{end}2"].sum()


def test_sides_keep_their_own(table):
    events = table("militarized_events")
    assert (events["a"] < events["b"]).all()
    highest = events[["hostility_of_a", "hostility_of_b"]].max(axis=1)
    assert (highest == events["highest_hostility"]).all()
    assert (events["hostility_of_a"].isna() == (events["events_by_a"] == 0)).all()
    assert (events["deaths_a_min"] <= events["deaths_a_max"]).all()


@pytest.mark.raw
def test_only_days_are_unknown_in_the_source(source):
    negative = (source.drop(columns="version") == disputes.UNKNOWN).sum()
    assert set(negative[negative > 0].index) == {"stday", "endday"}


# --- rivalries


def test_india_and_pakistan_and_nobody_between_pakistan_and_russia(table):
    one = table("rivalries").query("a == 'IND' and b == 'PAK'").iloc[0]
    assert (one["first"], one["last"], one["ongoing"]) == (1947, 2020, True)
    assert one["positional"] and one["spatial"] and not one["ideological"]
    assert table("rivalries").query("a == 'PAK' and b == 'RUS'").empty


@pytest.mark.raw
def test_all_spells_that_reach_1946_are_there(table, raw):
    theirs = pd.read_parquet(raw.path(ties.RIVALRY_FILE)).query("end >= 1946")
    built = table("rivalries")
    assert len(built) == len(theirs)
    assert built["ongoing"].sum() == (theirs["end"] == 2020).sum()
    assert (built["a"] < built["b"]).all()
    assert (built["first"] <= built["last"]).all()
    assert built[list(ties.KINDS)].any(axis=1).all()


def test_spells_of_a_pair_do_not_overlap(table):
    ordered = table("rivalries").sort_values(["a", "b", "first"])
    before = ordered.groupby(["a", "b"])["last"].shift()
    assert (before.isna() | (before <= ordered["first"])).all()


# --- military strength


def test_known_expenditure(table):
    spent = table("military_expenditure").set_index(["state", "year"])
    assert spent.loc[("PAK", 2024), "constant_2023_musd"] == pytest.approx(8183, abs=1)
    assert spent.loc[("RUS", 1988), "constant_2023_musd"] == pytest.approx(282_701, abs=1)
    assert spent.loc["AFG"].index.max() == 2021
    assert set(spent.index.get_level_values("state")) <= set(FOCAL)


@pytest.mark.raw
def test_a_placeholder_is_not_a_zero(table, full):
    assert pd.isna(table("military_expenditure").set_index(["state", "year"]).loc[("BLR", 1992), "current_musd"])
    whole = build_table("military_expenditure", full).set_index(["state", "year"])
    assert whole.loc[("CRI", 2000), "current_musd"] == 0
    assert not ((whole["current_musd"] == 0) & (whole["constant_2023_musd"] != 0)).any()


@pytest.mark.raw
def test_all_figures_of_states_are_there(raw, full):
    figures = pd.read_parquet(raw.path(military.MILEX_FILE))
    figures = figures[figures["Country"] != "European Union"]
    whole = build_table("military_expenditure", full)
    for theirs, ours in (military.MONEY | military.SHARES).items():
        assert whole[ours].sum() == pytest.approx(figures[theirs].sum(), rel=1e-6)


@pytest.mark.raw
def test_cinc_of_the_source_sums_to_about_one(raw):
    figures = pd.read_parquet(raw.path(military.NMC_FILE)).query("1946 <= year <= 2022")
    assert figures.groupby("year")["cinc"].sum().between(0.999, 1.017).all()


def test_capabilities_have_one_row_a_state_and_year(table):
    capabilities = table("capabilities").set_index(["state", "year"])
    assert capabilities.loc[("PAK", 2022), "cinc"] == pytest.approx(0.017684, abs=1e-6)
    assert capabilities.loc[("DEU", 1990), "tpop"] == 79402
    assert ("DDR", 1990) in capabilities.index


# --- conflict and violence


def test_afghanistan_against_the_islamic_state(table):
    rows = table("battle_deaths").query("states_a == 'AFG' and side_b == 'IS'").set_index("year")
    known = {2015: 679, 2016: 2141, 2017: 2795, 2018: 2842, 2019: 1075, 2020: 316, 2021: 264, 2022: 253, 2023: 149}
    assert rows["best"].to_dict() == known
    assert rows.loc[2018, ["low", "high"]].tolist() == [2770, 5149]


@pytest.mark.raw
def test_no_death_and_no_dyad_is_lost(table, raw):
    figures = pd.read_csv(raw.path(violence.DEATHS_FILE))
    ours = table("battle_deaths")
    for name in ("best", "low", "high"):
        assert ours[name].sum() == figures[f"bd_{name}"].sum()
    assert len(ours) == len(figures)
    assert (ours["best"] >= violence.THRESHOLD).all()


def test_every_government_has_a_state_and_groups_have_none(table):
    ours = table("battle_deaths")
    assert ours["states_a"].notna().all()
    group = ~ours["side_b"].str.startswith("Government of")
    assert ours.loc[group, "states_b"].isna().all() and ours.loc[~group, "states_b"].notna().all()
    assert (ours["type"].eq("interstate") == ~group).all()


def test_the_soviet_union_in_afghanistan(table):
    rows = table("armed_conflicts").query("year == 1985 and states_a == 'AFG'")
    assert rows["support_a"].eq("RUS").any()
    whole = table("armed_conflicts").query("year == 1965 and states_a == 'IND' and states_b == 'PAK'")
    assert whole["type"].tolist() == ["interstate"]
    assert whole["intensity"].tolist() == ["war"]


@pytest.mark.raw
def test_countries_add_up_to_the_source(table, raw):
    figures = pd.read_csv(raw.path(violence.STATES_FILE), low_memory=False)
    ours = table("violence_country_years")
    total = ours[["state_best", "nonstate_best", "onesided_best"]].to_numpy().sum()
    assert total == figures["cumulative_total_deaths_in_orgvio_best_cy"].sum()
    assert len(figures) - len(ours) == 36  # the Vatican
    assert set(ours.loc[ours["state"] == "SRB", "year"]) == set(range(2006, 2025))


def test_pakistan_adds_up_and_leaves_the_tags_out(table):
    ours = table("pakistan_violence")
    assert ours["events"].sum() == 6416
    assert (ours["best"].sum(), ours["low"].sum(), ours["high"].sum()) == (43225, 41089, 49713)
    assert not ours.astype(str).apply(lambda c: c.str.startswith("#")).any().any()
    taliban = ours.query("side_b == 'TTP' and year == 2009")["best"].sum()
    assert taliban > 4000


def test_pakistan_is_never_above_the_newer_country_years(table):
    events = table("pakistan_violence").groupby("year")["best"].sum()
    country = table("violence_country_years").query("state == 'PAK'").set_index("year")
    newer = country[["state_best", "nonstate_best", "onesided_best"]].sum(axis=1)
    missing = (newer - events).dropna()
    assert missing.min() == 0 and missing.max() == 52 and (missing > 0).sum() == 10


BOUNDS = {
    "battle_deaths": ([""], 7),
    "violence_country_years": (["state_", "nonstate_", "onesided_"], 9),
    "pakistan_violence": ([""], 1),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_estimates_out_of_order_are_marked_and_told_and_not_changed(name, table):
    prefixes, count = BOUNDS[name]
    rows = table(name)
    wrong = np.any([(rows[f"{p}low"] > rows[f"{p}best"]) | (rows[f"{p}best"] > rows[f"{p}high"]) for p in prefixes], 0)
    assert rows["bounds_out_of_order"].tolist() == wrong.tolist() and wrong.sum() == count
    (told,) = [line for line in info(name).known_defects if "bounds_out_of_order" in line]
    assert f"out of order in {count} of {len(rows):,} rows" in told


def test_exercises_of_russia_with_pakistan(table):
    rows = table("exercises_russia")
    assert rows.query("partner == 'PAK'")[["year", "bilateral"]].to_numpy().tolist() == [[2016, 1]]


@pytest.mark.raw
def test_no_exercise_of_russia_is_lost(raw, table):
    theirs, ours = pd.read_csv(raw.path("exercises/derived_jme_russia_long.csv")), table("exercises_russia")
    assert ours["exercises"].sum() == len(theirs)
    alone = theirs.groupby("id")["partner"].transform("size") == 1
    assert ours["bilateral"].sum() == alone.sum()


def test_exercises_of_the_pair(table):
    ours = table("cases/PAK-RUS/exercises").set_index("exercise")
    assert len(ours) == 10 and ours["multilateral"].sum() == 2
    assert str(ours.loc["Druzhba-II", "date"]) == "2017"
    assert pd.isna(ours.loc["Druzhba-VIII", "host"])
