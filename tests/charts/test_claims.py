"""Charts of verdicts, from verdicts made by hand: every number, part and change is drawn where it belongs."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dyadlens.charts.claims import support, thresholds, vintages
from dyadlens.claims.claim import Claim
from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.margins import margins, ways_changed
from dyadlens.claims.verdicts import Verdict
from dyadlens.text.answer import Text


def part(value, threshold, operator=">=", scale="index", **more):
    number = Number("the ratio", value, scale, (2020,), sources=("undl_votes",))
    return Part("it holds", {"now": number}, (Check("now", operator, threshold),), "{now}", **more)


def verdict(id, word, *parts):
    claim = Claim(id, "convergence", f"What {id} says.", "p", "rule", {}, {}, "rival", {})
    return Verdict(claim, word, (word,), Finding(parts))


FOUND = [
    verdict("V1", "supported", part(3.0, 1.0), part(0.5, 1.0, "<=")),
    verdict("V2", "contradicted", part(1.1, 1.2), part(float("nan"), 1.0)),
    verdict("V3", "partly", part(40.0, 1.0), part(2.0, 1.0, scale="count")),
    verdict("V4", "not testable"),
]


def move(id, then, now):
    old, new = (verdict(id, word, part(3.0, 1.0)) for word in (then, now))
    return ClaimVintage(date(2018, 5, 31), old, new, new, None, None, None, None)


MOVES = (
    move("V1", "supported", "supported"),
    move("V2", "supported", "contradicted"),
    move("V3", "partly", "consistent"),
    move("V4", "not testable", "partly"),
)


def test_margins_are_multiples_in_the_claims_favour_without_counts_and_unknowns():
    rows = margins(FOUND)
    assert [(row.name, row.times) for row in rows] == [
        ("V1 (a)", 3.0),
        ("V1 (b)", 2.0),
        ("V2 (a)", pytest.approx(1.1 / 1.2)),
        ("V3 (a)", 40.0),
    ]
    assert [row.holds for row in rows] == [True, True, False, True]
    assert [row.name for row in rows if row.close] == ["V2 (a)"]


def test_each_number_is_drawn_on_its_side_of_the_threshold(quick, canvases, marks):
    chart = thresholds(FOUND)
    assert chart.title == "3 of 4 numbers lie on the claim's side of their threshold; close to it: V2 (a)"
    assert chart.table["Times the threshold, in favour"].tolist() == ["3.00", "2.00", "0.92", "40.00"]
    for canvas in canvases(chart):
        found = marks(canvas.axes[0])
        assert found["o", True] == [3.0, 2.0] and found["o", False] == [pytest.approx(1.1 / 1.2)]
        assert found[">", True] == [16.0]  # farther off than the axis reaches
    assert isinstance(thresholds(FOUND[1:]), Text)


def test_a_number_with_two_thresholds_is_told_apart(quick):
    twice = replace(part(3.0, 1.0), checks=(Check("now", ">=", 1.0), Check("now", "<=", 4.0)))
    names = thresholds([verdict("V1", "supported", twice, part(2.0, 1.0))]).table["Number"].tolist()
    assert names == ["the ratio, at least 1.00", "the ratio, at most 4.00", "the ratio"]


def test_each_part_is_drawn_by_its_answer(quick, canvases, marks):
    chart = support(FOUND)
    assert chart.title == "4 of 6 parts of the claims hold; 1 are not known"
    assert "V1 2 of 2, V2 0 of 2, V3 2 of 2" in chart.alt and "not known: V2" in chart.alt
    assert chart.table["Answer"].tolist() == ["met", "met", "not met", "not known", "met", "met"]
    for canvas in canvases(chart):
        assert {key: len(at) for key, at in marks(canvas.axes[0]).items()} == {
            ("s", True): 4,
            ("s", False): 1,
            ("x", True): 1,
        }
    other = replace(part(3.0, 1.0), others=(part(0.5, 1.0),))
    assert "another verdict on V5." in support([verdict("V5", "supported", other)]).source
    assert isinstance(support([FOUND[3]]), Text)


def test_ways_of_change_leave_out_what_could_not_be_tested():
    assert ways_changed(MOVES) == {"less": ["V2"], "more": ["V3"], "testable": ["V4"], "not testable": []}


def test_verdicts_then_and_now_are_drawn_with_what_changed_first(quick, canvases, marks):
    chart = vintages(MOVES)
    assert chart.title == (
        "3 of 4 verdicts changed after May 2018; less supported now: V2; more: V3; testable only now: V4"
    )
    assert chart.table["Claim"].tolist() == ["V2", "V3", "V4", "V1"]
    for canvas in canvases(chart):
        assert marks(canvas.axes[0]) == {("s", False): [3, 2, 0, 3], ("o", True): [1, 3, 2, 3]}
    assert isinstance(vintages(()), Text)
    swapped = replace(MOVES[0], seen=MOVES[1].now)
    assert "V1: from the source of the earlier day" in vintages([swapped, *MOVES[1:]]).source


def test_both_indices_stand_below_with_their_bands(quick, canvases):
    rows = [("convergence", "then", 2016, 60.0), ("convergence", "same year now", 2016, 52.0)]
    rows += [("convergence", "latest now", 2023, 77.0), ("caution", "then", 2014, float("nan"))]
    views = pd.DataFrame(rows, columns=["index", "view", "year", "value"])
    views = views.assign(low=views["value"] - 5, high=views["value"] + 5, domains=4)
    chart = vintages(MOVES, views)
    cell = chart.table.set_index("What is said").loc["Convergence", "May 2018"]
    assert cell == "60 (55–65) in 2016, on 4 of 8 domains" and cell in chart.alt
    assert "Below, each index with its band" in chart.source
    for canvas in canvases(chart):
        texts = [text.get_text() for text in canvas.axes[1].texts]
        assert texts == ["2016, seen then", "2016, seen now", "2023, seen now"]
    assert "Below" not in vintages(MOVES, views.assign(value=float("nan"))).source


def test_the_same_verdicts_make_the_same_bytes():
    for one, two in ((thresholds(FOUND), thresholds(FOUND)), (vintages(MOVES), vintages(MOVES))):
        assert (one.wide, one.narrow) == (two.wide, two.narrow) and one.wide != one.narrow
