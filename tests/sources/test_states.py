"""The table of states: lifespans, successor rules, and names that never vanish in silence."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import (
    COW_SPECIAL,
    PREDECESSORS,
    TABLES,
    build_states,
    cow_to_state,
    name_to_state,
    state_names,
)
from dyadlens.sources.write import conform
from dyadlens.states.names import fold


@pytest.fixture(scope="module")
def known():
    frame = read("states")
    return frame.assign(aliases=frame["aliases"].fillna(""))


# --- numbers


@pytest.mark.parametrize(
    ("number", "year", "state"),
    [
        (365, 1980, "RUS"),
        (365, 2000, "RUS"),
        (770, 1950, "PAK"),
        (345, 1990, "YUG"),
        (345, 2005, "YUG"),
        (345, 2006, "SRB"),
        (345, 2014, "SRB"),
        (255, 1995, "DEU"),
        (260, 1970, "DEU"),
        (265, 1970, "DDR"),
        (678, 1980, "YEM"),
        (679, 1995, "YEM"),
        (680, 1980, "YMD"),
        (315, 1980, "CSK"),
        (316, 2000, "CZE"),
        (816, 1970, "VNM"),
        (817, 1970, "RVN"),
        (347, 2010, "XKX"),
    ],
)
def test_numbers_lead_to_states(number, year, state, known):
    assert cow_to_state([number], [year], known).tolist() == [state]


def test_a_number_that_ended_before_1945_leads_nowhere(known):
    assert cow_to_state([300, np.nan], [1910, 2000], known).isna().all()


def test_every_state_is_reached_by_its_number(known):
    for row in known.itertuples():
        year = 2010 if pd.isna(row.end) else int(row.end[:4]) - 1
        assert cow_to_state([row.cow], [year], known).tolist() == [row.state]


# --- names


def test_names_and_aliases_lead_back(known):
    for row in known.itertuples():
        names = [row.name, *filter(None, row.aliases.split("; "))]
        assert set(name_to_state(names, known)) == {row.state}


def test_rows_keep_their_order_and_number(known):
    assert name_to_state(["Russia", "Pakistan", "Russia"], known).tolist() == ["RUS", "PAK", "RUS"]


@pytest.mark.parametrize("name", ["Atlantis", "Korea, Peninsula", "Unknown recipient(s)", "European Union"])
def test_an_unknown_name_is_an_error(name, known):
    with pytest.raises(SourceError, match="names that are no known state"):
        name_to_state(["Pakistan", name], known)


def test_names_to_be_ignored_and_empty_cells_have_no_code(known):
    found = name_to_state(["NATO**", None, "Pakistan"], known, ignore=["NATO**"])
    assert found.isna().tolist() == [True, True, False]


def test_many_unknown_names_are_counted(known):
    with pytest.raises(SourceError, match="12 in all"):
        name_to_state([f"Nowhere {i}" for i in range(12)], known)


def test_a_short_form_that_two_states_share_decides_nothing(known):
    two = pd.DataFrame(
        {"state": ["AAA", "BBB"], "name": ["Republic of Aland", "Kingdom of Aland"], "aliases": ["", ""]}
    )
    assert name_to_state(["Kingdom of Aland"], two).tolist() == ["BBB"]
    with pytest.raises(SourceError):
        name_to_state(["State of Aland"], two)


# --- the list of names


def test_every_state_has_a_name_and_every_name_a_state(known):
    assert set(state_names()) == set(known["state"])
    assert all(row["name"] for row in state_names().values())


def test_folded_names_are_unique(known):
    folded = known["name"].map(fold)
    assert folded.is_unique


@pytest.mark.parametrize("code", PREDECESSORS)
def test_successor_rules_are_of_states_that_are_there(code, known):
    assert known.set_index("state")["predecessor"][code] == PREDECESSORS[code]


# --- the table


def test_codes_and_numbers_are_unique_but_for_serbia(known):
    assert known["state"].is_unique and known["state"].str.fullmatch("[A-Z]{3}").all()
    assert set(known.loc[known["cow"].duplicated(keep=False), "state"]) == {"SRB", "YUG"}


def test_states_begin_before_they_end(known):
    ended = known.dropna(subset=["end"])
    assert (ended["start"] < ended["end"]).all()
    assert set(ended["state"]) >= {"CSK", "DDR", "YUG", "YMD", "RVN", "EAZ"}
    assert (ended["end"] >= "1945").all()


def test_yugoslavia_ends_the_day_before_serbia_begins(known):
    by_code = known.set_index("state")
    assert by_code.loc["YUG", "end"] == "2006-06-04" and by_code.loc["SRB", "start"] == "2006-06-05"


def test_focal_marks(known):
    assert set(known.loc[known["focal"].astype(bool), "state"]) == set(FOCAL)


def test_special_numbers_are_in_the_table(known):
    assert set(COW_SPECIAL.values()) <= set(known["state"])


@pytest.mark.raw
def test_no_state_of_the_source_after_1944_is_lost(raw_directory):
    raw = Raw(raw_directory)
    cow = pd.read_parquet(raw.path("states/cow_states.parquet"))
    numbers = {int(c) for c in cow.loc[cow["endyear"] >= 1945, "ccode"]}
    built = conform(build_states(raw), TABLES[0])
    others = built["other_cow"].replace("", np.nan).dropna().str.split("; ").explode().astype(int)
    assert set(built["cow"]) | set(others) == numbers
