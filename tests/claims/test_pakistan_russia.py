"""The first case against figures read off the sources by hand: what a rule measures is what the table holds."""

import math
from datetime import date

import pytest

from dyadlens import Lens
from dyadlens.claims.claim import claims
from dyadlens.claims.tables import number_frame, verdict_frame
from dyadlens.claims.verdicts import judge
from dyadlens.data.catalog import read, table


def number(found, id, part, name):
    return found.of(id).parts[part].numbers[name]


# Russia's report, exports and imports with Pakistan, million US$.
RUSSIA = {2014: 457.8, 2015: 396.0, 2016: 406.1, 2017: 543.0, 2018: 730.9, 2019: 528.8, 2020: 875.2, 2021: 697.0}
# SIPRI, million TIV.
TO_PAKISTAN = {
    2008: 17.6,
    2009: 6.6,
    2010: 26.4,
    2011: 28.6,
    2012: 28.6,
    2013: 28.6,
    2014: 28.6,
    2015: 37.4,
    2016: 43.2,
    2017: 37.4,
    2018: 79.0,
}
TO_INDIA = {2013: 3750.25, 2014: 1581.65, 2015: 1796.65, 2016: 1691.15, 2017: 1317.65, 2018: 1198.65}
# ForeignAssistance.gov, million constant US$.
US_AID = {2011: 2598.2, 2012: 1625.7, 2013: 1046.5, 2014: 1269.5, 2015: 1434.6, 2016: 978.3}
IS_DEATHS = {2015: 679, 2016: 2141}


def mean(values, years):
    return sum(values[y] for y in years) / len(years)


@pytest.mark.parametrize(
    ("id", "part", "name", "value", "years"),
    [
        ("V2", 0, "rate", (7 / 3) / (18 / 10), range(2005, 2018)),
        ("V3", 1, "now", mean(TO_PAKISTAN, range(2013, 2018)), range(2013, 2018)),
        ("V3", 1, "before", mean(TO_PAKISTAN, range(2008, 2013)), range(2008, 2013)),
        ("V4", 0, "share", mean(US_AID, range(2014, 2017)) / mean(US_AID, range(2011, 2014)), range(2011, 2017)),
        ("V5a", 0, "now", mean(RUSSIA, range(2014, 2017)), range(2014, 2017)),
        ("V5c", 0, "now", 0.24123, [2014]),
        ("V5c", 0, "then", 0.27697, [1999]),
        (
            "C2",
            0,
            "times",
            sum(TO_INDIA[y] for y in range(2013, 2018)) / sum(TO_PAKISTAN[y] for y in range(2013, 2018)),
            range(2013, 2018),
        ),
        ("C6", 0, "worst", TO_PAKISTAN[2017] / TO_INDIA[2017], range(2013, 2018)),
    ],
)
def test_numbers_of_may_2018(may_2018, id, part, name, value, years):
    found = number(may_2018, id, part, name)
    assert found.value == pytest.approx(value, rel=2e-4)
    assert found.years == tuple(years)


def test_bounds_of_the_rise_in_deaths(may_2018):
    now, before = (number(may_2018, "V1", 0, name) for name in ("now", "before"))
    total = sum(IS_DEATHS.values())
    assert (now.low, now.high) == pytest.approx((total / 3, (total + 24) / 3))
    assert (before.low, before.high, before.missing) == (0, 24, (2011, 2012, 2013))
    assert math.isnan(now.value)


def test_the_interval_of_contacts_in_may_2018(may_2018):
    found = number(may_2018, "V2", 0, "rate")
    assert (round(found.low, 2), round(found.high, 2)) == (0.54, 2.86)
    assert may_2018.of("V2").word == "partly"


def test_the_share_of_2018_turns_the_sixth_caution():
    asked = claim("C6", end=2017)
    assert judge(asked, Lens("PAK-RUS", end=2017)).word == "consistent"
    later = judge(asked, Lens("PAK-RUS", end=2018))
    assert later.word == "inconsistent"
    assert later.parts[0].numbers["worst"].value == pytest.approx(TO_PAKISTAN[2018] / TO_INDIA[2018])
    assert TO_PAKISTAN[2018] / TO_INDIA[2018] == pytest.approx(0.066, abs=5e-4)


def claim(id, **how):
    return next(c for c in claims(Lens("PAK-RUS", **how)) if c.id == id)


def test_trade_of_2018_by_two_reporters():
    asked = claim("V5a")
    found = judge(asked, Lens("PAK-RUS", end=2018))
    assert found.parts[0].numbers["now"].value == pytest.approx(mean(RUSSIA, range(2016, 2019)), rel=2e-4)
    assert found.word == "supported"
    assert len(found.parts[0].others) >= 2


def test_a_baseline_is_read_whole(today):
    """No window of a rule is cut short by how far back it looks."""
    for id, part, name in [("V9", 0, "before"), ("V9", 1, "before"), ("V9", 2, "before"), ("V8", 0, "before")]:
        assert number(today, id, part, name).years == (2006, 2007, 2008, 2009, 2010)
    assert number(today, "V7", 0, "before").years == (2008, 2009, 2010, 2011, 2012)
    assert number(today, "V9", 0, "before").value == pytest.approx(
        (105.27 + 398.18 + 303.47 + 151.5 + 1034.2) / 5, rel=1e-4
    )


def test_what_is_not_known_is_said(today, may_2018):
    assert today.of("C4").parts[2].status == "not known"
    assert "not recorded" in today.of("C4").parts[2].gap
    for found in (today, may_2018):
        assert found.of("V6").word == "not testable"
        assert found.of("V6").finding.would_test


def test_the_listing_is_seen_from_the_day_on(today):
    asked = today.of("V4").claim
    days = {
        "2007": "not known",
        "2009": "met",
        "2011": "not met",
        "2018-04": "not met",
        "2018-05": "met",
        "2018-06-27": "met",
        "2018-07": "met",
        "2022-10-20": "met",
        "2022-10-21": "not met",
    }
    parts = {day: judge(asked, Lens("PAK-RUS", start=2000, as_of=day)).parts[1] for day in days}
    assert {day: part.status for day, part in parts.items()} == days
    # Only the announcement rests on the commentary, and says so.
    assert {day for day, part in parts.items() if "commentary alone" in part.note} == {"2018-05", "2018-06-27"}


def test_three_parts_support_and_two_in_part(today, may_2018):
    assert [p.status for p in may_2018.of("V4").parts] == ["met"] * 3
    assert may_2018.of("V4").word == "supported"
    assert [p.status for p in today.of("V4").parts] == ["met", "not met", "met"]
    assert today.of("V4").word == "partly"


def test_visits_alone_stand_beside_and_do_not_decide(today):
    found = today.of("V2")
    assert found.word == "partly"
    for part in found.parts:
        (visits,) = part.others
        assert visits.numbers["rate"].value < 1 < part.numbers["rate"].value
        assert not math.isnan(visits.numbers["rate"].high)
    assert found.word_elsewhere == ("contradicted",)
    assert any("depends on what counts as bilateral" in note for note in found.finding.notes)


def test_what_leaks_nothing_is_judged_as_without_a_day():
    asked = claim("V7")
    late, plain = (judge(asked, Lens("PAK-RUS", as_of=day)) for day in ("2026-12", None))
    assert (late.word, late.parts) == (plain.word, plain.parts)
    early = judge(asked, Lens("PAK-RUS", as_of="2024-06"))
    assert "ideal_points" not in early.parts[0].sources  # the last year of the published table was not out


def test_exercises_that_were_found(today, may_2018):
    assert may_2018.of("V3").parts[0].numbers["held"].years == (2016, 2017)
    assert may_2018.of("V3").word == "supported"
    assert today.of("V3").parts[0].numbers["held"].missing == (2023,)


def test_engines_are_named_where_they_make_up_the_volume(today):
    for id, part in (("V3", 1), ("C2", 0), ("C6", 0)):
        assert "RD-33" in today.of(id).parts[part].note


def test_every_claim_of_the_case_has_a_verdict(today):
    assert sorted(v.claim.id for v in today) == sorted(read("cases/PAK-RUS/claims")["id"])
    assert [v.claim.side for v in today] == ["convergence"] * 11 + ["caution"] * 6


def test_the_order_of_the_pair_changes_nothing(may_2018):
    asked = may_2018.of("C2").claim
    assert judge(asked, Lens("RUS-PAK", as_of="2018-05")).parts == may_2018.of("C2").parts


def test_no_number_of_a_day_rests_on_a_later_year(may_2018):
    rows = number_frame(may_2018)
    for row in rows[rows["years"] != ""].itertuples():
        last = max(map(int, row.years.split()))
        tables = [table(name) for name in row.source.split("; ")]
        # A table of dates is cut by the day, so that it may reach into the year of the day; one of years may not.
        known = [2018 if t.dated_by == "date" else t.known_until(date(2018, 5, 31)) for t in tables]
        assert last <= max(known), row


def test_tables_are_typed_and_whole(today):
    rows, numbers = verdict_frame(today), number_frame(today)
    assert len(rows) == 17
    assert set(rows["verdict"]) <= {"supported", "partly", "contradicted", "not testable", "consistent", "inconsistent"}
    assert (rows[["met", "not_met", "not_known"]].sum(axis=1) == [len(v.parts) for v in today]).all()
    judged = numbers[(numbers["operator"] != "") & numbers["value"].notna()]
    assert (judged["source"] != "").all()
    assert numbers["value"].dtype == float
