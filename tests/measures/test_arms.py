"""Arms: known deliveries, true zeros, windows, shares, ranks kept from the whole archive."""

import numpy as np
import pytest

from dyadlens.data.catalog import read
from dyadlens.details.deals import deals
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.evidence import evidence
from dyadlens.panel.store import build_column
from dyadlens.panel.views import matrix
from dyadlens.states.axis import positions

WINDOW = describe("tiv_ratio").window


@pytest.fixture(scope="module")
def ours():
    return evidence(Lens("PAK-RUS", start=1950, end=2024), "arms")


def arms(pair, measure, **span):
    return evidence(Lens(pair, third_parties=["IND"] if "IND" not in pair else [], **span), "arms", measure)


def by_year(rows, measure, a, b):
    return rows.of(measure, a, b).set_index("year")["value"]


@pytest.mark.parametrize(("year", "tiv"), [(1968, 199), (1996, 87), (2002, 106), (2018, 79)])
def test_deliveries_from_moscow_to_pakistan(ours, year, tiv):
    assert by_year(ours, "tiv", "RUS", "PAK")[year] == pytest.approx(tiv, abs=0.6)


def test_a_year_without_deliveries_is_a_true_zero(ours):
    row = ours.of("tiv", "RUS", "PAK").set_index("year").loc[2022]
    assert (row["value"], row["status"]) == (0, "true_zero")
    assert 0 < row["percentile"] < 50.5
    assert ours.of("tiv", "PAK", "RUS")["status"].eq("true_zero").all()


def test_deliveries_are_those_of_the_table(ours):
    table = read("arms_transfers").query("supplier == 'RUS' and recipient == 'PAK'")
    observed = by_year(ours[ours["status"] == "observed"], "tiv", "RUS", "PAK")
    assert observed.to_dict() == dict(zip(table["year"], table["tiv"], strict=True))


def test_a_delivery_that_rounds_to_nothing_is_one():
    small = read("arms_transfers").query("tiv == 0").iloc[0]
    rows = arms((small["supplier"], small["recipient"]), "tiv", start=1950)
    row = rows.of("tiv", small["supplier"], small["recipient"]).set_index("year").loc[small["year"]]
    assert (row["value"], row["status"]) == (0, "observed")


def test_india_is_armed_far_more_than_pakistan_and_the_ratio_is_that_of_five_years(ours):
    pakistan, ratio = (by_year(ours, name, "RUS", "PAK") for name in ("tiv", "tiv_ratio:IND"))
    india = by_year(arms("IND-RUS", "tiv", start=1990), "tiv", "RUS", "IND")
    for year in range(1994, 2025, 5):
        window = range(year - WINDOW + 1, year + 1)
        to_pakistan, to_india = (deliveries.loc[window].sum() for deliveries in (pakistan, india))
        assert to_india > 5 * to_pakistan
        assert ratio[year] == pytest.approx(to_pakistan / to_india)


def test_the_share_is_that_of_five_years_of_imports(ours):
    imports = read("arms_state_totals").query("state == 'PAK'").set_index("year")["imports_tiv"]
    pakistan, share = (by_year(ours, name, "RUS", "PAK") for name in ("tiv", "import_share"))
    for year in (1970, 2000, 2018):
        window = range(year - WINDOW + 1, year + 1)
        assert share[year] == pytest.approx(pakistan.loc[window].sum() / imports.loc[window].sum())
    rows = ours.of("import_share", "RUS", "PAK").set_index("year")["status"]
    assert rows.loc[1950:1953].eq("not_covered").all() and rows.loc[1954:].isin(["observed", "true_zero"]).all()


def test_shares_of_all_suppliers_do_not_exceed_one():
    shares = np.nansum(matrix("import_share", 2018), axis=0)
    assert (shares <= 1 + 1e-9).all() and shares[positions(["PAK"])[0]] > 0.5


def test_concentration_is_of_one_state(ours):
    rows = ours.of("supplier_concentration")
    assert set(rows["a"]) == {"PAK", "RUS"} and set(rows["b"]) == {"WLD"}
    assert rows["value"].dropna().between(0, 1).all()
    assert by_year(ours, "supplier_concentration", "PAK", "WLD")[2024] > 0.5  # China


@pytest.mark.parametrize("pair", ["FRA-DEU", "PLW-TUV", "PAK-FRA", "SSD-RUS"])
def test_an_extract_knows_nothing_of_other_pairs(pair):
    rows = evidence(Lens(pair, third_parties=["IND"], start=2012, end=2020), "arms")
    assert rows.loc[rows["b"] != "WLD", "status"].eq("not_covered").all()


def test_a_ratio_needs_a_third_state_of_the_extract():
    rows = evidence(Lens("PAK-RUS", third_parties=["FRA"], start=2012, end=2020), "arms", "tiv_ratio")
    assert rows["status"].eq("not_covered").all()
    assert not build_column(describe("tiv_ratio")).covered.any()


@pytest.mark.parametrize(
    ("pair", "inside"), [("KAZ-RUS", range(1991, 2025)), ("PAK-RUS", range(1950, 2025))], ids=["born", "coverage"]
)
def test_outside_of_lifespan_and_coverage_nothing_is_covered(pair, inside):
    rows = arms(pair, "tiv", start=1946, end=2024).of("tiv")
    within = rows["year"].isin(inside)
    assert rows.loc[~within, "status"].eq("not_covered").all() and rows.loc[within, "value"].notna().all()


# --- ranks


@pytest.mark.parametrize(
    ("measure", "a", "b", "rank"),
    [
        ("import_share", "RUS", "PAK", 98.5147),
        ("tiv_ratio:IND", "RUS", "PAK", 87.0952),
        ("supplier_concentration", "PAK", "WLD", 53.5256),
    ],
)
def test_ranks_of_2018_counted_from_the_whole_archive(ours, measure, a, b, rank):
    assert ours.of(measure, a, b).set_index("year").loc[2018, "percentile"] == pytest.approx(rank, abs=1e-4)


def test_every_value_has_a_rank_and_nothing_else_has(ours):
    assert ours["percentile"].notna().equals(ours["value"].notna())
    assert ours["percentile"].dropna().between(0, 100, inclusive="neither").all()
    assert ours.loc[ours["measure"] == "tiv", "ranked"].min() > 5000  # pairs of the archive, not of the extract


@pytest.mark.parametrize("measure", ["import_share", "tiv_ratio:CHN"])
def test_a_zero_ranks_below_half_and_below_every_delivery(ours, measure):
    rows = ours.of(measure, "RUS", "PAK")
    zeros, rest = (rows.loc[rows["status"] == status, "percentile"] for status in ("true_zero", "observed"))
    assert (zeros < 50).all() and rest.max() > 50


def test_a_recipient_without_imports_is_unknown():
    imports = read("arms_state_totals").query("state == 'TJK'").set_index("year")["imports_tiv"]
    rows = arms("RUS-TJK", "import_share", start=1996).of("import_share", "RUS", "TJK").set_index("year")
    for year in range(1996, 2025):
        imported = imports.loc[year - WINDOW + 1 : year].sum() > 0
        assert (rows.loc[year, "status"] == "unknown") != imported
    assert 0 < rows["value"].notna().sum() < 29


# --- deals


def test_deals_are_between_the_two_newest_first_in_either_order():
    rows, other = (deals(Lens(pair, start=1950)) for pair in ("PAK-RUS", "RUS-PAK"))
    assert set(rows["supplier"]) | set(rows["recipient"]) == {"PAK", "RUS"}
    assert rows["designation"].str.contains("Mi-35").any()
    assert len(other) == len(rows)


def test_deals_outside_the_years_are_left_out():
    early, late, every = (
        deals(Lens("PAK-RUS", start=first, end=last)) for first, last in ((1950, 1980), (1981, 2024), (1950, 2024))
    )
    assert len(early) > 0 and len(late) > 0 and len(early) + len(late) == len(every)
    assert early["order_year"].max() <= 1980
    assert deals("FRA-DEU").empty
