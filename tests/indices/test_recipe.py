"""The engine against published worked examples, and the laws that any composite obeys.

Published figures, taken as facts:
`tai.csv`: Nardo et al. (2008), Handbook on Constructing Composite Indicators, OECD: raw data of the Technology
Achievement Index (table A.2, first 23 countries), one indicator normalised (table 15), ranks by linear and geometric
aggregation (table 38).
`asem.csv`: Becker, Composite Indicator Development and Analysis in R with COINr, chapter on results: scores of the ASEM
index of connectivity and sustainability, two sub-indices and eight pillars, of 51 countries.
`minmax.csv`: the same book, chapter on normalisation: one indicator before and after min-max onto 0 to 100.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.errors import BadParameter, UnknownName
from dyadlens.indices.means import mean_of
from dyadlens.indices.recipe import STEPS, Indicator, Recipe, steps_of
from dyadlens.indices.scales import fit, onto

PUBLISHED = Path(__file__).parent / "published"
TAI = ["patents", "royalties", "internet", "exports", "telephones", "electricity", "schooling", "university"]
ASEM = {"Conn": ["Physical", "ConEcFin", "Political", "Instit", "P2P"], "Sust": ["Environ", "Social", "SusEcFin"]}


@pytest.fixture(scope="module")
def tai():
    return pd.read_csv(PUBLISHED / "tai.csv")


@pytest.fixture(scope="module")
def asem():
    return pd.read_csv(PUBLISHED / "asem.csv")


def test_aggregation_of_coinr_to_four_digits(asem):
    indicators = [Indicator(name, domain) for domain, names in ASEM.items() for name in names]
    made = Recipe(asem.get, steps_of(indicators, normalise="none", aggregate="arithmetic")).run()
    # the inputs are printed with two decimals, so a mean of them may differ by half of the last one
    for domain in ASEM:
        assert made.domains[domain] == pytest.approx(asem[domain].to_numpy(), abs=0.0101)
    assert made.value == pytest.approx(asem["Index"].to_numpy(), abs=0.0101)
    assert (np.abs(made.value / asem["Index"] - 1) < 5e-4).all()
    printed = asem["Index"].rank(ascending=False).to_numpy()
    assert pd.Series(made.value).rank(ascending=False).to_numpy() == pytest.approx(printed, abs=0.5)


def test_min_max_of_coinr_to_ten_digits():
    published = pd.read_csv(PUBLISHED / "minmax.csv")
    scaled = onto(fit(published["raw"], "minmax").apply(published["raw"]), "minmax", (0.0, 100.0))
    assert scaled == pytest.approx(published["normalised"].to_numpy(), rel=1e-10, abs=1e-10)


def test_normalisation_of_the_handbook(tai):
    years = tai["schooling"]
    assert fit(years, "minmax").apply(years).round(2) == pytest.approx(tai["schooling_minmax"].to_numpy(), abs=1e-9)
    # printed with two decimals; the handbook's means come from data with more digits than it prints
    assert fit(years, "zscore").apply(years) == pytest.approx(tai["schooling_zscore"].to_numpy(), abs=0.0151)


def test_geometric_aggregation_puts_the_handbooks_countries_in_its_order(tai):
    made = Recipe(tai.get, steps_of([Indicator(name, name) for name in TAI], normalise="none")).run()
    order = pd.Series(made.value).rank(ascending=False)
    assert order.tolist() == tai["rank_geometric"].tolist()


def test_the_handbooks_figures_on_what_a_geometric_mean_does_not_compensate():
    rows = [[21, 1, 1, 1], [6, 6, 6, 6], [21, 2, 1, 1], [6, 7, 6, 6]]
    assert mean_of(rows, 1.0, "geometric").round(2).tolist() == [2.14, 6.0, 2.55, 6.24]
    assert mean_of(rows, 1.0).tolist() == [6.0, 6.0, 6.25, 6.25]


@pytest.fixture(scope="module")
def recipe():
    units = pd.DataFrame(
        {
            "x": [1.0, 2.0, 3.0, 4.0, 1.0, 5.0, 9.0, 11.0],
            "y": [3.0, np.nan, 1.0, 2.0, 7.0, 5.0, np.nan, 6.0],
            "z": [np.nan, np.nan, 8.0, 2.0, 1.0, 3.0, np.nan, 5.0],
        }
    )
    parts = [Indicator("x", "one"), Indicator("y", "two", -1), Indicator("z", "three")]
    return Recipe(units.get, steps_of(parts), np.repeat([2000, 2001], 4))


def test_a_unit_is_ranked_within_its_group_only(recipe):
    one = recipe.run().domains["one"]
    assert one[:4] == pytest.approx(one[4:]) and one.min() >= 1 and one.max() <= 100


def test_a_lower_value_is_better_where_the_direction_says_so(recipe):
    two = recipe.run().domains["two"]
    assert two[2] > two[3] > two[0]


def test_below_half_of_the_domains_is_unknown(recipe):
    made = recipe.run()
    assert made.known.tolist() == [2, 1, 3, 3, 3, 3, 1, 3]
    assert np.isnan(made.value).tolist() == [k < 2 for k in made.known]
    assert not np.isnan(recipe.replay(screen=0.3).value).any()


def test_each_choice_can_be_replayed_and_is_logged(recipe):
    base = recipe.run()
    for change in (
        {"normalise": "zscore"},
        {"normalise": "minmax"},
        {"aggregate": "arithmetic"},
        {"weight": {"one": 5.0}},
        {"select": ("two",)},
    ):
        made = recipe.replay(**change)
        assert not np.allclose(made.value, base.value, equal_nan=True), change
        changed = [a.name for a, b in zip(made.steps, base.steps, strict=True) if a != b]
        assert changed == list(change)
    assert recipe.run().log["step"].tolist() == list(STEPS)


def test_an_indicator_outside_its_years_does_not_count(recipe):
    steps = steps_of([Indicator("x", "one", years=(2001, 2001)), Indicator("y", "two")])
    made = Recipe(recipe.column, steps, recipe.groups).run()
    assert np.isnan(made.domains["one"][:4]).all() and not np.isnan(made.domains["one"][4:]).any()


def test_two_columns_of_one_indicator_share_its_weight():
    units = pd.DataFrame({"ab": [1.0, 2.0], "ba": [2.0, 1.0], "other": [1.0, 2.0]})
    steps = steps_of([Indicator("d", "one", columns=("ab", "ba")), Indicator("other", "one")], normalise="none")
    assert Recipe(units.get, steps).run().value.tolist() == [1.25, 1.75]


def test_two_columns_of_one_indicator_are_put_on_one_scale():
    units = pd.DataFrame({"ab": [1.0, 2.0], "ba": [2.0, 5.0]})
    steps = steps_of([Indicator("d", "one", columns=("ab", "ba"))], normalise={"method": "minmax", "onto": (1, 101)})
    assert Recipe(units.get, steps).run().value == pytest.approx([13.5, 63.5])


def test_a_denominator_divides():
    units = pd.DataFrame({"trade": [10.0, 30.0], "gdp": [100.0, 200.0]})
    steps = steps_of([Indicator("trade", "one")], normalise="none", denominate={"trade": "gdp"})
    assert Recipe(units.get, steps).run().value == pytest.approx([0.1, 0.15])


def test_winsorising_draws_in_the_ends_but_keeps_a_rare_flag():
    x = np.append(np.arange(99.0), 1e6)
    assert fit(x, "none", "winsor").apply(x).max() < 100
    flag = np.append(np.zeros(99), 1.0)
    assert fit(flag, "minmax", "winsor").apply(flag).tolist() == flag.tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"normalize": "zscore"}, "normalise"),
        ({"normalise": "zcore"}, "zscore"),
        ({"treat": "trim"}, "winsor"),
        ({"aggregate": "harmonic"}, "geometric"),
        ({"weight": {"four": 1.0}}, "one"),
        ({"select": ("four",)}, "one"),
    ],
)
def test_a_choice_that_does_not_exist_is_told(recipe, change, message):
    with pytest.raises(UnknownName, match=message):
        recipe.replay(**change)


def test_a_geometric_mean_of_nothing_positive_is_refused(recipe):
    with pytest.raises(BadParameter, match="above 0"):
        recipe.replay(normalise={"method": "minmax", "onto": None})
    with pytest.raises(BadParameter, match="at least one domain"):
        recipe.replay(select=("one", "two", "three"))


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30), st.floats(0.1, 10), st.floats(-5, 5))
def test_percentile_ranks_do_not_mind_the_unit_of_measure(values, factor, shift):
    x = np.array(values, dtype=float)
    ranks = fit(x).apply(x)
    assert fit(np.round(x * factor + shift, 9)).apply(np.round(x * factor + shift, 9)) == pytest.approx(ranks)
    assert ranks.mean() == pytest.approx(50.0)
    assert fit(-x).apply(-x) == pytest.approx(100.0 - ranks)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=8), st.data())
def test_a_mean_lies_between_the_ends_and_the_geometric_below_the_arithmetic(values, data):
    weights = data.draw(st.lists(st.floats(0.1, 5), min_size=len(values), max_size=len(values)))
    low, high = mean_of(values, weights, "geometric"), mean_of(values, weights)
    assert min(values) - 1e-9 <= low <= high + 1e-9 <= max(values) + 2e-9
