"""Trade tables: totals conserved, values known, nothing kept that may not be."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import table as info
from dyadlens.errors import SourceError
from dyadlens.sources import trade, trade_atlas, trade_declared, trade_dots, trade_totals
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.trade import known_from, read_cow
from dyadlens.sources.write import conform, sha256, write_table

TABLES = {t.name: t for m in (trade, trade_dots, trade_atlas, trade_totals, trade_declared) for t in m.TABLES}
BUILT = {}

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


def table(name, raw):
    if name not in BUILT:
        BUILT[name] = conform(TABLES[name].build(raw), TABLES[name])
    return BUILT[name].copy()


@pytest.mark.parametrize("name", TABLES)
def test_a_build_gives_the_bytes_that_are_kept(name, raw, tmp_path):
    assert sha256(write_table(table(name, raw), TABLES[name], tmp_path)) == info(name).sha256


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
def test_only_focal_pairs(name, one, other, raw):
    found = table(name, raw)
    world = {"WLD"} if name in ("trade_dots_russia", "trade_declared") else set()
    assert set(found[one]) <= {*FOCAL, *world} and set(found[other]) <= {*FOCAL, *world}


def test_totals_of_a_state_are_focal_where_the_source_is(raw):
    found = table("trade_world_totals", raw)
    assert set(found.loc[found["source"] != "cow", "state"]) <= {*FOCAL, "WLD"}
    assert len(set(found.loc[found["source"] == "cow", "state"])) > 190


# --- COW


def test_cow_conserves_all_trade(raw):
    before = pd.read_parquet(raw.path("trade/cow_trade_ddy.parquet"))
    before = before[before["year"] >= 1946]
    after = table("trade_cow", raw)
    assert after["imports_musd"].sum() == before["flow1"].sum()
    by_year = after.groupby("year")["imports_musd"].sum()
    assert by_year.to_numpy() == pytest.approx(before.groupby("year")["flow2"].sum().to_numpy(), rel=1e-12)
    # Yemen has two numbers in 1990: eight rows with Iran and Nicaragua become four, one of them unknown on both sides.
    assert len(before) - len(after) == 4
    assert before["flow1"].isna().sum() - after["imports_musd"].isna().sum() == 2


def test_cow_values_of_the_pair(raw):
    flow = table("trade_cow", raw).set_index(["importer", "exporter", "year"])["imports_musd"]
    assert flow["RUS", "PAK", 2011] == 349
    assert flow["PAK", "RUS", 2011] == 136
    assert flow["RUS", "PAK", 2014] + flow["PAK", "RUS", 2014] == 473


def test_cow_has_whole_millions_only(raw):
    values = table("trade_cow", raw)["imports_musd"].dropna()
    assert (values % 1 == 0).all() and (values == 0).mean() > 0.5


def test_a_second_source_stands_beside_flows_and_agrees_for_most(raw):
    found = table("trade_cow", raw).dropna(subset=["second_musd"])
    assert set(found["year"]) == set(range(2000, 2015)) and (found["second_musd"] % 1 == 0).all()
    large = found[found[["imports_musd", "second_musd"]].min(axis=1) >= 100]
    ratio = large["second_musd"] / large["imports_musd"]
    assert ratio.median() == pytest.approx(1, abs=0.05) and ratio.between(1 / 3, 3).mean() > 0.95
    flow = found.set_index(["importer", "exporter", "year"])
    assert flow.loc[("BHS", "VEN", 2008)].tolist() == [2658, 166]


def test_cow_lacks_serbia(raw):
    found = table("trade_cow", raw)
    assert "SRB" not in set(found["importer"])
    assert found.loc[found["importer"] == "YUG", "year"].max() == 1996


def test_a_file_that_does_not_mirror_itself_is_refused(raw, tmp_path, monkeypatch):
    frame = pd.read_parquet(raw.path("trade/cow_trade_ddy.parquet")).query("ccode1 < 41 and ccode2 < 41").copy()
    frame.loc[frame.index[-1], "flow1"] = 12345.0
    frame.to_parquet(tmp_path / "bad.parquet")
    monkeypatch.setattr(Raw, "path", lambda self, file: tmp_path / "bad.parquet")
    with pytest.raises(SourceError, match="mirror"):
        read_cow(Raw(tmp_path))  # not the raw files that were read and found sound before


# --- the Russian report and the joined series


def two_way(raw):
    found = table("trade_dots_russia", raw).set_index(["partner", "year"])
    return found["exports_musd"] + found["imports_musd"]


@pytest.mark.parametrize(("year", "total"), [(2011, 473), (2014, 458), (2017, 543), (2018, 731), (2021, 697)])
def test_russian_report_of_the_pair(year, total, raw):
    assert round(two_way(raw)["PAK", year]) == total


def test_russian_report_stops_with_the_reports(raw):
    found = table("trade_dots_russia", raw)
    assert found["year"].max() == 2021
    assert found.loc[found["year"] == 2010, "exports_musd"].isna().all()
    assert {"WLD", *FOCAL} - set(found["partner"]) == {"RUS"}


def test_the_two_workbooks_agree(raw):
    for file, sheet, tolerance in (
        ("dots_rf_exports", "Exports, FOB", 1e-6),
        ("dots_rf_imports", "Imports, CIF", 3e-4),
    ):
        old = trade_dots.read_dots(raw, f"trade/{file}.xlsx", sheet)
        new = trade_dots.read_dots(raw, trade_dots.RUSSIA_FILE, sheet)
        both = old.merge(new, on=["partner", "year"])
        both = both[both["partner"].isin(FOCAL)]
        assert len(both) == 16 * 11
        assert (both["value_x"] / both["value_y"] - 1).abs().max() < tolerance


def test_2011_is_incomplete_by_partner(raw):
    exports = table("trade_dots_russia", raw).set_index(["partner", "year"])["exports_musd"]
    for partner in ("TUR", "UKR", "BLR", "IND"):
        assert exports[partner, 2011] < 0.65 * exports[partner, 2012]


def test_the_rule_holds_where_the_series_is_joined(raw):
    joined = table("trade_spliced_russia", raw)
    assert set(joined["partner"]) == {"AFG", "ARE", "IRN", "KGZ", "PAK", "SAU", "TJK", "TKM", "UZB"}
    assert joined["rule_gap"].max() <= trade_dots.TOLERANCE
    assert set(joined["year"]) == set(range(2015, 2022))


def test_joined_values(raw):
    found = table("trade_spliced_russia", raw).set_index(["partner", "year"])
    report = table("trade_dots_russia", raw).set_index(["partner", "year"]).loc[("PAK", 2018)]
    assert found.loc[("PAK", 2018), "total_musd"] == pytest.approx(
        report["imports_musd"] + 1.1 * report["exports_musd"]
    )


# --- totals


def test_totals_conserve_trade(raw):
    found = table("trade_world_totals", raw).query("source == 'cow'")
    states, world = found[found["state"] != "WLD"], found[found["state"] == "WLD"].set_index("year")
    for side in ("exports_musd", "imports_musd"):
        assert states.groupby("year")[side].sum().to_numpy() == pytest.approx(world[side].to_numpy(), rel=1e-9)
    raw_sum = pd.read_parquet(raw.path("trade/cow_trade_ddy.parquet")).query("year == 2014")["flow1"].sum()
    assert world.loc[2014, "exports_musd"] == raw_sum


def test_totals_of_the_atlas_and_of_the_mirror(raw):
    found = table("trade_world_totals", raw).set_index(["source", "state", "year"])
    atlas = pd.read_parquet(raw.path(trade_atlas.ATLAS_FILE)).query("iso3_a == 'PAK' and year == 2015")
    row = found.loc[("atlas", "PAK", 2015)]
    assert row["exports_musd"] == pytest.approx(atlas["export_usd_a_to_b"].sum() / 1e6)
    assert row["imports_musd"] == pytest.approx(atlas["import_usd_a_from_b"].sum() / 1e6)
    mirror = found.loc["dots_mirror"]
    assert mirror.index.get_level_values("year").max() == 2021
    # What Pakistan buys is more than what it sells, seen from either side.
    assert (mirror.loc["PAK", "imports_musd"] > mirror.loc["PAK", "exports_musd"]).all()
    world = mirror.loc["WLD"]
    assert (world["imports_musd"] / world["exports_musd"] - 1).abs().max() < 0.03
    assert round(world.loc[2018, "exports_musd"]) == 19387725


def test_mirror_and_atlas_totals_are_near_each_other(raw):
    found = table("trade_world_totals", raw)
    wide = found.pivot_table(index=["state", "year"], columns="source", values="exports_musd").dropna()
    gap = np.log(wide["dots_mirror"] / wide["atlas"]).groupby("state").median().abs()
    assert gap.drop("TKM", errors="ignore").median() < 0.1


# --- Atlas


def test_atlas_keeps_no_zero(raw):
    found = table("trade_atlas", raw).set_index(["exporter", "importer", "year"])["exports_musd"]
    assert found.min() > 0.09
    assert ("PAK", "IRN", 2020) not in found.index and ("IRN", "PAK", 2020) in found.index


def test_atlas_conserves_focal_trade(raw):
    before = pd.read_parquet(raw.path(trade_atlas.ATLAS_FILE))
    focal = before[before["iso3_a"].isin(FOCAL) & before["iso3_b"].isin(FOCAL)]
    assert table("trade_atlas", raw)["exports_musd"].sum() == pytest.approx(focal["export_usd_a_to_b"].sum() / 1e6)


def test_atlas_pair_from_first_principles(raw):
    before = pd.read_parquet(raw.path(trade_atlas.ATLAS_FILE)).query("year == 2016").drop(columns="year")
    x = before.groupby("iso3_a")["export_usd_a_to_b"].sum()
    m = before.groupby("iso3_a")["import_usd_a_from_b"].sum()
    flow = before.set_index(["iso3_a", "iso3_b"])["export_usd_a_to_b"]
    row = table("trade_atlas_pairs", raw).set_index(["a", "b", "year"]).loc[("PAK", "RUS", 2016)]
    total = flow["PAK", "RUS"] + flow["RUS", "PAK"]
    assert row["total_musd"] == pytest.approx(total / 1e6)
    assert row["dependence_a"] == pytest.approx(total / (x["PAK"] + m["PAK"]))
    assert row["dependence_b"] == pytest.approx(total / (x["RUS"] + m["RUS"]))
    expected = (flow["PAK", "RUS"] / x["PAK"]) / (m["RUS"] / (m.sum() - m["PAK"]))
    assert row["intensity_ab"] == pytest.approx(expected)


def test_percentiles_are_the_same_in_a_full_copy(raw_directory, raw):
    full = trade_atlas.build_atlas_pairs(Raw(raw_directory, full=True))
    # In the full copy the ranks run through the whole range; the focal extract holds the same numbers.
    assert full.groupby("year")["percentile"].min().max() < 60 and full["percentile"].max() > 99.9
    assert (full.groupby("year").size() == full.groupby("year")["pairs"].first()).all()
    both = table("trade_atlas_pairs", raw).merge(full, on=["a", "b", "year"], suffixes=("", "_full"))
    assert len(both) == len(table("trade_atlas_pairs", raw))
    for column in ("percentile", "intensity_ab_percentile", "dependence_b_percentile"):
        assert both[column].equals(both[f"{column}_full"].rename(column))


def test_a_pair_with_an_unknown_direction_has_no_total(raw):
    row = table("trade_atlas_pairs", raw).set_index(["a", "b", "year"]).loc[("IRN", "PAK", 2020)]
    assert row[["total_musd", "percentile", "dependence_a", "intensity_ba"]].isna().all()
    assert row["intensity_ab"] > 0


# --- declarations


def test_declared_leaves_out_the_unusable(raw):
    found = table("trade_declared", raw)
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


def test_declared_values(raw):
    found = table("trade_declared", raw).set_index(["reporter", "partner", "flow", "year", "source"])["value_musd"]
    assert found["PAK", "RUS", "exports", 2018, "comtrade_pakistan"] == pytest.approx(157.1, abs=0.05)
    assert found["PAK", "WLD", "exports", 2020, "comtrade_pakistan"] == pytest.approx(22237.16, abs=0.01)
    assert found["RUS", "IND", "total", 2018, "dots_long"] == pytest.approx(two_way(raw)["IND", 2018], rel=1e-3)
    assert found["PAK", "RUS", "total", 2021, "press_pakistan_commerce"] == 945.87


def test_a_full_copy_has_states_only(raw_directory, raw):
    full = conform(TABLES["trade_declared"].build(Raw(raw_directory, full=True)), TABLES["trade_declared"])
    assert len(set(full["partner"])) > 150 and not {"", "HKG"} & set(full["partner"])
    assert len(full.merge(table("trade_declared", raw), how="inner")) == len(table("trade_declared", raw))


def test_no_comtrade_figure_stands_twice(raw):
    found = table("trade_declared", raw)
    vintages = found[found["source"].isin(trade_declared.COMTRADE)]
    spread = vintages.groupby(["reporter", "partner", "flow", "year"])["value_musd"].agg(["min", "max", "size"])
    several = spread[spread["size"] > 1]
    assert ((several["max"] / several["min"] - 1) > 0.0005).all()


def test_periods_end_in_the_year(raw):
    found = table("trade_declared", raw)
    assert (found["period_end"].str[:4].astype(int) == found["year"]).all()
    assert (found["period_start"] < found["period_end"]).all()
    fiscal = found[found["basis"] == "fiscal_apr_mar"]
    assert set(fiscal["period_end"].str[4:]) == {"-03-31"}
    assert (found["reference"].notna() == found["source"].str.startswith("press")).all()


def test_known_from():
    assert known_from(pd.Series([2014]), 0.5).tolist() == ["2015-06-30"]
    assert known_from(pd.Series([2014]), 2.0).tolist() == ["2016-12-31"]
