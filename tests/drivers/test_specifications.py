"""The specification curve: each combination once, every model what it says it is, and counts that count."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from dyadlens.drivers import specifications as module
from dyadlens.drivers import variables
from dyadlens.drivers.specifications import (
    CHOICES,
    Specification,
    all_specifications,
    relevant,
    run_specifications,
    specification_curve,
    summary,
)
from dyadlens.drivers.votes import vote_drivers
from dyadlens.errors import BadParameter
from dyadlens.panel.columns import grid
from dyadlens.stats.panel import Moments

CHOSEN = tuple(
    Specification(outcome=o, controls=c, trade=t, effects=e)
    for o, c, t, e in product(
        ("kappa", "ideal_points"), module.CONTROLS, ("trade", "dependence"), ("pair and year", "year")
    )
)


@pytest.fixture(scope="module")
def found():
    return run_specifications(CHOSEN)


def test_every_combination_is_run_once():
    every = all_specifications()
    assert len(every) == len(set(every)) == 4 * 2 * 3 * 3 * 3 * 2 * 3 == 1296
    assert every.count(Specification()) == 1
    for name, options in zip(CHOICES, (4, 2, 3, 3, 3, 2, 3), strict=True):
        assert len({getattr(one, name) for one in every}) == options


def test_the_results_are_those_of_the_models_asked_for_and_no_others(found):
    models = found.drop_duplicates("model")
    assert models["model"].tolist() == list(range(len(CHOSEN)))
    for row, one in zip(models.itertuples(), CHOSEN, strict=True):
        assert tuple(getattr(row, name) for name in CHOICES) == tuple(getattr(one, name) for name in CHOICES)
    for number, rows in found.groupby("model"):
        assert sorted(rows["driver"]) == sorted(CHOSEN[number].drivers())


def test_the_main_model_is_the_main_model(found):
    main, model = found[found["main"]].set_index("driver"), vote_drivers()
    assert main["model"].nunique() == 1 and main["rows"].iloc[0] == model.rows
    table = model.table.set_index("driver").loc[main.index]
    for name in ("estimate", "standardised"):
        assert main[name].to_numpy() == pytest.approx(table[name].to_numpy(), rel=1e-6)
    for end in ("low", "high", "low_state", "high_state"):
        assert main[end].to_numpy() == pytest.approx(table[f"standardised_{end}"].to_numpy(), rel=1e-6)


def test_models_of_one_family_rest_on_the_same_rows(found):
    assert found.groupby("effects")[["rows", "pairs"]].nunique().eq(1).all(axis=None)


def test_common_adversaries_are_in_the_first_period_only():
    assert "common_adversary" in Specification().drivers()
    assert "common_adversary" not in Specification(period="from 1966").drivers()
    assert "level" not in Specification(controls="ties and setting").drivers()
    assert "dependence" in Specification(trade="dependence").drivers()
    assert "trade" not in Specification(trade="dependence").drivers()


def test_politically_relevant_pairs():
    order = {code: at for at, code in enumerate(grid().states)}
    place = {tuple(pair): at for at, pair in enumerate(variables.pair_states().tolist())}
    near = relevant()

    def holds(a, b):
        return near[place[tuple(sorted((order[a], order[b])))]]

    assert holds("IND", "PAK") and holds("PAK", "RUS") and holds("BRA", "ARG") and holds("TUV", "USA")
    assert not holds("BTN", "TUV") and not holds("BRA", "NOR")
    assert 0.05 < near.mean() < 0.15


def test_intervals_by_state_are_never_the_narrower(found):
    assert (found["high_state"] >= found["high"]).all() and (found["low_state"] <= found["low"]).all()
    assert (found["high_state"] > found["low_state"]).all()


def test_a_variance_below_zero_does_not_count_as_clear(monkeypatch):
    """Such a model falls back on the interval by pair, which is wide here."""
    make = Moments.fit

    def odd(self, outcome, drivers):
        fit = make(self, outcome, drivers)
        return replace(fit, by_state=-np.eye(len(drivers)), by_pair=1e6 * fit.by_pair)

    monkeypatch.setattr(Moments, "fit", odd)
    counted = summary(run_specifications((Specification(),)))
    assert (counted["clear_state"] == 0).all() and not counted["holds"].any()


def test_a_curve_of_a_day_knows_no_later_ideal_point():
    """Models of ideal points as of a day are those of own points on that day, and differ from today's."""
    day = pd.Timestamp("2018-05-31").date()
    one = Specification(outcome="ideal_points", period="1966 to 1990")
    then, now = run_specifications((one,), day), run_specifications((one,))
    assert then["rows"].iloc[0] > 0.9 * now["rows"].iloc[0]
    assert not np.allclose(then["estimate"], now["estimate"], rtol=1e-2)


def test_too_early_a_day_has_no_models():
    assert run_specifications((Specification(),), pd.Timestamp("1996-06-30").date()).empty
    assert summary(run_specifications((Specification(),), pd.Timestamp("1996-06-30").date())).empty


def test_a_summary_counts_signs_and_distance_from_zero():
    def rows(driver, middle, half_pair, half_state, main):
        middle = np.array(middle)
        return pd.DataFrame(
            {
                "driver": driver,
                "standardised": middle,
                "low": middle - half_pair,
                "high": middle + half_pair,
                "low_state": middle - half_state,
                "high_state": middle + half_state,
                "main": main,
            }
        )

    first = [True] + [False] * 9
    steady = rows("rivalry", [-3.0] * 10, 1.0, 2.0, first)
    mixed = rows("trade", [1.0] * 6 + [-1.0] * 4, 0.5, [0.9, 0.9, 2, 2, 2, 2, 0.9, 2, 2, 2], first)
    other = rows("dependence", [4.0] * 10, 1.0, 5.0, [False] * 10)
    counted = summary(pd.concat([steady, mixed, other])).set_index("driver")
    assert counted.loc["rivalry", ["models", "same_sign", "clear_pair", "clear_state"]].tolist() == [10, 1, 1, 1]
    assert counted.loc["rivalry", "holds"] and not counted.loc["trade", "holds"]
    # Both measures of trade are one driver: 16 of 20 with the sign, all of those clear by pair, 2 by state.
    assert counted.loc["trade", ["models", "same_sign", "clear_pair", "clear_state", "against"]].tolist() == [
        20,
        0.8,
        0.8,
        0.1,
        0.05,
    ]


def test_the_curve_is_cached_and_its_key_knows_the_day(monkeypatch, tmp_path):
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path))
    calls = []

    def counted(chosen, as_of):
        calls.append((len(chosen), as_of))
        return pd.DataFrame({"model": [0]})

    monkeypatch.setattr(module, "run_specifications", counted)
    for day in (None, None, "2018-05", "2018-05"):
        specification_curve(day)
    assert [n for n, _ in calls] == [1296, 1296] and str(calls[1][1]) == "2018-05-31"
    assert len(list(tmp_path.glob("specifications-*.parquet"))) == 2
    with pytest.raises(BadParameter):
        specification_curve("soon")
