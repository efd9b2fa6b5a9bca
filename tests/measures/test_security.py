"""Security: known pacts, adversaries, enemies and friends; unknown is not zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dyadlens.data.catalog import read, table
from dyadlens.details.fighting import adversary_places
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.registry import registry
from dyadlens.measures.security.adversaries import common_adversaries, common_to, fights, land_borders
from dyadlens.measures.security.deaths import KINDS
from dyadlens.panel.evidence import evidence
from dyadlens.panel.views import matrix, panel
from dyadlens.states.axis import alive, codes, coexisted, positions

PAIR_MEASURES = [m.name for m in registry().of("security") if m.subject == "pair"]
ISLAMIC_STATE = "234"


def security(pair, measure=None, **span):
    return evidence(Lens(pair, third_parties=[], **span), "security", measure)


@pytest.fixture(scope="module")
def ours():
    return security("PAK-RUS", start=1946, end=2024)


def value(found, a, b):
    return found[tuple(positions([a, b]))]


def seen(rows, measure):
    return rows.of(measure).seen.set_index("year")["value"]


# --- pacts, rivalry, disputes


def test_pacts_of_pakistan_and_russia(ours):
    assert seen(ours, "nonaggression_pact").loc[lambda v: v == 1].index.tolist() == list(range(2004, 2019))
    assert seen(ours, "consultation_pact").loc[lambda v: v == 1].index.tolist() == [2015, 2016, 2017, 2018]
    assert seen(ours, "defense_pact").eq(0).all()
    assert seen(ours, "alliance_ties").loc[2016] == 2


def test_a_year_outside_the_source_or_the_state_is_not_covered(ours):
    status = ours.of("defense_pact").set_index("year")["status"]
    assert status.loc[1946] == "not_covered"  # Pakistan is of 1947
    assert set(status.loc[1947:2018]) == {"true_zero"}
    assert set(status.loc[2019:]) == {"not_covered"}
    assert set(ours.of("dispute_gml").set_index("year")["status"].loc[2011:]) == {"not_covered"}


def test_disputes_differ_between_the_sources(ours):
    assert seen(ours, "dispute_gml").loc[lambda v: v > 0].index.tolist() == [1960, 1979, 1980, 1981, 1982, 1984, 1985]
    assert seen(ours, "dispute_cow").loc[lambda v: v > 0].index.tolist() == [1960]


@pytest.mark.parametrize("pair", ["GBR-USA", "BLR-RUS"])
def test_close_allies_are_at_the_top(pair):
    rows = security(pair, "security_ties", start=2000, end=2014)
    assert (rows["value"] == 1).all() and (rows["percentile"] > 95).all()


@pytest.mark.parametrize("pair", ["IND-PAK", "IRN-ISR", "PRK-USA"])
def test_enemies_are_at_the_bottom(pair):
    rows = security(pair, "security_ties", start=2000, end=2014)
    assert (rows["value"] < 0).all() and (rows["percentile"] < 1).all()


def test_ties_are_the_formula():
    assert value(matrix("security_ties", 1985), "ARG", "GBR") == -1.0  # rivals, and a war in 1982
    assert value(matrix("security_ties", 2010), "PAK", "RUS") == 0.25  # nonaggression alone
    assert value(matrix("security_ties", 2010), "AGO", "MNG") == 0.0


def test_no_promise_is_lost_but_those_of_states_not_yet_on_the_list():
    rows = read("alliances").query("defense")
    pairs = {(*sorted((r.a, r.b)), r.year) for r in rows.itertuples()}
    found = panel("defense_pact").query("defense_pact == 1")
    ours = set(zip(found["a"], found["b"], found["year"], strict=True))
    assert ours <= pairs
    lost = [(a, b, y) for a, b, y in pairs - ours if alive(y)[0, positions([a, b])].all()]
    assert lost == [] and len(ours) > 0.99 * len(pairs)


def test_a_serbian_rivalry_before_2006_is_a_yugoslav_one():
    assert value(matrix("rivalry", 2000), "BIH", "YUG") == 1 and value(matrix("rivalry", 2010), "BIH", "SRB") == 1


def test_disputes_of_a_year_are_the_highest_of_the_table():
    frame, found = read("disputes_gml").query("year == 1999"), matrix("dispute_gml", 1999)
    highest = frame[["hostility_a", "hostility_b"]].max(axis=1).groupby([frame["a"], frame["b"]], observed=True).max()
    for (a, b), height in highest.items():
        assert value(found, a, b) == height
    assert np.nansum(np.triu(found, 1) > 0) == len(highest)


# --- all pairs


@pytest.mark.parametrize("name", PAIR_MEASURES)
@pytest.mark.parametrize("year", [1960, 1991, 2014])
def test_all_pairs_are_symmetric_in_range_and_of_states_of_the_year(name, year):
    found, what = matrix(name, year), registry()[name]
    np.testing.assert_array_equal(found, found.T)
    assert np.isnan(found[~coexisted(year)[0]]).all()
    known = found[~np.isnan(found)]
    assert ((known >= what.low) & (known <= (np.inf if what.high is None else what.high))).all()


@pytest.mark.parametrize("name", PAIR_MEASURES)
def test_values_lie_in_the_years_of_the_tables(name):
    years = panel(name).dropna(subset=[name])["year"]
    info = [table(t) for t in registry()[name].bounded_by]
    assert years.min() >= max(i.first for i in info) and years.max() <= min(i.last for i in info)


@pytest.mark.parametrize("name", PAIR_MEASURES)
def test_the_order_of_the_pair_changes_nothing(ours, name):
    other = security("RUS-PAK", name, start=1946, end=2024)
    columns = ["value", "low", "high", "percentile", "status"]
    assert ours.of(name)[columns].reset_index(drop=True).equals(other[columns])


# --- common adversaries


def test_below_the_threshold_is_unknown_and_never_zero(ours):
    for name in ("shared_adversaries", "shared_adversaries_5y", "shared_adversary_deaths", "battle_deaths", "violence"):
        rows = ours.of(name)
        assert "true_zero" not in set(rows["status"]) and (rows["value"].dropna() > 0).all()
    status = ours.of("shared_adversaries").set_index("year")["status"]
    assert (status.loc[1988], status.loc[2014], status.loc[2024]) == ("not_covered", "unknown", "not_covered")


def test_the_islamic_state_is_the_common_adversary_from_2015_to_2020(ours):
    assert seen(ours, "shared_adversaries").to_dict() == dict.fromkeys(range(2015, 2021), 1.0)
    assert seen(ours, "shared_adversaries_5y").index.tolist() == list(range(2015, 2024))
    # 2016: government of Afghanistan 2,141, of Pakistan 68, of Russia 69; Syria touches neither.
    assert seen(ours, "shared_adversary_deaths").loc[2016] == 2141 + 68 + 69
    row = ours.of("shared_adversary_deaths").set_index("year").loc[2018]
    assert row["low"] < row["value"] < row["high"]


def test_by_the_record_of_conflicts_it_is_there_again_in_2024(ours):
    rows = ours.of("shared_adversaries_conflicts").set_index("year")
    assert seen(ours, "shared_adversaries_conflicts").loc[1992:].to_dict() == dict.fromkeys(
        [*range(2015, 2021), 2024], 1
    )
    assert set(rows["status"]) == {"observed", "unknown", "not_covered"} and rows.loc[2023, "status"] == "unknown"


def test_polisario_is_the_common_adversary_of_morocco_and_mauritania_to_1978():
    rows = security("MAR-MRT", "shared_adversaries_conflicts", start=1973, end=1981).set_index("year")
    assert rows.seen["value"].to_dict() == {1975: 1, 1976: 1, 1977: 1, 1978: 1}


def test_a_common_adversary_by_hand():
    # Four states in a line: 0 - 1 - 2 - 3.
    line = np.eye(4, k=1, dtype=bool) | np.eye(4, k=-1, dtype=bool)

    def pairs(*fought):
        found = common_to(np.isin(np.arange(4), fought), line)
        return {tuple(p) for p in np.argwhere(np.triu(found, 1)).tolist()}

    # Fights the ends: both ends; an end with the neighbour of the other end.
    assert pairs(0, 3) == {(0, 3), (0, 2), (1, 3)}
    # Fights 0 and 1: both; 0 with 2, whose neighbour is 1. 1 with 2 needs a third state: there is none.
    assert pairs(0, 1) == {(0, 1), (0, 2)}


@given(arrays(bool, 6), arrays(bool, (6, 6)))
def test_common_adversaries_equal_a_plain_loop_on_any_map(fought, drawn):
    borders = (drawn | drawn.T) & ~np.eye(6, dtype=bool)
    near = [set(np.flatnonzero(row)) for row in borders]
    group, found = set(np.flatnonzero(fought)), common_to(fought, borders)
    for a in range(6):
        for b in range(6):
            both = (a in group and group & ({b} | near[b] - {a})) or (b in group and group & ({a} | near[a] - {b}))
            assert found[a, b] == (a != b and bool(both))


@given(st.permutations(range(5)), arrays(bool, 5), arrays(bool, (5, 5)))
def test_renaming_states_renames_the_result(order, fought, drawn):
    borders = (drawn | drawn.T) & ~np.eye(5, dtype=bool)
    found = common_to(fought, borders)
    assert (common_to(fought[list(order)], borders[np.ix_(order, order)]) == found[np.ix_(order, order)]).all()


@pytest.mark.parametrize(
    ("measure", "source", "year"),
    [
        ("shared_adversaries", "battle_deaths", 2016),
        ("shared_adversaries_conflicts", "armed_conflicts", 1976),
        ("shared_adversaries_conflicts", "armed_conflicts", 2016),
    ],
)
def test_common_adversaries_of_a_year_equal_a_plain_loop(measure, source, year):
    rows = read(source).query("year == @year and states_b.isna() and states_a.notna()")
    groups = {}
    for row in rows.itertuples():
        for group in str(row.side_b_id).split("; "):
            groups.setdefault(group, set()).update(row.states_a.split("; "))
    borders = land_borders(read("contiguity"), np.array([year]))[0]
    near = {c: {codes()[k] for k in np.flatnonzero(borders[at])} for at, c in enumerate(codes())}
    found, some = matrix(measure, year), sorted(set().union(*groups.values()) | {"PAK", "TUR", "DZA"})
    for a in some:
        for b in set(some) - {a}:
            count = sum(
                bool((a in g and g & ({b} | near[b] - {a})) or (b in g and g & ({a} | near[a] - {b})))
                for g in groups.values()
            )
            assert np.nan_to_num(value(found, a, b)) == count, (a, b)


def test_what_the_two_records_have_in_common_and_what_one_has_alone():
    def sides(name):
        rows = fights(read(name)).query("1989 <= year <= 2023")
        return set(zip(rows["year"], rows["state"], rows["group"], strict=True))

    deaths, listed = sides("battle_deaths"), sides("armed_conflicts")
    assert deaths < listed and (len(deaths), len(listed - deaths)) == (1874, 7)  # as the page on methods says


def test_a_war_between_governments_makes_no_common_adversary():
    wars = read("armed_conflicts").query("year == 1971 and states_b.notna()")
    assert "PAK" in set(wars["states_b"])
    assert not set(fights(read("armed_conflicts")).query("year == 1971")["group"]) & set(wars["side_b_id"])


def test_deaths_are_known_where_adversaries_are_and_never_below_the_threshold():
    deaths = matrix("shared_adversary_deaths", 2016)
    assert (np.isnan(deaths) == np.isnan(matrix("shared_adversaries", 2016))).all()
    assert np.nanmin(deaths) >= 25


def test_where_the_common_adversary_is_fought():
    rows, (i, j) = fights(read("armed_conflicts")), positions(["PAK", "RUS"])
    borders = land_borders(read("contiguity"), np.array([2024]))[0]
    assert [g for g, of in common_adversaries(rows, borders, 2024, 2024).items() if of[i, j]] == [ISLAMIC_STATE]
    found = adversary_places(Lens("PAK-RUS", end=2018))
    assert (found.first, found.last, found.groups) == (2014, 2018, ("IS",))
    deaths = read("battle_deaths").query("2014 <= year <= 2018 and side_b == 'IS' and states_a == 'AFG'")["best"].sum()
    assert found.rows.set_index("state")["deaths"]["AFG"] == deaths > 8000
    assert adversary_places(Lens("PAK-RUS", start=1980, end=1990)).last is None


# --- deaths of one state


def test_deaths_of_a_group():
    rows = security("AFG-PAK", "battle_deaths:is", start=2013, end=2024).of("battle_deaths:IS", "AFG").set_index("year")
    assert [rows["value"][y] for y in (2015, 2016, 2017, 2018, 2023)] == [679, 2141, 2795, 2842, 149]
    assert (rows["status"][2014], rows["status"][2024]) == ("unknown", "not_covered")
    assert set(rows["b"]) == {"WLD"} and rows["percentile"].isna().all()


@pytest.mark.parametrize(("wrong", "near"), [("Taliban", "Taleban"), ("al-Qaeda", "al-Qaida"), ("ISIL", "IS")])
def test_an_unknown_group_is_told_the_nearest(wrong, near):
    with pytest.raises(UnknownName, match=f"unknown armed group '{wrong}' .near it: .*'{near}'"):
        security("PAK-RUS", f"battle_deaths:{wrong}")


@pytest.mark.parametrize(("state", "year", "deaths"), [("PAK", 2009, 7512), ("PAK", 2024, 1885), ("RUS", 2000, 4333)])
def test_violence_is_the_three_kinds_together(state, year, deaths):
    own = read("violence_country_years").query("state == @state and year == @year").iloc[0]
    assert sum(own[f"{kind}_best"] for kind in KINDS) == deaths
    row = security("PAK-RUS", "violence", start=year, end=year).of("violence", state).iloc[0]
    assert row["value"] == deaths and row["low"] <= deaths <= row["high"]


def test_a_range_of_the_source_that_is_out_of_order_is_not_drawn():
    rows = read("violence_country_years")
    wrong = rows[(rows["state_best"] > rows["state_high"]) | (rows["state_best"] < rows["state_low"])]
    assert len(wrong) == 8
    for own in wrong.itertuples():
        pair = f"{own.state}-{'USA' if own.state != 'USA' else 'RUS'}"
        row = security(pair, "violence", start=own.year, end=own.year).of("violence", own.state).iloc[0]
        assert row["value"] > 0 and np.isnan(row["low"]) and np.isnan(row["high"])
    # Hamas and Israel 2012: best 197, low 198.
    row = security("ISR-PAK", "battle_deaths:Hamas", start=2012, end=2012).iloc[0]
    assert row["value"] == 197 and np.isnan(row["low"])


def test_no_death_above_the_threshold_is_unknown_and_not_zero():
    own = read("violence_country_years").query("state == 'NOR' and year == 2000").iloc[0]
    assert sum(own[f"{kind}_best"] for kind in KINDS) == 0
    assert security("NOR-SWE", "violence", start=2000, end=2000)["status"].tolist() == ["unknown", "unknown"]


def test_before_the_source_and_before_the_state_is_not_covered():
    assert set(security("PAK-RUS", "violence", start=1980, end=1988)["status"]) == {"not_covered"}
    kazakhstan = security("KAZ-RUS", "violence", start=1989, end=1992).of("violence", "KAZ").set_index("year")["status"]
    assert kazakhstan[1990] == "not_covered" != kazakhstan[1992]


# --- Security Council


def test_the_council_needs_both_seats():
    rows = security("PAK-RUS", "security_council_agreement", start=1950, end=2025).set_index("year")
    assert rows.seen.index.tolist() == [1968, 1969, 1976, 1977, 1983, 1984, 1993, 1994, 2003, 2004, 2012, 2013, 2025]
    assert rows.loc[1952, "status"] == "unknown"  # both sat, fewer than ten votes
    assert rows.loc[2014, "status"] == "not_covered"
    assert ((rows["low"] <= rows["value"]) & (rows["low"] < 1) | rows["value"].isna()).all()


def test_agreement_in_the_council_equals_a_plain_count(ours):
    votes = read("security_council_votes").query("year == 2012 and vote != 'not_voting'")
    wide = votes.pivot(index="resolution", columns="state", values="vote").astype(object)
    both = wide[["PAK", "RUS"]].dropna()
    assert seen(ours, "security_council_agreement")[2012] == pytest.approx((both["PAK"] == both["RUS"]).mean())


# --- as of a day


def test_a_rivalry_is_known_a_year_later_and_its_end_does_not_leak():
    rows = security("IND-PAK", "rivalry", start=2010, end=2020, as_of="2018-05").set_index("year")
    assert rows.seen.index.max() == 2016
    assert set(rows["status"].loc[2017:]) == {"not_covered"}


def test_an_early_day_knows_nothing_and_is_no_error():
    rows = security("PAK-RUS", start=1946, end=1950, as_of="1947")
    assert rows["value"].isna().all() and set(rows["status"]) <= {"not_covered", "unknown"}
