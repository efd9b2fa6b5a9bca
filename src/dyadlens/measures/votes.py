"""Votes in the General Assembly: agreement, S, kappa, pi, ideal points."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
import pandas as pd

from dyadlens.data.catalog import Vintage, load
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.roll_calls import MINIMUM_SHARED, SOURCES, JointVotes, joint_votes, seated, vote_matrix
from dyadlens.measures.votes_pairs import ALL_PAIRS, POOLED_YEARS, SIMILARITIES, all_pairs
from dyadlens.measures.yearly import row, rows_of
from dyadlens.stats.agreement import Name, bootstrap_interval
from dyadlens.stats.ranks import percentile_rank

__all__ = ["ALL_PAIRS", "ISSUES", "MEASURES", "all_pairs", "compute"]

ISSUES = {
    "me": "the Middle East",
    "nu": "nuclear arms",
    "di": "disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "development",
    "important": "votes that the United States called important",
}
_BOOTSTRAP = "percentile bootstrap over roll calls, 2,000 draws, seed fixed by pair and year"
_SHARE = "share of shared roll calls"
_UNDL, _VOETEN = SOURCES["undl"], SOURCES["rollcalls"]
_VOETEN_TEXT = "Voeten, Strezhnev & Bailey, United Nations General Assembly Voting Data"


def _similarity(name: str, label: str, unit: str, low: float, citation: str, note: str = "") -> Measure:
    scale = "share" if unit == _SHARE else "index"
    return Measure(
        name,
        label,
        unit,
        low,
        1.0,
        "the two vote more alike",
        _UNDL,
        citation,
        scale=scale,
        interval=_BOOTSTRAP,
        note=note,
    )


MEASURES = (
    _similarity(
        "agreement",
        "Agreement in UN votes",
        _SHARE,
        0.0,
        "Lijphart (1963), American Political Science Review 57:902-917",
        "The plainest and the one to begin with; it moves with the agenda, so read the percentile beside it.",
    ),
    _similarity(
        "agreement_ordinary",
        "Agreement without the emergency session on Ukraine",
        _SHARE,
        0.0,
        "as agreement",
        "Leaves out the eight resolutions ES-11/1 to ES-11/8.",
    ),
    _similarity(
        "s_score",
        "S-score",
        "index, 1 is identical",
        -1.0,
        "Signorino & Ritter (1999), International Studies Quarterly 43:115-144",
        "An abstention lies half way between yes and no.",
    ),
    _similarity(
        "kappa",
        "Cohen's kappa",
        "index, 0 is chance",
        -1.0,
        "Cohen (1960), Educational and Psychological Measurement 20:37-46; Hage (2011)",
        "To be preferred where the habits of the two differ: it takes out what each one's habit explains.",
    ),
    _similarity(
        "pi",
        "Scott's pi",
        "index, 0 is chance",
        -1.0,
        "Scott (1955), Public Opinion Quarterly 19:321-325; Hage (2011)",
        "As kappa, with one common habit for both.",
    ),
    _similarity(
        "pi_weighted",
        "S-score corrected for chance",
        "index, 0 is chance",
        -1.0,
        "Hage (2011), Political Analysis 19:287-305",
        "Pi with half a disagreement for an abstention.",
    ),
    Measure(
        "ideal_point_distance",
        "Distance between ideal points",
        "standard deviations, about",
        0.0,
        None,
        "the two stand farther apart",
        ("ideal_points",),
        "Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61:430-456",
        interval="4,000 draws from both posteriors, taken as normal and independent; seed fixed by pair and year",
        note="Comparable over time, as agreement is not; published estimates for past years use later votes too.",
        closer=-1,
    ),
    Measure(
        "shared_roll_calls",
        "Roll calls in which both voted",
        "roll calls",
        0.0,
        None,
        "more to judge by",
        _UNDL,
        "count",
        scale="count",
        interval="none: a count",
        closer=0,
    ),
    Measure(
        "agreement_rollcalls",
        "Agreement, second source",
        _SHARE,
        0.0,
        1.0,
        "the two vote more alike",
        _VOETEN,
        _VOETEN_TEXT,
        scale="share",
        interval=_BOOTSTRAP,
        note="Counts paragraphs and amendments too and lacks the emergency session: a check, not one series.",
    ),
    *(
        Measure(
            f"agreement_{flag}",
            f"Agreement on {topic}",
            _SHARE,
            0.0,
            1.0,
            "the two vote more alike",
            _VOETEN,
            _VOETEN_TEXT,
            scale="share",
            pooled=POOLED_YEARS,
            interval=_BOOTSTRAP,
            note=f"Pools the {POOLED_YEARS} years that end with the one named.",
        )
        for flag, topic in ISSUES.items()
    ),
)


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute the measures of votes."""
    undl, voeten = load("undl_rollcalls", lens), load("rollcalls", lens)
    parts = []
    for what in MEASURES:
        if only not in (None, what.name):
            continue
        if what.name == "shared_roll_calls":
            parts.append(_shared(lens, undl))
        elif what.name == "ideal_point_distance":
            parts.append(_ideal_point_distance(lens))
        else:
            source, subset, similarity, pooled = SIMILARITIES[what.name]
            calls = undl if source == "undl" else voeten
            parts.append(_yearly(lens, calls, source, subset, similarity, what.name, pooled=pooled))
    return join(parts)


def _seed(lens: Lens, year: int) -> int:
    """Give a pair and year the same draws in either order of the states."""
    return zlib.crc32(f"{min(lens.pair)}-{max(lens.pair)}-{year}".encode())


def _windows(
    lens: Lens, vintage: Vintage, source: str, subset: str, pooled: int
) -> Iterator[tuple[int, JointVotes | None]]:
    """Yield each year with the joint votes of its window, or None where the source does not cover it."""
    calls = vintage.frame
    if subset in ISSUES:
        judged = calls.loc[calls[subset].notna(), "year"]
        first, last = (int(judged.min()), int(judged.max())) if len(judged) else (0, -1)
    else:
        first, last = vintage.info.first, vintage.last
    begin = [vote_matrix(source).first_year(state) for state in lens.pair]
    for year in lens.years:
        # Members voted before they were states (Ukraine, India): the first vote counts, not the founding day.
        voting = None not in begin and max(begin) <= year and all(seated(state, year) for state in lens.pair)
        covered = first <= year <= last and voting
        yield year, joint_votes(source, subset, max(first, year - pooled + 1), year) if covered else None


def _yearly(
    lens: Lens, vintage: Vintage, source: str, subset: str, measure: Name, name: str, *, pooled: int = 1
) -> Evidence:
    """Compute one similarity for each year, with interval and percentile."""
    rows = []
    for year, pairs in _windows(lens, vintage, source, subset, pooled):
        if pairs is None:
            rows.append(row(year, NOT_COVERED))
            continue
        table = pairs.of(*lens.pair)
        if table.sum() < MINIMUM_SHARED:
            rows.append(row(year, UNKNOWN))
            continue
        everyone = pairs.all_pairs(measure)
        value = everyone[pairs.position(*lens.pair)]
        low, high = bootstrap_interval(table, measure, seed=_seed(lens, year))
        status = UNKNOWN if np.isnan(value) else OBSERVED
        rank = percentile_rank(value, everyone)
        rows.append(row(year, status, value, low=low, high=high, percentile=rank))
    return rows_of("votes", name, *lens.pair, rows, SOURCES[source][1])


def _shared(lens: Lens, vintage: Vintage) -> Evidence:
    """Count the roll calls that each year's agreement rests on."""
    rows = []
    for year, pairs in _windows(lens, vintage, "undl", "all", 1):
        if pairs is None:
            rows.append(row(year, NOT_COVERED))
        else:
            count = float(pairs.of(*lens.pair).sum())
            rows.append(row(year, OBSERVED if count else TRUE_ZERO, count))
    return rows_of("votes", "shared_roll_calls", *lens.pair, rows, "undl_votes")


def _ideal_point_distance(lens: Lens) -> Evidence:
    """Compute the distance of the two published ideal points with an interval from their posteriors."""
    points = load("ideal_points", lens)
    frame = points.frame[points.frame["year"].between(lens.start, lens.end)]
    begin = points.frame.groupby("state", observed=True)["year"].min()
    rows = []
    for year in lens.years:
        here = frame[frame["year"] == year].set_index("state")
        estimated = all(begin.get(state, 9999) <= year and seated(state, year) for state in lens.pair)
        if not points.covers(year) or not estimated:
            rows.append(row(year, NOT_COVERED))
        elif not set(lens.pair) <= set(here.index):
            rows.append(row(year, UNKNOWN))
        else:
            rows.append(_distance(here, lens, year))
    return rows_of("votes", "ideal_point_distance", *lens.pair, rows, "ideal_points")


def _distance(here: pd.DataFrame, lens: Lens, year: int) -> dict[str, object]:
    """Give one year its distance, interval and percentile."""
    mean = here["ideal_point"]
    value = abs(mean[lens.pair[0]] - mean[lens.pair[1]])
    # A 90% interval is 2 x 1.645 standard deviations of a normal posterior.
    spread = (here["high"] - here["low"]) / (2 * 1.6448536)
    # The two draws follow the alphabet, so that the order of the pair changes nothing.
    first, second = sorted(lens.pair)
    draw = np.random.default_rng(_seed(lens, year)).standard_normal((2, 4000))
    gap = np.abs(mean[first] + spread[first] * draw[0] - mean[second] - spread[second] * draw[1])
    low, high = np.quantile(gap, [0.05, 0.95])
    positions = mean.to_numpy()
    upper = np.triu_indices(len(positions), 1)
    distances = np.abs(np.subtract.outer(positions, positions))[upper]
    rank = percentile_rank(value, distances)
    return row(year, OBSERVED, value, low=min(low, value), high=max(high, value), percentile=rank)
