"""Votes: published values, two sources, and what must not matter."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe, registry
from dyadlens.measures.votes.roll_calls import MINIMUM_SHARED, joint_votes
from dyadlens.panel.evidence import evidence
from dyadlens.panel.views import matrix
from dyadlens.stats.agreement import similarity, similarity_interval

YEARS = (2014, 2022)


@pytest.fixture(scope="module")
def ours():
    return evidence(Lens("PAK-RUS", start=YEARS[0], end=YEARS[1]), "votes")


@pytest.fixture(scope="module")
def reversed_pair():
    return evidence(Lens("RUS-PAK", start=YEARS[0], end=YEARS[1]), "votes")


def value(rows, measure, year):
    found = rows.of(measure)
    return found.loc[found["year"] == year, "value"].item()


# --- known values


@pytest.mark.parametrize(("year", "share"), [(2014, 0.692), (2018, 0.676), (2019, 0.716), (2021, 0.655), (2022, 0.596)])
def test_agreement_of_pakistan_and_russia(ours, year, share):
    assert value(ours, "agreement", year) == pytest.approx(share, abs=0.003)


def test_agreement_in_2023():
    rows = evidence(Lens("PAK-RUS", start=2023, end=2023), "votes", "agreement")
    assert rows["value"].item() == pytest.approx(0.591, abs=0.003)


@pytest.mark.parametrize(("year", "count"), [(2014, 78), (2022, 89)])
def test_how_many_votes_it_rests_on(ours, year, count):
    assert value(ours, "shared_roll_calls", year) == count


def test_a_plain_count_gives_the_same_agreement(ours):
    votes = read("undl_votes")
    votes = votes[(votes["year"] == 2019) & votes["state"].isin(["PAK", "RUS"])]
    wide = votes.astype({"vote": str, "state": str}).pivot(index="roll_call", columns="state", values="vote").dropna()
    assert value(ours, "agreement", 2019) == pytest.approx((wide["PAK"] == wide["RUS"]).mean(), abs=1e-12)


def test_pakistan_abstained_and_russia_said_no_on_all_of_the_ukraine_session():
    calls = read("undl_rollcalls")
    session = calls[calls["emergency_session"] == 11]
    assert session["symbol"].tolist() == [f"A/RES/ES-11/{n}" for n in range(1, 9)]
    votes = read("undl_votes")
    votes = votes[votes["roll_call"].isin(session["roll_call"])]
    assert votes.loc[votes["state"] == "PAK", "vote"].astype(str).tolist() == ["abstain"] * 8
    assert votes.loc[votes["state"] == "RUS", "vote"].astype(str).tolist() == ["no"] * 8


def test_without_the_ukraine_session_agreement_of_2022_is_that_of_the_other_votes(ours):
    # Five resolutions of 2022, on each of which the two differed.
    together = value(ours, "agreement", 2022) * 89
    assert value(ours, "agreement_ordinary", 2022) == pytest.approx(together / (89 - 5))
    assert value(ours, "agreement_ordinary", 2021) == value(ours, "agreement", 2021)


@pytest.mark.parametrize(
    ("pair", "decade", "share"),
    [
        (("PAK", "RUS"), 1940, 0.378),
        (("PAK", "RUS"), 1950, 0.470),
        (("PAK", "RUS"), 1960, 0.566),
        (("PAK", "RUS"), 1970, 0.646),
        (("PAK", "RUS"), 1980, 0.802),
        (("PAK", "RUS"), 1990, 0.567),
        (("PAK", "RUS"), 2000, 0.728),
        (("PAK", "RUS"), 2010, 0.628),
        (("PAK", "USA"), 1980, 0.152),
        (("PAK", "USA"), 2010, 0.185),
    ],
)
def test_agreement_by_decade_in_the_second_source(pair, decade, share):
    table = joint_votes("rollcalls", "all", decade, decade + 9).of(*pair)
    assert float(similarity(table, "agreement")) == pytest.approx(share, abs=0.005)


def test_the_distance_of_ideal_points_is_the_published_gap_where_the_two_are_far_apart():
    points = read("ideal_points").set_index(["state", "year"])["ideal_point"]
    rows = evidence(Lens("RUS-USA", start=2010, end=2020), "votes", "ideal_point_distance").set_index("year")
    for year in rows.index:
        assert rows.loc[year, "value"] == pytest.approx(abs(points["RUS", year] - points["USA", year]), abs=1e-6)


def test_a_distance_that_may_be_none_is_the_median_of_what_it_may_be():
    """Two positions of which the errors overlap are at no known distance of 0: the median lies inside the interval."""
    points = read("ideal_points").set_index(["state", "year"])
    i, k = points.loc[("FRA", 2018)], points.loc[("GBR", 2018)]
    errors = [(p["high"] - p["low"]) / (2 * 1.6448536) for p in (i, k)]
    draws = np.random.default_rng(0).standard_normal((2, 200_000))
    gap = np.abs(i["ideal_point"] - k["ideal_point"] + errors[0] * draws[0] - errors[1] * draws[1])
    row = evidence(Lens("FRA-GBR", start=2018, end=2018), "votes", "ideal_point_distance").iloc[0]
    assert row[["low", "value", "high"]].tolist() == pytest.approx(np.quantile(gap, [0.05, 0.5, 0.95]), abs=0.01)


# --- known groups


def agreement(pair, start=2010, end=2019):
    return evidence(Lens(pair, third_parties=[], start=start, end=end), "votes", "agreement")


def test_friends_stand_above_rivals():
    friends = [agreement(p)["percentile"].mean() for p in ("RUS-BLR", "FRA-DEU", "CAN-AUS")]
    rivals = [agreement(p)["percentile"].mean() for p in ("USA-PRK", "ISR-IRN", "USA-CUB")]
    assert min(friends) > 45
    assert max(rivals) < 15


def test_the_soviet_union_and_its_republic_voted_as_one():
    rows = agreement("RUS-BLR", 1950, 1991).seen.query("year < 1986")
    assert len(rows) == 33 and (rows["value"] > 0.92).all()


def test_france_and_germany_are_nearer_in_ideal_points_than_russia_and_the_united_states():
    near, far = (
        evidence(Lens(p, third_parties=[], start=2015, end=2019), "votes", "ideal_point_distance")["value"].mean()
        for p in ("FRA-DEU", "RUS-USA")
    )
    assert near < 0.5
    assert far > 2


# --- what must not matter


@pytest.mark.parametrize("column", ["value", "low", "high", "status", "percentile", "source"])
def test_the_order_of_the_pair_changes_nothing(ours, reversed_pair, column):
    assert (reversed_pair["a"] == "RUS").all() and (ours["a"] == "PAK").all()
    pd.testing.assert_series_equal(ours[column], reversed_pair[column])


def test_the_span_of_the_lens_changes_no_year_in_it(ours):
    shorter = evidence(Lens("PAK-RUS", start=2017, end=2019), "votes")
    same = ours[ours["year"].between(2017, 2019)].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(shorter), pd.DataFrame(same))


@pytest.mark.parametrize("what", registry().of("votes"), ids=lambda m: m.name)
def test_values_of_all_pairs_are_symmetric_with_no_pair_of_one_state(what):
    for year in (1950, 2005):
        found = matrix(what.name, year)
        np.testing.assert_array_equal(found, found.T)
        assert np.isnan(np.diag(found)).all()


def test_every_vote_measure_says_which_roll_calls_it_rests_on():
    for what in registry().of("votes"):
        assert what.population
        assert ("1975" in what.note) == (what.tables[0] == "undl_rollcalls")


def test_the_first_source_shows_more_agreement_before_1975_and_the_same_after():
    """As the page on methods says: adopted resolutions are not all that was voted on."""
    gaps = {}
    for year in (1948, 1960, 1974, 1975, 1990, 2014):
        one, other = matrix("agreement", year), matrix("agreement_rollcalls", year)
        gaps[year] = np.nanmean(one - other)
    assert [round(gaps[year], 2) for year in (1948, 1960, 1974)] == [0.18, 0.16, 0.04]
    assert all(abs(gaps[year]) < 0.005 for year in (1975, 1990, 2014))


# --- ranges, intervals, percentiles


@pytest.mark.parametrize("what", registry().of("votes"), ids=lambda m: m.name)
def test_values_keep_the_range_of_the_description(ours, what):
    values = ours.of(what.name).seen["value"]
    assert len(values) > 0
    assert what.low is None or values.min() >= what.low
    assert what.high is None or values.max() <= what.high


@pytest.mark.parametrize("what", registry().of("votes"), ids=lambda m: m.name)
def test_every_value_has_an_interval_unless_the_description_says_why_not(ours, what):
    seen = ours.of(what.name).seen
    if what.interval.startswith("none"):
        assert seen[["low", "high"]].isna().all(axis=None)
    else:
        assert seen[["low", "high"]].notna().all(axis=None)
        assert (seen["low"] < seen["high"]).all()


@pytest.mark.parametrize("name", ["agreement", "s_score", "kappa", "pi", "pi_weighted"])
def test_intervals_are_those_of_the_years_votes(ours, name):
    row = ours.of(name).query("year == 2014").iloc[0]
    table = joint_votes("undl", "all", 2014, 2014).of("PAK", "RUS")
    wanted = np.array(similarity_interval(table, name))
    assert row[["low", "high"]].to_numpy(float) == pytest.approx(wanted, abs=1e-6)


def test_agreement_on_every_vote_is_not_certain():
    rows = agreement("RUS-BLR", 1950, 1991).query("value == 1")
    assert len(rows) and (rows["low"] < 1).all() and (rows["high"] == 1).all()


def test_kappa_and_pi_are_in_the_order_that_the_algebra_gives(ours):
    wide = pd.DataFrame(ours).pivot(index="year", columns="measure", values="value")
    assert (wide["pi"] <= wide["kappa"] + 1e-12).all()
    assert (wide["kappa"] <= wide["agreement"]).all() and (wide["s_score"] <= wide["agreement"]).all()


def test_the_percentile_is_the_share_of_pairs_below(ours):
    pairs = joint_votes("undl", "all", 2016, 2016)
    tables = pairs.tables[pairs.tables.sum(axis=(1, 2)) >= MINIMUM_SHARED]
    everyone = np.trace(tables, axis1=1, axis2=2) / tables.sum(axis=(1, 2))
    own = value(ours, "agreement", 2016)
    below, ties = (everyone < own - 1e-9).mean(), (abs(everyone - own) < 1e-9).mean()
    row = ours.of("agreement").query("year == 2016").iloc[0]
    assert row["percentile"] == pytest.approx(100 * (below + ties / 2))


# --- what is not known


def test_in_1964_nothing_was_voted_on():
    rows = evidence(Lens("PAK-RUS", start=1963, end=1965), "votes")
    assert set(rows.loc[(rows["year"] == 1964) & (rows["measure"] == "agreement"), "status"]) == {"unknown"}
    for name in ("agreement", "s_score", "kappa", "pi", "pi_weighted", "agreement_rollcalls", "ideal_point_distance"):
        assert rows.of(name)["status"].tolist() == ["observed", "unknown", "observed"], name
    assert value(rows, "shared_roll_calls", 1964) == 0


@pytest.mark.parametrize(
    ("pair", "start", "end"), [("PLW-TUV", 2000, 2008), ("YUG-PAK", 1991, 1994), ("TUR-RUS", 2023, 2023)]
)
def test_below_ten_shared_roll_calls_a_year_is_unknown(pair, start, end):
    rows = evidence(Lens(pair, third_parties=[], start=start, end=end), "votes")
    thin = 0
    for source, name in (("undl", "agreement"), ("rollcalls", "agreement_rollcalls")):
        for row in rows.of(name).itertuples():
            shared = joint_votes(source, "all", row.year, row.year).of(*pair.split("-")).sum()
            if row.status != "not_covered":
                assert (row.status == "observed") == (shared >= MINIMUM_SHARED)
            thin += row.status == "unknown"
    assert thin > 0


def test_before_a_state_voted_is_not_covered():
    rows = agreement("SSD-RUS", 2005, 2015)
    assert rows.loc[rows["year"] < 2011, "status"].eq("not_covered").all()
    assert rows.loc[rows["year"] > 2011, "status"].eq("observed").all()


def test_soviet_republics_with_a_seat_of_their_own_are_covered():
    rows = agreement("UKR-PAK", 1950, 1991)
    assert rows.loc[rows["status"] == "unknown", "year"].tolist() == [1951, 1955, 1964]
    assert not rows["status"].eq("not_covered").any()


def test_a_state_that_ended_has_its_years():
    rows = agreement("DDR-RUS", 1970, 1995)
    assert rows.seen["year"].tolist() == list(range(1973, 1990))
    assert rows.loc[~rows["year"].between(1973, 1990), "status"].eq("not_covered").all()
    assert rows.loc[rows["year"] == 1990, "status"].item() == "unknown"


def test_yugoslavia_votes_until_the_day_it_ended():
    seen = agreement("YUG-RUS", 1985, 2006).seen["year"]
    assert {1991, 2001, 2005} <= set(seen)


def test_beijing_has_no_votes_before_it_was_seated():
    assert agreement("CHN-RUS", 1965, 1975).seen["year"].min() == 1971
    assert agreement("TWN-USA", 1965, 1975).seen["year"].max() == 1970


@pytest.mark.parametrize(
    ("pair", "without", "within"),
    [("TWN-PAK", range(1972, 2003), range(1965, 1972)), ("YUG-PAK", range(1993, 2000), (1990, 1991, 1992, 2000, 2001))],
)
def test_a_state_without_a_seat_is_not_covered_rather_than_silent(pair, without, within):
    rows = evidence(Lens(pair, third_parties=[], start=1965, end=2002), "votes")
    assert rows.loc[rows["year"].isin(without), "status"].eq("not_covered").all()
    for name in ("agreement", "agreement_rollcalls", "shared_roll_calls", "ideal_point_distance"):
        seen = rows.of(name)
        assert seen.loc[seen["year"].isin(within), "status"].ne("not_covered").all(), name


def test_the_seat_of_a_year_is_known_in_that_year():
    """A silent year is told by the resolution that ended the seat, not by votes that were cast later."""
    for as_of in ("1995", None):
        rows = evidence(
            Lens("YUG-PAK", third_parties=[], start=1990, end=1999, as_of=as_of), "votes", "shared_roll_calls"
        )
        assert rows["status"].tolist()[3:] == ["not_covered"] * 7


def test_silence_of_a_member_stays_a_true_zero():
    """South Africa was a member while it did not vote."""
    rows = evidence(Lens("ZAF-PAK", third_parties=[], start=1976, end=1990), "votes")
    assert rows.of("shared_roll_calls")["status"].eq("true_zero").all()
    assert rows.of("agreement")["status"].eq("unknown").all()


def test_after_the_end_of_the_record_is_not_covered():
    rows = evidence(Lens("PAK-RUS", start=2024, end=2026), "votes")
    assert rows.loc[rows["year"] == 2026, "status"].eq("not_covered").all()


def test_issue_flags_end_in_2021_and_pool_five_years(ours):
    table = joint_votes("rollcalls", "nu", 2014, 2018).of("PAK", "RUS")
    assert value(ours, "agreement_nu", 2018) == pytest.approx(float(similarity(table, "agreement")))
    for name in ("agreement_nu", "agreement_important"):
        what = describe(name)
        assert what.window == what.args["window"] == ours.of(name)["window"].unique().item() == 5
        assert "five years" in what.label and "five years" in what.unit
    assert ours.of("agreement_nu").query("year == 2022")["status"].item() == "not_covered"
    assert ours.of("agreement_important").query("year > 2017")["status"].eq("not_covered").all()
