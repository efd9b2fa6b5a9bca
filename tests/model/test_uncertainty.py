"""Draws and sensitivity: the default among them, each choice as the recipe makes it, and the seed."""

import numpy as np
import pytest

from dyadlens import Lens
from dyadlens.atlas.query import column
from dyadlens.model import indices
from dyadlens.model.atlas_indices import place_of
from dyadlens.model.definitions import indicators_of
from dyadlens.model.inputs import WAYS, inputs_of, rows_of_year
from dyadlens.model.recipe import Recipe, steps_of
from dyadlens.model.sensitivity import FACTORS, alternatives, sobol
from dyadlens.model.uncertainty import BETWEEN, default_choices, draw_choices, draws_of, simulate

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
        lambda name: column(f"{name}_pct")[rows],
    )


def at_row(lens):
    years, rows = place_of(lens)
    return np.searchsorted(rows_of_year(YEAR), rows[list(years).index(YEAR)])


def test_the_default_choices_give_the_index(lens, inputs):
    _, rows = place_of(lens)
    expected = indices.composite("convergence")[rows]
    assert simulate(inputs, default_choices(inputs))[0] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("way", range(len(WAYS)))
@pytest.mark.parametrize("between", range(len(BETWEEN)))
def test_each_choice_is_what_the_recipe_makes_of_it(lens, inputs, recipe, way, between):
    choices = default_choices(inputs)
    choices.way[:], choices.between[:] = way, between
    made = simulate(inputs, choices, aligned=False)[0, 1]
    _, method, treat = WAYS[way]
    whole = recipe.replay(normalise=method, treat=treat, aggregate=BETWEEN[between])
    assert made == pytest.approx(whole.value[at_row(lens)], rel=1e-4)


def test_a_result_is_read_off_the_default_at_its_rank(lens, inputs, recipe):
    choices = default_choices(inputs)
    choices.way[:], choices.between[:] = 2, 1
    aligned = simulate(inputs, choices)[0, 1]
    other = recipe.replay(normalise="minmax", treat="winsor", aggregate="arithmetic").value
    rank = np.nanmean(other <= other[at_row(lens)])
    assert aligned == pytest.approx(np.nanquantile(recipe.run().value, rank), abs=1.0)


def test_a_domain_left_out_is_left_out(lens, inputs, recipe):
    choices = default_choices(inputs)
    choices.weights[0, inputs.domains.index("words")] = 0.0
    made = simulate(inputs, choices)[0, 1]
    kept = {d: v[at_row(lens)] for d, v in recipe.run().domains.items() if d != "words"}
    assert made == pytest.approx(np.exp(np.mean(np.log([v for v in kept.values() if not np.isnan(v)]))), rel=1e-4)


def test_the_draws_are_the_same_each_time_and_differ_by_seed(lens, inputs):
    again = simulate(inputs, draw_choices(inputs, 500))
    assert np.array_equal(again, simulate(inputs, draw_choices(inputs, 500)), equal_nan=True)
    assert not np.array_equal(again, simulate(inputs, draw_choices(inputs, 500, seed=1)), equal_nan=True)
    assert draws_of(lens, "convergence").shape == (10_000, 3)


def test_draws_of_a_value_stay_about_its_interval(inputs):
    choices = default_choices(inputs, 4000)
    choices.noise[:] = np.random.default_rng(0).standard_normal(choices.noise.shape)
    moved = simulate(inputs, choices)[:, 1]
    value = simulate(inputs, default_choices(inputs))[0, 1]
    assert np.quantile(moved, 0.05) < value < np.quantile(moved, 0.95)
    assert moved.std() > 0


def test_weights_are_a_dirichlet_around_equal_ones(inputs):
    weights = draw_choices(inputs, 20_000).weights
    whole = weights[(weights > 0).all(axis=1)]
    assert whole.sum(axis=1) == pytest.approx(1.0)
    assert whole.mean(axis=0) == pytest.approx(1 / 8, abs=0.003)
    assert whole.std(axis=0) == pytest.approx(np.sqrt(7 / 64 / 81), abs=0.002)
    assert (weights == 0).any(axis=1).mean() == pytest.approx(8 / 9, abs=0.01)


def test_shares_of_variance_know_what_cannot_matter(lens):
    shares = sobol(lens, "caution").set_index("choice")
    assert set(shares.index) == set(FACTORS)
    assert shares.loc["values", "total"] == pytest.approx(0.0, abs=1e-12)
    assert (shares["first"] <= shares["total"] + shares["first_half"] + shares["total_half"]).all()
    assert 0.9 < shares["total"].sum() < 3
    assert shares["total"].is_monotonic_decreasing


def test_alternatives_are_the_recipe_replayed(lens, recipe):
    anew = alternatives(lens, "convergence")
    assert (anew["year"] == YEAR + 1).all()
    assert anew["difference"].abs().is_monotonic_decreasing
    assert set(anew["choice"]) == {"normalisation", "mean between domains", "domain left out"}
    one = alternatives(Lens("PAK-RUS", start=YEAR, end=YEAR), "convergence").set_index("alternative")
    value = recipe.replay(select=("thirds",)).value[at_row(lens)]
    assert one.loc["thirds", "value"] == pytest.approx(value, rel=1e-4)


def test_an_index_that_is_unknown_hangs_on_nothing():
    lens = Lens("PAK-RUS", start=2016, end=2018)
    assert sobol(lens, "caution").empty and alternatives(lens, "caution").empty
