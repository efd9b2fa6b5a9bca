"""Arms transfers: values, conserved totals, ranks, what may be published."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.sources.arms.flows import FIRST, LAST, REGISTER, TABLES_FILE, flows, no_state
from dyadlens.sources.raw import FOCAL
from dyadlens.sources.runner import build_table
from dyadlens.sources.states.system import state_codes

DEALS = "arms/deal_register_1950_2024.csv"


@pytest.fixture(scope="module")
def whole(full):
    return {name: build_table(name, full) for name in ("arms_transfers", "arms_state_totals", "arms_pooled")}


def tiv(frame, supplier, recipient):
    rows = frame[(frame["supplier"] == supplier) & (frame["recipient"] == recipient)]
    return rows.set_index("year")["tiv"]


def existing(raw, year):
    return {state for state, years in state_codes(raw).years_of_life(year, year).items() if years}


@pytest.mark.parametrize("name", ["unknown supplier(s)", "Unknown recipient(s)", "NATO**", "PKK (Turkey)*", "Biafra"])
def test_parties_without_statehood(name):
    assert no_state(name)


def test_states_are_not_taken_for_parties_without_statehood():
    assert not any(map(no_state, ["Viet Nam", "Soviet Union", "United Kingdom"]))


def test_known_deliveries(table):
    pakistan = tiv(table("arms_transfers"), "RUS", "PAK")
    assert pakistan[[1996, 2002, 2018]].round().tolist() == [87, 106, 79]
    assert pakistan[1968] == 199
    assert 2022 not in pakistan.index


def test_india_is_far_ahead_of_pakistan_in_every_five_years(table):
    india, pakistan = (tiv(table("arms_transfers"), "RUS", s) for s in ("IND", "PAK"))
    for first in range(1990, LAST - 3):
        years = range(first, first + 5)
        assert india.reindex(years, fill_value=0).sum() > 10 * pakistan.reindex(years, fill_value=0).sum()


@pytest.mark.raw
def test_world_totals_are_those_of_the_raw_files(raw, table):
    register = pd.read_csv(raw.path(REGISTER), skiprows=11)
    tables = pd.read_csv(raw.path(TABLES_FILE))
    expected = pd.concat(
        [
            tables[tables["year"] < 1995].groupby("year")["value"].sum(),
            register.groupby("Delivery year")["TIV delivery values"].sum(),
        ]
    )
    world = table("arms_state_totals").query("state == 'WLD'").set_index("year")
    np.testing.assert_allclose(world["imports_tiv"], expected.sort_index(), atol=0.01)
    np.testing.assert_allclose(world["exports_tiv"], expected.sort_index(), atol=0.01)


@pytest.mark.raw
def test_no_delivery_is_lost_between_states_and_others(raw, whole):
    rows = flows(raw)
    alive = {year: existing(raw, year) for year in range(FIRST, LAST + 1)}
    totals = whole["arms_state_totals"]
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
def test_the_extract_is_the_focal_part_of_the_whole(table, whole):
    rows = whole["arms_transfers"]
    focal = rows[rows["supplier"].isin(FOCAL) & rows["recipient"].isin(FOCAL)].reset_index(drop=True)
    pd.testing.assert_frame_equal(table("arms_transfers"), focal, check_dtype=False)
    for name in ("arms_transfers", "arms_deals", "arms_pooled", "arms_ratios"):
        assert set(table(name)["supplier"]) | set(table(name)["recipient"]) <= set(FOCAL)
    assert set(table("arms_state_totals")["state"]) == {*FOCAL, "WLD"}


@pytest.mark.raw
@pytest.mark.parametrize("year", [1968, 2018])
def test_ranks_are_those_among_all_pairs_spelled_out(raw, whole, table, year):
    states = sorted(existing(raw, year))
    rows = whole["arms_transfers"].query("year == @year")
    amount = {(r.supplier, r.recipient): r.tiv for r in rows.itertuples()}
    values = np.array([amount.get((a, b), 0.0) for a in states for b in states if a != b])
    one = table("arms_transfers").set_index(["supplier", "recipient", "year"]).loc[("RUS", "PAK", year)]
    rank = 100 * ((values < one["tiv"]).sum() + (values == one["tiv"]).sum() / 2) / len(values)
    assert one["percentile"] == pytest.approx(rank)
    assert one["pairs"] == len(values)
    zero = table("arms_zero_percentile").set_index("year").loc[year]
    assert zero["percentile"] == pytest.approx(100 * (values == 0).sum() / 2 / len(values))


def five_years(raw, year):
    """Deliveries of five years from the source files, spelled out without the code under test."""
    register = pd.read_csv(raw.path(REGISTER), skiprows=11)
    rows = register[register["Delivery year"].between(year - 4, year)]
    return rows.groupby(["Supplier", "Recipient"])["TIV delivery values"].sum()


@pytest.mark.raw
@pytest.mark.parametrize("year", [2017, 2024])  # in these windows no state is born, and names stand for one state each
def test_ranks_of_shares_of_five_years_spelled_out(raw, table, year):
    sums, states = five_years(raw, year), existing(raw, year)
    imports = sums.groupby("Recipient").sum()
    code = state_codes(raw).of_names(imports.index.to_series(), ignore=filter(no_state, imports.index))
    importers = [name for name, total in imports.items() if total > 0 and code[name] in states]
    sellers = [n for n in sums.index.unique("Supplier") if not no_state(n)]
    positive = [sums.get((s, r), 0) / imports[r] for r in importers for s in sellers if sums.get((s, r), 0) > 0]
    pairs = len(importers) * (len(states) - 1)
    own = sums["Russia", "Pakistan"] / imports["Pakistan"]
    below = pairs - len(positive) + sum(share < own - 1e-12 for share in positive)
    row = table("arms_pooled").set_index(["supplier", "recipient", "year"]).loc[("RUS", "PAK", year)]
    assert row["share_of_imports"] == pytest.approx(own)
    assert row["percentile"] == pytest.approx(100 * (below + 0.5) / pairs)
    zero = table("arms_zero_percentile").set_index("year").loc[year]
    assert zero["import_share_pairs"] == pairs
    assert zero["import_share_percentile"] == pytest.approx(50 * (pairs - len(positive)) / pairs)


@pytest.mark.raw
@pytest.mark.parametrize(("third_party", "name"), [("IND", "India"), ("CHN", "China")])
def test_ranks_of_ratios_spelled_out(raw, table, third_party, name):
    year = 2018
    sums, states = five_years(raw, year), existing(raw, year)
    sellers = [s for s in sums.index.unique("Supplier") if sums.get((s, name), 0) > 0 and not no_state(s)]
    pairs = len(sellers) * (len(states) - 2)
    others = [r for r in sums.index.unique("Recipient") if r != name and not no_state(r)]
    positive = [sums[s, r] / sums[s, name] for s in sellers for r in others if sums.get((s, r), 0) > 0]
    own = sums["Russia", "Pakistan"] / sums["Russia", name]
    below = pairs - len(positive) + sum(ratio < own - 1e-12 for ratio in positive)
    ratios = table("arms_ratios").set_index(["supplier", "recipient", "third_party", "year"])
    row = ratios.loc[("RUS", "PAK", third_party, year)]
    assert row["ratio"] == pytest.approx(own)
    assert row["percentile"] == pytest.approx(100 * (below + 0.5) / pairs)
    zero = table("arms_ratio_zero_percentile").set_index(["third_party", "year"]).loc[(third_party, year)]
    assert (zero["pairs"], zero["percentile"]) == (pairs, pytest.approx(50 * (pairs - len(positive)) / pairs))


@pytest.mark.raw
def test_ranks_of_concentration_spelled_out(table, whole):
    everyone = whole["arms_state_totals"].query("year == 2018 and state != 'WLD'").set_index("state")["supplier_hhi_5y"]
    rows = table("arms_state_totals").query("year == 2018").set_index("state")
    for state in ("PAK", "RUS", "IND"):
        below, same = (everyone < everyone[state] - 1e-12).sum(), (abs(everyone - everyone[state]) < 1e-12).sum()
        rank = 100 * (below + same / 2) / everyone.notna().sum()
        assert rows.loc[state, "supplier_hhi_5y_percentile"] == pytest.approx(rank)
    assert (rows["states_ranked"] == everyone.notna().sum()).all()
    assert np.isnan(rows.loc["WLD", "supplier_hhi_5y_percentile"])


@pytest.mark.raw
def test_concentration_of_five_years_spelled_out(raw, table):
    sums = five_years(raw, 2020).xs("Pakistan", level="Recipient")
    total = table("arms_state_totals").set_index(["state", "year"]).loc[("PAK", 2020)]
    assert total["supplier_hhi_5y"] == pytest.approx(((sums / sums.sum()) ** 2).sum())


@pytest.mark.raw
def test_pooled_years_before_statehood_do_not_count(whole):
    pooled = whole["arms_pooled"].set_index(["supplier", "recipient", "year"])["tiv"]
    single = whole["arms_transfers"].set_index(["supplier", "recipient", "year"])["tiv"]
    assert single["GBR", "ARE", 1970] == 69
    assert pooled["GBR", "ARE", 1973] == single["GBR", "ARE"].loc[1971:1973].sum()


@pytest.mark.raw
def test_shares_of_imports_add_up(whole):
    shares = whole["arms_transfers"].groupby(["recipient", "year"])["share_of_imports"].sum(min_count=1).dropna()
    assert shares.max() <= 1 + 1e-9
    totals = whole["arms_state_totals"].set_index(["state", "year"])
    only_states = totals[(totals["imports_nonstate_tiv"] == 0) & (totals["imports_tiv"] > 0)]
    common = only_states.index.intersection(shares.index)
    np.testing.assert_allclose(shares[common], 1, atol=1e-6)


@pytest.mark.raw
def test_concentration_of_suppliers(table, whole):
    totals = table("arms_state_totals").set_index(["state", "year"])
    rows = whole["arms_transfers"].query("recipient == 'PAK' and year == 2018")
    assert totals.loc[("PAK", 2018), "supplier_hhi"] == pytest.approx((rows["share_of_imports"] ** 2).sum())
    assert totals["supplier_hhi"].isna().equals(totals["imports_tiv"] == 0)
    assert totals.query("year < 1954")["supplier_hhi_5y"].isna().all()


def test_a_state_has_a_row_for_each_year_of_its_life(table):
    years = table("arms_state_totals").groupby("state")["year"].agg(["min", "max", "size"])
    assert years.loc["PAK"].tolist() == [1950, 2024, 75]
    assert years.loc["UKR"].tolist() == [1991, 2024, 34]
    assert years.loc["ARE", "min"] == 1971


def test_deals_with_pakistan(table):
    deals = table("arms_deals").query("supplier == 'RUS' and recipient == 'PAK'").set_index("designation")
    assert deals.loc["Mi-35M", ["order_year", "ordered", "delivered", "last_delivery"]].tolist() == [2015, 4, 4, 2018]
    assert deals.loc["RD-33", "delivery_years"] == 17
    assert deals.loc["RD-33", "year"] == 2024


@pytest.mark.raw
def test_deals_have_no_comments_and_no_zero_for_unknown(raw, table):
    deals = table("arms_deals")
    comments = pd.read_csv(raw.path(DEALS), encoding="utf-8-sig")["Comments"]
    long = {c for c in comments.dropna() if len(c) > 25}
    text = deals.select_dtypes("str")
    assert not any(text[column].isin(long).any() for column in text)
    assert deals.loc[deals["ordered"].isna(), "tiv_ordered"].isna().all()
    assert (deals["year"] >= deals["order_year"]).all()
    assert (deals["first_delivery"].dropna() <= deals["last_delivery"].dropna()).all()
