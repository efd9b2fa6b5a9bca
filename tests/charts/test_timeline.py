"""The timeline: what it draws, says and leaves out, and what stands in where there is no case."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.charts.timelines import pack, timeline
from dyadlens.data.cases import Case, case
from dyadlens.data.evidence import join
from dyadlens.details.dated import date_on_axis
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.evidence import evidence
from dyadlens.text.answer import Text

MEASURES = ["agreement", "say_do_gap"]
SPAN = {"third_parties": [], "start": 2008, "end": 2020}


def rows_of(lens):
    return join([evidence(lens, "votes", "agreement"), evidence(lens, "diplomacy")])


@pytest.fixture(scope="module")
def pak_rus():
    lens = Lens("PAK-RUS", **SPAN)
    return lens, rows_of(lens), case(lens)


@pytest.fixture
def chart(pak_rus, quick):
    return timeline(pak_rus[1], MEASURES, pak_rus[2])


def test_every_event_contact_and_value_of_the_years_is_in_the_table(pak_rus, chart):
    _, rows, found = pak_rus
    events = found.parts["context_events"]
    events = events[events["date"].str[:4].astype(int).between(2008, 2020)]
    shown = chart.table[chart.table["Kind"].str.startswith("event")]
    assert shown["Date"].tolist() == sorted(events["date"])
    assert sorted(shown["What"]) == sorted(events["label"])
    assert shown["No."].tolist() == [str(n) for n in range(1, len(events) + 1)]
    for name in MEASURES:
        assert (chart.table["Kind"] == describe(name).label).sum() == len(rows.of(name).seen)


def test_a_trip_is_one_tick_and_setbacks_are_none(pak_rus, chart):
    contacts = pak_rus[2].parts["contacts"]
    contacts = contacts[contacts["date"].str[:4].astype(int).between(2008, 2020)]
    kept = contacts[contacts["cooperation"].astype(bool) & (contacts["confidence"] != "low")]
    trips = kept["trip"].fillna(kept["contact_id"]).nunique()
    assert chart.table["Kind"].str.startswith("contact").sum() == trips < len(contacts)


def test_the_title_counts_what_the_measure_counts(pak_rus, chart):
    counts = pak_rus[1].of("contacts_fixed").seen.set_index("year")["value"]
    now, before = int(counts.loc[2016:2020].sum()), int(counts.loc[2011:2015].sum())
    assert chart.title == f"Pakistan and Russia: trips at the top, {now} in 2016–20 after {before} in 2011–15"


def test_all_sources_are_credited_and_no_cause_is_claimed(chart):
    for credit in ("United Nations Digital Library", "ICEWS", "case PAK-RUS, collected by hand"):
        assert credit in chart.source
    assert "did not therefore cause it" in chart.source


def test_missing_years_of_small_lines_are_hatched_and_ticks_lie_within_what_can_be(pak_rus, chart, canvases):
    gap = pak_rus[1].of("say_do_gap")
    for canvas in canvases(chart):
        agreement, words, *_ = canvas.axes
        assert all(0 <= at <= 1 for at in agreement.get_yticks()) and len(agreement.get_yticks()) > 0
        spans = [(p.get_x() + 0.5, p.get_x() + p.get_width() - 0.5) for p in words.patches if p.get_hatch()]
        hatched = {year for first, last in spans for year in range(round(first), round(last) + 1)}
        assert hatched == set(gap.loc[gap["status"] == "not_covered", "year"])
    assert "Hatched: not covered" in chart.source


def test_nothing_after_the_day_is_drawn_or_counted(quick):
    lens = Lens("PAK-RUS", third_parties=[], start=1999, end=2020, as_of="2014-06")
    found = timeline(rows_of(lens), MEASURES, case(lens))
    assert found.table["Date"].str[:7].max() <= "2014-06"
    assert "2009–13" in found.title and "0 in 20" not in found.title
    assert "Hatched: not covered, nobody looked" in found.source


def test_visits_stand_in_for_a_case(quick):
    lens = Lens("PAK-USA", **SPAN)
    found = timeline(rows_of(lens), MEASURES, None)
    assert found.title.startswith("Pakistan and the United States: visits, ")
    kinds = set(found.table.loc[found.table["Kind"].str.startswith("contact"), "Kind"])
    assert kinds == {"contact, secretaries of state"}  # no president went in these years
    assert "Office of the Historian" in found.source and "mark says" not in found.source


def test_a_pair_with_neither_and_a_case_without_anything_get_a_clear_line(pak_rus):
    lens = Lens("BRA-NOR", **SPAN)
    empty = Case("PAK-RUS", {name: part.iloc[:0] for name, part in pak_rus[2].parts.items()})
    for said in (timeline(rows_of(lens), MEASURES, case(lens)), timeline(pak_rus[1], MEASURES, empty)):
        assert isinstance(said, Text) and "No dated contacts or events" in str(said)


def test_a_case_of_claims_and_events_only_is_drawn_and_a_wrong_measure_is_refused(pak_rus, quick):
    some = Case("PAK-RUS", {name: pak_rus[2].parts[name] for name in ("claims", "context_events")})
    found = timeline(pak_rus[1], [], some)
    assert found.table["Kind"].str.startswith("event").all() and not found.table.isna().to_numpy().any()
    with pytest.raises(UnknownName):
        timeline(pak_rus[1], ["agreement", "tiv"], some)


def test_the_same_evidence_makes_the_same_bytes(pak_rus):
    one, two = (timeline(pak_rus[1].copy(), MEASURES[:1], pak_rus[2]) for _ in range(2))
    assert (one.wide, one.narrow) == (two.wide, two.narrow)


# --- places of dates and of labels ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "at"), [("2018", 2018.0), ("2018-07", 2018.0417), ("2018-01-01", 2017.5013)])
def test_a_date_stands_in_the_middle_of_what_is_known_of_it(text, at):
    assert date_on_axis(text) == pytest.approx(at, abs=1e-3)


@given(st.dates(min_value=date(1946, 1, 1), max_value=date(2026, 12, 31)))
def test_a_day_lies_within_its_year_and_its_month(day):
    at = date_on_axis(day.isoformat())
    assert day.year - 0.5 < at < day.year + 0.5
    assert abs(at - date_on_axis(day.isoformat()[:7])) < 1 / 24


@given(st.lists(st.tuples(st.floats(1991, 2024), st.floats(0.1, 15)), min_size=1, max_size=40))
def test_no_label_touches_another_none_runs_off_the_right_and_no_row_is_empty(labels):
    labels = sorted(labels)
    gap, last = 0.2, 2024.8
    placed = pack([at for at, _ in labels], [length for _, length in labels], last, gap)
    spans = []
    for (at, length), (row, leftward) in zip(labels, placed, strict=True):
        start, end = (at - gap - length, at + gap) if leftward else (at - gap, at + gap + length)
        assert leftward or end <= last
        spans.append((row, start, end))
    for (row, start, end), (other, begin, stop) in combinations(spans, 2):
        assert row != other or end <= begin or stop <= start
    rows = {row for row, *_ in spans}
    assert rows == set(range(len(rows)))
