"""Agreement, S, kappa and pi, and their intervals: published examples, plain loops, simulation, invariances."""

import itertools
import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import foldnorm
from statsmodels.stats.inter_rater import cohens_kappa

from dyadlens.data.catalog import read
from dyadlens.stats.agreement import CHOICES, crosstab, folded_normal_interval, similarity, similarity_interval

MEASURES = ("agreement", "s_score", "kappa", "pi", "pi_weighted")
LOWEST = {"agreement": 0.0}
CORRECTED = ("kappa", "pi", "pi_weighted")
YES, ABSTAIN, NO, ABSENT = 0, 1, 2, -1

# Cohen (1960), first example: 200 cases.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# Cohen (1960), second example: shares.
COHEN_BELOW_CHANCE = [[0.25, 0.13, 0.12], [0.12, 0.02, 0.16], [0.03, 0.15, 0.02]]

TABLES = arrays(int, (3, 3), elements=st.integers(0, 60)).filter(lambda t: t.sum() > 0)
VOTES = st.tuples(st.integers(1, 25), st.integers(2, 6)).flatmap(
    lambda shape: arrays(int, shape, elements=st.integers(-1, 2))
)
# Years of real pairs: well inside the range of every measure, and with few or no events that tell.
AWAY = ("PAK-RUS 2014", "RUS-USA 1995", "DEU-FRA 2018", "GBR-USA 1990", "ISR-TUR 1975", "IND-RUS 2019", "IND-USA 1985")
EDGE = ("PAK-RUS 1986", "IND-PAK 1972", "IND-RUS 1960", "IND-JPN 1998", "EGY-ISR 1950")


def measure(table, name):
    return float(similarity(table, name))


@cache
def real(key):
    """Count the joint votes of a real pair in a year."""
    pair, year = key[:7].split("-"), int(key[8:])
    calls, votes = read("undl_rollcalls"), read("undl_votes")
    here = votes[votes["roll_call"].isin(calls.loc[calls["year"] == year, "roll_call"]) & votes["state"].isin(pair)]
    wide = here.astype({"state": str, "vote": str}).pivot(index="roll_call", columns="state", values="vote")[pair]
    return crosstab(wide.apply(lambda column: pd.Categorical(column, categories=list(CHOICES)).codes))[0]


def resampled(table, draws=4000):
    n = int(table.sum())
    return np.random.default_rng(0).multinomial(n, (table / n).ravel(), size=draws).reshape(-1, 3, 3)


def table_of(one, other):
    """Count joint votes with a plain loop."""
    out = np.zeros((3, 3))
    for x, y in zip(one, other, strict=True):
        if x >= 0 and y >= 0:
            out[x, y] += 1
    return out


def scott(table, weight):
    """Scott's formula with a plain loop; a weight of 1 where any difference counts the same gives his pi."""
    n = sum(map(sum, table))
    common = [(sum(table[k]) + sum(row[k] for row in table)) / (2 * n) for k in range(3)]
    pairs = list(itertools.product(range(3), repeat=2))
    observed = sum(table[k][m] / n * weight(k, m) for k, m in pairs)
    expected = sum(common[k] * common[m] * weight(k, m) for k, m in pairs)
    return 1 - observed / expected


def cohen(table):
    n = sum(map(sum, table))
    observed = sum(table[k][k] for k in range(3)) / n
    expected = sum(sum(table[k]) / n * sum(row[k] for row in table) / n for k in range(3))
    return (observed - expected) / (1 - expected)


def signorino_ritter(one, other, largest):
    """The published formula: one less twice the share of the largest possible distance."""
    return 1 - 2 * sum(abs(x - y) for x, y in zip(one, other, strict=True)) / (len(one) * largest)


def defined(table):
    """Neither state always made one and the same choice as the other."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    return np.count_nonzero(rows + columns) > 1


# --- worked examples


def test_first_example_of_cohen():
    assert measure(COHEN, "agreement") == pytest.approx(0.70)
    assert measure(COHEN, "kappa") == pytest.approx((0.70 - 0.41) / (1 - 0.41))
    assert round(measure(COHEN, "kappa"), 3) == 0.492


def test_second_example_of_cohen_is_below_chance():
    assert measure(COHEN_BELOW_CHANCE, "agreement") == pytest.approx(0.29)
    assert measure(COHEN_BELOW_CHANCE, "kappa") == pytest.approx((0.29 - 0.35) / (1 - 0.35))
    assert round(measure(COHEN_BELOW_CHANCE, "kappa"), 2) == -0.09


def test_published_kappa_and_pi_of_two_abstractors():
    # Gwet (2014), Handbook of Inter-Rater Reliability: pregnancies by two abstractors; figures as irrCAC prints them.
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    assert round(measure(table, "kappa"), 7) == 0.7964094
    assert round(measure(table, "pi"), 7) == 0.7962397


def test_weighted_pi_by_hand_on_cohens_table():
    # Disagreement: one step for 14 + 10 + 10 + 6 cases, two for 18 + 2, of 200.
    # By chance: 2 x (.55 x .30 + .30 x .15) of one step and 2 x .55 x .15 of two.
    assert measure(COHEN, "pi_weighted") == pytest.approx(1 - (40 * 0.5 + 20) / 200 / (0.42 * 0.5 + 0.165))


def test_s_of_four_ties_that_lie_one_step_of_three_apart():
    # Four kinds of alliance, from none to defence pact: each of four ties lies one step of three apart.
    one, other = [3, 3, 2, 2], [2, 2, 3, 3]
    table = np.zeros((4, 4))
    np.add.at(table, (one, other), 1)
    assert measure(table, "s_score") == pytest.approx(1 / 3)
    assert signorino_ritter(one, other, largest=3) == pytest.approx(1 / 3)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=60))
def test_s_is_the_published_formula(votes):
    one, other = zip(*votes, strict=True)
    assert measure(table_of(one, other), "s_score") == pytest.approx(signorino_ritter(one, other, largest=2), abs=1e-12)


@given(TABLES)
def test_chance_corrected_measures_are_the_published_formulas(table):
    assume(defined(table))
    plain = table.tolist()
    assert measure(table, "pi") == pytest.approx(scott(plain, lambda k, m: k != m), abs=1e-9)
    assert measure(table, "pi_weighted") == pytest.approx(scott(plain, lambda k, m: abs(k - m) / 2), abs=1e-9)
    if not math.isnan(measure(table, "kappa")):
        assert measure(table, "kappa") == pytest.approx(cohen(plain), abs=1e-9)


# --- what identical, opposite and independent voting gives


@given(st.lists(st.integers(0, 2), min_size=2, max_size=40).filter(lambda v: len(set(v)) > 1))
def test_identical_votes_give_one(votes):
    table = table_of(votes, votes)
    assert [measure(table, name) for name in MEASURES] == [1] * len(MEASURES)


@given(arrays(int, 3, elements=st.integers(1, 20)))
def test_independent_votes_with_one_habit_give_pi_nil(margin):
    table = np.outer(margin, margin)
    assert measure(table, "pi") == pytest.approx(0, abs=1e-12)
    assert measure(table, "pi_weighted") == pytest.approx(0, abs=1e-12)


def test_opposed_halves_reach_the_lowest_value_of_each():
    table = table_of([YES, NO], [NO, YES])
    assert [measure(table, name) for name in MEASURES] == [0, -1, -1, -1, -1]


# --- order and labels


@given(TABLES)
def test_the_order_of_the_two_states_changes_nothing(table):
    for name in MEASURES:
        assert measure(table, name) == pytest.approx(measure(table.T, name), abs=1e-12, nan_ok=True)


@given(TABLES)
def test_swapping_yes_and_no_changes_nothing(table):
    for name in MEASURES:
        assert measure(table, name) == pytest.approx(measure(table[::-1, ::-1], name), abs=1e-12, nan_ok=True)


def test_swapping_yes_and_abstain_changes_what_counts_steps_only():
    swapped = np.array(COHEN)[np.ix_([1, 0, 2], [1, 0, 2])]
    same = [name for name in MEASURES if math.isclose(measure(COHEN, name), measure(swapped, name))]
    assert same == ["agreement", "kappa", "pi"]


@given(TABLES, st.integers(2, 9))
def test_more_roll_calls_of_the_same_make_change_nothing(table, times):
    for name in MEASURES:
        assert measure(table * times, name) == pytest.approx(measure(table, name), abs=1e-12, nan_ok=True)


@given(VOTES, st.randoms(use_true_random=False))
def test_the_order_of_states_permutes_the_pairs(votes, random):
    n = votes.shape[1]
    order = list(range(n))
    random.shuffle(order)
    pairs = list(itertools.combinations(range(n), 2))
    before = dict(zip(pairs, crosstab(votes), strict=True))
    after = dict(zip(pairs, crosstab(votes[:, order]), strict=True))
    for (i, j), table in after.items():
        x, y = order[i], order[j]
        expected = before[x, y] if x < y else before[y, x].T
        assert np.array_equal(table, expected)


# --- ranges and relations


@given(TABLES)
def test_ranges(table):
    assert 0 <= measure(table, "agreement") <= 1
    for name in MEASURES[1:]:
        value = measure(table, name)
        assert math.isnan(value) or -1 - 1e-12 <= value <= 1


@given(TABLES)
def test_s_lies_between_twice_agreement_less_one_and_agreement(table):
    agreement, s = measure(table, "agreement"), measure(table, "s_score")
    assert 2 * agreement - 1 - 1e-11 <= s <= agreement + 1e-11


@given(TABLES)
def test_correction_for_chance_never_raises_agreement(table):
    # 1 - (1 - p_o) / (1 - p_e) is at most p_o since p_e is not negative.
    for name in ("kappa", "pi"):
        value = measure(table, name)
        assert math.isnan(value) or value <= measure(table, "agreement") + 1e-12


@given(TABLES)
def test_pi_is_never_above_kappa(table):
    # ((q + r) / 2) ** 2 - q r = ((q - r) / 2) ** 2: one common habit makes chance agreement the likelier.
    pi, kappa = measure(table, "pi"), measure(table, "kappa")
    assert math.isnan(pi) or math.isnan(kappa) or pi <= kappa + 1e-12


@given(TABLES)
def test_pi_is_kappa_where_both_have_one_habit(table):
    same_margins = table + table.T
    assume(defined(same_margins))
    assert measure(same_margins, "pi") == pytest.approx(measure(same_margins, "kappa"), abs=1e-12)


# --- nothing to judge by


@pytest.mark.parametrize("name", MEASURES)
def test_no_shared_roll_call_gives_nothing(name):
    assert math.isnan(measure(np.zeros((3, 3)), name))


@pytest.mark.parametrize("choice", [YES, ABSTAIN, NO])
def test_one_choice_throughout_says_nothing_beyond_chance(choice):
    table = np.zeros((3, 3))
    table[choice, choice] = 30
    assert measure(table, "agreement") == measure(table, "s_score") == 1
    assert all(math.isnan(measure(table, name)) for name in CORRECTED)


def test_unknown_measure_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match=r"unknown measure 'tau'.*agreement.*pi_weighted"):
        similarity(COHEN, "tau")


@pytest.mark.parametrize("shape", [(1, 1), (3,), (3, 4), (9,)])
def test_a_table_that_is_not_square_is_refused(shape):
    with pytest.raises(ValueError, match="must be square"):
        similarity(np.ones(shape), "agreement")


# --- all pairs at once


@given(VOTES)
def test_all_pairs_equal_a_double_loop(votes):
    states = range(votes.shape[1])
    loop = [table_of(votes[:, i], votes[:, j]) for i in states for j in states if i < j]
    assert np.array_equal(crosstab(votes), np.array(loop))


@given(VOTES)
def test_joint_votes_sum_to_the_roll_calls_both_took_part_in(votes):
    took_part = votes >= 0
    pairs = itertools.combinations(range(votes.shape[1]), 2)
    shared = [(took_part[:, i] & took_part[:, j]).sum() for i, j in pairs]
    assert crosstab(votes).sum(axis=(1, 2)).tolist() == shared


def test_absence_is_not_abstention():
    votes = [[YES, YES], [ABSTAIN, ABSENT], [ABSENT, NO]]
    assert crosstab(votes)[0].tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("name", MEASURES)
def test_many_tables_give_what_each_gives_alone(name):
    tables = np.random.default_rng(1).integers(0, 9, (4, 5, 3, 3))
    together = similarity(tables, name)
    assert together.shape == (4, 5)
    assert together.ravel().tolist() == pytest.approx([measure(t, name) for t in tables.reshape(-1, 3, 3)])


def test_equal_shares_tie_to_the_last_bit():
    thirds = np.array([np.diag([n, 0, 0]) + np.fliplr(np.diag([2 * n, 0, 0])) for n in range(1, 60)])
    assert len(set(similarity(thirds, "agreement").tolist())) == 1


# --- intervals


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("key", AWAY)
def test_coverage_away_from_bounds(key, name):
    table = real(key)
    low, high = similarity_interval(resampled(table), name)
    truth = similarity(table, name)
    assert 0.88 <= np.mean((low <= truth) & (truth <= high)) <= 0.935


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("key", EDGE)
def test_coverage_near_bounds_and_with_few_events_is_conservative(key, name):
    table = real(key)
    low, high = similarity_interval(resampled(table), name)
    truth, known = similarity(table, name), ~np.isnan(low)
    assert np.mean((low <= truth)[known] & (truth <= high)[known]) >= 0.89


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("key", AWAY)
def test_the_closed_form_is_that_of_the_bootstrap(key, name):
    table = real(key)
    low, high = np.quantile(similarity(resampled(table), name), [0.05, 0.95])
    found = similarity_interval(table, name)
    assert np.array(found) == pytest.approx([low, high], abs=0.16 * (high - low))


def test_the_variance_of_kappa_is_the_published_one():
    # Fleiss, Cohen & Everitt (1969), as statsmodels has it; with many cases only the variance is left in the interval.
    table = 1000 * np.array(COHEN)
    low, high = similarity_interval(table, "kappa")
    peer = cohens_kappa(table)
    assert measure(table, "kappa") == pytest.approx(peer.kappa)
    assert (high - low) / 2 == pytest.approx(1.6448536 * peer.std_kappa, rel=1e-3)


def test_full_agreement_over_twelve_roll_calls_is_no_certainty():
    low, high = similarity_interval(np.diag([12, 0, 0]), "agreement")
    assert high == 1 and float(low) ** 12 == pytest.approx(0.05)
    opposed = similarity_interval(np.fliplr(np.diag([0, 0, 12])), "agreement")
    assert opposed[0] == 0 and opposed[1] == pytest.approx(1 - low)


@given(TABLES, st.sampled_from(MEASURES))
def test_an_interval_holds_the_value_inside_the_range_and_has_a_width(table, name):
    value, (low, high) = measure(table, name), similarity_interval(table, name)
    assert np.isnan([low, high]).all() == math.isnan(value)
    assume(not math.isnan(value))
    assert LOWEST.get(name, -1.0) <= low <= value <= high <= 1
    assert high - low > 1e-3


# What always comes out the same in a sample is not certain either: a state that never left one choice, identical
# votes, opposed votes, votes one step apart.
@pytest.mark.parametrize("name", MEASURES[1:])
@pytest.mark.parametrize(
    "table",
    [[[60, 20, 0], [0, 0, 0], [0, 0, 0]], np.diag([20, 5, 9]), np.fliplr(np.diag([9, 0, 9])), np.diag([12, 12], k=1)],
)
def test_a_sample_without_spread_still_has_an_interval(table, name):
    low, high = similarity_interval(table, name)
    assert high - low > 0.05


@given(TABLES.filter(lambda t: (t + t.T).sum(axis=0).astype(bool).sum() > 1), st.sampled_from(MEASURES))
def test_the_order_of_the_two_states_changes_no_interval(table, name):
    assert np.array(similarity_interval(table, name)) == pytest.approx(
        np.array(similarity_interval(table.T, name)), abs=1e-9, nan_ok=True
    )


@pytest.mark.parametrize("name", MEASURES)
def test_more_roll_calls_and_a_lower_level_make_it_narrower(name):
    widths = [float(np.subtract(*similarity_interval(np.array(COHEN) * times, name)[::-1])) for times in (1, 4, 16)]
    assert widths[0] > 1.8 * widths[1] > 1.8**2 * widths[2]
    narrow, wide = (similarity_interval(COHEN, name, level=level) for level in (0.5, 0.95))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize("name", MEASURES)
def test_intervals_of_many_tables_are_those_of_each(name):
    tables = np.random.default_rng(1).integers(0, 9, (4, 5, 3, 3))
    together = similarity_interval(tables, name)
    alone = np.array([similarity_interval(table, name) for table in tables.reshape(-1, 3, 3)])
    assert np.stack(together, axis=-1).reshape(-1, 2) == pytest.approx(alone)


def test_an_empty_table_has_no_interval():
    assert np.isnan(similarity_interval(np.zeros((2, 3, 3)), "kappa")).all()
    assert np.isnan(similarity_interval(np.zeros((3, 3)), "agreement")).all()


# --- distances


@given(st.floats(-20, 20), st.floats(0.01, 5))
def test_a_distance_has_the_quantiles_of_the_folded_normal(mean, sd):
    found = np.array(folded_normal_interval(mean, sd))
    assert foldnorm.cdf(found / sd, abs(mean) / sd) == pytest.approx([0.5, 0.05, 0.95], abs=1e-8)
    assert 0 <= found[1] < found[0] < found[2]


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.0), (0.5, 1.0), (-2.0, 0.7), (9.0, 0.1)])
def test_the_interval_of_a_distance_is_that_of_draws(mean, sd):
    draws = np.abs(np.random.default_rng(6).normal(mean, sd, 400_000))
    assert np.array(folded_normal_interval(mean, sd)) == pytest.approx(
        np.quantile(draws, [0.5, 0.05, 0.95]), abs=0.01 * sd
    )


def test_a_distance_without_error_or_value():
    found = np.array(folded_normal_interval([1.0, np.nan, 1.0, 0.0], [0.0, 1.0, np.nan, 0.0]))
    assert found[:, 0].tolist() == [1, 1, 1] and found[:, 3].tolist() == [0, 0, 0] and np.isnan(found[:, 1:3]).all()
    with pytest.raises(ValueError, match="must not be negative"):
        folded_normal_interval(1.0, -1.0)
