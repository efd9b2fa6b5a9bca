"""Words: who names whom, how alike speeches are, titles of outlets, views of publics."""

import numpy as np
import pytest

from dyadlens.data.catalog import read
from dyadlens.details.naming import naming
from dyadlens.lens import Lens
from dyadlens.measures.registry import registry
from dyadlens.panel.evidence import evidence
from dyadlens.panel.views import long_rows, matrix
from dyadlens.states.axis import positions
from dyadlens.stats.proportions import wilson_interval
from dyadlens.stats.ranks import percentile_rank
from dyadlens.stats.rates import poisson_interval

DIRECTED = [m.name for m in registry().of("words") if m.directed]


@pytest.fixture(scope="module")
def rows():
    return evidence(Lens("PAK-RUS", start=1946, end=2025), "words")


def one(rows, measure, year, a=None, b=None):
    return rows.of(measure, a, b).set_index("year").loc[year]


# --- the General Debate


@pytest.mark.parametrize(
    ("year", "a", "b", "status"),
    [
        (2018, "RUS", "PAK", "true_zero"),
        (1965, "RUS", "PAK", "observed"),
        (1970, "RUS", "PAK", "unknown"),  # no speech
        (1970, "PAK", "RUS", "observed"),
        (1946, "RUS", "PAK", "not_covered"),  # no Pakistan yet
        (2025, "RUS", "PAK", "not_covered"),
    ],
)
def test_statuses_of_naming(rows, year, a, b, status):
    assert one(rows, "mentions_per_1000", year, a, b)["status"] == status


def test_states_of_the_united_nations_count_before_they_were_independent():
    found = evidence(Lens("UKR-USA", start=1946, end=1991), "words")
    for measure in ("mentions_per_1000", "speech_similarity"):
        assert found.of(measure).seen["year"].nunique() > 30


def test_russia_names_pakistan_in_no_speech_from_2000(rows):
    late = rows.of("mentions_per_1000", "RUS", "PAK").query("2000 <= year <= 2024")
    assert len(late) == 25 and (late["status"] == "true_zero").all() and (late["high"] > 0).all()


def test_naming_by_hand(rows):
    words = read("debate_speeches").set_index(["state", "year"]).loc[("RUS", 1965), "words"]
    row = one(rows, "mentions_per_1000", 1965, "RUS", "PAK")
    expected = [1000 * x / words for x in (9, *poisson_interval(9))]
    assert row[["value", "low", "high"]].tolist() == pytest.approx(expected)


def test_naming_totals_are_conserved():
    counts = naming(1990)
    table = read("debate_mentions").query("year == 1990").astype({"named": str})
    present = ~np.isnan(counts).all(axis=0)
    named = table["named"].map(lambda code: present[positions([code])[0]])
    assert np.nansum(counts) == table.loc[named, "mentions"].sum()
    assert present[positions(["KAZ", "UKR"])].tolist() == [False, True]


def test_percentile_is_among_all_pairs_of_the_year(rows):
    row = one(rows, "mentions_per_1000", 2015, "PAK", "RUS")
    expected = percentile_rank(row["value"], matrix("mentions_per_1000", 2015).ravel())
    assert row["percentile"] == pytest.approx(expected, abs=1e-4)


def test_similarity(rows):
    assert one(rows, "speech_similarity", 1970)["status"] == "unknown"
    seen = rows.of("speech_similarity").seen
    assert seen["value"].between(-1, 1).all() and seen["percentile"].between(0, 100).all()


# --- outlets and publics


@pytest.mark.parametrize(
    ("measure", "years", "year", "naming", "titles"),
    [
        ("title_share", range(2000, 2025), 2001, 62, 5644),
        ("title_share_rt", range(2015, 2025), 2019, 39, 1617),  # six months of 2014 are no year
        ("title_share_ministry", range(2017, 2025), None, None, None),
    ],
)
def test_titles_are_of_whole_years(rows, measure, years, year, naming, titles):
    ours = rows.of(measure, "RUS", "PAK").set_index("year")
    assert set(ours.loc[:2024].seen.index) == set(years) & set(ours.seen.index)
    assert ours.loc[: years[0] - 1, "status"].eq("not_covered").all()
    assert (rows.of(measure, "PAK", "RUS")["status"] == "not_covered").all()
    if year:
        assert ours.loc[year, "value"] == pytest.approx(naming / titles)
        assert ours.loc[year, ["low", "high"]].tolist() == pytest.approx(wilson_interval(naming / titles, titles))


def test_titles_without_a_name_are_a_true_zero_and_states_not_counted_are_not_covered(rows):
    assert one(rows, "title_share", 2021, "RUS", "PAK")["status"] == "true_zero"
    assert (evidence(Lens("RUS-KEN"), "words", "title_share")["status"] == "not_covered").all()


def test_favourability(rows):
    ours = rows.of("favourability", "PAK", "RUS").set_index("year")
    assert ours.loc[2015, "value"] == pytest.approx(0.12)
    assert ours.loc[[2008, 2016], "status"].eq("not_covered").all()
    china = evidence(Lens("PAK-CHN"), "words", "favourability").of("favourability", "PAK", "CHN").set_index("year")
    assert china.loc[[2013, 2014], "status"].tolist() == ["not_covered", "observed"]


# --- what all share


@pytest.mark.parametrize("what", registry().of("words"), ids=lambda m: m.name)
def test_values_keep_their_range_for_all_pairs(what):
    values = long_rows(what.name)[1]["value"]
    assert values.min() >= what.low and values.max() <= (what.high or np.inf)


@pytest.mark.parametrize("measure", DIRECTED)
def test_the_order_of_the_pair_changes_nothing(rows, measure):
    swapped = evidence(Lens("RUS-PAK", start=1946, end=2025), "words", measure)
    for way in (("PAK", "RUS"), ("RUS", "PAK")):
        ours, theirs = (found.of(measure, *way).reset_index(drop=True) for found in (rows, swapped))
        assert ours.equals(theirs)


def test_a_day_hides_later_rows_and_changes_no_earlier_one(rows):
    then = evidence(Lens("PAK-RUS", start=1946, end=2025, as_of="2014-06"), "words")
    assert (then.loc[then["year"] >= 2014, "status"] == "not_covered").all()
    ours, theirs = (found[found["year"] < 2013].reset_index(drop=True) for found in (rows, then))
    assert ours.equals(theirs)
