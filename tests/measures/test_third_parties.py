"""Third parties: known friends and adversaries, triads by hand, pressure and dependence against plain sums."""

import numpy as np
import pytest

from dyadlens.data.catalog import read
from dyadlens.details.third_states import last_year, leaning, third_states_between
from dyadlens.lens import Lens
from dyadlens.measures.column import Data
from dyadlens.measures.registry import describe, registry
from dyadlens.measures.third_parties.balance import signs
from dyadlens.measures.third_parties.closeness import ranks
from dyadlens.measures.third_parties.dependence import arms_shares, with_rivals
from dyadlens.panel.evidence import evidence
from dyadlens.panel.views import matrix
from dyadlens.states.axis import coexisted, positions

YEARS = (1960, 1985, 2010)
MEASURES = [m.name for m in registry().of("third_parties")]


def third_parties(pair, measure=None, *, among=(), **span):
    return evidence(Lens(pair, third_parties=list(among), **span), "third_parties", measure)


@pytest.fixture(scope="module")
def ours():
    return third_parties("PAK-RUS", among=["IND", "USA"], start=2004, end=2022)


def value(found, a, b):
    return found[tuple(positions([a, b]))]


def percentile(found, a, b):
    seen = found[~np.isnan(found)]
    return 100 * (seen < value(found, a, b)).mean()


def some_pairs(year, seed, number):
    at = np.argwhere(coexisted(year)[0])
    return at[np.random.default_rng(seed).integers(0, len(at), number)]


# --- closeness


@pytest.mark.parametrize("year", [1995, 2005, 2015])
@pytest.mark.parametrize("pair", ["GBR-USA", "BLR-RUS", "DEU-FRA"])
def test_known_friends_are_close(pair, year):
    assert percentile(matrix("closeness", year), *pair.split("-")) > 85


@pytest.mark.parametrize("year", [1985, 2000, 2015])
@pytest.mark.parametrize("pair", ["IND-PAK", "IRN-ISR", "KOR-PRK"])
def test_rivals_are_not_close_whatever_they_vote(pair, year):
    found = value(matrix("closeness", year), *pair.split("-"))
    assert found == 0 or (np.isnan(found) and year < 1991)  # the two Koreas joined in 1991


def test_votes_and_speeches_alone_do_not_tell_india_from_pakistan():
    assert percentile(matrix("closeness_assembly", 2015), "IND", "PAK") > 90


@pytest.mark.parametrize("year", YEARS)
def test_closeness_is_the_mean_of_the_ranks_that_are_known(year):
    found, rival, together = matrix("closeness", year), matrix("rivalry", year), coexisted(year)[0]
    parts = [np.where(together, matrix(n, year), np.nan) for n in ("kappa", "speech_similarity", "alliance_ties")]
    ranked = ranks(np.array(parts))
    for i, j in some_pairs(year, 1, 60):
        known = ranked[:, i, j][~np.isnan(ranked[:, i, j])]
        if len(known) < 2:
            assert np.isnan(found[i, j])
        else:
            assert found[i, j] == pytest.approx(0 if rival[i, j] == 1 else known.mean())


def test_who_is_not_in_the_assembly_is_unknown_and_not_far():
    assert np.isnan(value(matrix("closeness", 1965), "CHN", "PAK"))
    assert not np.isnan(value(matrix("closeness", 1975), "CHN", "PAK"))


def test_allies_are_closer_than_rivals_in_all_but_votes_and_speeches():
    upper = np.triu_indices(len(matrix("rivalry", 2005)), 1)
    rival, ally = matrix("rivalry", 2005)[upper] == 1, matrix("defense_pact", 2005)[upper] == 1

    def chance_that_an_ally_is_closer(found):
        allies, rivals = found[upper][ally & ~rival], found[upper][rival]
        return np.mean(allies[~np.isnan(allies), None] > rivals[None, ~np.isnan(rivals)])

    assert chance_that_an_ally_is_closer(matrix("closeness", 2005)) > 0.99
    assert chance_that_an_ally_is_closer(matrix("closeness_assembly", 2005)) < 0.6


# --- hostility


@pytest.mark.parametrize("pair", ["IND-PAK", "IRN-ISR", "PRK-USA"])
def test_known_adversaries_are_hostile_with_disputes_in_it(pair):
    found = matrix("hostility_disputes", 2010)
    assert value(found, *pair.split("-")) >= 0.5 and percentile(found, *pair.split("-")) > 98


def test_a_dispute_fades_by_a_factor_of_e_in_ten_years():
    frame = read("disputes_cow").query("a == 'PAK' and b == 'RUS'")
    assert frame["year"].tolist() == [1960]
    height = frame[["hostility_a", "hostility_b"]].max(axis=1).iloc[0]
    assert value(matrix("hostility_disputes", 1990), "PAK", "RUS") == pytest.approx(height / 5 * np.exp(-3))


def test_nothing_breaks_where_the_record_of_disputes_ends():
    means = [np.nanmean(matrix("hostility", year)) for year in (2014, 2015)]
    assert abs(means[1] - means[0]) < 0.0005
    assert np.isnan(matrix("hostility_disputes", 2015)).all()


# --- triads


def test_triads_of_pakistan_and_russia_in_2010():
    rows = third_states_between(Lens("PAK-RUS", start=2010, end=2010)).rows.set_index("third")
    assert rows.loc["IND", ["sign_a", "sign_b"]].tolist() == [-1, 1]
    assert rows.loc["USA", ["sign_a", "sign_b"]].tolist() == [1, -1]
    products = (rows["sign_a"] * rows["sign_b"]).loc[lambda p: p != 0]
    assert value(matrix("balance_pull", 2010), "PAK", "RUS") == pytest.approx(products.mean())
    assert value(matrix("balance_triads", 2010), "PAK", "RUS") == len(products)


def test_a_rivalry_outweighs_a_pact_and_a_promise_not_to_attack_makes_no_friend():
    found = signs(read("alliances"), read("rivalries"), np.array([2010]))[0]
    assert value(matrix("defense_pact", 2010), "GRC", "TUR") == 1 and value(found, "GRC", "TUR") == -1
    assert value(matrix("nonaggression_pact", 2010), "PAK", "RUS") == 1 and value(found, "PAK", "RUS") == 0


# --- pressure


@pytest.mark.parametrize("year", [*range(1993, 2019, 5), 2016])
def test_india_presses_russia_not_to_serve_pakistan(year):
    found = matrix("third_pressure", year)
    assert percentile(found, "RUS", "PAK") > 85
    assert value(matrix("third_pressure:IND", year), "RUS", "PAK") == value(found, "RUS", "PAK")
    assert value(found, "RUS", "PAK") == value(matrix("closeness", year), "RUS", "IND")


@pytest.mark.parametrize("year", YEARS)
def test_pressure_equals_a_plain_loop(year):
    near, rival = matrix("closeness", year), matrix("rivalry", year)
    found, high = matrix("third_pressure", year), matrix("third_pressure", year, "high")
    for i, j in some_pairs(year, 2, 300):
        rivals_of_b = [c for c in np.flatnonzero(rival[j] == 1) if c != i]
        known = [near[i, c] for c in rivals_of_b if not np.isnan(near[i, c])]
        if known or not rivals_of_b:
            assert found[i, j] == max(known, default=0.0)
            assert (high[i, j] == 1) == (len(known) < len(rivals_of_b) and found[i, j] < 1)
        else:
            assert np.isnan(found[i, j]) and np.isnan(high[i, j])


def test_no_state_presses_itself_and_without_a_rival_there_is_no_pressure():
    assert np.isnan(value(matrix("third_pressure:IND", 2010), "IND", "PAK"))
    assert (
        value(matrix("third_pressure", 2010), "PAK", "BRA")
        == 0
        == value(matrix("third_pressure:USA", 2010), "RUS", "PAK")
    )


def test_the_upper_end_is_what_unknown_closeness_could_add():
    row = third_parties("PAK-USA", "third_pressure", start=1965, end=1965).of("third_pressure", "PAK", "USA").iloc[0]
    assert row["low"] == row["value"] < row["high"] == 1.0  # China, a rival, is not in the Assembly


def test_pressure_of_each_third_state_is_at_most_the_whole(ours):
    for way in (("PAK", "RUS"), ("RUS", "PAK")):
        whole = ours.of("third_pressure", *way).set_index("year")["value"].dropna()
        for third in ("IND", "USA"):
            part = ours.of(f"third_pressure:{third}", *way).set_index("year")["value"].dropna()
            assert len(part) and (part <= whole.reindex(part.index) + 1e-12).all()


def test_pressure_of_one_third_is_known_or_unknown_and_the_description_says_so(ours):
    rows = ours[ours["measure"].str.startswith("third_pressure:")]
    assert len(rows.seen) and rows[["low", "high"]].isna().all().all()
    assert "of one third state alone none" in describe("third_pressure:IND").interval
    # China is no member of the Assembly before 1971: what it could press with is unknown, and no bound is made of it.
    row = third_parties("PAK-USA", "third_pressure:CHN", start=1965, end=1965).of("third_pressure:CHN", "PAK").iloc[0]
    assert row["status"] == "unknown" and np.isnan(row["high"])


# --- dependence


@pytest.mark.parametrize("year", [1965, 1990, 2014])
def test_dependence_equals_a_plain_sum_over_rivals(year):
    shares, rival, found = matrix("trade_dependence", year), matrix("rivalry", year), matrix("outside_dependence", year)
    for i, j in some_pairs(year, 3, 300):
        parts = [shares[i, c] for c in np.flatnonzero(rival[j] == 1) if c != i]
        if np.isnan(parts).any() or np.isnan(shares[i]).all():
            assert np.isnan(found[i, j])  # never taken for zero
        else:
            assert found[i, j] == pytest.approx(sum(parts))


def test_pakistan_depends_on_the_united_states_only_while_it_is_russias_rival(ours):
    found = ours.of("outside_dependence", "PAK", "RUS").set_index("year")
    assert set(found["status"].loc[2004:2006]) == {"true_zero"}
    assert (found["value"].loc[2007:2014] > 0.05).all()
    assert set(found["status"].loc[2015:]) == {"not_covered"}


@pytest.fixture(scope="module")
def shares_of_2010():
    return arms_shares(Data(("arms_transfers", "arms_state_totals")), np.array([2010]))[0]


def test_arms_of_russia_with_india_weigh_in_its_help_for_pakistan(ours, shares_of_2010):
    found = ours.of("outside_dependence_arms", "RUS", "PAK").set_index("year")["value"]
    expected = value(shares_of_2010, "RUS", "IND") + value(shares_of_2010, "RUS", "AFG")
    assert found.loc[2010] == pytest.approx(expected) and expected > 0.2


def test_arms_shares_are_of_both_imports_and_exports_of_five_years(shares_of_2010):
    rows = read("arms_transfers").query("2006 <= year <= 2010")
    between = rows[rows["supplier"].isin(["RUS", "IND"]) & rows["recipient"].isin(["RUS", "IND"])]["tiv"].sum()
    total = read("arms_state_totals").query("2006 <= year <= 2010 and state == 'RUS'")
    whole = total["imports_tiv"].sum() + total["exports_tiv"].sum()
    assert value(shares_of_2010, "RUS", "IND") == pytest.approx(between / whole)


@pytest.mark.parametrize("name", ["outside_dependence_arms", "outside_dependence_atlas"])
def test_rivals_outside_the_extract_widen_the_upper_end(name):
    low, high, found = (matrix(name, 2012, part) for part in ("low", "high", "value"))
    # All rivals of Pakistan are in the extract; of those of the United States, Cuba is not.
    assert np.isnan(value(high, "RUS", "PAK")) and value(found, "RUS", "PAK") > 0
    assert value(low, "PAK", "USA") == pytest.approx(value(found, "PAK", "USA")) and value(high, "PAK", "USA") <= 1
    assert value(low, "PAK", "USA") < value(high, "PAK", "USA")


def test_a_pair_outside_the_extract_is_not_covered_and_none_of_it_is_ranked(ours):
    rows = third_parties("BRA-NOR", start=2010, end=2014)
    for name in ("outside_dependence_arms", "outside_dependence_atlas"):
        assert set(rows.of(name)["status"]) == {"not_covered"}
        assert len(ours.of(name).seen) and ours.of(name)["percentile"].isna().all()


def test_the_share_with_rivals_by_hand():
    # 0 trades half each with 1 and 2; 1 and 2 are rivals, and the share of 0 with 3 is not known.
    shares = np.array([[np.nan, 0.5, 0.5, np.nan], [1, np.nan, 0, 0], [1, 0, np.nan, 0], [np.nan, 0, 0, np.nan]])
    rivals = np.zeros((4, 4))
    rivals[1, 2] = rivals[2, 1] = 1
    found = with_rivals(shares[None], rivals[None])[0]
    assert found[0, :3].tolist() == [0, 0.5, 0.5]
    rivals[2, 3] = rivals[3, 2] = 1
    assert np.isnan(with_rivals(shares[None], rivals[None])[0][0, 2])


# --- third states of a page


def test_third_states_stand_in_the_last_year_that_was_known():
    assert (last_year("PAK-RUS"), last_year(Lens("PAK-RUS", start=2020))) == (2018, None)
    assert last_year(Lens("PAK-RUS", as_of="2018-05")) == 2013
    found = third_states_between("PAK-RUS")
    assert found.year == 2018 and found.rows["third"].iloc[0] == "IND"
    assert found.rows.set_index("third")["presses_b"]["IND"] == value(matrix("third_pressure", 2018), "RUS", "PAK")
    assert third_states_between(Lens("PAK-RUS", start=2020)).rows.empty


def test_leaning_is_the_gap_of_the_two_closenesses():
    found, near = leaning(Lens("PAK-RUS", start=2010, end=2010)), matrix("closeness", 2010)
    for row in found.rows.sample(20, random_state=0).itertuples():
        assert row.value == value(near, row.third, "PAK") - value(near, row.third, "RUS")
    assert found.rows["value"].is_monotonic_decreasing and len(found.rows) > 100


# --- all pairs


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", MEASURES)
def test_all_pairs_are_in_range_of_states_of_the_year_and_symmetric_unless_directed(name, year):
    found, what = matrix(name, year), describe(name)
    if not what.directed:
        np.testing.assert_array_equal(found, found.T)
    assert np.isnan(found[~coexisted(year)[0]]).all()
    known = found[~np.isnan(found)]
    assert ((known >= what.low) & (known <= (np.inf if what.high is None else what.high))).all()


def test_the_order_of_the_pair_changes_nothing(ours):
    other = third_parties("RUS-PAK", among=["IND", "USA"], start=2004, end=2022)
    key, columns = ["measure", "way", "year"], ["value", "low", "high", "percentile", "status"]

    def rows(found):
        directed = found["measure"].map(lambda name: describe(name).directed)
        return found.assign(way=(found["a"] + found["b"]).where(directed, "both")).set_index(key).sort_index()[columns]

    assert rows(ours).equals(rows(other))
    stems = dict.fromkeys(name.partition(":")[0] for name in ours["measure"])
    assert list(stems) == MEASURES
