"""Shift, its exact split, and change points."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dyadlens import Lens, case
from dyadlens.errors import BadParameter
from dyadlens.indices.as_known import pair_rows
from dyadlens.indices.breaks import change_points, events_near, found_by_both, penalty, steady
from dyadlens.indices.change import distant_windows, recent_windows, shift
from dyadlens.indices.input_values import inputs_of
from dyadlens.indices.means import by_domain, log_mean
from dyadlens.panel.columns import PERCENTILE, column

LENS = Lens("PAK-RUS", start=2000, end=2014)
SCORES = arrays(float, (3, 4), elements=st.floats(1, 100))


@pytest.fixture(scope="module")
def found():
    return shift(LENS, "caution")


@given(SCORES, SCORES)
def test_what_the_domains_bring_adds_up(earlier, recent):
    parts = by_domain(earlier, recent)
    whole = [np.exp(np.log(part).mean(axis=1)).mean() for part in (recent, earlier)]
    assert parts.sum() == pytest.approx(whole[0] - whole[1], abs=1e-8)
    assert by_domain(recent, earlier) == pytest.approx(-parts, abs=1e-8)


@given(SCORES)
def test_a_domain_that_stays_brings_nothing(scores):
    recent = scores.copy()
    recent[:, 1:] = recent[::-1, 1:] * 0.5 + 1
    earlier = scores.copy()
    earlier[:, 0] = recent[:, 0] = 40.0
    assert by_domain(earlier, recent)[0] == pytest.approx(0.0, abs=1e-9)


def test_the_log_mean_and_a_split_made_by_hand():
    assert log_mean(1.0, np.e) == pytest.approx(np.e - 1)
    # C = sqrt(10 * 40) = 20 to sqrt(40 * 90) = 60; L = 40 / ln 3; shares ln 4 / 2 and ln(9/4) / 2
    parts = by_domain([[10.0, 40.0]], [[40.0, 90.0]])
    scale = 40 / np.log(3)
    assert parts == pytest.approx([scale * np.log(4) / 2, scale * np.log(2.25) / 2])
    assert parts.sum() == pytest.approx(40.0)


def test_a_score_that_is_missing_cannot_be_split():
    with pytest.raises(BadParameter, match="above 0"):
        by_domain([[1.0, np.nan]], [[1.0, 2.0]])


def test_the_shift_adds_up_and_lies_in_its_interval(found):
    assert found.spans == (2005, 2009, 2010, 2014)
    assert found.domains["contribution"].sum() == pytest.approx(found.value, abs=1e-9)
    assert found.recent - found.earlier == pytest.approx(found.value)
    assert found.low < found.high and 0 <= found.agreeing <= 1 and 0 <= found.percentile <= 100
    assert found.direction == ("unclear" if found.low <= 0 <= found.high else "rose" if found.value > 0 else "fell")


def test_the_shift_can_be_made_by_hand_from_ranks(found):
    years, at = pair_rows(LENS)
    both = ("third_pressure", "trade_dependence", "outside_dependence")
    names = [*(f"{name}_{side}" for name in both for side in ("ab", "ba")), "dispute_burden_cow", "say_do_ratio"]
    ranks = {n: column(n + PERCENTILE)[at] for n in names}
    domains = [
        (ranks["third_pressure_ab"] + ranks["third_pressure_ba"]) / 2,
        ranks["dispute_burden_cow"],
        100 - (ranks["trade_dependence_ab"] + ranks["trade_dependence_ba"]) / 2,
        (ranks["outside_dependence_ab"] + ranks["outside_dependence_ba"]) / 2,
        ranks["say_do_ratio"],
    ]
    index = np.exp(np.mean(np.log([1 + 0.99 * d for d in domains]), axis=0))
    by = pd.Series(index, index=years)
    assert found.value == pytest.approx(by.loc[2010:2014].mean() - by.loc[2005:2009].mean(), rel=1e-4)


def test_only_measures_known_throughout_are_compared():
    found = shift(Lens("PAK-RUS", start=2009, end=2018), "convergence", (2009, 2013, 2014, 2018))
    assert not {"trade_dependence", "trade_dependence_atlas", "gdelt_score", "verbal_cooperation"} & set(found.measures)
    assert {"kappa", "rivalry", "speech_similarity"} <= set(found.measures)


def test_the_far_windows_are_the_farthest_that_fit():
    spans = distant_windows(LENS, "caution")
    inputs = inputs_of(LENS, "caution")

    def fits(early, late):
        years = [*range(early, early + 5), *range(late, late + 5)]
        known = ~np.isnan(inputs.values[np.isin(inputs.years, years)]).any(axis=0)
        return (inputs.shares[:, known].sum(axis=1) > 0).sum() >= 2.5

    assert spans[1] - spans[0] == spans[3] - spans[2] == 4
    assert fits(spans[0], spans[2])
    starts = range(2000, 2011)
    assert not any(fits(a, b) for a in starts for b in starts if b - a > spans[2] - spans[0])
    assert distant_windows(Lens("PAK-RUS", start=2010, end=2014), "caution") is None


def test_no_shift_where_too_little_is_known_throughout():
    assert recent_windows(Lens("PAK-RUS", start=2010, end=2014), "caution") is None
    assert shift(Lens("PAK-RUS", start=2010, end=2014), "caution") is None
    assert shift(Lens("PAK-RUS", start=2009, end=2018), "caution", (2009, 2013, 2014, 2018)) is None
    with pytest.raises(BadParameter, match="not in order"):
        shift(LENS, "caution", (2014, 2018, 2009, 2013))


@pytest.mark.parametrize("at", [6, 10, 15])
def test_a_step_is_found_where_it_is(at):
    x = np.random.default_rng(3).normal(0, 1, 24)
    x[at:] += 12
    assert [p for p, _ in found_by_both(x)] == [at]


def test_noise_has_few_turning_points_and_a_drift_has_none():
    rng = np.random.default_rng(5)
    false = sum(bool(found_by_both(rng.normal(0, 1, 30))) for _ in range(100))
    assert false <= 20
    drifts = sum(bool(found_by_both(np.linspace(0, 10, 30) + rng.normal(0, 0.5, 30))) for _ in range(50))
    assert drifts <= 3


def test_a_series_that_never_moves_has_no_turning_point():
    assert found_by_both(np.ones(20)) == [] and penalty(np.ones(20)) == 0
    assert found_by_both([1.0, 9.0]) == []


def test_turning_points_rest_on_a_block_without_gaps():
    inputs = inputs_of(LENS, "convergence")
    block = steady(inputs)
    rows, columns = block.any(axis=1), block.any(axis=0)
    assert not np.isnan(inputs.values[np.ix_(rows, columns)]).any()
    years = inputs.years[rows]
    assert (np.diff(years) == 1).all() and len(years) >= 10
    points = change_points(LENS, "convergence")
    assert points["year"].between(years[0], years[-1]).all()
    assert (points["agreeing"] >= 0.9).all() and ((points["after"] - points["before"]).abs() >= 1).all()
    assert (points["first"] < points["year"]).all() and (points["year"] < points["last"]).all()


def test_events_are_those_of_the_years_around():
    points = pd.DataFrame({"year": [2007], "first": [2006], "last": [2008]})
    near = events_near(points, case(LENS))
    assert len(near) and near["date"].str[:4].astype(int).between(2006, 2008).all()
    assert events_near(points, None).empty and events_near(points.iloc[:0], case(LENS)).empty
