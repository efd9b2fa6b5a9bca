"""Trade and energy: known figures, sources kept apart, shares and ranks."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.lens import Lens
from dyadlens.measures import all_pairs, evidence, measures_of
from dyadlens.measures.trade_flows import PairTotals, cow_pairs
from dyadlens.states import all_states

LENS = Lens("PAK-RUS", third_parties=[], start=1990, end=2024)


@pytest.fixture(scope="module")
def ours():
    return evidence(LENS, "trade")


def by_year(rows, measure, a=None, b=None):
    return rows.of(measure, a, b).set_index("year")["value"]


# --- known figures


@pytest.mark.parametrize(("year", "musd"), [(2011, 473), (2014, 458), (2017, 543), (2018, 731), (2021, 697)])
def test_two_way_trade_as_russia_reports_it(ours, year, musd):
    assert by_year(ours, "trade_total_russia")[year] == pytest.approx(musd, abs=0.6)


def test_the_years_after_russia_stopped_reporting_are_not_covered(ours):
    rows = ours.of("trade_total_russia").set_index("year")
    assert rows.loc[2022:, "status"].eq("not_covered").all()


def test_cow_trade_is_the_sum_of_both_sides_imports(ours):
    flows = read("trade_cow").astype({"importer": str, "exporter": str}).set_index(["importer", "exporter", "year"])
    flows = flows["imports_musd"]
    for year in (1995, 2003, 2014):
        expected = flows["PAK", "RUS", year] + flows["RUS", "PAK", year]
        assert by_year(ours, "trade_total")[year] == pytest.approx(expected)


def test_spliced_years_are_marked_by_their_source(ours):
    seen = ours.of("trade_total").seen
    assert seen.loc[seen["year"] <= 2014, "source"].eq("trade_cow").all()
    assert seen.loc[seen["year"] > 2014, "source"].eq("trade_spliced_russia").all()
    assert seen["year"].max() == 2021


def test_spliced_years_carry_no_rank_among_pairs_that_are_not_spliced(ours):
    spliced = ours[ours["source"] == "trade_spliced_russia"]
    assert len(spliced) > 0 and spliced["percentile"].isna().all()


def test_a_pair_without_russia_has_no_report_of_russia():
    rows = evidence(Lens("IND-PAK", third_parties=[], start=2010, end=2021), "trade", "trade_total_russia")
    assert rows["status"].eq("not_covered").all()


# --- shares and ranks


def test_dependence_is_trade_with_the_partner_over_trade_with_all(ours):
    flows = read("trade_cow")
    flows = flows[flows["year"] == 2010].astype({"importer": str, "exporter": str})
    to, of = (
        flows.set_index([one, other])["imports_musd"]
        for one, other in (("importer", "exporter"), ("exporter", "importer"))
    )
    both = (to.loc["PAK"] + of.loc["PAK"]).dropna()
    assert by_year(ours, "trade_dependence", "PAK", "RUS")[2010] == pytest.approx(both["RUS"] / both.sum())


def test_the_smaller_leans_more_on_the_larger(ours):
    pakistan, russia = (by_year(ours, "trade_dependence", *way).dropna() for way in (("PAK", "RUS"), ("RUS", "PAK")))
    assert (pakistan.loc[2000:] > russia.loc[2000:]).all()


def test_dependences_of_a_state_sum_to_one():
    totals = cow_pairs()
    rows = totals.frame[totals.frame["year"] == 2005]
    pakistan = rows[(rows["a"] == "PAK") | (rows["b"] == "PAK")]["total"]
    assert (pakistan / totals.total("PAK")[2005]).sum() == pytest.approx(1)


@pytest.mark.parametrize("domain", ["trade"])
def test_values_keep_the_range_of_the_description(ours, domain):
    for what in measures_of(domain):
        values = ours.of(what.name).seen["value"]
        assert what.low is None or (values >= what.low).all(), what.name
        assert what.high is None or (values <= what.high).all(), what.name


def test_percentiles_of_the_total_are_shares_of_pairs_below(ours):
    everyone = cow_pairs().in_year(2010)
    own = by_year(ours, "trade_total")[2010]
    expected = 100 * ((everyone < own).mean() + (everyone == own).mean() / 2)
    assert ours.of("trade_total").set_index("year")["percentile"][2010] == pytest.approx(expected)


def test_great_traders_stand_at_the_top_and_distant_islands_do_not():
    top = evidence(Lens("USA-CHN", third_parties=[], start=2005, end=2010), "trade", "trade_total")
    assert (top["percentile"] > 99.9).all()


def test_intensity_is_the_share_of_exports_over_the_share_of_world_imports(ours):
    """Kojima (1964), spelled out from the flows of one year."""
    flows = read("trade_cow").astype({"importer": str, "exporter": str}).query("year == 2012").dropna()
    out, into = (flows.groupby(side)["imports_musd"].sum() for side in ("exporter", "importer"))
    world = flows["imports_musd"].sum()
    flow = flows.set_index(["exporter", "importer"])["imports_musd"]
    for a, b in (("PAK", "RUS"), ("RUS", "PAK")):
        expected = (flow[a, b] / out[a]) / (into[b] / (world - into[a]))
        assert by_year(ours, "trade_intensity", a, b)[2012] == pytest.approx(expected)


def test_intensity_is_ranked_among_all_directed_flows_of_the_year(ours):
    everyone = all_pairs("trade_intensity").query("year == 2012")["value"]
    flows = read("trade_cow").query("year == 2012").dropna()
    assert len(flows) * 0.99 < len(everyone) <= len(flows)  # none has an intensity where a total is zero
    row = ours.of("trade_intensity", "PAK", "RUS").set_index("year").loc[2012]
    expected = 100 * ((everyone < row["value"]).mean() + (everyone == row["value"]).mean() / 2)
    assert row["percentile"] == pytest.approx(expected)


def test_intensities_weighted_by_size_average_one():
    """The shares of a state's exports sum to one, and so do its partners' shares of world imports."""
    rows = all_pairs("trade_intensity").query("a == 'PAK' and year == 2012").set_index("b")["value"]
    totals = read("trade_world_totals").query("source == 'cow' and year == 2012").astype({"state": str})
    bought = totals.set_index("state")["imports_musd"]
    weight = bought[rows.index] / (bought["WLD"] - bought["PAK"])
    assert (rows * weight).sum() == pytest.approx(1)


def test_intensity_covers_any_pair_to_2014_and_the_atlas_the_focal_ones():
    rows = evidence(Lens("FRA-DEU", third_parties=[], start=2010, end=2020), "trade")
    seen = rows.of("trade_intensity", "FRA", "DEU").seen
    assert seen["year"].tolist() == list(range(2010, 2015)) and (seen["value"] > 1).all()
    assert rows.of("trade_intensity_atlas", "FRA", "DEU").seen.empty


def test_both_intensities_agree_on_the_side_of_one(ours):
    long, short = (by_year(ours, m, "PAK", "RUS").loc[2011:2014] for m in ("trade_intensity", "trade_intensity_atlas"))
    assert (long < 1).all() and (short < 1).all()


# --- pairs of states


def test_pairs_add_up_to_all_trade_that_both_sides_report():
    flows = read("trade_cow").astype({"importer": str, "exporter": str}).query("year == 2000").dropna()
    mirrored = set(zip(flows["exporter"], flows["importer"], strict=True))
    both = [(i, e) in mirrored for i, e in zip(flows["importer"], flows["exporter"], strict=True)]
    assert cow_pairs().in_year(2000).sum() == pytest.approx(flows.loc[both, "imports_musd"].sum())


def test_a_pair_stands_once_in_the_order_of_the_alphabet():
    frame = cow_pairs().frame
    assert (frame["a"].astype(str) < frame["b"].astype(str)).all()
    assert not frame.duplicated(["a", "b", "year"]).any()


def test_totals_of_states_count_every_pair_twice():
    pairs = PairTotals(pd.DataFrame({"a": ["A", "A"], "b": ["B", "C"], "year": [2000, 2000], "total": [3.0, 1.0]}))
    assert (pairs.total("A")[2000], pairs.total("B")[2000]) == (4, 3)
    assert sorted(pairs.dependences(2000)) == [0.25, 0.75, 1, 1]


# --- what must not matter


def test_the_order_of_the_pair_changes_nothing(ours):
    other = evidence(LENS.replace(pair="RUS-PAK"), "trade")
    directed = {what.name for what in measures_of("trade") if what.directed}
    key = ["measure", "a", "b", "year"]
    one, two = (
        pd.DataFrame(rows[rows["measure"].isin(directed)]).sort_values(key, ignore_index=True) for rows in (ours, other)
    )
    pd.testing.assert_frame_equal(one, two)
    one, two = (
        pd.DataFrame(rows[~rows["measure"].isin(directed)]).drop(columns=["a", "b"]).reset_index(drop=True)
        for rows in (ours, other)
    )
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize("domain", ["votes", "arms", "trade"])
@pytest.mark.parametrize("pair", ["PAK-RUS", "YUG-PAK", "RUS-KAZ"])
def test_the_span_of_the_lens_changes_no_year_in_it(pair, domain):
    longer, shorter = (
        pd.DataFrame(evidence(Lens(pair, third_parties=[], start=start, end=end), domain))
        for start, end in ((1986, 2002), (1993, 1998))
    )
    same = longer[longer["year"].between(1993, 1998)].reset_index(drop=True)
    pd.testing.assert_frame_equal(shorter, same)


# --- what is not known


@pytest.mark.parametrize("pair", ["FRA-DEU", "PLW-TUV", "PAK-FRA"])
@pytest.mark.parametrize(
    "measure",
    [
        "trade_total_atlas",
        "trade_dependence_atlas",
        "trade_intensity_atlas",
        "gravity_residual_atlas",
        "exports_declared",
    ],
)
def test_an_extract_knows_nothing_of_other_pairs(pair, measure):
    rows = evidence(Lens(pair, third_parties=[], start=2010, end=2020), "trade", measure)
    assert rows["status"].eq("not_covered").all() and rows["value"].isna().all()


def test_two_islands_have_no_zero_where_nobody_reported():
    rows = evidence(Lens("PLW-TUV", third_parties=[], start=1994, end=2024), "trade")
    assert set(rows["status"]) <= {"unknown", "not_covered"}


@pytest.mark.parametrize("domain", ["votes", "arms", "trade"])
def test_before_south_sudan_existed_nothing_is_covered(domain):
    rows = evidence(Lens("SSD-RUS", third_parties=[], start=2005, end=2015), domain)
    own = rows[(rows["a"] == "SSD") | (rows["b"] == "SSD")]
    early = own[own["year"] < 2011]
    assert early["value"].isna().all()
    assert {(row.measure, row.status) for row in early.itertuples() if row.status != "not_covered"} == set()


@pytest.mark.parametrize("domain", ["votes", "trade"])
def test_after_east_germany_ended_nothing_is_covered(domain):
    rows = evidence(Lens("DDR-RUS", third_parties=[], start=1985, end=1995), domain)
    own = rows[(rows["a"] == "DDR") | (rows["b"] == "DDR")]
    late = own[own["year"] > 1990]
    assert {(row.measure, row.status) for row in late.itertuples() if row.status != "not_covered"} == set()


def test_east_germany_has_its_trade():
    seen = evidence(Lens("DDR-PAK", third_parties=[], start=1954, end=1995), "trade", "trade_total").seen["year"]
    assert len(seen) > 0 and all(all_states()["DDR"].existed(y) for y in seen)


# --- gravity


def test_the_gravity_residual_is_observed_over_expected(ours):
    table = read("gravity").astype({"a": str, "b": str, "source": str})
    table = (
        table[(table["a"] == "PAK") & (table["b"] == "RUS") & (table["source"] == "cow")]
        .set_index("year")
        .loc[1992:2014]
    )
    expected = np.log(table["observed_musd"] / table["predicted_musd"])
    assert by_year(ours, "gravity_residual").loc[1992:2014].to_dict() == pytest.approx(expected.to_dict(), abs=1e-3)


def test_gravity_intervals_hold_the_value(ours):
    seen = ours.of("gravity_residual").seen
    assert len(seen) > 15
    assert (seen["low"] < seen["value"]).all() and (seen["value"] < seen["high"]).all()


# --- energy


def test_russia_exports_energy_and_pakistan_imports_it(ours):
    assert (by_year(ours, "net_energy_imports", "RUS", "WLD").dropna() < 0).all()
    assert (by_year(ours, "net_energy_imports", "PAK", "WLD").dropna() > 0).all()


def test_pakistan_bought_its_first_liquefied_gas_in_2015(ours):
    lng = by_year(ours, "lng_imports", "PAK", "WLD").dropna()
    assert lng[lng > 0].index.min() == 2015
