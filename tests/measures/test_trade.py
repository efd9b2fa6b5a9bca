"""Trade and energy: known figures, sources kept apart, shares, ranks, reports in dispute."""

import numpy as np
import pytest

from dyadlens.data.catalog import read
from dyadlens.details.trade import partner_totals
from dyadlens.lens import Lens
from dyadlens.measures.registry import registry
from dyadlens.panel.evidence import evidence
from dyadlens.panel.store import stored
from dyadlens.panel.views import matrix
from dyadlens.states import all_states
from dyadlens.states.axis import codes, positions
from dyadlens.stats.ranks import percentile_rank


@pytest.fixture(scope="module")
def ours():
    return evidence(Lens("PAK-RUS", third_parties=[], start=1990, end=2024), "trade")


def trade(pair, measure=None, **span):
    return evidence(Lens(pair, third_parties=[], **span), "trade", measure)


def by_year(rows, measure, a=None, b=None):
    return rows.of(measure, a, b).set_index("year")["value"]


@pytest.fixture(scope="module")
def flows():
    return read("trade_cow").astype({"importer": str, "exporter": str}).dropna(subset=["imports_musd"])


# --- known figures and sources


@pytest.mark.parametrize(("year", "musd"), [(2011, 473), (2014, 458), (2017, 543), (2018, 731), (2021, 697)])
def test_two_way_trade_as_russia_reports_it(ours, year, musd):
    assert by_year(ours, "trade_total_russia")[year] == pytest.approx(musd, abs=0.6)


def test_russia_reports_its_own_pairs_and_stopped_after_2021(ours):
    assert ours.of("trade_total_russia").set_index("year").loc[2022:, "status"].eq("not_covered").all()
    assert trade("IND-PAK", "trade_total_russia", start=2010)["status"].eq("not_covered").all()


@pytest.mark.parametrize("year", [1995, 2003, 2014])
def test_cow_trade_is_the_sum_of_both_sides_imports(ours, flows, year):
    imports = flows[flows["year"] == year].set_index(["importer", "exporter"])["imports_musd"]
    assert by_year(ours, "trade_total")[year] == imports["PAK", "RUS"] + imports["RUS", "PAK"]


def test_spliced_years_are_marked_by_their_source_and_have_no_rank(ours):
    seen = ours.of("trade_total").seen.set_index("year")
    assert seen.loc[:2014, "source"].eq("trade_cow").all() and seen.loc[:2014, "percentile"].notna().all()
    assert seen.loc[2015:, "source"].eq("trade_spliced_russia").all() and seen.loc[2015:, "percentile"].isna().all()
    assert seen.index.max() == 2021


@pytest.mark.parametrize(("as_of", "last"), [("2018-05-31", 2016), ("2018-07-01", 2017)])
def test_a_spliced_year_shows_once_the_russian_report_was_out(as_of, last):
    assert trade("PAK-RUS", "trade_total", as_of=as_of).seen["year"].max() == last


def test_russia_s_own_report_comes_before_others(ours):
    seen = ours.of("exports_declared", "RUS", "PAK").seen.set_index("year")
    own = read("trade_dots_russia").query("partner == 'PAK'").set_index("year")["exports_musd"].dropna()
    assert seen.loc[own.index, "value"].tolist() == own.tolist()
    assert seen.loc[own.index, "source"].eq("trade_dots_russia").all()


# --- conservation


def test_pairs_add_up_to_all_trade_that_both_sides_report(flows):
    year = flows[flows["year"] == 2000].set_index(["importer", "exporter"])["imports_musd"]
    mirrored = year.index.isin(year.index.swaplevel())
    assert np.nansum(matrix("trade_total", 2000)) / 2 == pytest.approx(year[mirrored].sum())


def test_dependences_of_a_state_sum_to_one_and_are_trade_over_trade_with_all(ours):
    shares = matrix("trade_dependence", 2010)
    sums = np.nansum(shares, axis=1)
    assert np.allclose(sums[sums > 0], 1)
    partners = partner_totals("PAK").loc[2010]
    assert by_year(ours, "trade_dependence", "PAK", "RUS")[2010] == pytest.approx(partners["RUS"] / partners.sum())
    assert by_year(ours, "trade_total")[2010] == partners["RUS"]


def test_intensity_is_the_share_of_exports_over_the_share_of_world_imports(ours, flows):
    """Kojima (1964), spelled out from the flows of one year."""
    year = flows[flows["year"] == 2012]
    out, into = (year.groupby(side)["imports_musd"].sum() for side in ("exporter", "importer"))
    world, flow = year["imports_musd"].sum(), year.set_index(["exporter", "importer"])["imports_musd"]
    for a, b in (("PAK", "RUS"), ("RUS", "PAK")):
        expected = (flow[a, b] / out[a]) / (into[b] / (world - into[a]))
        assert by_year(ours, "trade_intensity", a, b)[2012] == pytest.approx(expected)


def test_intensities_weighted_by_size_average_one():
    """The shares of a state's exports sum to one, and so do its partners' shares of world imports."""
    own = matrix("trade_intensity", 2012)[positions(["PAK"])[0]]
    totals = read("trade_world_totals").query("source == 'cow' and year == 2012").astype({"state": str})
    bought = totals.set_index("state")["imports_musd"]
    weight = bought.reindex(codes()) / (bought["WLD"] - bought["PAK"])
    assert np.nansum(own * weight) == pytest.approx(1)


# --- ranges and ranks


@pytest.mark.parametrize("what", registry().of("trade"), ids=lambda m: m.name)
def test_values_keep_the_range_of_the_description(ours, what):
    values = ours.of(what.name).seen["value"]
    assert what.low is None or (values >= what.low).all()
    assert what.high is None or (values <= what.high).all()


@pytest.mark.parametrize(("measure", "directed"), [("trade_total", False), ("trade_intensity", True)])
def test_percentiles_are_shares_of_pairs_below(ours, measure, directed):
    everyone = matrix(measure, 2010)
    everyone = everyone.ravel() if directed else everyone[np.triu_indices(len(everyone), 1)]
    row = ours.of(measure, "PAK", "RUS").set_index("year").loc[2010]
    assert row["percentile"] == pytest.approx(percentile_rank(row["value"], everyone), abs=1e-4)
    assert stored(measure).ranked[2010] == row["ranked"] == np.count_nonzero(~np.isnan(everyone))


def test_the_smaller_depends_more_on_the_larger_and_great_traders_rank_at_the_top(ours):
    pakistan, russia = (
        by_year(ours, "trade_dependence", *way).loc[2000:2014] for way in (("PAK", "RUS"), ("RUS", "PAK"))
    )
    assert (pakistan > russia).all()
    assert (trade("USA-CHN", "trade_total", start=2005, end=2010)["percentile"] > 99.9).all()


def test_intensity_covers_any_pair_to_2014_and_the_atlas_the_focal_ones(ours):
    rows = trade("FRA-DEU", start=2010, end=2020)
    seen = rows.of("trade_intensity", "FRA", "DEU").seen
    assert seen["year"].tolist() == list(range(2010, 2015)) and (seen["value"] > 1).all()
    for measure in ("trade_intensity", "trade_intensity_atlas"):
        assert (by_year(ours, measure, "PAK", "RUS").loc[2011:2014] < 1).all()


# --- reports in dispute


@pytest.mark.parametrize(
    ("pair", "year", "flow"),
    [("BHS-VEN", 2008, ("VEN", "BHS")), ("PAN-SGP", 2012, ("SGP", "PAN")), ("DZA-NGA", 2012, ("NGA", "DZA"))],
)
def test_a_flow_in_error_is_flagged(pair, year, flow):
    rows = trade(pair, start=year, end=year)
    assert by_year(rows, "trade_mirror_ratio", *flow)[year] > 10
    total = rows.of("trade_total").iloc[0]
    assert total["high"] > 3 * total["low"] and total["low"] <= total["value"] <= total["high"]


def test_reports_that_agree_leave_no_range(ours):
    assert (by_year(ours, "trade_mirror_ratio", "PAK", "RUS").loc[2000:2014] < 2).all()
    assert ours.of("trade_total")[["low", "high"]].isna().all(axis=None)


def test_the_atlas_and_what_both_sides_declare_count_as_reports(ours):
    year, rounding = 2018, 0.5
    reports = [by_year(ours, name, "PAK", "RUS")[year] for name in ("exports_declared", "exports_mirrored")]
    atlas = read("trade_atlas").query("exporter == 'PAK' and importer == 'RUS' and year == @year")
    reports += atlas["exports_musd"].tolist()
    expected = (max(reports) + rounding) / (min(reports) + rounding)
    assert by_year(ours, "trade_mirror_ratio", "PAK", "RUS")[year] == pytest.approx(expected)


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
    assert trade(pair, measure, start=2010, end=2020)["status"].eq("not_covered").all()


def test_two_islands_have_no_zero_where_nobody_reported():
    assert set(trade("PLW-TUV", start=1994)["status"]) <= {"unknown", "not_covered"}


@pytest.mark.parametrize(
    ("pair", "state", "gone"),
    [
        ("SSD-RUS", "SSD", range(2005, 2011)),
        ("DDR-RUS", "DDR", range(1991, 1996)),
        ("CZE-SVK", "CZE", range(1970, 1993)),
    ],
)
def test_a_state_that_does_not_exist_has_no_trade_nor_energy(pair, state, gone):
    rows = trade(pair, start=1970, end=2015)
    own = rows[((rows["a"] == state) | (rows["b"] == state)) & rows["year"].isin(gone)]
    assert own["status"].eq("not_covered").all() and own["value"].isna().all()


def test_east_germany_has_its_trade():
    seen = trade("DDR-PAK", "trade_total", start=1954, end=1995).seen["year"]
    assert len(seen) > 0 and all(all_states()["DDR"].existed(year) for year in seen)


# --- gravity and energy


def test_the_gravity_residual_is_observed_over_expected_inside_its_interval(ours):
    table = read("gravity").query("a == 'PAK' and b == 'RUS' and source == 'cow'").set_index("year").loc[1992:2014]
    expected = np.log(table["observed_musd"] / table["predicted_musd"])
    assert by_year(ours, "gravity_residual").loc[1992:2014].to_dict() == pytest.approx(expected.to_dict(), abs=1e-3)
    seen = ours.of("gravity_residual").seen
    assert (seen["low"] < seen["value"]).all() and (seen["value"] < seen["high"]).all()


def test_russia_exports_energy_and_pakistan_bought_its_first_liquefied_gas_in_2015(ours):
    assert (by_year(ours, "net_energy_imports", "RUS").dropna() < 0).all()
    assert (by_year(ours, "net_energy_imports", "PAK").dropna() > 0).all()
    lng = by_year(ours, "lng_imports", "PAK")
    assert lng[lng > 0].index.min() == 2015
