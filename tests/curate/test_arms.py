"""Arms transfers: values, conserved totals, ranks, what may be published."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.catalog import table as info
from dyadlens.curate import arms
from dyadlens.curate.arms_flows import FIRST, LAST, existing, flows, no_state
from dyadlens.curate.raw import FOCAL, Raw
from dyadlens.curate.states import build_states
from dyadlens.curate.write import conform, sha256, write_table

TABLE = {t.name: t for t in arms.TABLES}


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def built(raw):
    return {name: conform(table.build(raw), table) for name, table in TABLE.items()}


@pytest.fixture(scope="module")
def full(raw_directory):
    raw = Raw(raw_directory, full=True)
    return {name: conform(TABLE[name].build(raw), TABLE[name]) for name in ("arms_transfers", "arms_state_totals")}


def tiv(frame, supplier, recipient):
    rows = frame[(frame["supplier"] == supplier) & (frame["recipient"] == recipient)]
    return rows.set_index("year")["tiv"]


@pytest.mark.parametrize("name", ["unknown supplier(s)", "Unknown recipient(s)", "NATO**", "PKK (Turkey)*", "Biafra"])
def test_parties_without_statehood(name):
    assert no_state(name)


def test_states_are_not_taken_for_parties_without_statehood():
    assert not any(map(no_state, ["Viet Nam", "Soviet Union", "United Kingdom"]))


@pytest.mark.raw
def test_known_deliveries(built):
    pakistan = tiv(built["arms_transfers"], "RUS", "PAK")
    assert pakistan[[1996, 2002, 2018]].round().tolist() == [87, 106, 79]
    assert pakistan[1968] == 199
    assert 2022 not in pakistan.index


@pytest.mark.raw
def test_india_is_far_ahead_of_pakistan_in_every_five_years(built):
    india, pakistan = (tiv(built["arms_transfers"], "RUS", s) for s in ("IND", "PAK"))
    for first in range(1990, LAST - 3):
        years = range(first, first + 5)
        assert india.reindex(years, fill_value=0).sum() > 10 * pakistan.reindex(years, fill_value=0).sum()


@pytest.mark.raw
def test_world_totals_are_those_of_the_raw_files(raw, built):
    register = pd.read_csv(raw.path(arms.REGISTER), skiprows=11)
    tables = pd.read_csv(raw.path(arms.TABLES_FILE))
    expected = pd.concat(
        [
            tables[tables["year"] < 1995].groupby("year")["value"].sum(),
            register.groupby("Delivery year")["TIV delivery values"].sum(),
        ]
    )
    world = built["arms_state_totals"].query("state == 'WLD'").set_index("year")
    np.testing.assert_allclose(world["imports_tiv"], expected.sort_index(), atol=0.01)
    np.testing.assert_allclose(world["exports_tiv"], expected.sort_index(), atol=0.01)


@pytest.mark.raw
def test_no_delivery_is_lost_between_states_and_others(raw, full):
    rows, known = flows(raw), build_states(raw)
    alive = {year: existing(known, year) for year in range(FIRST, LAST + 1)}
    totals = full["arms_state_totals"]
    states, world = totals[totals["state"] != "WLD"], totals[totals["state"] == "WLD"]
    for side, other in (("recipient", "imports_tiv"), ("supplier", "exports_tiv")):
        outside = rows[side].str.startswith("<")
        unborn = ~outside & np.array([s not in alive[y] for s, y in zip(rows[side], rows["year"], strict=True)])
        parts = states[other].sum() + rows.loc[outside | unborn, "tiv"].sum()
        assert parts == pytest.approx(world[other].sum(), abs=1)
    assert world["imports_nonstate_tiv"].sum() == pytest.approx(
        rows.loc[rows["supplier"].str.startswith("<"), "tiv"].sum(), abs=0.5
    )


@pytest.mark.raw
def test_the_extract_is_the_focal_part_of_the_whole(built, full):
    whole = full["arms_transfers"]
    focal = whole[whole["supplier"].isin(FOCAL) & whole["recipient"].isin(FOCAL)].reset_index(drop=True)
    pd.testing.assert_frame_equal(built["arms_transfers"], focal)
    for name in ("arms_transfers", "arms_deals"):
        assert set(built[name]["supplier"]) | set(built[name]["recipient"]) <= set(FOCAL)
    assert set(built["arms_state_totals"]["state"]) == {*FOCAL, "WLD"}


@pytest.mark.raw
@pytest.mark.parametrize("year", [1968, 2018])
def test_ranks_are_those_among_all_pairs_spelled_out(raw, full, built, year):
    states = sorted(existing(build_states(raw), year))
    rows = full["arms_transfers"].query("year == @year")
    amount = {(r.supplier, r.recipient): r.tiv for r in rows.itertuples()}
    values = np.array([amount.get((a, b), 0.0) for a in states for b in states if a != b])
    one = built["arms_transfers"].query("year == @year and supplier == 'RUS' and recipient == 'PAK'").iloc[0]
    rank = 100 * ((values < one["tiv"]).sum() + (values == one["tiv"]).sum() / 2) / len(values)
    assert one["percentile"] == pytest.approx(rank)
    assert one["pairs"] == len(values)
    zero = built["arms_zero_percentile"].set_index("year").loc[year]
    assert zero["percentile"] == pytest.approx(100 * (values == 0).sum() / 2 / len(values))


@pytest.mark.raw
def test_shares_of_imports_add_up(full):
    shares = full["arms_transfers"].groupby(["recipient", "year"])["share_of_imports"].sum(min_count=1).dropna()
    assert shares.max() <= 1 + 1e-9
    totals = full["arms_state_totals"].set_index(["state", "year"])
    only_states = totals[(totals["imports_nonstate_tiv"] == 0) & (totals["imports_tiv"] > 0)]
    common = only_states.index.intersection(shares.index)
    np.testing.assert_allclose(shares[common], 1, atol=1e-6)


@pytest.mark.raw
def test_concentration_of_suppliers(built, full):
    totals = built["arms_state_totals"].set_index(["state", "year"])
    rows = full["arms_transfers"].query("recipient == 'PAK' and year == 2018")
    assert totals.loc[("PAK", 2018), "supplier_hhi"] == pytest.approx((rows["share_of_imports"] ** 2).sum())
    assert totals["supplier_hhi"].isna().equals(totals["imports_tiv"] == 0)
    assert totals.query("year < 1954")["supplier_hhi_5y"].isna().all()


@pytest.mark.raw
def test_a_state_has_a_row_for_each_year_of_its_life(built):
    years = built["arms_state_totals"].groupby("state")["year"].agg(["min", "max", "size"])
    assert years.loc["PAK"].tolist() == [1950, 2024, 75]
    assert years.loc["UKR"].tolist() == [1991, 2024, 34]
    assert years.loc["ARE", "min"] == 1971


@pytest.mark.raw
def test_deals_with_pakistan(built):
    deals = built["arms_deals"].query("supplier == 'RUS' and recipient == 'PAK'").set_index("designation")
    assert deals.loc["Mi-35M", ["order_year", "ordered", "delivered", "last_delivery"]].tolist() == [2015, 4, 4, 2018]
    assert deals.loc["RD-33", "delivery_years"] == 17
    assert deals.loc["RD-33", "year"] == 2024


@pytest.mark.raw
def test_deals_keep_no_comments_and_no_zero_for_unknown(raw, built):
    deals = built["arms_deals"]
    comments = pd.read_csv(raw.path("arms/deal_register_1950_2024.csv"), encoding="utf-8-sig")["Comments"]
    long = {c for c in comments.dropna() if len(c) > 25}
    text = deals.select_dtypes("str")
    assert not any(text[column].isin(long).any() for column in text)
    assert deals.loc[deals["ordered"].isna(), "tiv_ordered"].isna().all()
    assert (deals["year"] >= deals["order_year"]).all()
    assert (deals["first_delivery"].dropna() <= deals["last_delivery"].dropna()).all()


@pytest.mark.raw
def test_builds_give_the_bytes_that_are_kept(built, tmp_path):
    for name, table in TABLE.items():
        assert sha256(write_table(built[name], table, tmp_path)) == info(name).sha256
