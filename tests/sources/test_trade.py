"""Trade tables: totals conserved, values known, nothing given that may not be."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import table as info
from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.runner import build_table
from dyadlens.sources.table import lookups
from dyadlens.sources.trade import atlas, cow, declared, energy, russia


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("trade_dots_russia", "partner", "partner"),
        ("trade_spliced_russia", "partner", "partner"),
        ("trade_atlas", "exporter", "importer"),
        ("trade_atlas_pairs", "a", "b"),
        ("trade_declared", "reporter", "partner"),
    ],
)
def test_only_focal_pairs(name, one, other, table):
    found = table(name)
    world = {"WLD"} if name in ("trade_dots_russia", "trade_declared") else set()
    assert set(found[one]) <= {*FOCAL, *world} and set(found[other]) <= {*FOCAL, *world}


def test_totals_of_a_state_are_focal_where_the_source_is(table):
    found = table("trade_world_totals")
    assert set(found.loc[found["source"] != "cow", "state"]) <= {*FOCAL, "WLD"}
    assert len(set(found.loc[found["source"] == "cow", "state"])) > 190


# --- COW


@pytest.mark.raw
def test_cow_conserves_all_trade(table, raw):
    before = pd.read_parquet(raw.path("trade/cow_trade_ddy.parquet"))
    before = before[before["year"] >= 1946]
    after = table("trade_cow")
    assert after["imports_musd"].sum() == before["flow1"].sum()
    by_year = after.groupby("year")["imports_musd"].sum()
    assert by_year.to_numpy() == pytest.approx(before.groupby("year")["flow2"].sum().to_numpy(), rel=1e-12)
    # Yemen has two numbers in 1990: eight rows with Iran and Nicaragua become four, one of them unknown on both sides.
    assert len(before) - len(after) == 4
    assert before["flow1"].isna().sum() - after["imports_musd"].isna().sum() == 2


def test_cow_values_of_the_pair(table):
    flow = table("trade_cow").set_index(["importer", "exporter", "year"])["imports_musd"]
    assert flow["RUS", "PAK", 2011] == 349
    assert flow["PAK", "RUS", 2011] == 136
    assert flow["RUS", "PAK", 2014] + flow["PAK", "RUS", 2014] == 473


def test_cow_has_whole_millions_only(table):
    values = table("trade_cow")["imports_musd"].dropna()
    assert (values % 1 == 0).all() and (values == 0).mean() > 0.5


def test_a_second_source_stands_beside_flows_and_agrees_for_most(table):
    found = table("trade_cow").dropna(subset=["second_musd"])
    assert set(found["year"]) == set(range(2000, 2015)) and (found["second_musd"] % 1 == 0).all()
    large = found[found[["imports_musd", "second_musd"]].min(axis=1) >= 100]
    ratio = large["second_musd"] / large["imports_musd"]
    assert ratio.median() == pytest.approx(1, abs=0.05) and ratio.between(1 / 3, 3).mean() > 0.95


@pytest.mark.parametrize(
    ("importer", "exporter", "year", "figures"),
    [
        ("BHS", "VEN", 2008, [2658, 166, True]),
        ("PAN", "SGP", 2012, [10, 3372, True]),
        ("NGA", "DZA", 2012, [1, 106, True]),
        ("DZA", "NGA", 2012, [1, 1287, True]),
        ("RUS", "PAK", 2012, [332, 335, False]),
    ],
)
def test_known_errors_of_one_report_are_marked(importer, exporter, year, figures, table):
    flow = table("trade_cow").set_index(["importer", "exporter", "year"])
    assert flow.loc[(importer, exporter, year)].tolist() == figures


def test_flows_on_which_two_sources_differ_are_marked_and_counted(table):
    found = table("trade_cow")
    both = found.dropna(subset=["imports_musd", "second_musd"])
    assert found["mirror_differs"].notna().sum() == len(both)
    one, other = both["imports_musd"].clip(lower=0.5), both["second_musd"].clip(lower=0.5)
    apart = ((one > 3 * other) | (other > 3 * one)) & ((one >= 10) | (other >= 10))
    assert both["mirror_differs"].astype(bool).equals(apart.rename("mirror_differs"))
    (told,) = [line for line in info("trade_cow").known_defects if "mirror_differs" in line]
    assert f"more than threefold on a flow of 10 million US$ or more in {apart.sum():,} of" in told


def test_cow_lacks_serbia(table):
    found = table("trade_cow")
    assert "SRB" not in set(found["importer"])
    assert found.loc[found["importer"] == "YUG", "year"].max() == 1996


@pytest.mark.raw
def test_a_file_that_does_not_mirror_itself_is_refused(tmp_path, monkeypatch, raw):
    frame = pd.read_parquet(raw.path("trade/cow_trade_ddy.parquet")).query("ccode1 < 41 and ccode2 < 41").copy()
    frame.loc[frame.index[-1], "flow1"] = 12345.0
    frame.to_parquet(tmp_path / "bad.parquet")
    monkeypatch.setattr(Raw, "path", lambda self, file: tmp_path / "bad.parquet")
    with pytest.raises(SourceError, match="mirror"):
        cow.read_cow(Raw(tmp_path))  # not the raw files that were read and found sound before


# --- the Russian report and the joined series


def two_way(table):
    found = table("trade_dots_russia").set_index(["partner", "year"])
    return found["exports_musd"] + found["imports_musd"]


@pytest.mark.parametrize(("year", "total"), [(2011, 473), (2014, 458), (2017, 543), (2018, 731), (2021, 697)])
@pytest.mark.raw
def test_russian_report_of_the_pair(year, total, table, raw):
    assert round(two_way(table)["PAK", year]) == total


def test_russian_report_stops_with_the_reports(table):
    found = table("trade_dots_russia")
    assert found["year"].max() == 2021
    assert found.loc[found["year"] == 2010, "exports_musd"].isna().all()
    assert {"WLD", *FOCAL} - set(found["partner"]) == {"RUS"}


@pytest.mark.raw
def test_the_two_workbooks_agree(raw):
    for file, sheet, tolerance in (
        ("dots_rf_exports", "Exports, FOB", 1e-6),
        ("dots_rf_imports", "Imports, CIF", 3e-4),
    ):
        old = russia.read_dots(raw, f"trade/{file}.xlsx", sheet)
        new = russia.read_dots(raw, russia.FILE, sheet)
        both = old.merge(new, on=["partner", "year"])
        both = both[both["partner"].isin(FOCAL)]
        assert len(both) == 16 * 11
        assert (both["value_x"] / both["value_y"] - 1).abs().max() < tolerance


def test_2011_is_incomplete_by_partner(table):
    exports = table("trade_dots_russia").set_index(["partner", "year"])["exports_musd"]
    for partner in ("TUR", "UKR", "BLR", "IND"):
        assert exports[partner, 2011] < 0.65 * exports[partner, 2012]


def test_the_rule_holds_where_the_series_is_joined(table):
    joined = table("trade_spliced_russia")
    assert set(joined["partner"]) == {"AFG", "ARE", "IRN", "KGZ", "PAK", "SAU", "TJK", "TKM", "UZB"}
    assert joined["rule_gap"].max() <= russia.TOLERANCE
    assert set(joined["year"]) == set(range(2015, 2022))


def test_joined_values(table):
    found = table("trade_spliced_russia").set_index(["partner", "year"])
    report = table("trade_dots_russia").set_index(["partner", "year"]).loc[("PAK", 2018)]
    assert found.loc[("PAK", 2018), "total_musd"] == pytest.approx(
        report["imports_musd"] + 1.1 * report["exports_musd"]
    )


# --- totals


@pytest.mark.raw
def test_totals_conserve_trade(table, raw):
    found = table("trade_world_totals").query("source == 'cow'")
    states, world = found[found["state"] != "WLD"], found[found["state"] == "WLD"].set_index("year")
    for side in ("exports_musd", "imports_musd"):
        assert states.groupby("year")[side].sum().to_numpy() == pytest.approx(world[side].to_numpy(), rel=1e-9)
    raw_sum = pd.read_parquet(raw.path("trade/cow_trade_ddy.parquet")).query("year == 2014")["flow1"].sum()
    assert world.loc[2014, "exports_musd"] == raw_sum


@pytest.mark.raw
def test_totals_of_the_atlas_and_of_the_mirror(table, raw):
    found = table("trade_world_totals").set_index(["source", "state", "year"])
    pakistan = pd.read_parquet(raw.path(atlas.FILE)).query("iso3_a == 'PAK' and year == 2015")
    row = found.loc[("atlas", "PAK", 2015)]
    assert row["exports_musd"] == pytest.approx(pakistan["export_usd_a_to_b"].sum() / 1e6)
    assert row["imports_musd"] == pytest.approx(pakistan["import_usd_a_from_b"].sum() / 1e6)
    mirror = found.loc["dots_mirror"]
    assert mirror.index.get_level_values("year").max() == 2021
    # What Pakistan buys is more than what it sells, seen from either side.
    assert (mirror.loc["PAK", "imports_musd"] > mirror.loc["PAK", "exports_musd"]).all()
    world = mirror.loc["WLD"]
    assert (world["imports_musd"] / world["exports_musd"] - 1).abs().max() < 0.03
    assert round(world.loc[2018, "exports_musd"]) == 19387725


def test_mirror_and_atlas_totals_are_near_each_other(table):
    found = table("trade_world_totals")
    wide = found.pivot_table(index=["state", "year"], columns="source", values="exports_musd").dropna()
    gap = np.log(wide["dots_mirror"] / wide["atlas"]).groupby("state").median().abs()
    assert gap.drop("TKM", errors="ignore").median() < 0.1


# --- Atlas


def test_atlas_keeps_no_zero(table):
    found = table("trade_atlas").set_index(["exporter", "importer", "year"])["exports_musd"]
    assert found.min() > 0.09
    assert ("PAK", "IRN", 2020) not in found.index and ("IRN", "PAK", 2020) in found.index


@pytest.mark.raw
def test_atlas_conserves_focal_trade(table, raw):
    before = pd.read_parquet(raw.path(atlas.FILE))
    focal = before[before["iso3_a"].isin(FOCAL) & before["iso3_b"].isin(FOCAL)]
    assert table("trade_atlas")["exports_musd"].sum() == pytest.approx(focal["export_usd_a_to_b"].sum() / 1e6)


@pytest.mark.raw
def test_atlas_pair_from_first_principles(table, raw):
    before = pd.read_parquet(raw.path(atlas.FILE)).query("year == 2016").drop(columns="year")
    x = before.groupby("iso3_a")["export_usd_a_to_b"].sum()
    m = before.groupby("iso3_a")["import_usd_a_from_b"].sum()
    flow = before.set_index(["iso3_a", "iso3_b"])["export_usd_a_to_b"]
    row = table("trade_atlas_pairs").set_index(["a", "b", "year"]).loc[("PAK", "RUS", 2016)]
    total = flow["PAK", "RUS"] + flow["RUS", "PAK"]
    assert row["total_musd"] == pytest.approx(total / 1e6)
    assert row["dependence_a"] == pytest.approx(total / (x["PAK"] + m["PAK"]))
    assert row["dependence_b"] == pytest.approx(total / (x["RUS"] + m["RUS"]))
    expected = (flow["PAK", "RUS"] / x["PAK"]) / (m["RUS"] / (m.sum() - m["PAK"]))
    assert row["intensity_ab"] == pytest.approx(expected)


@pytest.mark.raw
def test_percentiles_are_the_same_in_a_full_copy(table, full):
    rows = build_table("trade_atlas_pairs", full)
    # In the full copy the ranks run through the whole range; the focal extract holds the same numbers.
    assert rows.groupby("year")["percentile"].min().max() < 60 and rows["percentile"].max() > 99.9
    assert (rows.groupby("year").size() == rows.groupby("year")["pairs"].first()).all()
    both = table("trade_atlas_pairs").merge(rows, on=["a", "b", "year"], suffixes=("", "_full"))
    assert len(both) == len(table("trade_atlas_pairs"))
    for column in ("percentile", "intensity_ab_percentile", "dependence_b_percentile"):
        assert both[column].equals(both[f"{column}_full"].rename(column))


def test_a_pair_with_an_unknown_direction_has_no_total(table):
    row = table("trade_atlas_pairs").set_index(["a", "b", "year"]).loc[("IRN", "PAK", 2020)]
    assert row[["total_musd", "percentile", "dependence_a", "intensity_ba"]].isna().all()
    assert row["intensity_ab"] > 0


# --- declarations


def test_declared_leaves_out_the_unusable(table):
    found = table("trade_declared")
    kazakh = found.query("reporter == 'KAZ' and partner == 'CHN' and flow == 'imports'")
    assert not kazakh["year"].between(2020, 2022).any()
    oil = found[found["reporter"].isin(["SAU", "ARE", "IRN"]) & found["partner"].isin(["CHN", "USA"])]
    assert set(oil.loc[oil["flow"] == "exports", "source"]) <= {"wits_top5"}
    assert not found["source"].str.contains("atlas").any()
    monthly = found[found["source"] == "dots_monthly"]
    assert "RUS" not in set(monthly["reporter"])
    assert found.loc[found["source"] == "dots_long", "value_musd"].max() < 20000
    india = found.query("reporter == 'IND' and source == 'dots_long'")
    assert not set(india["year"]) & {1992, 1994, 1996}


@pytest.mark.raw
def test_declared_values(table, raw):
    found = table("trade_declared").set_index(["reporter", "partner", "flow", "year", "source"])["value_musd"]
    assert found["PAK", "RUS", "exports", 2018, "comtrade_pakistan"] == pytest.approx(157.1, abs=0.05)
    assert found["PAK", "WLD", "exports", 2020, "comtrade_pakistan"] == pytest.approx(22237.16, abs=0.01)
    assert found["RUS", "IND", "total", 2018, "dots_long"] == pytest.approx(two_way(table)["IND", 2018], rel=1e-3)
    assert found["PAK", "RUS", "total", 2021, "press_pakistan_commerce"] == 945.87


@pytest.mark.raw
def test_a_full_copy_has_states_only(table, full):
    rows = build_table("trade_declared", full)
    assert len(set(rows["partner"])) > 150 and not {"", "HKG"} & set(rows["partner"])
    assert len(rows.merge(table("trade_declared"), how="inner")) == len(table("trade_declared"))


def test_no_comtrade_figure_stands_twice(table):
    found = table("trade_declared")
    vintages = found[found["source"].isin(declared.COMTRADE)]
    spread = vintages.groupby(["reporter", "partner", "flow", "year"])["value_musd"].agg(["min", "max", "size"])
    several = spread[spread["size"] > 1]
    assert ((several["max"] / several["min"] - 1) > 0.0005).all()


def test_periods_end_in_the_year(table):
    found = table("trade_declared")
    assert (found["period_end"].str[:4].astype(int) == found["year"]).all()
    assert (found["period_start"] < found["period_end"]).all()
    fiscal = found[found["basis"] == "fiscal_apr_mar"]
    assert set(fiscal["period_end"].str[4:]) == {"-03-31"}
    assert (found["reference"].notna() == found["source"].str.startswith("press")).all()


def test_known_from():
    assert cow.known_from(pd.Series([2014]), 0.5).tolist() == ["2015-06-30"]
    assert cow.known_from(pd.Series([2014]), 2.0).tolist() == ["2016-12-31"]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("CY", 2012, ("2012-01-01", "2012-12-31", "calendar")),
        ("CY Jan-Oct", 2018, ("2018-01-01", "2018-10-31", "calendar_part")),
        ("FY2020-21 (Jul-Jun)", 2021, ("2020-07-01", "2021-06-30", "fiscal_jul_jun")),
        ("FY2021-22 Jul-May", 2022, ("2021-07-01", "2022-05-31", "fiscal_jul_jun_part")),
    ],
)
def test_periods_as_the_press_points_write_them(text, year, expected):
    assert declared.press_period(text, year) == expected


@pytest.mark.parametrize("text", ["", "2012", "CY Foo-Bar", "Q1"])
def test_other_forms_of_periods_are_refused(text):
    with pytest.raises(SourceError, match="period"):
        declared.press_period(text, 2020)


# --- the gravity model


def test_gravity_has_every_year_of_both_sources(table):
    coefficients = table("gravity_coefficients")
    years = coefficients.groupby("source")["year"].agg(["min", "max", "nunique"])
    assert years.loc["cow"].tolist() == [1950, 2014, 65]
    assert years.loc["atlas"].tolist() == [2010, 2020, 11]
    assert (coefficients.groupby(["source", "year"])["term"].nunique() == 4).all()


def test_distance_is_where_the_literature_has_it_in_both_sources(table):
    coefficients = table("gravity_coefficients")
    distance = coefficients[coefficients["term"] == "log distance"]
    assert distance["estimate"].between(-1.3, -0.5).all()
    assert distance.loc[distance["year"] >= 1962, "estimate"].between(-0.9, -0.75).all()
    assert (distance["estimate"] / distance["se"] < -3.5).all()
    wide = distance.pivot(index="year", columns="source", values="estimate").dropna()
    assert len(wide) == 5 and (wide["atlas"] - wide["cow"]).abs().max() < 0.05


def test_the_log_ratio_is_that_of_observed_and_predicted(table):
    gravity = table("gravity")
    nothing = gravity["observed_musd"] == 0
    assert (gravity["log_ratio"].isna() == nothing).all()
    assert (gravity["predicted_musd"] > 0).all() and gravity["se"].gt(0).all()
    some = gravity[~nothing]
    by_hand = np.log(some["observed_musd"] / some["predicted_musd"])
    assert (by_hand - some["log_ratio"]).abs().max() < 2e-3


def test_gravity_of_the_pair(table):
    pair = table("gravity").query("a == 'PAK' and b == 'RUS'").set_index(["source", "year"])
    assert pair.loc[("cow", 2014), "observed_musd"] == 473
    assert pair.loc[("cow", 2014), "log_ratio"] == pytest.approx(-1.55, abs=0.01)
    assert pair.loc[("atlas", 2016), "log_ratio"] + 1.645 * pair.loc[("atlas", 2016), "se"] < 0
    gap = pair.loc["cow", "log_ratio"] - pair.loc["atlas", "log_ratio"]
    assert gap.dropna().abs().max() < 0.35


def test_gravity_rows_of_the_atlas_are_focal_and_ranked(table):
    gravity = table("gravity")
    rows = gravity[gravity["source"] == "atlas"]
    assert set(rows["a"]) | set(rows["b"]) <= set(FOCAL)
    assert rows[["percentile", "pairs"]].notna().all(axis=None) and rows["pairs"].min() > 5000
    others = gravity[gravity["source"] == "cow"]
    assert others[["percentile", "pairs"]].isna().all(axis=None) and (others["a"] < others["b"]).all()


# --- energy


NOT_STATES = lookups("dyadlens.sources.trade.energy")["net_not_states"]


@pytest.mark.parametrize(("year", "bcm"), [(2000, 0), (2014, 0), (2015, 1.49), (2019, 11.78), (2023, 10.07)])
def test_liquefied_gas_bought_by_pakistan(year, bcm, table):
    row = table("lng_imports").set_index(["state", "source", "year"])["bcm"]
    assert row["PAK", "ei2024", year] == pytest.approx(bcm, abs=0.005)


def test_states_that_the_review_does_not_list_have_no_rows(table):
    lng = table("lng_imports")
    assert set(lng["state"]) == {"ARE", "CHN", "IND", "PAK", "TUR", "USA"} <= set(FOCAL)
    assert lng.groupby(["state", "source"]).size().unstack().eq([21, 24]).all(axis=None)


def test_the_two_reviews_agree_until_revised(table):
    wide = table("lng_imports").pivot(index=["state", "year"], columns="source", values="bcm").dropna().reset_index()
    gap = (wide["ei2024"] - wide["bp2021"]).abs()
    assert gap[wide["year"] <= 2016].max() < 0.001
    assert gap.max() < 1


@pytest.mark.raw
def test_a_full_copy_of_gas_imports_has_all_states(full):
    rows = build_table("lng_imports", full)
    assert len(set(rows["state"])) == 24 and len(rows) == 24 * (24 + 21)
    assert {"JPN", "KOR", "TWN"} <= set(rows["state"])


@pytest.mark.raw
def test_net_imports_are_conserved(table, raw_directory):
    found = table("energy_imports")
    before = pd.read_csv(raw_directory / "energy" / "owid_energy_imports_pct_wb2014.csv")
    states = before[~before["Entity"].isin(NOT_STATES)]
    assert len(found) == len(states)
    assert found["net_imports_pct"].sum() == pytest.approx(states.iloc[:, 2].sum())
    row = found.set_index(["state", "year"])["net_imports_pct"]
    assert row["PAK", 2014] == pytest.approx(24.123, abs=0.001)
    assert row["RUS", 2010] < 0 and row["COD", 2010] < 100


PRINTED = [
    *(("oil", {"year": 2023, "product": "crude"}, 2127.05), ("oil", {"year": 2020, "product": "crude"}, 2108.6)),
    *(("oil", {"year": 2023, "product": "product"}, 1215.46), ("oil", {"year": 2020, "product": "product"}, 1095.2)),
    *(("gas", {"mode": "lng"}, 487.9), ("gas", {"mode": "pipeline"}, 755.8)),
]


@pytest.mark.raw
@pytest.mark.parametrize(("fuel", "which", "total"), PRINTED)
def test_movements_add_up_to_the_printed_world_total(fuel, which, total, raw):
    rows = energy.read_oil(raw) if fuel == "oil" else energy.read_gas(raw)
    rows = rows[(rows[list(which)] == pd.Series(which)).all(axis=1)]
    amount = "million_tonnes" if fuel == "oil" else "bcm"
    wide = rows.pivot(index="from_area", columns="to_area", values=amount)
    assert wide.loc["Total", "Total"] == pytest.approx(total, abs=0.06)
    inner = wide.drop(index="Total", columns="Total")
    assert inner.sum().sum() == pytest.approx(total, rel=0.001)
    assert inner.sum(axis=1).to_numpy() == pytest.approx(wide.drop(index="Total")["Total"].to_numpy(), abs=0.01)
    if fuel == "gas":
        assert inner.sum().to_numpy() == pytest.approx(wide.drop(columns="Total").loc["Total"].to_numpy(), abs=0.001)


def test_russias_crude_turned_to_india_and_away_from_europe(table):
    rows = table("oil_movements").query("from_area == 'RUS' and product == 'crude'")
    found = rows.set_index(["to_area", "year"])["million_tonnes"]
    assert found["IND", 2020] == pytest.approx(2.6254, abs=1e-3) and found["IND", 2023] == pytest.approx(81.814)
    assert found["Europe", 2023] < found["Europe", 2020] / 4


def test_gas_by_ship_to_pakistan_agrees_with_the_series_and_none_by_pipeline_is_a_gap(table):
    rows = table("gas_movements").set_index(["from_area", "to_area", "mode"])["bcm"]
    series = table("lng_imports").set_index(["state", "source", "year"])["bcm"]
    assert rows["Total", "PAK", "lng"] == pytest.approx(series["PAK", "bp2021", 2020], abs=0.01)
    buyers = set(table("gas_movements").query("mode == 'pipeline'")["to_area"])
    assert "PAK" not in buyers and "Other Asia Pacific" not in buyers


@pytest.mark.raw
@pytest.mark.parametrize("fuel", ["oil", "gas"])
def test_only_movements_of_focal_states_are_shared(fuel, table, raw):
    rows, everything = table(f"{fuel}_movements"), energy.read_oil(raw) if fuel == "oil" else energy.read_gas(raw)
    assert (rows["from_area"].isin(FOCAL) | rows["to_area"].isin(FOCAL)).all()
    assert not {"Japan", "JPN"} & {*rows["from_area"], *rows["to_area"]}
    assert 0 < len(rows) < len(everything) / 3
