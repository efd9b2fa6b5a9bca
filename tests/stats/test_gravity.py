"""The gravity estimator against pyfixest, against known truth, and in its own properties."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.errors import DataError
from dyadlens.sources.raw import Raw
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


def by_pyfixest(flows, covariates):
    """Fit the same model row by row; errors clustered by pair with the factor G / (G - 1) only."""
    pyfixest = pytest.importorskip("pyfixest")
    i, j = np.nonzero(usable(flows, covariates))
    frame = pd.DataFrame({"y": flows[i, j], "i": i, "j": j, "pair": np.minimum(i, j) * 1000 + np.maximum(i, j)})
    for k, c in enumerate(covariates):
        frame[f"x{k}"] = c[i, j]
    names = [f"x{k}" for k in range(len(covariates))]
    fit = pyfixest.fepois(
        f"y ~ {' + '.join(names)} | i + j",
        frame,
        vcov={"CRV1": "pair"},
        ssc=pyfixest.ssc(k_adj=False, G_adj=True),
        iwls_tol=1e-12,
    )
    return fit.coef()[names].to_numpy(), fit.se()[names].to_numpy()


def test_agrees_with_pyfixest():
    flows, covariates = world()
    fit = fit_gravity(flows, covariates, errors="sandwich")
    coefficients, errors = by_pyfixest(flows, covariates)
    assert fit.coefficients == pytest.approx(coefficients, abs=1e-6)
    assert fit.standard_errors == pytest.approx(errors, rel=1e-4)


@pytest.mark.raw
def test_agrees_with_pyfixest_on_a_real_year(raw_directory):
    flows, covariates = real_year(raw_directory, 1994)
    fit = fit_gravity(flows, covariates, errors="sandwich")
    coefficients, errors = by_pyfixest(flows, covariates)
    assert fit.coefficients == pytest.approx(coefficients, abs=1e-6)
    assert fit.standard_errors == pytest.approx(errors, rel=1e-4)


def real_year(directory, year):
    from dyadlens.sources.states.distances import read_cepii
    from dyadlens.sources.trade.cow import read_cow

    raw = Raw(directory)
    trade = read_cow(raw).query("year == @year").pivot(index="exporter", columns="importer", values="imports_musd")
    ties = read_cepii(raw).set_index(["a", "b"])
    codes = sorted(set(trade.index) & set(ties.index.unique("a")))
    parts = [ties[c].unstack().reindex(index=codes, columns=codes).to_numpy(float) for c in ties.columns[1:]]
    return trade.reindex(index=codes, columns=codes).to_numpy(), [np.log(parts[0]), *parts[1:]]


def test_recovers_the_truth():
    fits = [fit_gravity(*world(seed=seed)) for seed in range(60)]
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
    flows, covariates = world(n=12, seed=4)
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
    for seed in range(30):
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


def test_not_converging_is_an_error():
    with pytest.raises(DataError, match="did not converge in 2"):
        fit_gravity(*world(), max_iterations=2)
