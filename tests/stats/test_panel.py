"""Fixed-effects estimates against pyfixest, against dummies and loops by hand, and against known truth."""

from itertools import combinations

import numpy as np
import pandas as pd
import pyfixest
import pytest
from scipy.stats import t
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

from dyadlens.errors import DataError
from dyadlens.stats.panel import EFFECTS, clustered_mean, moments, year_effects

TRUE = np.array([0.5, -0.3])


def world(states=12, years=9, seed=0, gaps=0.15, spread=1.0):
    """Pairs with effects of pair, year and both states, gaps in the panel, and two drivers that go with the effects."""
    rng = np.random.default_rng(seed)
    members = np.array(list(combinations(range(states), 2)))
    pairs = len(members)
    pair, year = rng.normal(size=(pairs, 1)), rng.normal(size=(1, years))
    by_state = rng.normal(size=(states, years))
    common = by_state[members[:, 0]] + by_state[members[:, 1]]
    x = rng.normal(size=(pairs, years, 2)) + (pair + year)[:, :, None]
    x[:, :, 1] += 0.5 * common
    noise = rng.normal(size=(pairs, years))
    y = x @ TRUE + 2 * pair + year + spread * noise
    seen = rng.uniform(size=(pairs, years)) > gaps
    seen[0] = False
    seen[0, 3] = True  # one pair that is seen once
    return np.concatenate([x, y[:, :, None]], axis=2), seen, members, common


def fit(effects, **options):
    values, seen, members, _ = world(**options)
    return moments(values, seen, members, ("x0", "x1", "y"), effects).fit("y", ("x0", "x1"))


def frame(values, seen, members):
    pair, year = np.nonzero(seen)
    return pd.DataFrame(
        {
            "x0": values[pair, year, 0],
            "x1": values[pair, year, 1],
            "y": values[pair, year, 2],
            "pair": pair,
            "year": year,
            "i": members[pair, 0],
            "j": members[pair, 1],
        }
    )


def dummies(rows, effects):
    """The columns of the effects, one by one."""
    if effects == "year":
        return pd.get_dummies(rows["year"]).to_numpy(float)
    parts = [pd.get_dummies(rows["pair"]).to_numpy(float)]
    if effects == "pair and year":
        parts.append(pd.get_dummies(rows["year"]).to_numpy(float))
    else:
        keys = [rows["i"] * 100 + rows["year"], rows["j"] * 100 + rows["year"]]
        both = pd.concat(keys).unique()
        parts.append(sum((k.to_numpy()[:, None] == both).astype(float) for k in keys))
    return np.hstack(parts)


@pytest.mark.parametrize("effects", EFFECTS)
def test_equals_least_squares_on_dummies(effects):
    values, seen, members, _ = world()
    rows = frame(values, seen, members)
    design = np.hstack([rows[["x0", "x1"]].to_numpy(), dummies(rows, effects)])
    by_hand = np.linalg.lstsq(design, rows["y"].to_numpy(), rcond=None)[0][:2]
    assert fit(effects).coefficients == pytest.approx(by_hand, abs=1e-5 if "state" in effects else 1e-10)


def test_agrees_with_pyfixest():
    values, seen, members, _ = world()
    rows = frame(values, seen, members)
    rows = rows[rows["pair"] != 0]  # the pair seen once, which pyfixest keeps as a cluster without a score
    ssc = pyfixest.ssc(k_adj=False, G_adj=True)
    peer = pyfixest.feols("y ~ x0 + x1 | pair + year", rows, vcov={"CRV1": "pair"}, ssc=ssc)
    ours = fit("pair and year")
    assert ours.coefficients == pytest.approx(peer.coef().to_numpy(), abs=1e-8)
    assert np.sqrt(np.diag(ours.by_pair)) == pytest.approx(peer.se().to_numpy(), rel=1e-6)
    assert ours.rows == len(rows) and ours.pairs == rows["pair"].nunique()


def test_errors_are_those_of_a_double_loop():
    """Both covariances by going through all pairs of pairs."""
    values, seen, members, _ = world(states=7, years=5)
    rows = frame(values, seen, members)
    ours = fit("pair and year", states=7, years=5)
    wide = np.hstack([rows[["x0", "x1"]].to_numpy(), dummies(rows, "pair and year")])
    inner = np.linalg.lstsq(wide[:, 2:], rows[["x0", "x1", "y"]].to_numpy(), rcond=None)[0]
    net = rows[["x0", "x1", "y"]].to_numpy() - wide[:, 2:] @ inner
    x, e = net[:, :2], net[:, 2] - net[:, :2] @ ours.coefficients
    bread = np.linalg.inv(x.T @ x)
    by_pair = {p: x[rows["pair"] == p].T @ e[rows["pair"] == p] for p in rows["pair"].unique()}
    alone, shared = np.zeros((2, 2)), np.zeros((2, 2))
    for p, one in by_pair.items():
        for q, other in by_pair.items():
            alone += np.outer(one, other) * (p == q)
            shared += np.outer(one, other) * bool(set(members[p]) & set(members[q]))
    groups = len(by_pair) - 1  # the pair seen once has no score and is not counted
    assert ours.by_pair == pytest.approx(bread @ alone @ bread * groups / (groups - 1), rel=1e-8)
    assert ours.by_state == pytest.approx(bread @ shared @ bread, rel=1e-8)


def test_an_interval_by_state_is_never_narrower_than_one_by_pair():
    """With few states the variance by state can come out below zero, which is no certainty."""
    fits = [fit("pair and year", states=4, years=4, seed=s) for s in range(30)]
    assert min(np.diag(f.by_state).min() for f in fits) < 0
    for one in fits:
        by_pair, by_state = one.errors()
        assert by_pair == pytest.approx(np.sqrt(np.diag(one.by_pair)))
        assert (by_state >= by_pair).all() and (by_state > 0).all()
        above = np.diag(one.by_state) > np.diag(one.by_pair)
        assert by_state[above] == pytest.approx(np.sqrt(np.diag(one.by_state)[above]))
        assert (by_state[~above] == by_pair[~above]).all()
    weights = np.array([[1.0, -2.0]])
    assert one.errors(weights)[0] == pytest.approx(np.sqrt(weights[0] @ one.by_pair @ weights[0]))


def test_recovers_the_truth():
    estimates = np.array([fit("pair and year", seed=s).coefficients for s in range(40)])
    margin = 3 * estimates.std(axis=0) / np.sqrt(len(estimates))
    assert (np.abs(estimates.mean(axis=0) - TRUE) < margin).all()
    assert estimates.std(axis=0).max() < 0.1


def test_without_effects_of_pairs_the_estimate_is_off():
    assert abs(fit("year").coefficients[0] - TRUE[0]) > 0.3


def test_errors_by_state_tell_how_far_estimates_stray_where_pairs_share_shocks():
    """Over many worlds those by pair are too small, those by state about right; state-years take the shocks out."""
    fits, calm = [], []
    for seed in range(60):
        values, seen, members, common = world(states=20, years=6, seed=seed)
        values[:, :, 2] += 2 * common
        columns = ("x0", "x1", "y")
        fits.append(moments(values, seen, members, columns).fit("y", columns[:2]))
        calm.append(moments(values, seen, members, columns, "pair and state-year").fit("y", columns[:2]))
    strays = np.std([f.coefficients[1] for f in fits])
    by_pair, by_state = (np.mean([np.sqrt(getattr(f, kind)[1, 1]) for f in fits]) for kind in ("by_pair", "by_state"))
    assert by_pair < 0.8 * strays
    assert 0.75 < by_state / strays < 1.3
    assert np.mean([f.coefficients[1] for f in calm]) == pytest.approx(TRUE[1], abs=0.02)
    assert np.std([f.coefficients[1] for f in calm]) < 0.5 * strays


def test_units_and_order_do_not_matter():
    values, seen, members, _ = world()
    plain = fit("pair and year")
    order = np.random.default_rng(1).permutation(len(members))
    scaled = values[order] * np.array([10.0, 1.0, 1.0]) + np.array([0.0, 7.0, -3.0])
    other = moments(scaled, seen[order], members[order], ("x0", "x1", "y")).fit("y", ("x1", "x0"))
    assert other.coefficients[::-1] * [10.0, 1.0] == pytest.approx(plain.coefficients, rel=1e-9)
    assert other.by_state[0, 0] == pytest.approx(plain.by_state[1, 1], rel=1e-8)


def test_spread_is_the_standard_deviation_net_of_effects():
    values, seen, members, _ = world(gaps=0.0)
    values, members = values[1:], members[1:]
    made = moments(values, seen[1:], members, ("x0", "x1", "y")).fit("y", ("x0", "x1"))
    x = values[:, :, 0]
    net = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + x.mean()
    assert made.spread[0] == pytest.approx(net.std(), rel=1e-9)


def test_year_effects_are_found_exactly_in_a_panel_with_gaps():
    rng = np.random.default_rng(2)
    seen = rng.uniform(size=(30, 6)) > 0.3
    true = rng.normal(size=6)
    found = year_effects(np.where(seen, rng.normal(size=(30, 1)) + true, np.nan), seen)
    assert found - found.mean() == pytest.approx(true - true.mean(), abs=1e-10)


def test_what_cannot_be_estimated_is_an_error():
    values, seen, members, _ = world()
    shared = moments(values, seen, members, ("x0", "x1", "y"))
    with pytest.raises(DataError, match="told apart"):
        shared.fit("y", ("x0", "x0"))
    constant = np.concatenate([values, np.broadcast_to(values[:, :1, :1], (*seen.shape, 1))], axis=2)
    still = moments(constant, seen, members, ("x0", "x1", "y", "still"))
    assert not still.varies("still") and still.varies("x0")
    with pytest.raises(DataError, match="no variation is left in still"):
        still.fit("y", ("x0", "still"))
    with pytest.raises(DataError, match="unknown effects"):
        moments(values, seen, members, ("x0", "x1", "y"), "states")
    with pytest.raises(DataError, match="too few"):
        moments(values, seen & False, members, ("x0", "x1", "y"))


# --- means


def test_a_mean_with_one_kind_of_groups_is_that_of_the_group_means():
    values, groups = np.array([1.0, 3.0, 2.0, 6.0, 4.0, 8.0]), np.array([0, 0, 1, 1, 2, 2])
    mean, low, high = clustered_mean(values, groups)
    sums = np.array([-4.0, 0.0, 4.0])  # of what each value is off the mean of 4
    error = np.sqrt((sums**2).sum() / 36 * 3 / 2)
    assert (mean, high - mean) == pytest.approx((4.0, t.ppf(0.95, 2) * error))
    assert low == pytest.approx(8.0 - high)


def test_shocks_of_years_widen_the_interval():
    rng = np.random.default_rng(1)
    years = np.tile(np.arange(20), 200)
    values = rng.normal(size=20)[years] + 0.1 * rng.normal(size=4000)
    pairs = np.repeat(np.arange(200), 20)
    narrow, wide = (clustered_mean(values, *g) for g in ((pairs,), (pairs, years)))
    assert wide[2] - wide[1] > 5 * (narrow[2] - narrow[1])


def test_the_variance_by_two_kinds_is_that_of_statsmodels():
    rng = np.random.default_rng(3)
    one, two = np.repeat(np.arange(12), 5), np.tile(np.arange(5), 12)
    values = rng.normal(size=60) + rng.normal(size=12)[one] + rng.normal(size=5)[two]
    peer = cov_cluster_2groups(OLS(values, np.ones(60)).fit(), np.stack([one, two], axis=1))
    _, low, high = clustered_mean(values, one, two)
    assert (high - low) / 2 == pytest.approx(t.ppf(0.95, 4) * np.sqrt(peer[0].item()))


@pytest.mark.parametrize("groups", [(), ([0, 0],), ([0, 1], [0, 1], [0, 1])])
def test_groups_that_tell_nothing_are_refused(groups):
    with pytest.raises(ValueError, match=r"at least|kinds"):
        clustered_mean([1, 2], *groups)
