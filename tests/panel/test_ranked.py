"""Numbers of pairs behind percentiles: those that the ranks were computed from."""

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens, evidence
from dyadlens.data.catalog import read
from dyadlens.measures import all_pairs
from dyadlens.panel import ranked
from dyadlens.panel.population import among, pairs_ranked
from dyadlens.stats.ranks import percentile_rank


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("DYADLENS_CACHE", str(tmp_path_factory.mktemp("cache")))
    pairs_ranked.cache_clear()
    yield
    pairs_ranked.cache_clear()
    patch.undo()


@pytest.mark.parametrize(
    ("measure", "domain"),
    [("agreement", "votes"), ("ideal_point_distance", "votes"), ("alliance_ties", "security"), ("trade_total", "trade"),
     ("trade_dependence", "trade"), ("trade_intensity", "trade"), ("gdelt_score", "diplomacy"),
     ("mentions_per_1000", "words"), ("dispute_burden", "history")],
)  # fmt: skip
def test_the_number_is_of_the_values_that_the_percentile_was_ranked_among(measure, domain):
    rows = evidence(Lens("PAK-RUS", start=2000, end=2020), domain, measure)
    row = rows[rows["percentile"].notna()].iloc[-1]
    everyone = all_pairs(measure)
    values = everyone.loc[everyone["year"] == row["year"], "value"].dropna()
    assert pairs_ranked(measure)[row["year"]] == len(values)
    # One pair more or fewer would move the rank: it is a multiple of half a pair.
    assert percentile_rank(row["value"], values) == pytest.approx(row["percentile"], abs=1e-6)
    halves = row["percentile"] / 100 * len(values) * 2
    assert halves == pytest.approx(round(halves), abs=1e-4)


def test_an_extract_keeps_the_number_of_the_full_source():
    states = read("states")
    assert pairs_ranked("tiv")[2018] > 17 * 16  # not of the focal states that the extract holds
    alive = (states["start"].str[:4].astype(int) <= 2018) & (states["end"].isna() | (states["end"] >= "2018"))
    assert pairs_ranked("tiv")[2018] == alive.sum() * (alive.sum() - 1)
    counts = {
        m: int(pairs_ranked(m)[2018]) for m in ("trade_total_atlas", "trade_intensity_atlas", "trade_dependence_atlas")
    }
    assert counts == {"trade_total_atlas": 11760, "trade_intensity_atlas": 20123, "trade_dependence_atlas": 23520}


def test_numbers_behind_pooled_arms():
    states = read("states")
    alive = (states["start"].str[:4].astype(int) <= 2018) & (states["end"].isna() | (states["end"] >= "2018"))
    importers = pairs_ranked("supplier_concentration")[2018]
    assert pairs_ranked("import_share")[2018] == importers * (alive.sum() - 1)
    ratio = pairs_ranked("tiv_ratio:IND")
    assert ratio[2018] % (alive.sum() - 2) == 0 and ratio[2018] < pairs_ranked("tiv")[2018]
    assert ratio[2018] != pairs_ranked("tiv_ratio:CHN")[2018]
    assert len(pairs_ranked("tiv_ratio:FRA")) == 0  # not ranked for states outside the extract
    assert among("supplier_concentration", 2018) == f"among {importers} states with a value"
    assert pairs_ranked("import_share").index.min() == pairs_ranked("supplier_concentration").index.min() == 1954


def test_both_directions_of_a_directed_measure_count():
    totals, shares = pairs_ranked("trade_total"), pairs_ranked("trade_dependence")
    assert (shares <= 2 * totals).all() and (shares > totals).all()


def test_a_measure_without_ranks_has_no_numbers_and_the_words_name_none():
    assert len(pairs_ranked("exports_declared")) == 0
    assert among("exports_declared", 2014) == "among all directed pairs with a value"
    assert among("agreement", 1900) == "among all pairs with a value"


def test_the_second_count_is_read_and_not_made(monkeypatch):
    first = pairs_ranked("rivalry")
    pairs_ranked.cache_clear()
    monkeypatch.setattr(ranked, "all_pairs", lambda measure: pytest.fail("counted again"))
    pd.testing.assert_series_equal(pairs_ranked("rivalry"), first)
    assert first.dtype == np.int64


def test_no_number_changes_with_the_day():
    lens = Lens("PAK-RUS", start=2010, end=2014)
    then = lens.replace(as_of="2018-05")
    for measure in ("agreement", "kappa"):
        rows = [evidence(one, "votes", measure)["percentile"].tolist() for one in (lens, then)]
        assert rows[0] == rows[1]
