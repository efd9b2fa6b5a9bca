"""Diplomacy: known values, scaling, gaps that stay gaps, donors, organizations, sanctions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from dyadlens.data.catalog import read
from dyadlens.details.events import pooled_ratio
from dyadlens.lens import Lens
from dyadlens.measures.column import Data
from dyadlens.measures.diplomacy.events import DONE, KINDS, SAID, EventCounts, event_counts
from dyadlens.measures.diplomacy.sanctions import KINDS as SANCTION_KINDS
from dyadlens.panel.evidence import evidence
from dyadlens.panel.views import long_rows, matrix
from dyadlens.states.axis import codes, positions
from dyadlens.stats.ranks import percentile_ranks

SCORE, GAP, RATIO = "gdelt_score", "say_do_gap", "say_do_ratio"


@pytest.fixture(scope="module")
def pair():
    return evidence(Lens("PAK-RUS", start=1950, end=2024), "diplomacy")


def rows_of(names, measure, **span):
    return evidence(Lens(names, third_parties=[], **{"start": 1946, **span}), "diplomacy", measure)


def one(rows, measure, year, a=None, b=None):
    return rows.of(measure, a, b).set_index("year").loc[year]


# --- events to 2014


@pytest.mark.parametrize(("year", "events"), [(2002, 1122), (2006, 170), (2012, 924)])
def test_known_counts(year, events, pair):
    assert one(pair, "verbal_cooperation_events", year)["value"] == events


@pytest.mark.parametrize("year", [2003, 2014])
@pytest.mark.parametrize("kind", KINDS)
def test_a_share_is_the_count_over_all_events_of_either_state(year, kind, pair):
    rows = read("icews").query("year == @year")
    first, second = (rows[end].isin(["PAK", "RUS"]) for end in ("source", "target"))
    volume = rows.loc[first | second, list(KINDS)].to_numpy().sum()
    share, count = one(pair, kind, year), one(pair, f"{kind}_events", year)
    assert share["value"] == pytest.approx(1000 * rows.loc[first & second, kind].sum() / volume)
    assert share["high"] * count["value"] == pytest.approx(count["high"] * share["value"])


def test_events_of_all_pairs_add_up_to_the_table():
    counts = event_counts(Data(("icews",)))
    for kind in KINDS:
        assert np.nansum(counts.of[kind]) == read("icews")[kind].sum()


@given(arrays(np.int64, (4, 1, 6), elements=st.integers(0, 400)), st.integers(2, 9))
def test_shares_and_gaps_do_not_change_when_all_news_multiply(events, factor):
    def counted(times):
        of = dict(zip(KINDS, (events * times).astype(float), strict=True))
        return EventCounts(np.array([2010]), of, 3.0 * np.sum(list(of.values()), axis=0))

    once, more = counted(1), counted(factor)
    for kind in KINDS:
        np.testing.assert_allclose(once.shares(kind), more.shares(kind))
    np.testing.assert_allclose(once.gaps(), more.gaps())


def test_the_gap_is_the_difference_of_the_two_percentiles(pair):
    for year in range(2002, 2015):
        said, done = (one(pair, kind, year)["percentile"] for kind in (SAID, DONE))
        row = one(pair, GAP, year)
        assert row["value"] == pytest.approx(said - done, abs=1e-4) and row["low"] < row["value"] < row["high"]


def test_a_gap_needs_a_word_or_a_deed():
    rows = evidence(Lens("LAO-MLI", start=2003, end=2003), "diplomacy")
    statuses = [one(rows, measure, 2003)["status"] for measure in (GAP, RATIO, SAID)]
    assert statuses == ["unknown", "unknown", "true_zero"]


def test_the_claims_ratio_pools_three_years(pair):
    found = pooled_ratio(Lens("PAK-RUS"))
    said = sum(one(pair, f"{SAID}_events", year)["value"] for year in (2012, 2013, 2014))
    assert (found["said"], found["done"]) == (said, 10)
    assert found["ratio"] == pytest.approx((said + 0.5) / 10.5)
    assert found["percentile"] > found["percentile_alike"] > 75
    none = pooled_ratio(Lens("TUR-RUS"))
    assert np.isnan(none["percentile"]) and none["last"] == 2014
    assert pooled_ratio(Lens("PAK-RUS", as_of="2014-06-30")) == pooled_ratio(Lens("PAK-RUS", end=2012))


def test_words_for_each_deed_have_the_exact_interval_of_two_counts(pair):
    # 285 words and 5 deeds in 2014: the share of words among the 290 is binomial (Clopper & Pearson 1934).
    row = one(pair, RATIO, 2014)
    assert binom.sf(284, 290, row["low"] / (1 + row["low"])) == pytest.approx(0.05, rel=1e-4)
    assert binom.cdf(285, 290, row["high"] / (1 + row["high"])) == pytest.approx(0.05, rel=1e-4)
    assert row["low"] < row["value"] < row["high"]


def test_without_a_deed_the_ratio_has_no_upper_end():
    rows = evidence(Lens("BRA-PAK", start=2002, end=2014), "diplomacy")
    seen = rows.of(RATIO).seen.set_index("year")
    deeds = rows.of(f"{DONE}_events").set_index("year").loc[seen.index, "value"]
    assert (np.isinf(seen["high"]) == (deeds == 0)).all() and (deeds == 0).any()
    assert np.isfinite(seen["low"]).all()


def test_rivals_fight_more_and_allies_talk_more_than_others():
    rivals = read("rivalries").query("first <= 2002 and last >= 2014")[["a", "b"]]
    allies = read("alliances").query("year == 2010 and defense")[["a", "b"]]
    i, j = np.triu_indices(len(codes()), 1)
    for ties, kind in ((rivals, "material_conflict"), (allies, "verbal_cooperation")):
        tied = np.zeros((len(codes()), len(codes())), dtype=bool)
        tied[positions(ties["a"]), positions(ties["b"])] = True
        inside, ranks = (tied | tied.T)[i, j], percentile_ranks(matrix(kind, 2010)[i, j])
        assert np.nanmedian(ranks[inside]) > np.nanmedian(ranks[~inside]) + 10


# --- scores from 2018


def test_the_two_event_sources_never_share_a_year(pair):
    counts, score = pair.of(SAID).seen, pair.of(SCORE).seen
    assert counts["year"].max() == 2014 and score["year"].min() == 2018
    assert set(counts["source"]) == {"icews"} and set(score["source"]) == {"gdelt_monthly"}
    assert [one(pair, SCORE, year)["status"] for year in (2017, 2024)] == ["not_covered", "unknown"]  # two months


def test_the_score_is_scaled_by_what_is_written_of_either(pair):
    rows = read("gdelt_monthly")
    rows = rows[rows["date"].str.startswith("2022")]
    net = rows["score"] / rows["days_in_file"]
    year = rows.assign(net=net, size=net.abs()).groupby(["a", "b"], observed=True)[["net", "size"]].sum()
    ours = np.any([year.index.get_level_values(end).isin(["PAK", "RUS"]) for end in ("a", "b")], axis=0)
    expected = 1000 * year.loc[("PAK", "RUS"), "net"] / year.loc[ours, "size"].sum()
    assert one(pair, SCORE, 2022)["value"] == pytest.approx(expected)


def test_enemies_stand_at_the_bottom_and_neighbours_in_accord_at_the_top():
    year = long_rows(SCORE)[1].query("year == 2022").sort_values("value")
    assert list(year[["a", "b"]].iloc[0]) == ["RUS", "UKR"] and list(year[["a", "b"]].iloc[-1]) == ["FIN", "SWE"]


@pytest.mark.parametrize(
    ("names", "measure", "year"), [("RUS-TUR", SAID, 2010), ("GEO-RUS", SCORE, 2022), ("CHN-RUS", "signals", 2005)]
)
def test_states_that_a_source_lacks_are_not_covered(names, measure, year):
    assert set(rows_of(names, measure, start=year, end=year)["status"]) == {"not_covered"}


# --- visits, signals, aid


def test_visits_of_presidents():
    rows = evidence(Lens("PAK-USA", start=1995, end=2022), "diplomacy")
    visits = rows.of("leader_visits", "USA", "PAK").set_index("year")
    assert visits.index[visits["value"] > 0].tolist() == [2000, 2006]
    assert visits.loc[2007, "status"] == "true_zero" and visits.loc[2021, "status"] == "not_covered"
    assert set(rows.of("leader_visits", "PAK", "USA")["status"]) == {"not_covered"}
    assert one(rows, "signals", 2006, "USA", "PAK")["value"] == 4


def test_visits_before_taking_office_do_not_count():
    office = read("us_visits").query("office == 'president' and in_office and year >= 1946")
    counted = long_rows("leader_visits")[1]["value"].sum()
    assert len(office) - 20 < counted <= len(office)  # some were to territories that were no state yet


@pytest.mark.parametrize(("year", "musd"), [(2000, 40), (2010, 3649), (2018, 506), (2023, 170)])
def test_aid_runs_from_the_donor_whoever_is_in_the_pair(year, musd, pair):
    assert round(one(pair, "us_aid", year, "USA", "PAK")["value"]) == musd
    assert set(pair.of("us_aid")["a"]) == {"USA"}


def test_finance_none_unknown_and_not_covered():
    table = read("chinese_finance").astype({"state": str})
    received = matrix("chinese_finance", 2010)[positions(["CHN"])[0]]
    begun = set(table.loc[table["year"] <= 2010, "state"])
    rows = table[table["year"] == 2010].set_index("state")
    for state in begun:
        value = received[positions([state])[0]]
        if state not in rows.index:
            assert value == 0  # no row is none
        elif rows.at[state, "commitments_musd"] == 0:
            assert np.isnan(value)  # a commitment without an amount
        else:
            assert value == rows.at[state, "adjusted_musd"]
    assert len(begun - set(rows.index)) > 10 and (rows["commitments_musd"] == 0).any()
    for measure in ("us_aid", "chinese_finance"):
        serbia = rows_of("SRB-RUS", measure, start=2010, end=2010)
        assert serbia.loc[serbia["b"] == "SRB", "status"].tolist() == ["not_covered"]


# --- shared organizations


@pytest.mark.parametrize(("year", "shared"), [(1990, None), (2014, 44)])
def test_shared_organizations_and_their_bounds_equal_plain_intersections(year, shared, pair):
    rows = read("igo_membership").query("first <= @year and last >= @year")
    row = one(pair, "shared_igos", year)
    for end, kinds in (("low", ["full"]), ("high", ["full", "unknown"])):
        here = rows[rows["kind"].isin(kinds)]
        ours, theirs = (set(here.loc[here["state"] == code, "igo"]) for code in ("PAK", "RUS"))
        assert row[end] == len(ours & theirs)
    assert row["low"] == row["value"] < row["high"] and shared in (None, row["value"])


def test_nothing_is_known_of_organizations_before_1965_and_after_2014(pair):
    status = pair.of("shared_igos").set_index("year")["status"]
    assert set(status.loc[:1964]) | set(status.loc[2015:]) == {"not_covered"}


def test_bounds_stand_only_where_a_membership_that_matters_is_unknown():
    low, high = (matrix("shared_igos", 2000, part) for part in ("low", "high"))
    assert np.isnan(low).any() and (np.isnan(low) == np.isnan(high)).all()
    known = ~np.isnan(low)
    assert (low[known] < high[known]).all()


# --- sanctions


def test_the_united_states_and_russia_since_2014():
    rows = rows_of("USA-RUS", "sanctions")
    for way, years in ((("USA", "RUS"), 20), (("RUS", "USA"), 9)):
        values = rows.of("sanctions", *way).set_index("year")["value"]
        assert (values > 0).sum() == years and (values.loc[2014:2022] > 0).all()
    values = rows.of("sanctions", "USA", "RUS").set_index("year")["value"]
    assert (values[2013], values[2014], values[2022]) == (0, 3, 4)
    assert rows["percentile"].isna().all()


def test_every_sanction_between_two_states_is_found_and_its_kinds_are_counted_once():
    table = read("sanctions").query("sender not in ['EU', 'UN'] and target not in ['EU', 'UN']")
    kinds = table[list(SANCTION_KINDS)].sum(axis=1).astype(float)
    expected = pd.Series(kinds.to_numpy(), pd.MultiIndex.from_frame(table[["sender", "target", "year"]]))
    found = long_rows("sanctions")[1].query("value > 0").set_index(["a", "b", "year"])["value"]
    assert found.sort_index().to_dict() == expected.sort_index().to_dict()


def test_none_is_a_true_zero_among_states_held_and_not_covered_else():
    status = rows_of("PAK-RUS", "sanctions").of("sanctions", "RUS", "PAK").set_index("year")["status"]
    assert set(status.loc[1949:2022]) == {"true_zero"}
    assert set(status.loc[:1948]) | set(status.loc[2023:]) == {"not_covered"}
    assert set(rows_of("DEU-RUS", "sanctions")["status"]) == {"not_covered"}  # what the EU does is not Germany's
    assert one(rows_of("KAZ-RUS", "sanctions"), "sanctions", 1990, "KAZ", "RUS")["status"] == "not_covered"


def test_a_day_hides_what_was_not_out():
    rows = evidence(Lens("PAK-USA", start=2010, end=2023, as_of="2014-06-30"), "diplomacy")
    latest = {measure: rows.of(measure).seen["year"].max() for measure in (SAID, "us_aid", "sanctions")}
    assert latest == {SAID: 2012, "us_aid": 2012, "sanctions": 2012}
    assert rows.of(SCORE).seen.empty and rows.of("signals").seen.empty
