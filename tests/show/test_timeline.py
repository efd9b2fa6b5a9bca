"""The timeline: what it draws, says and leaves out, and what stands in where there is no case."""

import pandas as pd
import pytest

from dyadlens import Lens, evidence
from dyadlens.data.cases import Case, case
from dyadlens.data.evidence import join
from dyadlens.measures import describe
from dyadlens.show.timeline import timeline
from dyadlens.show.words import Said

MEASURES = ["agreement", "say_do_gap"]
SPAN = {"third": [], "start": 2008, "end": 2020}


def rows_of(lens):
    return join([evidence(lens, "votes", "agreement"), evidence(lens, "diplomacy")])


@pytest.fixture(scope="module")
def pak_rus():
    lens = Lens("PAK-RUS", **SPAN)
    return lens, rows_of(lens), case(lens)


@pytest.fixture(scope="module")
def picture(pak_rus):
    return timeline(pak_rus[1], MEASURES, pak_rus[2])


def test_every_event_contact_and_value_of_the_years_is_in_the_table(pak_rus, picture):
    _, rows, found = pak_rus
    events = found.parts["context_events"]
    events = events[events["date"].str[:4].astype(int).between(2008, 2020)]
    shown = picture.table[picture.table["Kind"].str.startswith("event")]
    assert shown["Date"].tolist() == sorted(events["date"])
    assert sorted(shown["What"]) == sorted(events["label"])
    assert shown["No."].tolist() == [str(n) for n in range(1, len(events) + 1)]
    for name in MEASURES:
        assert (picture.table["Kind"] == describe(name).label).sum() == len(rows.of(name).seen)


def test_a_trip_is_one_tick_and_setbacks_are_none(pak_rus, picture):
    contacts = pak_rus[2].parts["contacts"]
    contacts = contacts[contacts["date"].str[:4].astype(int).between(2008, 2020)]
    kept = contacts[contacts["cooperation"].astype(bool) & (contacts["confidence"] != "low")]
    trips = kept["trip"].fillna(kept["contact_id"]).nunique()
    assert picture.table["Kind"].str.startswith("contact").sum() == trips < len(contacts)


def test_the_title_counts_what_the_measure_counts(pak_rus, picture):
    counts = pak_rus[1].of("contacts_fixed").seen.set_index("year")["value"]
    now, before = int(counts.loc[2016:2020].sum()), int(counts.loc[2011:2015].sum())
    assert picture.title == f"Pakistan and Russia: trips at the top, {now} in 2016–20 after {before} in 2011–15"


def test_all_sources_are_credited_and_no_cause_is_claimed(picture):
    for credit in ("United Nations Digital Library", "ICEWS", "case PAK-RUS, collected by hand"):
        assert credit in picture.source
    assert "did not therefore cause it" in picture.source


def test_nothing_after_the_day_is_drawn_or_counted():
    lens = Lens("PAK-RUS", third_parties=[], start=1999, end=2020, as_of="2014-06")
    found = timeline(rows_of(lens), MEASURES, case(lens))
    assert found.table["Date"].str[:7].max() <= "2014-06"
    assert "2009–13" in found.title and "0 in 20" not in found.title
    assert "Hatched: not covered, nobody looked" in found.source


def test_visits_stand_in_for_a_case():
    lens = Lens("PAK-USA", **SPAN)
    found = timeline(rows_of(lens), MEASURES, None)
    assert found.title.startswith("Pakistan and the United States: visits, ")
    assert set(found.table.loc[found.table["Kind"].str.startswith("contact"), "Kind"]) == {
        "contact, secretaries of state"
    }  # no president went in these years
    assert "Office of the Historian" in found.source
    assert "mark says" not in found.source


def test_a_pair_with_neither_gets_a_clear_line():
    lens = Lens("BRA-NOR", **SPAN)
    assert case(lens) is None
    found = timeline(rows_of(lens), MEASURES, None)
    assert isinstance(found, Said) and "No dated contacts or events" in str(found)


def test_a_case_without_anything_in_the_years_gets_the_same_line(pak_rus):
    empty = Case("PAK-RUS", {name: part.iloc[:0] for name, part in pak_rus[2].parts.items()})
    assert isinstance(timeline(pak_rus[1], MEASURES, empty), Said)


def test_a_case_of_claims_and_events_only_is_drawn(pak_rus):
    parts = {name: pak_rus[2].parts[name] for name in ("claims", "context_events")}
    found = timeline(pak_rus[1], [], Case("PAK-RUS", parts))
    assert found.table["Kind"].str.startswith("event").all()


def test_the_same_evidence_makes_the_same_bytes(pak_rus, picture):
    again = timeline(pak_rus[1].copy(), MEASURES, pak_rus[2])
    assert (again.wide, again.narrow) == (picture.wide, picture.narrow)
    assert not pd.DataFrame(picture.table).isna().to_numpy().any()
