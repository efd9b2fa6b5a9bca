"""Sanctions: names with commas, focal states only, years in place of spells."""

import pytest

from dyadlens.sources import sanctions
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.write import conform

TABLE = sanctions.TABLES[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Korea, North", ["North Korea"]),
        ("Syria, Russia, Iran", ["Syria", "Russia", "Iran"]),
        ("Congo, Democratic Republic of the, Eritrea", ["DR Congo", "Eritrea"]),
        ("United States, Korea, South", ["United States", "South Korea"]),
        ("Denmark, Netherlands,  Sweden", ["Denmark", "Netherlands", "Sweden"]),
        ("Poland,Hungary", ["Poland", "Hungary"]),
    ],
)
def test_names_hold_commas(text, names):
    assert sanctions.split_names(text) == names


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def rows(raw):
    return conform(TABLE.build(raw), TABLE)


@pytest.mark.raw
def test_only_focal_states_and_two_bodies(rows):
    allowed = {*FOCAL, "EU", "UN"}
    assert set(rows["sender"]) | set(rows["target"]) <= allowed
    assert (rows["sender"].isin(FOCAL) | rows["target"].isin(FOCAL)).all()


@pytest.mark.raw
def test_known_sanctions(rows):
    of = rows.set_index(["sender", "target", "year"])
    assert of.loc[("USA", "PAK", 1998), ["arms", "military", "financial"]].all()
    assert ("USA", "PAK", 2005) not in of.index
    assert of.loc[("EU", "RUS", 2014), "trade"] and of.loc[("USA", "RUS", 2022), "cases"] > 1
    assert ("RUS", "PAK", 2010) not in of.index and ("PAK", "RUS", 2010) not in of.index
    assert of.loc[("IND", "PAK", 1950), "since"] == 1949


@pytest.mark.raw
def test_years_add_up_to_the_cases(raw, rows):
    cases = sanctions.read_cases(raw)
    assert rows["cases"].sum() == (cases["end"] - cases["begin"] + 1).sum()


@pytest.mark.raw
def test_a_year_does_not_know_what_came_later(raw, rows):
    cases = sanctions.read_cases(raw)
    past = cases[cases["begin"] <= 2010].assign(end=lambda d: d["end"].clip(upper=2010))
    assert rows.loc[rows["year"] <= 2010, "cases"].sum() == (past["end"] - past["begin"] + 1).sum()
    assert (rows["since"] <= rows["year"]).all()


@pytest.mark.raw
def test_a_full_copy_holds_all_cases(raw_directory, rows):
    full = sanctions.read_cases(Raw(raw_directory, full=True))
    assert "CUB" in set(full["target"]) and len(full) > 1325
