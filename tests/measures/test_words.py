"""Measures of words."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import words, words_debate
from dyadlens.measures.words_public import wilson_interval
from dyadlens.stats.rates import poisson_interval

NAMES = [m.name for m in words.MEASURES]
ALL = Lens("PAK-RUS", start=1946, end=2025)


@pytest.fixture(scope="module")
def rows():
    return check(words.compute(ALL))


def one(rows, measure, year, a=None, b=None):
    return rows.of(measure, a, b).set_index("year").loc[year]


def test_every_measure_and_year_has_one_row_a_direction(rows):
    for measure in words.MEASURES:
        assert len(rows.of(measure.name)) == len(ALL.years) * (2 if measure.directed else 1)
    assert set(rows["measure"]) == set(NAMES)


def test_statuses_of_naming(rows):
    def status(year, a="RUS", b="PAK"):
        return one(rows, "mentions_per_1000", year, a, b)["status"]

    assert status(2018) == "true_zero" and status(1965) == "observed"
    assert status(1970) == "unknown", "no speech"
    assert status(1946) == "not_covered", "no Pakistan yet"
    assert status(2025) == "not_covered" and status(1970, "PAK", "RUS") == "observed"


def test_russia_names_pakistan_in_no_speech_from_2000(rows):
    late = rows.of("mentions_per_1000", "RUS", "PAK").query("2000 <= year <= 2024")
    assert len(late) == 25 and (late["status"] == "true_zero").all() and (late["high"] > 0).all()


def test_naming_by_hand(rows):
    words_then = read("debate_speeches").set_index(["state", "year"]).loc[("RUS", 1965), "words"]
    row = one(rows, "mentions_per_1000", 1965, "RUS", "PAK")
    assert row["value"] == pytest.approx(9000 / words_then)
    low, high = poisson_interval(9)
    assert (row["low"], row["high"]) == pytest.approx((1000 * low / words_then, 1000 * high / words_then))


def test_poisson_interval_is_exact():
    # Garwood's table, 90% level.
    assert poisson_interval(1) == pytest.approx((0.0513, 4.7439), abs=1e-3)
    assert poisson_interval(5) == pytest.approx((1.9701, 10.5130), abs=1e-3)


def test_wilson_interval_holds_the_share():
    for share, size in ((0.0, 5), (1.0, 5), (0.12, 1200)):
        low, high = wilson_interval(share, size)
        assert 0 <= low <= share <= high <= 1
    assert wilson_interval(0.12, 1200) == pytest.approx((0.1054, 0.1363), abs=1e-4)


def test_similarity(rows):
    assert one(rows, "speech_similarity", 1970)["status"] == "unknown"
    seen = rows.of("speech_similarity").seen
    assert seen["value"].between(-1, 1).all() and seen["percentile"].between(0, 100).all()


def test_the_order_of_the_pair_changes_nothing(rows):
    swapped = words.compute(ALL.replace(pair="RUS-PAK"))
    for name in (m.name for m in words.MEASURES if m.directed):
        ours, theirs = (r.of(name).sort_values(["a", "year"]).reset_index(drop=True) for r in (rows, swapped))
        pd.testing.assert_frame_equal(pd.DataFrame(ours), pd.DataFrame(theirs))
    columns = ["year", "value", "status", "percentile"]
    ours, theirs = (r.of("speech_similarity")[columns].reset_index(drop=True) for r in (rows, swapped))
    pd.testing.assert_frame_equal(pd.DataFrame(ours), pd.DataFrame(theirs))


def test_titles_are_of_russia_and_of_whole_years(rows):
    ours = rows.of("title_share", "RUS", "PAK").set_index("year")
    assert ours.loc[2001, "value"] == pytest.approx(62 / 5644)
    assert ours.loc[1999, "status"] == "not_covered" and ours.loc[2021, "status"] == "true_zero"
    ministry = rows.of("title_share_ministry", "RUS", "PAK").set_index("year")
    assert ministry.loc[2016, "status"] == "not_covered", "two months are no year"
    assert (rows.of("title_share", "PAK", "RUS")["status"] == "not_covered").all()
    assert (words.compute(Lens("RUS-KEN")).of("title_share")["status"] == "not_covered").all()


def test_titles_of_rt_are_of_the_ten_years_that_are_whole(rows):
    ours = rows.of("title_share_rt", "RUS", "PAK").set_index("year")
    assert ours.seen.index.tolist() == list(range(2015, 2025))
    assert ours.loc[2019, "value"] == pytest.approx(39 / 1617)
    assert (ours.loc[2019, "low"], ours.loc[2019, "high"]) == pytest.approx(wilson_interval(39 / 1617, 1617))
    assert ours.loc[2014, "status"] == "not_covered", "six months are no year"
    assert ours.loc[2025, "status"] == "not_covered", "seven months are no year"
    table = read("attention").query("outlet == 'rt' and state == 'PAK' and year == 2016")
    assert ours.loc[2016, "value"] == pytest.approx(table["titles_naming"].sum() / table["titles"].sum())


def test_favourability(rows):
    ours = rows.of("favourability", "PAK", "RUS").set_index("year")
    assert ours.loc[2015, "value"] == pytest.approx(0.12)
    assert ours.loc[2016, "status"] == "not_covered" and ours.loc[2008, "status"] == "not_covered"
    china = words.compute(Lens("PAK-CHN")).of("favourability", "PAK", "CHN").set_index("year")
    assert china.loc[2013, "status"] == "not_covered" and china.loc[2014, "status"] == "observed"


def test_as_of_hides_later_rows_and_changes_no_earlier_one(rows):
    then = words.compute(ALL.replace(as_of="2014-06")).set_index(["measure", "a", "b", "year"])
    now = rows.set_index(["measure", "a", "b", "year"])
    years = then.index.get_level_values("year")
    assert (then[years >= 2014]["status"] == "not_covered").all()
    old = years < 2013
    pd.testing.assert_frame_equal(pd.DataFrame(then[old]), pd.DataFrame(now.loc[then.index[old]]))


@pytest.mark.parametrize("measure", words.MEASURES, ids=lambda m: m.name)
def test_all_pairs(measure, rows):
    frame = words.all_pairs(measure.name)
    assert list(frame.columns) == ["a", "b", "year", "value"]
    assert not frame.duplicated(["a", "b", "year"]).any() and frame["value"].notna().all()
    assert (frame["a"] != frame["b"]).all() and (measure.directed or (frame["a"] < frame["b"]).all())
    assert frame["value"].min() >= measure.low and frame["value"].max() <= (measure.high or np.inf)
    ours = rows.of(measure.name).seen
    merged = ours.merge(frame, on=["a", "b", "year"], suffixes=("", "_all"))
    assert len(merged) == len(ours)
    np.testing.assert_allclose(merged["value"], merged["value_all"])


def test_percentile_is_among_all_pairs_of_the_year(rows):
    frame = words.all_pairs("mentions_per_1000").query("year == 2015")["value"]
    row = one(rows, "mentions_per_1000", 2015, "PAK", "RUS")
    below, equal = (frame < row["value"]).sum(), (frame == row["value"]).sum()
    assert row["percentile"] == pytest.approx(100 * (below + equal / 2) / len(frame))


def test_naming_totals_are_conserved():
    year = words_debate.naming(1990)
    table = read("debate_mentions").query("year == 1990")
    alive = table[table["named"].isin(year.named)]
    assert np.nansum(year.mentions) == alive["mentions"].sum()
    assert "KAZ" not in year.named and "UKR" in year.named
