"""The main model of the drivers: what it rests on, that its parts add up, and that nothing later leaks into it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyfixest
import pytest

from dyadlens import Lens
from dyadlens.data.catalog import known_until, read
from dyadlens.drivers import models as panel
from dyadlens.drivers import variables
from dyadlens.drivers import votes as module
from dyadlens.drivers.votes import FEWEST, Z, driver_names, implied, pair_years, visits, vote_drivers
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.panel.columns import grid
from dyadlens.panel.evidence import measure_known_until
from dyadlens.panel.query import query_columns

DAY = date(2018, 5, 31)


@pytest.fixture(scope="module")
def model():
    return vote_drivers()


def cell(name, pair, year):
    order = sorted(grid().states.index(code) for code in pair)
    (at,) = np.flatnonzero((variables.pair_states() == order).all(axis=1))
    return panel.values(name)[at, year - variables.FIRST]


def test_the_panel_holds_what_the_tables_say():
    pair = ("PAK", "RUS")
    trade = read("trade_cow").query("year == 2014")
    both = trade[trade["importer"].isin(pair) & trade["exporter"].isin(pair)]["imports_musd"].sum()
    assert cell("trade", pair, 2014) == pytest.approx(np.log1p(both), rel=1e-6)
    cinc = read("capabilities").query("year == 2014").set_index("state")["cinc"]
    assert cell("capability_gap", pair, 2014) == pytest.approx(abs(np.log(cinc["PAK"] / cinc["RUS"])), rel=1e-6)
    gdp = read("gdp_population").query("year == 2014").set_index("state")
    assert cell("size", pair, 2014) == pytest.approx(np.log(gdp.loc["PAK", "gdp_usd"] * gdp.loc["RUS", "gdp_usd"]))
    assert cell("organizations", pair, 2014) == 44
    assert cell("common_adversary", pair, 2016) == 1 and cell("common_adversary", pair, 2000) == 0
    assert np.isnan(cell("common_adversary", pair, 1990))
    assert cell("rivalry", ("IND", "PAK"), 2010) == 1
    change = panel.change("kappa", 3)
    level = panel.values("kappa")
    assert np.nanmax(np.abs(change[:, 10] - (level[:, 13] - level[:, 10]))) == 0
    assert np.isnan(change[:, -3:]).all()


def test_the_model_covers_what_it_says(model):
    assert (model.first, model.last) == (1993, 2014)
    assert model.pairs > 12_000 and model.rows > 200_000
    assert model.table["driver"].tolist() == list(driver_names())
    assert list(model.effects.index) == list(range(1993, 2015))
    assert model.effects.mean() == pytest.approx(0, abs=1e-12)


def test_intervals_and_standards_are_what_they_are_called(model):
    table, fit = model.table, model.fit
    assert (table["high"] - table["low"]).to_numpy() == pytest.approx(2 * Z * np.sqrt(np.diag(fit.by_pair)))
    wider = np.sqrt(np.maximum(np.diag(fit.by_state), np.diag(fit.by_pair)))
    assert (table["high_state"] - table["low_state"]).to_numpy() == pytest.approx(2 * Z * wider)
    assert (table["standardised"] / table["estimate"]).to_numpy() == pytest.approx(
        (table["spread"] / model.outcome_spread).to_numpy()
    )
    assert table["estimate"].between(table["low"], table["high"]).all()


def test_a_variance_below_zero_makes_no_interval_without_width(monkeypatch, model):
    odd = replace(model, fit=replace(model.fit, by_state=-model.fit.by_pair))
    table = module._table(odd.fit, odd.fit.coefficients)
    assert np.allclose(table["low_state"], table["low"]) and np.allclose(table["high_state"], table["high"])
    monkeypatch.setattr(module, "_drivers", lambda day: odd)
    rows = implied(Lens("PAK-RUS"))
    known = rows["low"].notna()
    assert np.allclose(rows.loc[known, "low_state"], rows.loc[known, "low"]) and known.sum() > 5


@pytest.fixture(scope="module")
def peer():
    """The main model by pyfixest, over the same rows; pairs seen once say nothing and are not counted as clusters."""
    values, seen = module._design(None)
    pair, year = np.nonzero(seen & (seen.sum(axis=1) > 1)[:, None])
    names = [*driver_names(), "outcome"]
    rows = pd.DataFrame(values[pair, year], columns=names).assign(pair=pair, year=year)
    formula = f"outcome ~ {' + '.join(names[:-1])} | pair + year"
    settings, demeaner = pyfixest.ssc(k_adj=False, G_adj=True), pyfixest.MapDemeaner(fixef_tol=1e-12)
    return pyfixest.feols(formula, rows, vcov={"CRV1": "pair"}, ssc=settings, demeaner=demeaner)


def test_the_main_model_is_that_of_pyfixest_on_the_real_panel(model, peer):
    assert model.fit.coefficients == pytest.approx(peer.coef().to_numpy(), rel=1e-6, abs=1e-10)
    assert np.sqrt(np.diag(model.fit.by_pair)) == pytest.approx(peer.se().to_numpy(), rel=1e-6)
    assert model.rows == peer._N


def test_what_stands_high_falls_back(model):
    level = model.table.set_index("driver").loc["level"]
    assert level["low_state"] > -1 and level["high_state"] < 0
    # The bias of short panels makes the pull back look stronger than it is.
    assert level["estimate"] < level["corrected"] < 0


def test_no_pair_is_left_with_a_mean(model):
    """The residuals of the model sum to nothing in every pair and in every year."""
    values, seen = module._design(None)
    used = seen & (seen.sum(axis=1) > 1)[:, None]
    net = np.where(used, values[:, :, -1] - values[:, :, :-1] @ model.fit.coefficients, 0.0)
    effects = model.effects.reindex(variables.model_years()).fillna(0.0).to_numpy()
    pair = (net - used * effects).sum(axis=1) / np.maximum(used.sum(axis=1), 1)
    residual = np.where(used, net - effects - pair[:, None], 0.0)
    assert np.abs(residual.sum(axis=0)).max() < 1e-8 * used.sum()
    x = np.where(used, values[:, :, 0], 0.0)
    assert abs((residual * x).sum()) < 1e-8 * (x**2).sum()


@pytest.mark.parametrize("pair", ["PAK-RUS", "IND-USA", "BRA-NOR"])
def test_the_parts_of_a_pair_add_up(pair, model):
    rows = implied(Lens(pair)).set_index("term")
    own = pair_years(Lens(pair))
    parts = rows["contribution"]
    assert parts[list(driver_names())].sum() == pytest.approx(parts["drivers"], abs=1e-12)
    assert parts[["drivers", "years", "open"]].sum() == pytest.approx(parts["change"], abs=1e-12)
    assert parts["change"] == pytest.approx(own["outcome"].tail(5).mean() - own["outcome"].mean())
    gap = own["alliance_ties"].tail(5).mean() - own["alliance_ties"].mean()
    alliance = model.table.set_index("driver").loc["alliance_ties", "estimate"]
    assert parts["alliance_ties"] == pytest.approx(gap * alliance)
    assert (rows["low_state"].dropna() <= parts[rows["low_state"].notna()]).all()


def test_what_is_left_open_is_the_mean_residual():
    model, own = vote_drivers(), pair_years(Lens("PAK-RUS"))
    fitted = own[list(driver_names())].to_numpy() @ model.fit.coefficients + model.effects[own.index].to_numpy()
    residual = own["outcome"] - fitted - (own["outcome"] - fitted).mean()
    parts = implied(Lens("PAK-RUS")).set_index("term")["contribution"]
    assert parts["open"] == pytest.approx(residual.tail(5).mean())


def test_order_of_the_pair_does_not_matter():
    one, other = (implied(Lens(pair)).drop(columns=["term", "label"]) for pair in ("PAK-RUS", "RUS-PAK"))
    pd.testing.assert_frame_equal(one, other)


def test_a_pair_without_enough_years_has_no_parts():
    assert implied(Lens("BTN-TUV")).empty
    assert len(pair_years(Lens("BTN-TUV"))) < FEWEST


def test_visits_are_asked_about_among_pairs_with_the_united_states():
    found = visits()
    assert 150 < found["pairs"] < 200
    assert found["low"] < found["estimate"] < found["high"]


def test_too_early_a_day_gives_an_empty_model():
    early = vote_drivers("1996-06")
    assert early.table.empty and early.fit is None and early.rows == 0
    assert implied(Lens("PAK-RUS", as_of="1996-06")).empty and visits("1996-06") == {}


def test_bad_input():
    with pytest.raises(BadParameter):
        vote_drivers("yesterday")
    with pytest.raises(UnknownName, match="trade"):
        panel.values("trad")


@pytest.fixture
def spoilt(monkeypatch):
    """Overwrite everything that was not out on the day: columns of the panel with noise, rows by cutting."""
    rng, whole, columns = np.random.default_rng(0), variables.column, query_columns()

    def noisy(name):
        values = whole(name).copy()
        later = grid().year > measure_known_until(columns[name][0], DAY)
        values[later] = rng.normal(size=later.sum())
        return values

    def cut(name):
        frame = read(name)
        return frame[frame["year"] <= known_until(name, DAY)]

    def forget():
        for kept in (panel._whole, module._drivers):
            kept.cache_clear()

    before = vote_drivers(DAY).table, implied(Lens("PAK-RUS", as_of=DAY)), visits(DAY)
    forget()
    monkeypatch.setattr(variables, "read", cut)
    monkeypatch.setattr(variables, "column", noisy)
    yield before
    monkeypatch.undo()
    forget()


def test_nothing_later_leaks(spoilt):
    table, parts, travels = spoilt
    pd.testing.assert_frame_equal(vote_drivers(DAY).table, table)
    pd.testing.assert_frame_equal(implied(Lens("PAK-RUS", as_of=DAY)), parts)
    assert visits(DAY) == travels
    assert vote_drivers(DAY).last == 2010
    # The spoiling is felt where nothing is hidden.
    assert not np.allclose(vote_drivers().table["estimate"], table["estimate"], rtol=1e-3)
