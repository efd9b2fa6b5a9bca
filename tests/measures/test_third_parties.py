"""Third parties: known friends and foes, triads by hand, pressure and dependence against plain sums."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import describe
from dyadlens.measures import third_parties as thirds
from dyadlens.measures.compare import beside
from dyadlens.measures.security_grid import alive, both_alive, place
from dyadlens.measures.security_pairs import promised, rivals
from dyadlens.measures.third_parties_directed import (
    arms_dependence,
    arms_ends,
    arms_shares,
    outside_dependence,
    pressure_by,
    reconciled_dependence,
    reconciled_ends,
    reconciled_shares,
    third_pressure,
    trade_shares,
)
from dyadlens.measures.third_parties_pairs import (
    assembly_closeness,
    balance_pull,
    closeness,
    dispute_hostility,
    ranks,
    signs,
    speech_similarity,
    triads,
    vote_similarity,
)

YEARS = (1960, 1985, 2010)


@pytest.fixture(scope="module")
def ours():
    return check(thirds.compute(Lens("PAK-RUS", third_parties=["IND", "USA"], start=2004, end=2022)))


@pytest.fixture(scope="module")
def every():
    return {name: thirds.all_pairs(name) for name in thirds.ALL_PAIRS}


def value(matrix, a, b):
    i, j = place([a, b])
    return matrix[i, j]


def percentile(matrix, a, b):
    i, j = place([a, b])
    off = ~np.eye(len(matrix), dtype=bool)
    seen = matrix[off & ~np.isnan(matrix)]
    return 100 * (seen < matrix[i, j]).mean()


# --- closeness


@pytest.mark.parametrize("year", [1995, 2005, 2015])
@pytest.mark.parametrize("pair", ["GBR-USA", "BLR-RUS", "DEU-FRA"])
def test_known_friends_are_close(pair, year):
    assert percentile(closeness(year), *pair.split("-")) > 85


@pytest.mark.parametrize("year", [1985, 2000, 2015])
@pytest.mark.parametrize("pair", ["IND-PAK", "IRN-ISR", "KOR-PRK"])
def test_rivals_are_not_close_whatever_they_vote(pair, year):
    found = value(closeness(year), *pair.split("-"))
    assert found == 0 or (np.isnan(found) and year < 1991)  # the two Koreas joined in 1991


def test_votes_and_speeches_alone_do_not_tell_india_from_pakistan():
    assert percentile(assembly_closeness(2015), "IND", "PAK") > 90


@pytest.mark.parametrize("year", YEARS)
def test_closeness_is_the_mean_of_the_ranks_that_are_known(year):
    parts = [vote_similarity(year), speech_similarity(year), thirds.pairs.obligations(year)]
    rows, at = np.random.default_rng(1), np.argwhere(both_alive(year))
    for i, j in at[rows.integers(0, len(at), 60)]:
        known = [r for r in (ranks(p)[i, j] for p in parts) if not np.isnan(r)]
        if rivals(year)[i, j] == 1:
            assert closeness(year)[i, j] == 0 or len(known) < 2
        elif len(known) >= 2:
            assert closeness(year)[i, j] == pytest.approx(sum(known) / len(known))
        else:
            assert np.isnan(closeness(year)[i, j])


def test_who_is_not_in_the_assembly_is_unknown_and_not_far():
    assert np.isnan(value(closeness(1965), "CHN", "PAK")) and not np.isnan(value(closeness(1975), "CHN", "PAK"))


def test_allies_are_closer_than_rivals_in_all_but_votes_and_speeches():
    def chance_that_an_ally_is_closer(matrix, year):
        upper = np.triu_indices(len(matrix), 1)
        rival, ally = rivals(year)[upper] == 1, promised(year, "defense")[upper] == 1
        allies, foes = matrix[upper][ally & ~rival], matrix[upper][rival]
        allies, foes = allies[~np.isnan(allies)], foes[~np.isnan(foes)]
        return np.mean(allies[:, None] > foes[None, :])

    assert chance_that_an_ally_is_closer(closeness(2005), 2005) > 0.99
    assert chance_that_an_ally_is_closer(assembly_closeness(2005), 2005) < 0.6


# --- hostility


@pytest.mark.parametrize("pair", ["IND-PAK", "IRN-ISR", "PRK-USA"])
def test_known_foes_are_hostile_with_disputes_in_it(pair):
    matrix = dispute_hostility(2010)
    assert value(matrix, *pair.split("-")) >= 0.5 and percentile(matrix, *pair.split("-")) > 98


def test_north_korea_and_the_united_states_are_no_rivals_of_the_list():
    assert value(rivals(2010), "PRK", "USA") == 0


def test_a_dispute_fades_by_a_factor_of_e_in_ten_years():
    frame = read("disputes_cow")
    height = frame[["hostility_a", "hostility_b"]].max(axis=1)
    rows = frame[(frame["a"] == "PAK") & (frame["b"] == "RUS")]
    assert rows["year"].tolist() == [1960]
    assert value(dispute_hostility(1990), "PAK", "RUS") == pytest.approx(height[rows.index[0]] / 5 * np.exp(-3))


def test_nothing_breaks_where_the_record_of_disputes_ends(every):
    mean = every["hostility"].groupby("year")["value"].mean()
    assert abs(mean[2015] - mean[2014]) < 0.0005
    assert every["hostility_disputes"]["year"].max() == 2014


# --- triads


def test_triads_of_pakistan_and_russia_in_2010():
    found = {c: (a, b) for c, a, b in triads("PAK", "RUS", 2010)}
    assert found["IND"] == (-1, 1) and found["USA"] == (1, -1)
    products = [a * b for a, b in found.values()]
    assert value(balance_pull(2010), "PAK", "RUS") == pytest.approx(sum(products) / len(products))


def test_a_rivalry_outweighs_a_pact():
    assert value(promised(2010, "defense"), "GRC", "TUR") == 1 and value(signs(2010), "GRC", "TUR") == -1


def test_a_promise_not_to_attack_makes_no_friend():
    assert value(promised(2010, "nonaggression"), "PAK", "RUS") == 1 and value(signs(2010), "PAK", "RUS") == 0


# --- pressure


@pytest.mark.parametrize("year", [*range(1993, 2019, 5), 2016])
def test_india_presses_russia_not_to_serve_pakistan(year):
    matrix = third_pressure(year)
    assert percentile(matrix, "RUS", "PAK") > 85
    assert value(pressure_by(year, "IND"), "RUS", "PAK") == value(matrix, "RUS", "PAK")


@pytest.mark.parametrize("year", YEARS)
def test_pressure_equals_a_plain_loop(year):
    near, foes, matrix = closeness(year), rivals(year), third_pressure(year)
    at = np.argwhere(both_alive(year))
    for i, j in at[np.random.default_rng(2).integers(0, len(at), 300)]:
        thirds_of_b = [c for c in np.flatnonzero(foes[j] == 1) if c != i]
        known = [near[i, c] for c in thirds_of_b if not np.isnan(near[i, c])]
        if known or not thirds_of_b:
            assert matrix[i, j] == max(known, default=0.0)
        else:
            assert np.isnan(matrix[i, j])


def test_no_state_presses_itself_and_without_a_foe_there_is_no_pressure():
    assert np.isnan(value(pressure_by(2010, "IND"), "IND", "PAK"))
    assert value(third_pressure(2010), "PAK", "BRA") == 0


def test_the_upper_end_is_what_unknown_closeness_could_add():
    lens = Lens("PAK-USA", start=1965, end=1965)
    row = thirds.compute(lens).of("third_pressure", "PAK", "USA").iloc[0]
    assert row["low"] == row["value"] < row["high"] == 1.0  # China, a rival, is not in the assembly


def test_pressure_by_each_third_adds_up_to_the_highest(ours):
    for way in (("PAK", "RUS"), ("RUS", "PAK")):
        whole = ours.of("third_pressure", *way).set_index("year")["value"].dropna()
        for third in ("IND", "USA"):
            part = ours.of(f"third_pressure:{third}", *way).set_index("year")["value"].dropna()
            assert (part <= whole.reindex(part.index) + 1e-12).all()


def test_pressure_of_one_third_is_known_or_unknown_and_the_description_says_so(ours):
    rows = ours[ours["measure"].str.startswith("third_pressure:")]
    assert len(rows.seen) and rows[["low", "high"]].isna().all().all()
    assert "of one third state alone none" in describe("third_pressure:IND").interval
    # China is no member of the Assembly before 1971: what it could press with is unknown, and no bound is made of it.
    row = (
        thirds.compute(Lens("PAK-USA", third_parties=["CHN"], start=1965, end=1965))
        .of("third_pressure:CHN", "PAK")
        .iloc[0]
    )
    assert row["status"] == "unknown" and np.isnan(row["high"])


def test_closeness_to_thirds_comes_as_for_any_pair():
    rows = beside(Lens("PAK-RUS", third_parties=["IND"], start=2015, end=2015), "third_parties", "closeness")
    assert sorted(rows["a"] + rows["b"]) == ["PAKIND", "RUSIND"]
    assert rows.set_index("a")["value"]["PAK"] == 0 < rows.set_index("a")["value"]["RUS"]


# --- dependence


def test_shares_of_trade_add_up_and_equal_the_source():
    shares = trade_shares(2010)
    sums = np.nansum(shares, axis=1)
    assert np.allclose(sums[sums > 0], 1)
    flows = read("trade_cow").query("year == 2010").astype({"importer": str, "exporter": str})
    both = flows[(flows["importer"] == "PAK") | (flows["exporter"] == "PAK")]
    partner = both["importer"].where(both["importer"] != "PAK", both["exporter"])
    totals = both.groupby(partner)["imports_musd"].agg(["sum", "count", lambda v: v.notna().sum()])
    whole = totals[totals["count"] == 2]["sum"]
    assert value(shares, "PAK", "USA") == pytest.approx(whole["USA"] / whole.sum())


@pytest.mark.parametrize("year", [1965, 1990, 2014])
def test_dependence_equals_a_plain_sum_over_rivals(year):
    shares, foes, matrix = trade_shares(year), rivals(year), outside_dependence(year)
    at = np.argwhere(both_alive(year))
    for i, j in at[np.random.default_rng(3).integers(0, len(at), 300)]:
        parts = [shares[i, c] for c in np.flatnonzero(foes[j] == 1) if c != i]
        if np.isnan(parts).any() or np.isnan(shares[i]).all():
            assert np.isnan(matrix[i, j])  # never taken for zero
        else:
            assert matrix[i, j] == pytest.approx(sum(parts))


def test_pakistan_depends_on_the_united_states_only_while_it_is_russias_rival(ours):
    found = ours.of("outside_dependence", "PAK", "RUS").set_index("year")
    assert set(found["status"].loc[2004:2006]) == {"true_zero"}
    assert (found["value"].loc[2007:2014] > 0.05).all()
    assert set(found["status"].loc[2015:]) == {"not_covered"}


def test_arms_of_russia_with_india_weigh_in_its_help_for_pakistan(ours):
    found = ours.of("outside_dependence_arms", "RUS", "PAK").set_index("year")["value"]
    assert found.loc[2010] == pytest.approx(
        value(arms_shares(2010), "RUS", "IND") + value(arms_shares(2010), "RUS", "AFG")
    )
    assert found.loc[2010] > 0.2


def test_arms_shares_are_of_both_imports_and_exports():
    rows = read("arms_transfers").query("2006 <= year <= 2010")
    between = rows[rows["supplier"].isin(["RUS", "IND"]) & rows["recipient"].isin(["RUS", "IND"])]["tiv"].sum()
    total = read("arms_state_totals").query("2006 <= year <= 2010 and state == 'RUS'")
    assert value(arms_shares(2010), "RUS", "IND") == pytest.approx(
        between / (total["imports_tiv"].sum() + total["exports_tiv"].sum())
    )


@pytest.mark.parametrize(
    ("dependence", "ends", "shares"),
    [(arms_dependence, arms_ends, arms_shares), (reconciled_dependence, reconciled_ends, reconciled_shares)],
)
def test_foes_outside_the_extract_widen_the_upper_end(dependence, ends, shares):
    # All rivals of Pakistan are held; of those of the United States, Cuba is not.
    i, j, k = place(["RUS", "PAK", "USA"])
    assert np.isnan(ends(2012, i, j)).all() and dependence(2012)[i, j] > 0
    low, high = ends(2012, place(["PAK"])[0], k)
    assert low < high <= low + 1 - np.nansum(shares(2012)[place(["PAK"])[0]]) + 1e-12


def test_a_pair_outside_the_extract_is_not_covered_and_not_zero():
    rows = check(thirds.compute(Lens("BRA-NOR", third_parties=[], start=2010, end=2014)))
    for name in ("outside_dependence_arms", "outside_dependence_atlas"):
        assert set(rows.of(name)["status"]) == {"not_covered"}


# --- all pairs


@pytest.mark.parametrize("name", thirds.ALL_PAIRS)
def test_all_pairs_are_ordered_unique_and_in_range(name, every):
    rows, what = every[name], next(m for m in thirds.MEASURES if m.name == name)
    assert list(rows.columns) == ["a", "b", "year", "value"]
    assert rows["value"].notna().all() and not rows.duplicated(["a", "b", "year"]).any()
    assert rows["value"].min() >= what.low and (what.high is None or rows["value"].max() <= what.high)
    assert (rows["a"] < rows["b"]).all() or what.directed
    assert rows["year"].between(thirds.GRIDS[name].first, thirds.GRIDS[name].last).all()
    last = rows[rows["year"] == rows["year"].max()]
    assert alive(int(rows["year"].max()))[place(pd.concat([last["a"], last["b"]]))].all()


@pytest.mark.parametrize("name", thirds.ALL_PAIRS)
def test_one_pair_is_what_all_pairs_say(name, every, ours):
    what = next(m for m in thirds.MEASURES if m.name == name)
    way = ("RUS", "PAK") if what.directed else ("PAK", "RUS")
    rows = every[name]
    one = rows[(rows["a"] == way[0]) & (rows["b"] == way[1]) & rows["year"].between(2004, 2022)]
    assert one.set_index("year")["value"].to_dict() == ours.of(name, *way).seen.set_index("year")["value"].to_dict()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", [n for n, g in thirds.GRIDS.items() if not g.directed])
def test_undirected_matrices_are_symmetric(name, year):
    if thirds.GRIDS[name].first <= year:
        matrix = thirds.GRIDS[name].build(year)
        np.testing.assert_array_equal(matrix, matrix.T)
        assert np.isnan(matrix[~both_alive(year)]).all()


def test_the_order_of_the_pair_changes_nothing(ours):
    other = thirds.compute(Lens("RUS-PAK", third_parties=["IND", "USA"], start=2004, end=2022))
    key, columns = ["measure", "year"], ["value", "low", "high", "percentile", "status"]
    for name, group in ours.groupby("measure"):
        directed = thirds.GRIDS[name.partition(":")[0]].directed
        for way in {("PAK", "RUS"), ("RUS", "PAK")} if directed else {("PAK", "RUS")}:
            one = pd.DataFrame(group.of(name, *way)).sort_values(key)[columns].reset_index(drop=True)
            two = pd.DataFrame(other.of(name, *(way if directed else way[::-1])))[columns].reset_index(drop=True)
            pd.testing.assert_frame_equal(one, two)


def test_every_measure_is_described_and_a_third_has_its_own(ours):
    stems = dict.fromkeys(name.partition(":")[0] for name in ours["measure"])
    assert list(stems) == [m.name for m in thirds.MEASURES]
    assert {"third_pressure:IND", "third_pressure:USA"} <= set(ours["measure"])


def test_an_unknown_measure_is_refused():
    with pytest.raises(KeyError):
        thirds.all_pairs("outside_dependence_arms")
