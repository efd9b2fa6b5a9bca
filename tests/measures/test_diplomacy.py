"""Diplomacy: known values, symmetry, scaling, gaps that stay gaps, and nothing of what came later."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import diplomacy, diplomacy_aid, diplomacy_events, diplomacy_visits
from dyadlens.measures.diplomacy_events import GAP, KINDS, RATIO
from dyadlens.measures.diplomacy_scores import SCORE
from dyadlens.stats.ranks import percentile_ranks


@pytest.fixture(scope="module")
def pair():
    return check(diplomacy.compute(Lens("PAK-RUS", start=1950, end=2024)))


def one(rows, measure, year, a=None, b=None):
    found = rows.of(measure, a, b)
    return found[found["year"] == year].iloc[0]


@pytest.mark.parametrize(("year", "events"), [(2002, 1122), (2006, 170), (2012, 924)])
def test_known_counts(year, events, pair):
    assert one(pair, "verbal_cooperation_events", year)["value"] == events


@pytest.mark.parametrize("year", [2003, 2014])
def test_a_share_is_the_count_over_all_events_of_either_state(year, pair):
    rows = read("icews")
    rows = rows[rows["year"] == year]
    ours = rows["source"].isin(["PAK", "RUS"]) | rows["target"].isin(["PAK", "RUS"])
    between = rows["source"].isin(["PAK", "RUS"]) & rows["target"].isin(["PAK", "RUS"])
    volume = rows.loc[ours, list(KINDS)].to_numpy().sum()
    for kind in KINDS:
        expected = 1000 * rows.loc[between, kind].sum() / volume
        assert one(pair, kind, year)["value"] == pytest.approx(expected)


def test_events_of_all_pairs_add_up_to_the_table():
    table = read("icews")
    for kind in KINDS:
        assert diplomacy.all_pairs(f"{kind}_events")["value"].sum() == table[kind].sum()


def test_shares_do_not_change_when_all_news_double():
    rows = diplomacy_events.icews_pairs()
    rows = rows[rows["year"] == 2012]
    counts = rows[["a", "b", "year", *(f"{kind}_events" for kind in KINDS)]]
    doubled = counts.assign(**{f"{kind}_events": counts[f"{kind}_events"] * 2 for kind in KINDS})
    one_, two = diplomacy_events._shares(counts), diplomacy_events._shares(doubled)
    for name in (*KINDS, GAP):
        assert np.allclose(one_[name], two[name], equal_nan=True)


def test_the_gap_is_the_difference_of_the_two_percentiles(pair):
    for year in range(2002, 2015):
        said, done = (one(pair, kind, year)["percentile"] for kind in KINDS[:2])
        assert one(pair, GAP, year)["value"] == pytest.approx(said - done)


def test_a_gap_needs_a_word_or_a_deed():
    rows = diplomacy_events.icews_pairs()
    silent = (rows["verbal_cooperation_events"] + rows["material_cooperation_events"]) == 0
    assert silent.mean() > 0.5
    assert rows.loc[silent, [GAP, RATIO]].isna().all(axis=None)
    assert rows.loc[~silent, [GAP, RATIO]].notna().all(axis=None)
    quiet = check(diplomacy.compute(Lens("LAO-MLI", start=2003, end=2003)))
    assert one(quiet, GAP, 2003)["status"] == "unknown"
    assert one(quiet, "verbal_cooperation", 2003)["status"] == "true_zero"


def test_intervals_hold_their_values_and_shares_have_those_of_counts(pair):
    seen = pair[pair["low"].notna()]
    assert {*KINDS, GAP, "contacts_fixed"} <= set(seen["measure"])
    for kind in KINDS:
        share, count = one(pair, kind, 2012), one(pair, f"{kind}_events", 2012)
        assert share["high"] / share["value"] == pytest.approx(count["high"] / count["value"])


def test_the_claims_ratio_pools_three_years(pair):
    found = diplomacy_events.pooled_ratio(Lens("PAK-RUS"))
    said = sum(one(pair, "verbal_cooperation_events", y)["value"] for y in (2012, 2013, 2014))
    assert (found["said"], found["done"]) == (said, 10)
    assert found["ratio"] == pytest.approx((said + 0.5) / 10.5)
    assert found["percentile"] > found["percentile_alike"] > 75
    none = diplomacy_events.pooled_ratio(Lens("TUR-RUS"))
    assert np.isnan(none["percentile"]) and none["last"] == 2014


def test_words_for_each_deed_have_the_exact_interval_of_two_counts(pair):
    # 285 words and 5 deeds in 2014: the share of words among the 290 is binomial (Clopper & Pearson 1934).
    row = one(pair, RATIO, 2014)
    for end, tail in ((row["low"], binom.sf(284, 290, row["low"] / (1 + row["low"]))),
                      (row["high"], binom.cdf(285, 290, row["high"] / (1 + row["high"])))):  # fmt: skip
        assert end > 0 and tail == pytest.approx(0.05)
    assert row["low"] < row["value"] < row["high"]


def test_without_a_deed_the_ratio_has_no_upper_end():
    rows = check(diplomacy.compute(Lens("BRA-PAK", start=2002, end=2014))).of(RATIO).seen.set_index("year")
    deeds = diplomacy.all_pairs("material_cooperation_events").query("a == 'BRA' and b == 'PAK' and value == 0")
    none = rows.index.intersection(deeds["year"])
    assert len(none) and np.isinf(rows.loc[none, "high"]).all() and np.isfinite(rows["low"]).all()
    assert (rows["low"] <= rows["value"]).all() and (rows["value"] <= rows["high"]).all()


@pytest.mark.parametrize("measure", diplomacy_events.ALL_PAIRS)
def test_percentiles_rank_among_observed_pairs_only(measure, pair):
    rows = diplomacy.all_pairs(measure)
    rows = rows[rows["year"] == 2010].reset_index(drop=True)
    ranks = percentile_ranks(rows["value"])
    here = rows.index[(rows["a"] == "PAK") & (rows["b"] == "RUS")][0]
    assert one(pair, measure, 2010)["percentile"] == pytest.approx(ranks[here])


def test_the_two_event_sources_never_share_a_year(pair):
    counts, score = pair.of("verbal_cooperation").seen, pair.of(SCORE).seen
    assert counts["year"].max() == 2014 and score["year"].min() == 2018
    assert set(counts["source"]) == {"icews"} and set(score["source"]) == {"gdelt_monthly"}


def test_a_part_of_a_year_is_unknown(pair):
    assert one(pair, SCORE, 2024)["status"] == "unknown"
    assert one(pair, SCORE, 2017)["status"] == "not_covered"


def test_the_score_is_scaled_by_what_is_written_of_either(pair):
    rows = read("gdelt_monthly")
    rows = rows[rows["date"].str.startswith("2022")]
    net = rows["score"] / rows["days_in_file"]
    year = rows.assign(net=net, size=net.abs()).groupby(["a", "b"], observed=True)[["net", "size"]].sum()
    a, b = (year.index.get_level_values(k).astype(str) for k in (0, 1))
    ours = np.isin(a, ["PAK", "RUS"]) | np.isin(b, ["PAK", "RUS"])
    expected = 1000 * year.loc[("PAK", "RUS"), "net"] / year.loc[ours, "size"].sum()
    assert one(pair, SCORE, 2022)["value"] == pytest.approx(expected)


def test_enemies_stand_at_the_bottom_and_neighbours_in_accord_at_the_top():
    rows = diplomacy.all_pairs(SCORE)
    year = rows[rows["year"] == 2022].sort_values("value")
    assert list(year[["a", "b"]].iloc[0]) == ["RUS", "UKR"]
    assert list(year[["a", "b"]].iloc[-1]) == ["FIN", "SWE"]


def test_rivals_fight_more_and_allies_talk_more_than_others():
    rivals = read("rivalries")
    rivals = rivals[(rivals["first"] <= 2002) & (rivals["last"] >= 2014)]
    rivals = set(zip(rivals["a"], rivals["b"], strict=True))
    allies = read("alliances")
    allies = allies[(allies["year"] == 2010) & allies["defense"]]
    allies = {tuple(sorted(p)) for p in zip(allies["a"], allies["b"], strict=True)}
    for group, kind in ((rivals, "material_conflict"), (allies, "verbal_cooperation")):
        rows = diplomacy.all_pairs(kind)
        rows = rows[rows["year"] == 2010]
        inside = [p in group for p in zip(rows["a"], rows["b"], strict=True)]
        ranks = percentile_ranks(rows["value"])
        assert np.median(ranks[inside]) > np.median(ranks[~np.array(inside)]) + 10


@pytest.mark.parametrize("names", ["PAK-RUS", "PAK-USA", "CHN-PAK", "FRA-GBR"])
def test_the_order_of_the_pair_changes_nothing(names):
    a, b = names.split("-")
    one_, other = (check(diplomacy.compute(Lens(p, start=2000, end=2021))) for p in ((a, b), (b, a)))
    directed = {m.name for m in diplomacy.MEASURES if m.directed}
    keys = ["measure", "year", "x", "y"]

    def sorted_(rows):
        rows = pd.DataFrame(rows)
        ends = rows[["a", "b"]].to_numpy()
        ends = np.where(rows[["measure"]].isin(directed), ends, np.sort(ends, axis=1))
        return rows.assign(x=ends[:, 0], y=ends[:, 1]).drop(columns=["a", "b"]).sort_values(keys, ignore_index=True)

    left, right = sorted_(one_), sorted_(other)
    hollow = left["status"].eq("not_covered") & left["measure"].isin(["leader_visits", "minister_visits", "signals"])
    pd.testing.assert_frame_equal(left[~hollow].reset_index(drop=True), right[~hollow].reset_index(drop=True))


def test_turkey_is_not_covered_by_counts_and_georgia_not_by_scores():
    turkey = check(diplomacy.compute(Lens("RUS-TUR", start=2010, end=2010)))
    assert one(turkey, "verbal_cooperation", 2010)["status"] == "not_covered"
    georgia = check(diplomacy.compute(Lens("GEO-RUS", start=2022, end=2022)))
    assert one(georgia, SCORE, 2022)["status"] == "not_covered"


def test_visits_of_presidents():
    rows = check(diplomacy.compute(Lens("PAK-USA", start=1995, end=2022)))
    visits = rows.of("leader_visits", "USA", "PAK").set_index("year")
    assert visits.index[visits["value"] > 0].tolist() == [2000, 2006]
    assert visits.loc[2007, "status"] == "true_zero" and visits.loc[2021, "status"] == "not_covered"
    assert one(rows, "signals", 2006, "USA", "PAK")["value"] == 4


def test_a_pair_without_the_sender_is_not_covered(pair):
    assert set(pair.of("leader_visits")["status"]) == {"not_covered"}
    assert set(check(diplomacy.compute(Lens("CHN-RUS", start=2005, end=2005))).of("signals")["status"]) == {
        "not_covered"
    }


@pytest.mark.parametrize(("year", "musd"), [(2000, 40), (2010, 3649), (2018, 506), (2023, 170)])
def test_aid_runs_from_the_giver_whoever_is_in_the_pair(year, musd, pair):
    assert round(one(pair, "us_aid", year, "USA", "PAK")["value"]) == musd


def test_finance_none_unknown_and_not_covered():
    rows = diplomacy_aid.given("chinese_finance").set_index(["b", "year"])["value"]
    table = read("chinese_finance")
    blank = table[table["commitments_musd"] == 0].iloc[0]
    assert np.isnan(rows[blank["state"], blank["year"]])
    assert (rows == 0).any()
    serbia = check(diplomacy.compute(Lens("SRB-RUS", start=2010, end=2010)))
    assert one(serbia, "chinese_finance", 2010, "CHN", "SRB")["status"] == "not_covered"
    assert one(serbia, "us_aid", 2010, "USA", "SRB")["status"] == "not_covered"


@pytest.mark.parametrize("measure", diplomacy.ALL_PAIRS)
def test_all_pairs_hold_observed_values_once(measure):
    rows = diplomacy.all_pairs(measure)
    assert list(rows.columns) == ["a", "b", "year", "value"] and rows["value"].notna().all()
    assert not rows.duplicated(["a", "b", "year"]).any()
    directed = {m.name: m.directed for m in diplomacy.MEASURES}[measure]
    assert directed or (rows["a"] < rows["b"]).all()


def test_another_name_is_an_error():
    with pytest.raises(KeyError):
        diplomacy.all_pairs("contacts_fixed")


def test_every_measure_is_described_and_computed(pair):
    assert {m.name for m in diplomacy.MEASURES} == set(pair["measure"])
    assert len({m.name for m in diplomacy.MEASURES}) == len(diplomacy.MEASURES)


@pytest.mark.parametrize("as_of", ["2010-12-31", "2018-05-31", "2022-06-30"])
def test_nothing_of_what_came_later(as_of, without_later_rows):
    from datetime import date

    lenses = [Lens(p, start=1996, end=2023, as_of=as_of) for p in ("PAK-RUS", "PAK-USA", "CHN-NPL")]
    before = [pd.DataFrame(diplomacy.compute(lens)) for lens in lenses]
    pooled = diplomacy_events.pooled_ratio(lenses[0])
    left = without_later_rows(date.fromisoformat(as_of))
    assert left["icews"][0] < left["icews"][1] or as_of > "2016"
    for lens, rows in zip(lenses, before, strict=True):
        pd.testing.assert_frame_equal(rows, pd.DataFrame(diplomacy.compute(lens)))
    assert diplomacy_events.pooled_ratio(lenses[0]) == pooled


def test_a_day_hides_what_was_not_out():
    rows = check(diplomacy.compute(Lens("PAK-RUS", start=2010, end=2023, as_of="2014-06-30")))
    assert rows.of("verbal_cooperation").seen["year"].max() == 2012
    assert rows.of(SCORE).seen.empty and rows.of("signals").seen.empty
    assert rows.of("us_aid").seen["year"].max() == 2012


def test_visits_before_taking_office_do_not_count():
    held = read("us_visits")
    counted = diplomacy_visits.visit_pairs("leader_visits")["value"].sum()
    office = held[(held["office"] == "president") & held["in_office"] & (held["year"] >= 1946)]
    assert counted <= len(office) and counted > len(office) - 20


# --- shared organizations


def test_pakistan_and_russia_share_44_organizations_in_2014_and_nothing_is_known_after(pair):
    rows = pair.of("shared_igos").set_index("year")
    assert rows.loc[2014, "value"] == 44
    assert set(rows.loc[2015:, "status"]) == {"not_covered"}
    assert set(rows.loc[:1964, "status"]) == {"not_covered"}


def test_shared_organizations_equal_a_plain_intersection(pair):
    full = read("igo_membership").query("kind == 'full' and first <= 1990 and last >= 1990")
    ours, theirs = (set(full.loc[full["state"] == code, "igo"]) for code in ("PAK", "RUS"))
    assert one(pair, "shared_igos", 1990)["value"] == len(ours & theirs)


def test_shared_organizations_of_all_pairs_are_those_of_one(pair):
    rows = diplomacy.all_pairs("shared_igos")
    found = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")].set_index("year")["value"]
    assert found.to_dict() == pair.of("shared_igos").seen.set_index("year")["value"].to_dict()
    near = rows[(rows["year"] == 2014) & (rows["a"] == "DEU") & (rows["b"] == "FRA")]["value"].iloc[0]
    assert near > rows[rows["year"] == 2014]["value"].quantile(0.99)


@pytest.mark.parametrize("year", [1980, 1990, 2014])
def test_the_upper_bound_counts_organizations_whose_members_may_be_both(year, pair):
    rows = read("igo_membership").query("first <= @year and last >= @year and kind in ['full', 'unknown']")
    ours, theirs = (set(rows.loc[rows["state"] == code, "igo"]) for code in ("PAK", "RUS"))
    row = one(pair, "shared_igos", year)
    assert (row["low"], row["high"]) == (row["value"], len(ours & theirs)) and row["high"] > row["value"]


def test_where_all_members_are_known_there_are_no_bounds():
    rows = read("igo_membership").query("kind == 'unknown'")
    lens = Lens("FRA-GBR", start=1965, end=2014)
    found = check(diplomacy.compute(lens)).of("shared_igos").set_index("year")
    for year in lens.years:
        here = rows[(rows["first"] <= year) & (rows["last"] >= year)]
        full = read("igo_membership").query("kind == 'full' and first <= @year and last >= @year")
        sides = [
            set(here.loc[here["state"] == code, "igo"]) | set(full.loc[full["state"] == code, "igo"])
            for code in ("FRA", "GBR")
        ]
        open_ = len(sides[0] & sides[1]) > found.loc[year, "value"]
        assert found.loc[year, ["low", "high"]].notna().all() == open_
