"""Draws and sensitivity: the default among them, each choice as the recipe makes it, and the seed."""

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.indices.as_known import pair_rows
from dyadlens.indices.composite import composite
from dyadlens.indices.definitions import indicators_of
from dyadlens.indices.input_values import inputs_of
from dyadlens.indices.normalise import SCALINGS, rows_of_year
from dyadlens.indices.recipe import Recipe, steps_of
from dyadlens.indices.reference import BETWEEN
from dyadlens.indices.sensitivity import FACTORS, alternatives, sobol
from dyadlens.indices.uncertainty import _drawn, band, default_choices, draw_choices, draws_of, simulate
from dyadlens.panel.columns import PERCENTILE, column
from dyadlens.stats.ranks import percentile_rank

YEAR = 2012


@pytest.fixture(scope="module")
def lens():
    return Lens("PAK-RUS", start=YEAR - 1, end=YEAR + 1)


@pytest.fixture(scope="module")
def inputs(lens):
    return inputs_of(lens, "convergence")


@pytest.fixture(scope="module")
def recipe():
    """The recipe over all pairs of one year, by the engine and not by the draws."""
    rows = rows_of_year(YEAR)
    return Recipe(
        lambda name: column(name)[rows],
        steps_of(indicators_of("convergence")),
        np.full(len(rows), YEAR),
        lambda name: column(name + PERCENTILE)[rows],
    )


@pytest.fixture(scope="module")
def caution():
    """Caution in 2014: inputs of the pair, the recipe over all pairs of the year, and the pair's row in it."""
    lens = Lens("PAK-RUS", start=2014, end=2014)
    rows = rows_of_year(2014)
    recipe = Recipe(
        lambda name: column(name)[rows],
        steps_of(indicators_of("caution")),
        np.full(len(rows), 2014),
        lambda name: column(name + PERCENTILE)[rows],
    )
    return inputs_of(lens, "caution"), recipe, int(np.searchsorted(rows, pair_rows(lens)[1][0]))


def read_off(default, other, row):
    """The default index at the rank that a pair has under other choices, among the pairs known under both."""
    both = ~np.isnan(default) & ~np.isnan(other)
    rank = percentile_rank(other[row], other[both]) / 100
    return np.interp(rank, (np.arange(both.sum()) + 0.5) / both.sum(), np.sort(default[both]))


def at_row(lens):
    years, rows = pair_rows(lens)
    return np.searchsorted(rows_of_year(YEAR), rows[list(years).index(YEAR)])


def test_the_default_choices_give_the_index(lens, inputs):
    _, rows = pair_rows(lens)
    expected = composite("convergence")[rows]
    assert simulate(inputs, default_choices(inputs))[0] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("scaling", range(len(SCALINGS)))
@pytest.mark.parametrize("between", range(len(BETWEEN)))
def test_each_choice_is_what_the_recipe_makes_of_it(lens, inputs, recipe, scaling, between):
    choices = default_choices(inputs)
    choices.scaling[:], choices.between[:] = scaling, between
    made = simulate(inputs, choices, aligned=False)[0, 1]
    _, method, treat = SCALINGS[scaling]
    whole = recipe.replay(normalise=method, treat=treat, aggregate=BETWEEN[between])
    assert made == pytest.approx(whole.value[at_row(lens)], rel=1e-4)


def test_a_result_is_read_off_the_default_at_its_rank(lens, inputs, recipe):
    choices = default_choices(inputs)
    choices.scaling[:], choices.between[:] = 2, 1
    aligned = simulate(inputs, choices)[0, 1]
    other = recipe.replay(normalise="minmax", treat="winsor", aggregate="arithmetic").value
    assert aligned == pytest.approx(read_off(recipe.run().value, other, at_row(lens)), abs=0.1)


def test_a_domain_left_out_is_left_out(lens, inputs, recipe):
    choices = default_choices(inputs)
    choices.left_out[0] = inputs.domains.index("words")
    made = simulate(inputs, choices, aligned=False)[0, 1]
    kept = {d: v[at_row(lens)] for d, v in recipe.run().domains.items() if d != "words"}
    assert made == pytest.approx(np.exp(np.mean(np.log([v for v in kept.values() if not np.isnan(v)]))), rel=1e-4)


@pytest.mark.parametrize("index", ["convergence", "caution"])
def test_the_band_of_a_year_does_not_depend_on_the_other_years_in_view(index):
    whole = band(Lens("PAK-RUS", start=2011, end=2013), index)
    alone = band(Lens("PAK-RUS", start=2012, end=2012), index)
    assert alone.loc[2012].notna().all()
    pd.testing.assert_series_equal(whole.loc[2012], alone.loc[2012])


def test_the_draws_are_the_same_each_time_and_differ_by_seed(lens, inputs):
    again = simulate(inputs, draw_choices(inputs, 500))
    assert np.array_equal(again, simulate(inputs, draw_choices(inputs, 500)), equal_nan=True)
    assert not np.array_equal(again, simulate(inputs, draw_choices(inputs, 500, seed=1)), equal_nan=True)
    assert draws_of(lens, "convergence").shape == (10_000, 3)


def test_draws_of_a_value_stay_about_its_interval(inputs):
    choices = default_choices(inputs, 4000)
    choices.noise[:] = np.random.default_rng(0).standard_normal(choices.noise.shape)
    drawn = simulate(inputs, choices)[:, 1]
    value = simulate(inputs, default_choices(inputs))[0, 1]
    assert np.quantile(drawn, 0.05) < value < np.quantile(drawn, 0.95)
    assert drawn.std() > 0


def test_a_ratio_without_an_upper_end_is_drawn_alike_on_both_sides():
    inputs = inputs_of(Lens("BRA-PAK", start=2009, end=2009), "caution")
    (at, (y, c)) = next((at, (y, c)) for at, (y, c) in enumerate(inputs.uncertain) if np.isinf(inputs.high[y, c]))
    choices = default_choices(inputs, 3)
    choices.noise[:, at] = (-1.6448536, 0.0, 1.6448536)
    low, value, high = _drawn(inputs, y, c, choices.noise[:, at])
    assert value == inputs.values[y, c] and low == pytest.approx(inputs.low[y, c])
    assert high / value == pytest.approx(value / low)
    assert np.isfinite(simulate(inputs, draw_choices(inputs, 2000))).any()


def test_weights_are_a_dirichlet_around_equal_ones_and_all_domains_are_left_out_alike(inputs):
    choices = draw_choices(inputs, 20_000)
    assert choices.weights.sum(axis=1) == pytest.approx(1.0)
    assert choices.weights.mean(axis=0) == pytest.approx(1 / 8, abs=0.003)
    assert choices.weights.std(axis=0) == pytest.approx(np.sqrt(7 / 64 / 81), abs=0.002)
    assert np.bincount(choices.left_out) / len(choices) == pytest.approx(1 / 9, abs=0.01)
    left_out = choices.effective == 0
    assert (left_out.sum(axis=1) == (choices.left_out < 8)).all()
    assert (left_out.argmax(axis=1) == choices.left_out)[choices.left_out < 8].all()


def test_shares_of_variance_know_what_cannot_matter(lens):
    shares = sobol(lens, "caution").set_index("choice")
    assert set(shares.index) == set(FACTORS)
    assert shares.loc["values", "total"] > 0.05  # the ratio of words to deeds has an interval
    before = sobol(Lens("PAK-RUS", start=1995, end=1997), "caution").set_index("choice")  # no measure has one yet
    assert before.loc["values", "total"] == pytest.approx(0.0, abs=1e-12)
    assert (shares["first"] <= shares["total"] + shares["first_half"] + shares["total_half"]).all()
    assert 0.9 < shares["total"].sum() < 3
    assert shares["total"].is_monotonic_decreasing


def test_alternatives_are_the_recipe_replayed(lens, recipe):
    found = alternatives(lens, "convergence")
    assert (found["year"] == YEAR + 1).all()
    assert found["difference"].abs().is_monotonic_decreasing
    assert set(found["choice"]) == {"normalisation", "mean between domains", "domain left out"}
    one = alternatives(Lens("PAK-RUS", start=YEAR, end=YEAR), "convergence").set_index("alternative")
    for domain in ("third_parties", "enmity"):
        other = recipe.replay(select=(domain,)).value
        assert one.loc[domain, "value"] == pytest.approx(read_off(recipe.run().value, other, at_row(lens)), abs=0.1)


def test_a_domain_left_out_moves_an_index_no_farther_than_its_rank(caution):
    """Without what it stakes the pair hardly rises among all pairs; that the level rises by twenty says nothing."""
    inputs, recipe, row = caution
    choices = default_choices(inputs, 2)
    choices.left_out[1] = inputs.domains.index("stake")
    plain, aligned = (simulate(inputs, choices, aligned=a)[:, 0] for a in (False, True))
    other, default = recipe.replay(select=("stake",)).value, recipe.run().value
    assert plain[1] == pytest.approx(other[row], rel=1e-4) and plain[1] - plain[0] > 15
    assert aligned[1] == pytest.approx(read_off(default, other, row), abs=0.2)
    assert aligned[0] == pytest.approx(default[row], rel=1e-4) and aligned[1] - aligned[0] < 6


@pytest.mark.parametrize(("draws", "near"), [(60, 0.2), (600, 0.5)])
def test_drawn_weights_are_aligned(caution, draws, near):
    """Against the rank under each draw's own weights, worked out over all pairs; many draws see a sample of them."""
    inputs, recipe, row = caution
    choices = default_choices(inputs, draws)
    choices.weights[:] = np.random.default_rng(3).dirichlet(np.full(len(inputs.domains), 10.0), draws)
    plain, aligned = (simulate(inputs, choices, aligned=a)[:60, 0] for a in (False, True))
    default = recipe.run().value
    exact = []
    for weights in choices.weights[:60]:
        other = recipe.replay(weight=dict(zip(inputs.domains, weights, strict=True))).value
        exact.append(read_off(default, other, row))
    off = [np.abs(found - exact).mean() for found in (plain, aligned)]
    assert off[1] < near < 1.0 < off[0]


def test_a_draw_that_fails_the_screen_does_not_count():
    """With four of eight domains known none of the four may be left out, as the recipe has it."""
    lens = Lens("PAK-RUS", start=2021, end=2022)
    inputs = inputs_of(lens, "convergence")
    assert inputs.known_domains.sum(axis=1).tolist() == [4, 4]
    choices = draw_choices(inputs, 3000)
    made = simulate(inputs, choices)
    gone = np.isin(choices.left_out, np.flatnonzero(inputs.known_domains[0]))
    assert (np.isnan(made) == gone[:, None]).all() and 0.3 < gone.mean() < 0.6
    found = band(lens, "convergence")
    assert found["draws"].between(4500, 6500).all() and found[["low", "median", "high"]].notna().all(axis=None)
    assert set(alternatives(lens, "convergence")["choice"]) == {"normalisation", "mean between domains"}
    shares = sobol(lens, "convergence").set_index("choice")
    assert shares["total"].notna().all() and shares.loc["domain left out", "total"] == pytest.approx(0, abs=0.05)


def test_an_index_that_is_unknown_is_sensitive_to_nothing():
    lens = Lens("PAK-RUS", start=2016, end=2018)
    assert sobol(lens, "caution").empty and alternatives(lens, "caution").empty
