"""The backtest: formulas by hand, forecasts that know only the past, and worlds in which the answer is known."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.drivers import models as panel
from dyadlens.drivers.backtest import backtest, count_continuations, mean_scores, outlook
from dyadlens.drivers.forecasts import AHEAD, FORECASTS, SCORES, TRAINING, forecasts, origin, origins, score_all, target
from dyadlens.drivers.variables import rows_by_pair
from dyadlens.errors import UnknownName
from dyadlens.idealpoints.evidence import own_distances
from dyadlens.panel.columns import FIRST, LAST

module = import_module("dyadlens.drivers.backtest")  # the package offers the function of that name

YEARS = LAST - FIRST + 1
PAIRS = 300


def world(kind, seed=0, noise=0.02):
    """Alignment that goes on in its direction, falls back to a mean, or wanders."""
    rng = np.random.default_rng(seed)
    out = np.empty((PAIRS, YEARS))
    level, drift = rng.normal(size=PAIRS), np.zeros(PAIRS)
    centre = level.copy()
    for t in range(YEARS):
        step = rng.normal(size=PAIRS)
        if kind == "goes on":
            drift = 0.95 * drift + 0.1 * step
            level = level + drift
        elif kind == "falls back":
            level = centre + 0.8 * (level - centre) + 0.3 * step
        else:
            level = level + 0.3 * step
        out[:, t] = level + noise * rng.normal(size=PAIRS)
    return out


def gains(rows):
    return mean_scores(rows).set_index(["forecast", "score"])


def test_a_view_by_hand():
    values = np.full((2, YEARS), np.nan)
    at = 2000 - FIRST
    values[0, at - 19 : at - 9] = 0.0
    values[0, at - 9 : at - 4] = 1.0
    values[0, at - 4 : at + 1] = [2.0, 3.0, np.nan, 4.0, 3.0]
    values[0, at + 1 : at + 4] = [5.0, np.nan, 6.0]
    values[1] = values[0]
    values[1, at - 3] = np.nan  # only three of five years are left
    view = origin(values, 2000)
    assert view.pair.tolist() == [0]
    assert view.shift[0] == pytest.approx(3.0 - 1.0)
    assert view.away[0] == pytest.approx(3.0 - (0 * 10 + 1 * 5 + 12) / 19)
    assert view.outcome[0] == pytest.approx(5.5 - 3.0)


def test_forecasts_are_least_squares_on_what_was_known():
    values = world("falls back")
    views = {v.year: v for v in origins(values)}
    rows = score_all(values)
    year = 1990
    known = [v for y, v in views.items() if y + AHEAD <= year]
    x = np.concatenate([np.column_stack([np.ones(len(v.pair)), v.shift, v.away]) for v in known])
    y = np.concatenate([v.outcome for v in known])
    b = np.linalg.lstsq(x, y, rcond=None)[0]
    now = views[year]
    mean = np.column_stack([np.ones(len(now.pair)), now.shift, now.away]) @ b
    own = rows[rows["year"] == year]
    assert own["squared_error both"].to_numpy() == pytest.approx((now.outcome - mean) ** 2, rel=1e-4, abs=1e-7)
    assert own["squared_error no change"].to_numpy() == pytest.approx(now.outcome**2, rel=1e-5)
    assert own["brier no change"].eq(0.25).all()
    assert min(views) == FIRST + 9 and rows["year"].min() == min(views) + TRAINING + AHEAD - 1


def test_later_years_change_no_earlier_forecast():
    values = world("goes on")
    spoilt = values.copy()
    spoilt[:, 2001 - FIRST :] = np.random.default_rng(9).normal(size=spoilt[:, 2001 - FIRST :].shape)
    one, other = (score_all(v) for v in (values, spoilt))
    early = one["year"] + AHEAD <= 2000
    pd.testing.assert_frame_equal(one[early], other[other["year"] + AHEAD <= 2000])
    assert not one[~early].equals(other[~early.to_numpy()])


def test_where_shifts_go_on_the_shift_wins():
    rows = score_all(world("goes on"))
    found = gains(rows)
    assert (found.loc["shift", "low"] > 0).all()
    share = count_continuations(rows).set_index(["direction", "band"])["share"]
    assert share["all", -1] > 0.7 and share["all", 9] > share["all", 0]


def test_where_pairs_fall_back_mean_reversion_wins_and_few_shifts_go_on():
    rows = score_all(world("falls back"))
    found = gains(rows)
    assert (found.loc["mean reversion", "low"] > 0).all()
    share = count_continuations(rows).set_index(["direction", "band"])
    assert share.loc[("all", -1), "high"] < 0.5
    assert share["share"]["all", 9] < share["share"]["all", 0]


def test_a_random_walk_goes_on_as_often_as_theory_says():
    """Means of years lag behind a random walk, so that its shifts go on more often than a coin would say."""
    steps = np.tril(np.ones((13, 13)))
    base, recent, ahead = steps[:5].mean(axis=0), steps[5:10].mean(axis=0), steps[10:].mean(axis=0)
    shift, outcome = recent - base, ahead - recent
    slope = shift @ outcome / (shift @ shift)
    share = 0.5 + np.arcsin(shift @ outcome / np.sqrt((shift @ shift) * (outcome @ outcome))) / np.pi
    assert share == pytest.approx(0.584, abs=0.001)
    values = np.concatenate([world("wanders", seed=s, noise=0.0) for s in range(5)])
    views = list(origins(values))
    x, y = (np.concatenate([getattr(v, name) for v in views]) for name in ("shift", "outcome"))
    assert np.polyfit(x, y, 1)[0] == pytest.approx(slope, abs=0.03)
    rows = score_all(values)
    assert rows["went_on"].mean() == pytest.approx(share, abs=0.01)
    assert gains(rows)["inside"].between(0.87, 0.93).all()


def test_a_gain_is_the_score_of_no_change_less_the_own():
    rows = score_all(world("falls back", seed=2))
    found = gains(rows)
    assert len(found) == len(FORECASTS) * len(SCORES)
    by_hand = (rows["crps no change"].astype(float) - rows["crps shift"].astype(float)).mean()
    assert found.loc[("shift", "crps"), "gain"] == pytest.approx(by_hand)
    assert found.loc["no change", "gain"].eq(0).all() and (found["n"] == len(rows)).all()


def test_drift_alone_is_the_mean_of_all_outcomes_so_far():
    values = world("falls back", seed=5) + 0.1 * np.arange(YEARS)
    rows, views = score_all(values), {v.year: v for v in origins(values)}
    past = np.concatenate([v.outcome for y, v in views.items() if y + AHEAD <= 1990])
    own = rows[rows["year"] == 1990]
    assert own["squared_error drift"].to_numpy() == pytest.approx((views[1990].outcome - past.mean()) ** 2, rel=1e-4)
    found = gains(rows)
    by_hand = (rows["crps drift"].astype(float) - rows["crps shift"].astype(float)).mean()
    assert found.loc[("shift", "crps"), "over_drift"] == pytest.approx(by_hand)


def test_what_all_pairs_do_is_no_gain_of_knowing_the_pair():
    """In a world of walks that all drift alike every learner beats no change, and none beats drift."""
    found = gains(score_all(world("wanders", seed=6) + 0.3 * np.arange(YEARS)))
    assert found.loc[("shift", "squared_error"), "low"] > 0
    assert found.loc[("shift", "squared_error"), "over_drift"] < 0.1 * found.loc[("shift", "squared_error"), "gain"]
    assert found.loc["drift", ["over_drift", "low_drift", "high_drift"]].eq(0).all(axis=None)


@pytest.mark.parametrize("name", ["ideal_points", "agreement", "s_score"])
def test_each_measure_of_alignment_can_be_asked_about(name):
    assert np.isfinite(target(name)).any()


def test_ideal_points_of_a_day_are_our_own():
    """Those published for 2010 know of the votes of 2023; a test of a day may not."""
    day = pd.Timestamp("2018-05-31").date()
    then, now = target("ideal_points", day), target("ideal_points")
    own = -rows_by_pair(own_distances(day)[0], FIRST)
    known = ~np.isnan(then)
    assert (
        np.array_equal(then[known], own[known]) and known[:, 2017 - FIRST].any() and not known[:, 2018 - FIRST :].any()
    )
    assert np.nanmax(np.abs(then - now)[:, 2010 - FIRST]) > 0.05
    assert np.array_equal(target("ideal_points", pd.Timestamp("2040-01-01").date()), now, equal_nan=True)
    panel_of_day = panel.values("ideal_points", day)
    assert np.allclose(panel_of_day, then[:, 1966 - FIRST :], atol=1e-6, equal_nan=True)


def test_order_and_unit_do_not_matter():
    values = world("falls back", seed=4)
    one, other = score_all(values), score_all(10 * values[::-1] + 3)
    assert other["crps both"].sum() == pytest.approx(10 * one["crps both"].sum(), rel=1e-4)
    assert other["went_on"].sum() == one["went_on"].sum()


def test_too_few_years_give_nothing():
    assert score_all(np.full((5, YEARS), np.nan)).empty
    assert mean_scores(pd.DataFrame()).empty and count_continuations(pd.DataFrame()).empty


def test_kappa_of_all_pairs_is_read_as_known():
    assert target("kappa").shape[1] == YEARS
    late = target("kappa", pd.Timestamp("2018-05-31").date())
    assert np.isnan(late[:, 2018 - FIRST :]).all() and not np.isnan(late[:, 2017 - FIRST]).all()
    with pytest.raises(UnknownName, match="kappa"):
        target("kapa")


def test_the_pairs_own_shift(monkeypatch):
    counted = pd.DataFrame(
        [(d, b, 0.4 + b / 100, 0.3, 0.5, 1000) for d in ("closer", "apart") for b in range(10)],
        columns=["direction", "band", "share", "low", "high", "n"],
    )
    monkeypatch.setattr(module, "continuation_rate", lambda name, as_of: counted)
    outlook.cache_clear()
    found = outlook(Lens("PAK-RUS", as_of="2018-05"))
    from dyadlens import evidence

    kappa = evidence(Lens("PAK-RUS", start=2008, end=2017), "votes", "kappa").set_index("year")["value"]
    assert found["year"] == 2017
    assert found["shift"] == pytest.approx(kappa.loc[2013:].mean() - kappa.loc[:2012].mean(), abs=1e-6)
    assert found["share"] == pytest.approx(0.4 + found["band"] / 100)
    assert outlook(Lens("PAK-RUS", as_of="1953", start=1950)) == {}
    outlook.cache_clear()


def test_results_are_cached(monkeypatch, tmp_path):
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path))
    rows = score_all(world("falls back"))
    calls = []
    monkeypatch.setattr(module, "forecasts", lambda name, as_of: calls.append(name) or rows)
    one, two = backtest("kappa"), backtest("kappa")
    assert calls == ["kappa"]
    pd.testing.assert_frame_equal(one, two)
    assert forecasts is not module.forecasts
