"""Arms: known deliveries, true zeros, windows and shares."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.lens import Lens
from dyadlens.measures import all_pairs, evidence
from dyadlens.measures.arms import WINDOW, deals


@pytest.fixture(scope="module")
def ours():
    return evidence(Lens("PAK-RUS", start=1950, end=2024), "arms")


def by_year(rows, measure, a, b):
    return rows.of(measure, a, b).set_index("year")["value"]


@pytest.mark.parametrize(("year", "tiv"), [(1968, 199), (1996, 87), (2002, 106), (2018, 79)])
def test_deliveries_from_moscow_to_pakistan(ours, year, tiv):
    assert by_year(ours, "tiv", "RUS", "PAK")[year] == pytest.approx(tiv, abs=0.6)


def test_a_year_without_deliveries_is_a_true_zero(ours):
    row = ours.of("tiv", "RUS", "PAK").set_index("year").loc[2022]
    assert (row["value"], row["status"]) == (0, "true_zero")
    assert 0 < row["percentile"] < 50.5


def test_pakistan_never_armed_russia(ours):
    rows = ours.of("tiv", "PAK", "RUS")
    assert rows["status"].eq("true_zero").all() and len(rows) == 75


def test_deliveries_are_those_of_the_table(ours):
    table = read("arms_transfers")
    table = table[(table["supplier"] == "RUS") & (table["recipient"] == "PAK")]
    observed = by_year(ours[ours["status"] == "observed"], "tiv", "RUS", "PAK")
    assert observed.to_dict() == dict(zip(table["year"], table["tiv"], strict=True))


def test_india_is_armed_far_more_than_pakistan_in_every_five_years(ours):
    india = evidence(Lens("IND-RUS", third_parties=[], start=1990, end=2024), "arms", "tiv")
    for first in range(1990, 2025, 5):
        window = range(first, first + 5)
        to_india = by_year(india, "tiv", "RUS", "IND").loc[window].sum()
        assert to_india > 5 * by_year(ours, "tiv", "RUS", "PAK").loc[window].sum()


def test_the_ratio_is_that_of_five_years_of_deliveries(ours):
    india = by_year(
        evidence(Lens("IND-RUS", third_parties=[], start=2010, end=2024), "arms", "tiv"), "tiv", "RUS", "IND"
    )
    pakistan = by_year(ours, "tiv", "RUS", "PAK")
    ratio = by_year(ours, "tiv_ratio:IND", "RUS", "PAK")
    for year in (2016, 2020, 2024):
        window = range(year - WINDOW + 1, year + 1)
        assert ratio[year] == pytest.approx(pakistan.loc[window].sum() / india.loc[window].sum())


def test_the_share_is_that_of_five_years_of_imports(ours):
    totals = read("arms_state_totals")
    imports = totals[totals["state"] == "PAK"].set_index("year")["imports_tiv"]
    pakistan = by_year(ours, "tiv", "RUS", "PAK")
    share = by_year(ours, "import_share", "RUS", "PAK")
    for year in (1970, 2000, 2018):
        window = range(year - WINDOW + 1, year + 1)
        assert share[year] == pytest.approx(pakistan.loc[window].sum() / imports.loc[window].sum())


def test_windows_start_with_the_fifth_year(ours):
    rows = ours.of("import_share", "RUS", "PAK").set_index("year")
    assert rows.loc[1950:1953, "status"].eq("not_covered").all()
    assert rows.loc[1954:, "status"].isin(["observed", "true_zero"]).all()


def test_shares_of_all_suppliers_do_not_exceed_one():
    suppliers = ("RUS", "USA", "CHN", "TUR", "UKR", "ARE", "SAU", "BLR")
    shares = [
        by_year(
            evidence(Lens((s, "PAK"), third_parties=[], start=2000, end=2024), "arms", "import_share"),
            "import_share",
            s,
            "PAK",
        )
        for s in suppliers
    ]
    total = sum(shares)
    assert (total <= 1 + 1e-9).all() and (total > 0.5).all()


def test_concentration_is_of_one_state_and_the_world(ours):
    rows = ours.of("supplier_concentration")
    assert set(rows["a"]) == {"PAK", "RUS"} and set(rows["b"]) == {"WLD"}
    assert rows["value"].dropna().between(0, 1).all()
    assert by_year(ours, "supplier_concentration", "PAK", "WLD")[2024] > 0.5  # China


def test_the_order_of_the_pair_changes_no_direction(ours):
    key = ["measure", "a", "b", "year"]
    one, other = (
        pd.DataFrame(rows).sort_values(key, ignore_index=True)
        for rows in (ours, evidence(Lens("RUS-PAK", start=1950, end=2024), "arms"))
    )
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("pair", ["FRA-DEU", "PLW-TUV", "PAK-FRA", "SSD-RUS"])
def test_an_extract_knows_nothing_of_other_pairs(pair):
    rows = evidence(Lens(pair, third_parties=["IND"], start=2012, end=2020), "arms")
    between = rows[rows["b"] != "WLD"]
    assert between["status"].eq("not_covered").all() and between["value"].isna().all()


def test_a_third_state_outside_the_extract_gives_no_ratio():
    rows = evidence(Lens("PAK-RUS", third_parties=["FRA"], start=2012, end=2020), "arms", "tiv_ratio")
    assert rows["status"].eq("not_covered").all()


def test_before_a_state_existed_is_not_covered():
    rows = evidence(Lens("RUS-KAZ", third_parties=[], start=1985, end=2000), "arms", "tiv")
    assert rows.loc[rows["year"] < 1991, "status"].eq("not_covered").all()
    assert rows.loc[rows["year"] >= 1991, "status"].isin(["observed", "true_zero"]).all()


def test_beyond_the_coverage_is_not_covered():
    rows = evidence(Lens("PAK-RUS", third_parties=[], start=1946, end=2026), "arms", "tiv")
    outside = ~rows["year"].between(1950, 2024)
    assert rows.loc[outside, "status"].eq("not_covered").all() and rows.loc[~outside, "value"].notna().all()


# --- ranks


def test_ranks_of_russia_and_pakistan(ours):
    """Counted from the whole archive, outside this package: values below, plus half of those equal, of all."""
    expected = {
        ("import_share", "RUS", "PAK", 2018): 98.5147,
        ("tiv_ratio:IND", "RUS", "PAK", 2018): 87.0952,
        ("supplier_concentration", "PAK", "WLD", 2018): 53.5256,
    }
    found = {key: ours.of(*key[:3]).set_index("year").loc[key[3], "percentile"] for key in expected}
    assert found == pytest.approx(expected, abs=1e-4)


def test_every_value_has_a_rank_and_nothing_else_has(ours):
    assert ours["percentile"].notna().equals(ours["value"].notna())
    assert ours["percentile"].dropna().between(0, 100, inclusive="neither").all()


def test_a_zero_ranks_below_half_and_below_every_delivery(ours):
    for measure in ("import_share", "tiv_ratio:CHN"):
        rows = ours.of(measure, "RUS", "PAK")
        zeros, rest = (rows[rows["status"] == s].set_index("year")["percentile"] for s in ("true_zero", "observed"))
        assert (zeros < 50).all() and (rest.max() > 50)
    never = ours.of("import_share", "PAK", "RUS").seen
    assert len(never) > 60 and never["status"].eq("true_zero").all() and (never["percentile"] < 50).all()


def test_shares_for_all_pairs_are_those_of_the_evidence(ours):
    everyone = all_pairs("import_share").set_index(["a", "b", "year"]).sort_index()
    for way in (("RUS", "PAK"), ("PAK", "RUS")):
        rows = pd.DataFrame(ours.of("import_share", *way).seen).set_index("year")[["value", "percentile"]]
        pd.testing.assert_frame_equal(everyone.loc[way], rows)


def test_a_recipient_without_imports_is_not_among_those_ranked():
    everyone = all_pairs("import_share")
    totals = read("arms_state_totals")
    imports = totals[totals["state"] == "TJK"].set_index("year")["imports_tiv"]
    years = [y for y in range(1996, 2025) if imports.loc[y - WINDOW + 1 : y].sum() > 0]
    assert 0 < len(years) < 29
    found = everyone[(everyone["a"] == "RUS") & (everyone["b"] == "TJK") & (everyone["year"] >= 1996)]
    assert found["year"].tolist() == years


def test_the_ratio_falls_with_what_the_third_state_got(ours):
    ratio, rank = (ours.of("tiv_ratio:USA", "RUS", "PAK")[c] for c in ("value", "percentile"))
    assert ratio.isna().equals(rank.isna()) and ratio.isna().any()  # most years without any arms for Washington


# --- deals


def test_deals_are_between_the_two_newest_first():
    rows = deals(Lens("PAK-RUS", start=1950, end=2024))
    assert set(rows["supplier"]) | set(rows["recipient"]) == {"PAK", "RUS"}
    assert rows["designation"].str.contains("Mi-35").any()
    assert len(deals(Lens("RUS-PAK", start=1950, end=2024))) == len(rows)


def test_deals_outside_the_years_are_left_out():
    early, late = deals(Lens("PAK-RUS", start=1950, end=1980)), deals(Lens("PAK-RUS", start=1981, end=2024))
    assert len(early) > 0 and len(late) > 0
    assert len(early) + len(late) == len(deals(Lens("PAK-RUS", start=1950, end=2024)))
    assert early["order_year"].max() <= 1980


def test_a_pair_outside_the_extract_has_no_deals_listed():
    assert deals(Lens("FRA-DEU")).empty


def test_military_expenditure_of_pakistan():
    table = read("military_expenditure").set_index(["state", "year"])["constant_2023_musd"]
    assert table["PAK", 2024] == pytest.approx(8183, abs=0.5)
    assert np.isnan(table.get(("AFG", 2023), np.nan))
