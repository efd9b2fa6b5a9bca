"""Ideal points of worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from dyadlens.idealpoints.items import log_likelihood
from dyadlens.idealpoints.scaling import divided, fit_ideal_points, join_years

STATES, YEARS, CALLS = 60, 8, 40


def world(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw true positions (mean 0 and deviation 1 each year), votes with gaps, and the years of the roll calls."""
    draw = np.random.default_rng(seed)
    x = np.empty((YEARS, STATES))
    x[0] = draw.standard_normal(STATES)
    for t in range(1, YEARS):
        x[t] = 0.95 * x[t - 1] + np.sqrt(1 - 0.95**2) * draw.standard_normal(STATES)
    x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    year = np.repeat(np.arange(YEARS), CALLS)
    low = draw.normal(-0.7, 1.0, len(year))
    high = low + draw.gamma(2, 0.6, len(year))
    latent = draw.normal(0, 2, len(year))[:, None] * x[year] + draw.logistic(size=(len(year), STATES))
    votes = np.where(latent < low[:, None], 2, np.where(latent > high[:, None], 0, 1)).astype(np.int8)
    votes[draw.random(votes.shape) < 0.15] = -1
    return x, votes, 2000 + year


@pytest.fixture(scope="module")
def one():
    x, votes, years = world(0)
    anchor = int(x.mean(axis=0).argmax())
    return x, votes, years, anchor, fit_ideal_points(votes, years, anchor)


def test_known_positions_are_found(one):
    x, _, _, _, found = one
    assert np.corrcoef(found.point.ravel(), x.ravel())[0, 1] > 0.96
    for year in range(YEARS):
        assert np.corrcoef(found.point[year], x[year])[0, 1] > 0.95


def test_points_have_mean_zero_and_deviation_one(one):
    point = one[-1].point
    assert (np.nanmean(point), np.nanstd(point)) == pytest.approx((0, 1), abs=1e-9)


def test_ninety_percent_intervals_hold_about_ninety_percent():
    held = []
    for seed in range(4):
        x, votes, years = world(10 + seed)
        found = fit_ideal_points(votes, years, int(x.mean(axis=0).argmax()))
        # Means of posteriors spread less than the truth, by the variance of the posteriors.
        truth = x * np.sqrt(1 + (found.error**2).mean())
        held.append(np.abs(found.point - truth) < 1.645 * found.error)
    assert 0.86 < np.mean(held) < 0.94


def test_order_of_states_changes_nothing(one):
    _, votes, years, anchor, found = one
    order = np.random.default_rng(1).permutation(STATES)
    other = fit_ideal_points(votes[:, order], years, int(np.flatnonzero(order == anchor)[0]))
    assert other.point == pytest.approx(found.point[:, order], abs=1e-6)
    assert other.error == pytest.approx(found.error[:, order], abs=1e-6)


def test_order_of_roll_calls_changes_nothing(one):
    _, votes, years, anchor, found = one
    order = np.random.default_rng(2).permutation(len(years))
    other = fit_ideal_points(votes[order], years[order], anchor)
    assert other.point == pytest.approx(found.point, abs=1e-6)
    assert other.items.slope == pytest.approx(found.items.slope[order], abs=1e-5)


def test_yes_for_no_changes_nothing_once_the_sign_is_anchored(one):
    _, votes, years, anchor, found = one
    other = fit_ideal_points(np.where(votes >= 0, 2 - votes, -1), years, anchor)
    assert other.point == pytest.approx(found.point, abs=1e-6)
    assert other.items.slope == pytest.approx(-found.items.slope, abs=1e-5)


def test_the_anchor_settles_the_sign(one):
    x, votes, years, _, found = one
    other = fit_ideal_points(votes, years, int(x.mean(axis=0).argmin()))
    assert other.point == pytest.approx(-found.point, abs=1e-6)


def test_the_same_votes_give_the_same_bytes(one):
    _, votes, years, anchor, found = one
    assert fit_ideal_points(votes, years, anchor).point.tobytes() == found.point.tobytes()


def test_roll_calls_without_division_say_nothing(one):
    _, votes, years, anchor, found = one
    same = np.zeros((3, STATES), dtype=np.int8)
    other = fit_ideal_points(np.vstack([same, votes]), np.concatenate([[2000, 2003, 2007], years]), anchor)
    assert other.point.tobytes() == found.point.tobytes()
    assert (other.votes == found.votes).all()


def test_fewer_votes_mean_wider_errors(one):
    _, votes, years, anchor, found = one
    thin = votes.copy()
    thin[1::2, 5] = -1
    other = fit_ideal_points(thin, years, anchor)
    assert (other.error[:, 5] > found.error[:, 5]).all()
    assert other.votes[:, 5].sum() < found.votes[:, 5].sum()


def test_absence_is_not_abstention(one):
    _, votes, years, anchor, found = one
    most_left = int(found.point.mean(axis=0).argmin())
    away, abstaining = votes.copy(), votes.copy()
    away[::2, most_left] = -1
    abstaining[::2, most_left] = 1
    kept = fit_ideal_points(away, years, anchor).point[:, most_left].mean()
    moved = fit_ideal_points(abstaining, years, anchor).point[:, most_left].mean()
    truth = found.point[:, most_left].mean()
    assert abs(kept - truth) < 0.25 < moved - truth


def test_a_state_stands_nowhere_in_a_year_without_its_votes(one):
    _, votes, years, anchor, _ = one
    gone = votes.copy()
    gone[years == 2003, 7] = -1
    gone[years >= 2006, 8] = -1
    found = fit_ideal_points(gone, years, anchor)
    assert np.isnan(found.point[3, 7]) and np.isfinite(found.point[[2, 4], 7]).all()
    assert np.isnan(found.point[6:, 8]).all() and np.isfinite(found.point[:6, 8]).all()


def test_a_year_without_votes_is_bridged(one):
    _, votes, years, anchor, found = one
    keep = years != 2004
    other = fit_ideal_points(votes[keep], years[keep], anchor)
    assert np.isnan(other.point[4]).all()
    assert np.corrcoef(other.point[5], found.point[5])[0, 1] > 0.99


def test_items_are_on_the_scale_of_the_points(one):
    x, votes, years, anchor, _ = one
    # When the right leaves, the zero of a year's own scale moves.
    left = votes.copy()
    left[np.ix_(years >= 2004, np.argsort(x[4])[-20:])] = -1
    left, years = left[divided(left)], years[divided(left)]
    found = fit_ideal_points(left, years, anchor)
    late = np.flatnonzero(years >= 2004)
    items, at, cast = found.items.at(late), found.point[years[late] - 2000], left[late]

    def likelihood(shift: float, stretch: float) -> float:
        return float(np.nanmean(log_likelihood(cast, items, shift + stretch * at)))

    here = likelihood(0, 1)
    assert all(here > likelihood(shift, 1) for shift in (-0.2, 0.2))
    assert all(here > likelihood(0, stretch) for stretch in (0.6, 1.4, -1))


def test_years_are_joined_by_the_states_that_vote_in_both():
    truth = np.random.default_rng(3).normal(1, 2, 30)
    mean = np.stack([truth, (truth - 5) / 3, -1 + 0.5 * truth])
    seen = np.ones(mean.shape, dtype=bool)
    mean[1:, 20:] = [[9.0], [-9.0]]  # who comes later takes no part in the joining
    seen[0, 20:] = seen[1, 25:] = seen[2, 20:25] = False
    shift, stretch = join_years(mean, np.zeros(mean.shape), seen)
    joined = shift[:, None] + stretch[:, None] * mean
    assert joined[:, :20] == pytest.approx(np.tile(truth[:20], (3, 1)))


@pytest.mark.parametrize(
    ("votes", "years", "message"),
    [
        (np.zeros((3, 2)), np.array([2000, 2001]), "need one year a row"),
        (np.zeros(3), np.array([2000, 2001, 2002]), "need one year a row"),
        (np.array([[0, 3]]), np.array([2000]), "must be 0 yes, 1 abstain, 2 no or -1 absent"),
        (np.array([[0, 0], [1, -1]]), np.array([2000, 2000]), "no roll call was divided"),
    ],
)
def test_bad_input_is_refused(votes, years, message):
    with pytest.raises(ValueError, match=message):
        fit_ideal_points(votes, years, 0)


def test_divided_needs_two_choices():
    votes = np.array([[0, -1], [0, 2], [1, 1], [-1, -1]], dtype=np.int8)
    assert divided(votes).tolist() == [False, True, False, False]
