"""Deaths in organized violence at home: sums of the source, ranges that hold the value, and no zero."""

import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import evidence
from dyadlens.measures import security_violence as violence


def rows_of(pair, **span):
    return check(violence.compute(Lens(pair, third_parties=[], **span)))


@pytest.mark.parametrize(("state", "year", "deaths"), [("PAK", 2009, 7512), ("PAK", 2024, 1885), ("RUS", 2000, 4333)])
def test_deaths_are_the_three_kinds_together(state, year, deaths):
    own = read("violence_country_years").query("state == @state and year == @year").iloc[0]
    assert own["state_best"] + own["nonstate_best"] + own["onesided_best"] == deaths
    row = rows_of("PAK-RUS", start=year, end=year).of("violence", state).iloc[0]
    assert row["value"] == deaths and row["low"] <= deaths <= row["high"] and row["b"] == "WLD"


def test_the_range_is_widened_to_hold_a_best_estimate_outside_it():
    table = read("violence_country_years")
    odd = table[(table["state_best"] > table["state_high"]) & (table["nonstate_best"] + table["onesided_best"] == 0)]
    assert len(odd)
    for own in odd.itertuples():
        pair = f"{own.state}-{'USA' if own.state != 'USA' else 'RUS'}"
        row = rows_of(pair, start=own.year, end=own.year).of("violence", own.state).iloc[0]
        assert row["value"] == row["high"] == own.state_best > own.state_high


def test_no_death_above_the_threshold_is_unknown_and_not_zero():
    table = read("violence_country_years").query("state == 'NOR' and year == 2000").iloc[0]
    assert table[["state_best", "nonstate_best", "onesided_best"]].sum() == 0
    row = rows_of("NOR-SWE", start=2000, end=2000).of("violence", "NOR").iloc[0]
    assert row["status"] == "unknown" and row[["value", "low", "high"]].isna().all()


def test_before_the_source_before_the_state_and_before_it_was_out_is_not_covered():
    assert set(rows_of("PAK-RUS", start=1980, end=1988)["status"]) == {"not_covered"}
    kazakhstan = rows_of("KAZ-RUS", start=1989, end=1992).of("violence", "KAZ").set_index("year")["status"]
    assert kazakhstan[1990] == "not_covered" != kazakhstan[1992]
    known = rows_of("PAK-RUS", start=2010, end=2024, as_of="2018-05").of("violence", "PAK").seen
    assert known["year"].max() == 2016  # 2017 came out in June 2018


def test_it_is_ranked_nowhere():
    assert evidence(Lens("PAK-RUS"), measure="violence")["percentile"].isna().all()
