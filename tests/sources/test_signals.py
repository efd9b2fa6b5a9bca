"""Signals: sums from raw to table, known signals and known misses, and visits against the Historian's list."""

import pandas as pd
import pytest

from dyadlens.sources import signals, visits
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = signals.TABLES[0]

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def rows(raw):
    return conform(TABLE.build(raw), TABLE)


def test_sums_are_conserved_but_for_one_state_under_two_numbers(raw, rows):
    source = pd.read_csv(raw.path(signals.FILE))
    for short, power in signals.POWERS.items():
        ours = rows[rows["power"] == power]
        for column, name in {**signals.KINDS, "troops": "troops"}.items():
            both = source[source["ccode"].isin([255, 260, 678, 679]) & (source["year"] == 1990)][f"{short}_{column}"]
            slack = both.sum()
            total = source.loc[source["ccode"] != {"uk": 200, "fra": 220}.get(short), f"{short}_{column}"].sum()
            assert total - slack <= ours[name].sum() <= total


@pytest.mark.parametrize(
    ("power", "state", "year", "visit"),
    [
        ("USA", "PAK", 2006, True),
        ("USA", "PAK", 2007, False),
        ("CHN", "PAK", 1996, True),
        ("RUS", "PAK", 1968, False),  # Kosygin came: a known miss
        ("RUS", "PAK", 2007, False),  # Fradkov came: a miss found here
        ("CHN", "PAK", 2010, False),  # Wen came: a known miss
    ],
)
def test_visits_known_and_missed(power, state, year, visit, rows):
    found = rows[(rows["power"] == power) & (rows["state"] == state) & (rows["year"] == year)]
    assert found["visit"].tolist() == [visit]


def test_visits_of_presidents_agree_with_the_historian(raw, rows):
    travels = conform(visits.TABLES[0].build(raw), visits.TABLES[0])
    travels = travels[(travels["office"] == "president") & travels["in_office"]]
    been = set(zip(travels["state"], travels["year"], strict=True))
    ours = rows[rows["power"] == "USA"]
    other = [(s, y) in been for s, y in zip(ours["state"], ours["year"], strict=True)]
    assert (ours["visit"] != other).sum() == 13
    assert ours["visit"].sum() == 508


def test_no_power_signals_to_itself_and_three_are_no_receivers(rows):
    assert (rows["power"] != rows["state"]).all()
    assert not {"USA", "RUS", "CHN"} & set(rows["state"])
    assert {"GBR", "FRA"} <= set(rows["state"])


def test_nuclear_arms_are_missing_where_the_source_has_no_column(rows):
    known = rows.groupby("power")["nuclear_arms"].agg(lambda s: s.notna().all())
    assert known.to_dict() == {"CHN": False, "FRA": False, "GBR": True, "RUS": True, "USA": True}
    cuba = rows[(rows["power"] == "RUS") & (rows["state"] == "CUB") & (rows["year"] == 1962)]
    assert cuba["nuclear_arms"].tolist() == [True]
