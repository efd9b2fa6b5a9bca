"""Convergence and caution: known groups, what each year rests on, and that nothing of what came later leaks."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.idealpoints.estimate import estimate
from dyadlens.indices import as_known, input_values, normalise, reference, uncertainty
from dyadlens.indices.as_known import last_year_of, made_for_all, ranked_for_all
from dyadlens.indices.composite import all_pairs, composite, inputs, path
from dyadlens.indices.definitions import INDICES, domains_of, indicators_of
from dyadlens.lens import parse_as_of
from dyadlens.panel.columns import PERCENTILE, column, grid
from dyadlens.panel.evidence import evidence
from dyadlens.stats.ranks import percentile_rank, percentile_ranks

AS_OF = "2018-05"
# Pairs of which nobody who knows them would say the reverse: the first is the closer one.
CLOSER = [
    ("CAN-USA", "CUB-USA", 2014),
    ("GBR-USA", "IRN-USA", 2014),
    ("FRA-DEU", "PRK-USA", 2014),
    ("JPN-USA", "PRK-USA", 2014),
    ("BLR-RUS", "GEO-RUS", 2014),
    ("IND-RUS", "IND-PAK", 2014),
    ("CHN-PAK", "IND-PAK", 2014),
    ("AUS-NZL", "IRN-ISR", 2014),
    ("FRA-DEU", "ARM-AZE", 2018),
    ("KOR-USA", "PRK-USA", 2018),
    ("POL-RUS", "ISR-SYR", 1985),
    ("CUB-RUS", "CUB-USA", 1985),
]
GUARDED = ["IND-PAK", "IRN-ISR", "PRK-USA", "KOR-PRK"]


@pytest.fixture(scope="module")
def lens():
    return Lens("PAK-RUS", start=2010, end=2018)


@pytest.fixture(scope="module")
def rows(lens):
    return path(lens)


def row(pair, year):
    a, b = sorted(pair.split("-"))
    rows = grid()
    return rows.place[rows.states.index(a), rows.states.index(b), year - 1946]


def mean_rank(index, year, where):
    ranks = ranked_for_all(index, None)
    return float(np.nanmean(ranks[(grid().year == year) & where]))


@pytest.mark.parametrize("year", [1975, 1985, 2000, 2014])
def test_allies_stand_above_others_and_rivals_below(year):
    allies, rivals = column("defense_pact") == 1, column("rivalry") == 1
    rest = ~allies & ~rivals
    close = [mean_rank("convergence", year, group) for group in (rivals, rest, allies)]
    assert close == sorted(close) and close[2] - close[0] > 30
    guarded = [mean_rank("caution", year, group & ~(allies & rivals)) for group in (allies, rest, rivals)]
    assert guarded[2] > max(guarded[:2]) + 10


@pytest.mark.parametrize("year", [1985, 2000, 2010])
def test_pairs_with_a_violent_dispute_are_less_close_though_disputes_are_no_part_of_it(year):
    assert not {"dispute_cow", "dispute_gml"} & {one.name for one in indicators_of("convergence")}
    allies = column("alliance_ties") > 0
    violent = column("dispute_cow") >= 4
    for group in (allies, ~allies):
        assert mean_rank("convergence", year, group & violent) < mean_rank("convergence", year, group & ~violent)


@pytest.mark.parametrize(("closer", "farther", "year"), CLOSER)
def test_the_order_of_pairs_agrees_with_common_knowledge(closer, farther, year):
    ranks = ranked_for_all("convergence", None)
    assert ranks[row(closer, year)] > ranks[row(farther, year)]


@pytest.mark.parametrize("pair", GUARDED)
def test_open_enemies_are_guarded(pair):
    assert ranked_for_all("caution", None)[row(pair, 2014)] > 85
    if pair in {"IRN-ISR", "PRK-USA", "KOR-PRK"}:
        assert ranked_for_all("convergence", None)[row(pair, 2014)] < 10


def test_caution_is_not_low_convergence():
    both = all_pairs(Lens("PAK-RUS", end=2014))
    assert -0.5 < both["convergence"].corr(both["caution"], method="spearman") < 0
    parts = [{one.name for one in indicators_of(index) if not one.name.startswith("trade")} for index in INDICES]
    assert not parts[0] & parts[1]


def test_the_composite_of_a_pair_can_be_made_by_hand():
    at = row("PAK-RUS", 1998)
    scores = []
    for domain in domains_of("convergence"):
        ranks = []
        for one in indicators_of("convergence"):
            if one.domain == domain and one.years[0] <= 1998 <= one.years[1]:
                known = [float(column(name + PERCENTILE)[at]) for name in one.column_names]
                known = [p if one.direction > 0 else 100 - p for p in known if not np.isnan(p)]
                ranks += [np.mean(known)] if known else []
        scores += [1 + 0.99 * np.mean(ranks)] if ranks else []
    assert len(scores) == 8
    assert composite("convergence")[at] == pytest.approx(np.exp(np.mean(np.log(scores))), rel=1e-6)


def test_the_path_says_what_each_year_rests_on(rows):
    by = rows.set_index(["index", "year"])
    assert set(by.loc["convergence"].query("year <= 2014")["domains"]) == {8}
    late = by.loc[("caution", 2018)]
    assert (late["status"], late["domains"], late["rests_on"]) == ("unknown", 2, "pressure, stake")
    assert np.isnan(late["value"]) and np.isnan(late["low"])
    seen = rows[rows["status"] == "observed"]
    assert (seen["low"] <= seen["median"]).all() and (seen["median"] <= seen["high"]).all()
    assert seen[["value", "low", "high", "median"]].stack().between(1, 100).all()
    assert (seen["pairs"] > 0).all()


def test_the_percentile_is_that_among_all_pairs_of_the_year(rows):
    values = composite("convergence")[grid().year == 2012]
    own = rows.set_index(["index", "year"]).loc[("convergence", 2012)]
    at = np.flatnonzero(np.flatnonzero(grid().year == 2012) == row("PAK-RUS", 2012))[0]
    assert own["percentile"] == pytest.approx(percentile_ranks(values)[at])
    assert own["pairs"] == np.count_nonzero(~np.isnan(values))


def test_one_source_a_domain_and_year():
    for index in INDICES:
        trade = [one.years for one in indicators_of(index) if one.name.startswith("trade_dependence")]
        assert trade[0][1] < trade[1][0]
    news = {one.name: one.years for one in indicators_of("convergence") if one.domain == "diplomacy"}
    assert news["verbal_cooperation"][1] < news["gdelt_score"][0]


@pytest.mark.parametrize("measure", ["kappa", "rivalry", "tiv", "trade_dependence_atlas", "dispute_burden_cow"])
def test_the_last_year_is_that_of_the_evidence(measure):
    lens = Lens("PAK-RUS", start=2005, end=2020, as_of=AS_OF)
    assert evidence(lens, measure=measure).seen["year"].max() == last_year_of(measure, lens.as_of)


def test_known_years_are_as_they_are_today():
    now, then = (made_for_all("caution", day).domains for day in (None, parse_as_of(AS_OF)))
    early = grid().year <= 2010
    for name in now:
        assert np.array_equal(now[name][early], then[name][early], equal_nan=True)


def test_a_pair_without_much_on_it_is_no_error():
    rows = path(Lens("BTN-TUV", start=2023, end=2026))
    assert len(rows) == 2 * 4
    assert set(rows.loc[rows["year"] > 2024, "status"]) == {"not_covered"}
    assert set(rows["status"]) == {"unknown", "not_covered"}


def test_what_is_asked_wrongly_is_told():
    with pytest.raises(UnknownName, match="convergence"):
        composite("closeness")
    with pytest.raises(BadParameter, match="not a date"):
        composite("caution", "May 2018")


def test_the_inputs_are_those_that_were_known():
    rows = inputs(Lens("PAK-RUS", as_of=AS_OF), "caution")
    assert set(rows["measure"]) <= {one.name for one in indicators_of("caution")}
    assert rows.loc[rows["measure"] == "dispute_burden_cow", "year"].max() == 2010
    assert rows.loc[rows["measure"] == "trade_dependence", "year"].max() == 2014


def poisoned(name):
    """Return a column whose values after the last year known on the day are replaced by nonsense."""
    owner = {name: one for index in INDICES for one, name in normalise.index_columns(index)}
    last = last_year_of(owner[name.removesuffix(PERCENTILE)].name, parse_as_of(AS_OF))
    return np.where(grid().year <= last, column(name), np.float32(77.7))


@pytest.mark.parametrize("index", INDICES)
def test_no_column_shows_what_came_later(monkeypatch, index):
    day = parse_as_of(AS_OF)
    for one, name in normalise.index_columns(index):
        for both in (name, name + PERCENTILE):
            before = as_known.known_column(one, both, day)
            with monkeypatch.context() as patch:
                patch.setattr(as_known, "column", poisoned)
                assert as_known.known_column(one, both, day).tobytes() == before.tobytes()


def forget():
    for module in (reference, as_known, input_values, normalise, uncertainty):
        for value in vars(module).values():
            if callable(getattr(value, "cache_clear", None)):
                value.cache_clear()


def test_nothing_that_came_later_leaks_into_an_index(monkeypatch):
    """What was known on the day comes out as the same bytes when all later values are nonsense."""
    lens = Lens("PAK-RUS", start=2007, end=2010, as_of=AS_OF)

    def found():
        band = uncertainty.band(lens, "caution")
        return composite("caution", AS_OF).tobytes(), band.to_numpy().tobytes()

    before = found()
    forget()
    monkeypatch.setattr(as_known, "column", poisoned)
    try:
        assert found() == before
    finally:
        monkeypatch.undo()
        forget()


def test_an_estimate_from_all_years_is_no_part_of_an_earlier_day():
    names = set(inputs(Lens("PAK-RUS", as_of="2018-05"), "convergence")["measure"])
    assert "ideal_point_distance" not in names and "kappa" in names
    assert "ideal_point_distance" in set(inputs(Lens("PAK-RUS"), "convergence")["measure"])


def test_on_an_earlier_day_our_own_ideal_points_stand_in():
    day, at = parse_as_of(AS_OF), row("PAK-RUS", 2014)
    points = estimate(day).query("year == 2014 and votes >= 10").set_index("state")["ideal_point"]
    x = points.to_numpy()
    every = np.abs(x[:, None] - x[None, :])[np.triu_indices(len(x), 1)]
    rank = percentile_rank(abs(points["PAK"] - points["RUS"]), every)
    kappa = float(column("kappa" + PERCENTILE)[at])
    votes = made_for_all("convergence", day).domains["votes"][at]
    assert votes == pytest.approx(1 + 0.99 * (kappa + 100 - rank) / 2, abs=0.05)
    assert abs(rank - float(column("ideal_point_distance" + PERCENTILE)[at])) > 1


def test_on_a_late_day_an_index_is_as_today():
    assert composite("convergence", "2026-12").tobytes() == composite("convergence").tobytes()
    lens = Lens("PAK-RUS", start=2013, end=2014)
    pd.testing.assert_frame_equal(path(lens), path(lens.replace(as_of=date(2026, 12, 31))))
