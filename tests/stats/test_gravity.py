"""The gravity estimator against a model of dummies, known truth, and its own properties."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from dyadlens.data.catalog import read
from dyadlens.errors import DataError
from dyadlens.stats.gravity import fit_gravity, pair_totals, usable

TRUE = np.array([-0.9, 0.5])


def simulate(n=40, seed=1, noise=0.5):
    """Flows with zeros, unknown values and correlated pair errors; two covariates; and the expected flows."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(size=(n, 2))
    distance = np.log(0.05 + np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1)))
    border = (distance < np.quantile(distance, 0.15)).astype(float)
    size = rng.normal(size=(2, n))
    mean = np.exp(2 + size[0][:, None] + size[1][None] + TRUE[0] * distance + TRUE[1] * border)
    shared = rng.normal(size=(n, n))
    error = np.exp(noise * (shared + shared.T) / np.sqrt(2) - noise**2 / 2)
    flows = rng.poisson(mean * error).astype(float)
    flows[rng.uniform(size=(n, n)) < 0.05] = np.nan
    np.fill_diagonal(flows, np.nan)
    return flows, [distance, border], mean


def world(**options):
    return simulate(**options)[:2]


def by_dummies(flows, covariates):
    """Fit the same model with a dummy for each exporter and importer; errors clustered by pair, times G / (G - 1)."""
    i, j = np.nonzero(usable(flows, covariates))
    design = np.stack([c[i, j] for c in covariates], axis=1)
    design = np.hstack([design, pd.get_dummies(i).to_numpy(float), pd.get_dummies(j).to_numpy(float)[:, 1:]])
    pair = np.unique(np.minimum(i, j) * 1000 + np.maximum(i, j), return_inverse=True)[1]
    groups = {"groups": pair, "use_correction": False}
    fit = GLM(flows[i, j], design, Poisson()).fit(cov_type="cluster", cov_kwds=groups, tol=1e-12, maxiter=100)
    return fit.params, fit.bse * np.sqrt((pair.max() + 1) / pair.max()), fit.fittedvalues


def check_against_dummies(flows, covariates):
    fit = fit_gravity(flows, covariates, errors="sandwich")
    coefficients, errors, fitted = by_dummies(flows, covariates)
    assert fit.coefficients == pytest.approx(coefficients[: len(covariates)], abs=1e-6)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(errors, rel=1e-4)
    assert fit.fitted[np.isfinite(fit.fitted)] == pytest.approx(fitted, rel=1e-5)


def test_agrees_with_a_model_of_dummies():
    check_against_dummies(*world())


def test_agrees_with_a_model_of_dummies_on_a_real_year():
    check_against_dummies(*real_year(1950))


def real_year(year):
    trade, ties = read("trade_cow").query("year == @year").astype({"importer": str, "exporter": str}), read("distances")
    ties = pd.concat([ties, ties.rename(columns={"a": "b", "b": "a"})]).astype({"a": str, "b": str})
    codes = sorted({*trade["exporter"], *trade["importer"]} & {*ties["a"]})
    ties = ties.set_index(["a", "b"]).assign(distance=lambda rows: np.log(rows["distance_weighted_km"]))
    names = ("distance", "contiguous", "common_language", "colonial_tie")
    flows = trade.pivot(index="exporter", columns="importer", values="imports_musd")
    return flows.reindex(index=codes, columns=codes).to_numpy(), [
        ties[name].unstack().reindex(index=codes, columns=codes).to_numpy(float) for name in names
    ]


def test_recovers_the_truth():
    fits = [fit_gravity(*world(seed=seed)) for seed in range(30)]
    estimates = np.array([fit.coefficients for fit in fits])
    errors = np.array([fit.standard_errors for fit in fits])
    margin = 3 * estimates.std(axis=0) / np.sqrt(len(fits))
    assert (np.abs(estimates.mean(axis=0) - TRUE) < margin).all()
    ratio = errors.mean(axis=0) / estimates.std(axis=0)
    assert ((ratio > 0.75) & (ratio < 1.35)).all()


def test_the_sandwich_is_too_small_and_the_jackknife_less_so():
    errors = {kind: fit_gravity(*world(), errors=kind).standard_errors for kind in ("sandwich", "jackknife")}
    assert (errors["jackknife"] > errors["sandwich"]).all()


def test_the_jackknife_is_one_pair_left_out_at_a_time():
    flows, covariates = world(n=10, seed=4)
    fit = fit_gravity(flows, covariates)
    out = []
    for i, j in zip(*np.nonzero(np.triu(usable(flows, covariates), k=1)), strict=True):
        without = flows.copy()
        without[i, j] = without[j, i] = np.nan
        out.append(fit_gravity(without, covariates).coefficients - fit.coefficients)
    exact = np.sqrt((np.array(out) ** 2).sum(axis=0))
    # One Newton step for each pair instead of a whole fit.
    assert fit.standard_errors == pytest.approx(exact, rel=0.25)


def test_the_band_covers_expected_trade():
    """The 90% band of the pair's expected total holds the true one about nine times in ten."""
    inside = []
    for seed in range(15):
        flows, covariates, truth = simulate(seed=seed)
        totals = pair_totals(fit_gravity(flows, covariates))
        i, j = totals["i"], totals["j"]
        gap = np.log(totals["predicted"]) - np.log(truth[i, j] + truth[j, i])
        inside.append((np.abs(gap) < 1.645 * totals["se"]).mean())
    assert 0.82 < np.mean(inside) < 0.95


def test_fitted_totals_equal_observed_totals():
    flows, covariates = world()
    fit = fit_gravity(flows, covariates)
    for axis in (0, 1):
        assert np.nansum(fit.fitted, axis) == pytest.approx(np.nansum(fit.flows, axis), rel=1e-7)


def test_order_of_states_does_not_matter():
    flows, covariates = world()
    order = np.random.default_rng(3).permutation(len(flows))
    shuffled = fit_gravity(flows[np.ix_(order, order)], [c[np.ix_(order, order)] for c in covariates])
    plain = fit_gravity(flows, covariates)
    assert shuffled.coefficients == pytest.approx(plain.coefficients, abs=1e-9)
    one, two = pair_totals(plain), pair_totals(shuffled)
    first = {frozenset((i, j)): v for i, j, *v in zip(one["i"], one["j"], one["predicted"], one["se"], strict=True)}
    for i, j, *values in zip(two["i"], two["j"], two["predicted"], two["se"], strict=True):
        assert values == pytest.approx(first[frozenset((order[i], order[j]))], rel=1e-6)


def test_money_unit_does_not_matter():
    flows, covariates = world()
    plain, scaled = pair_totals(fit_gravity(flows, covariates)), pair_totals(fit_gravity(flows * 1e6, covariates))
    assert scaled["predicted"] == pytest.approx(plain["predicted"] * 1e6, rel=1e-6)
    for name in ("log_ratio", "se"):
        assert scaled[name] == pytest.approx(plain[name], abs=1e-6, nan_ok=True)


def test_a_state_without_exports_is_left_out_in_that_role():
    flows, covariates = world()
    flows[3, :], flows[:, 5] = 0.0, 0.0
    fit = fit_gravity(flows, covariates)
    assert np.isnan(fit.fitted[3]).all() and np.isnan(fit.fitted[:, 5]).all()
    assert np.isfinite(fit.fitted[:, 3]).any() and np.isfinite(fit.fitted[5]).any()
    totals = pair_totals(fit)
    assert not {3, 5} & {*totals["i"].tolist(), *totals["j"].tolist()}


def test_states_that_trade_among_themselves_only_are_left_out():
    flows, covariates = world()
    flows[:5, 5:], flows[5:, :5] = 0.0, 0.0
    used = usable(flows, covariates)
    assert not used[:5].any() and not used[:, :5].any() and used[5:, 5:].any()


def test_no_trade_has_no_ratio():
    flows, covariates = world()
    flows[0, 1] = flows[1, 0] = 0.0
    totals = pair_totals(fit_gravity(flows, covariates))
    assert totals["observed"][0] == 0 and np.isnan(totals["log_ratio"][0]) and totals["predicted"][0] > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda y, z: (np.where(np.isnan(y), y, -1.0), z), "negative"),
        (lambda y, z: (y * 0, z), "positive"),
        (lambda y, z: (y, [*z, z[0]]), "identified"),
        (lambda y, z: (y, [*z, np.ones_like(y)]), "identified"),
    ],
)
def test_what_cannot_be_estimated_is_an_error(change, message):
    with pytest.raises(DataError, match=message):
        fit_gravity(*change(*world()))
