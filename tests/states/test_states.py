"""Finding a state by code, number or name, and knowing when it existed."""

import hashlib
import json
from datetime import date

import numpy as np
import pytest

from dyadlens.data.catalog import read
from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources.raw import FOCAL
from dyadlens.states.names import fold
from dyadlens.states.registry import WORLD, _rows, all_states, find_state

STATES = all_states()


@pytest.mark.parametrize("code", STATES)
def test_every_state_is_found_by_code_name_and_number(code):
    state = STATES[code]
    assert find_state(code) == state
    assert find_state(code.lower()) == state
    assert find_state(state.name) == state
    if code != "YUG":
        assert find_state(state.cow) == find_state(str(state.cow)) == find_state(np.int16(state.cow)) == state
    assert find_state(state) == state


@pytest.mark.parametrize(("number", "code"), [(345, "SRB"), (255, "DEU"), (260, "DEU"), (678, "YEM"), (679, "YEM")])
def test_a_number_that_two_states_bore_names_the_one_of_today(number, code):
    assert find_state(number).code == code


def test_no_spelling_leads_to_two_states():
    owners = {}
    for row in read("states").itertuples():
        aliases = row.aliases.split("; ") if isinstance(row.aliases, str) else []
        for key in {fold(name) for name in (row.state, row.name, *aliases)}:
            owners.setdefault(key, set()).add(row.state)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "the",
        "of, the",
        "Bissau-Guinea",
        "Atlantis",
        "PK",
        WORLD,
        None,
        True,
        9999,
        0,
        -2,
        365.5,
        float("nan"),
        float("inf"),
        "0770",
        "365.0",
        ["PAK"],
        "Korea, Peninsula of",
    ],
)
def test_what_is_no_state_is_refused_in_one_line_that_says_what_is_allowed(text):
    with pytest.raises(UnknownName, match="an ISO 3166 code, a COW number or a name") as caught:
        find_state(text)
    assert str(caught.value).startswith(f"unknown state {text!r}") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("RUS", 1816, 9999),
        ("PAK", 1947, 9999),
        ("IND", 1947, 9999),
        ("DDR", 1954, 1990),
        ("YUG", 1944, 2006),
        ("SRB", 2006, 9999),
        ("CSK", 1945, 1992),
        ("SSD", 2011, 9999),
        ("YMD", 1967, 1990),
    ],
)  # the spell that reaches past 1944: Yugoslavia and Czechoslovakia were founded anew
def test_lifespans(code, first, last):
    state = STATES[code]
    assert (state.first, state.last) == (first, last)
    assert state.existed(first) and state.existed(last)
    assert not state.existed(first - 1) and not state.existed(last + 1)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("DDR", "1954-03-25 to 1990-10-02"),
        ("PAK", "1947-08-14 to today"),
        ("RUS", "before 1816 to today"),
        ("JPN", "1860-01-01 to today but for 1945-08-15 to 1952-04-27"),
        ("SYR", "1946-04-17 to today but for 1958-02-02 to 1961-09-28"),
    ],
)
def test_lifespan_in_words(code, text):
    assert STATES[code].lifespan == text


@pytest.mark.parametrize(
    ("code", "years", "there"),
    [
        ("DEU", (1946, 1954), False),
        ("DEU", (1955,), True),
        ("JPN", (1946, 1951), False),
        ("JPN", (1945,), True),
        ("SYR", (1959, 1960), False),
        ("SYR", (1958, 1958), True),
        ("CZE", (1946, 1992), False),
        ("CZE", (1946, 1993), True),
    ],
)
def test_a_day_is_enough_and_an_occupied_state_did_not_exist(code, years, there):
    assert STATES[code].existed(*years) is there


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("YUG", "SRB", []),
        ("CSK", "CZE", []),
        ("DDR", "MKD", []),
        ("DDR", "NAM", [(date(1990, 3, 21), date(1990, 10, 2))]),
        ("DEU", "JPN", [(date(1860, 1, 1), date(1945, 5, 8)), (date(1955, 5, 5), date.max)]),
    ],
)
def test_shared_days(a, b, shared):
    assert list(STATES[a].shared_days(STATES[b])) == list(STATES[b].shared_days(STATES[a])) == shared


def test_focal_states_are_those_of_the_licences():
    assert {code for code, state in STATES.items() if state.focal} == set(FOCAL)


def test_what_a_code_also_stands_for_is_told():
    assert "Soviet Union" in STATES["RUS"].predecessor
    assert STATES["FRA"].predecessor == ""


def test_the_world_is_no_state():
    assert WORLD not in STATES


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """Put another text in the place of states.csv; what was read of the good one is forgotten meanwhile."""
    good = (data_directory() / "states.csv").read_text(encoding="utf-8")
    described = {"path": "states.csv", "hash": f"sha256:{hashlib.sha256(good.encode()).hexdigest()}"}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [described]}))
    monkeypatch.setenv("DYADLENS_DATA", str(tmp_path))

    def put(change):
        changed = change(good)
        (tmp_path / "states.csv").write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        _rows.cache_clear()

    yield put
    monkeypatch.undo()
    _rows.cache_clear()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "XX\n",
        lambda text: text + "XXX,Nowhere,,12,,1999-01-01,,,,true,too,many\n",
        lambda text: text.replace(",cow,", ",number,", 1),
        lambda text: text.replace(",aliases,", ",other,", 1),
        lambda text: text.replace("770,", "seven,", 1),
        lambda text: text.splitlines()[0] + "\n",
        lambda text: "",
        lambda text: text.encode("utf-16"),
    ],
    ids=["short line", "long line", "no numbers", "no aliases", "number in words", "head alone", "empty", "encoding"],
)
def test_a_damaged_table_is_a_data_error_that_says_how_to_look(damaged, change):
    damaged(change)
    with pytest.raises(DataError, match=r"states\.csv.*`dyadlens data check`") as caught:
        _rows()
    assert "\n" not in str(caught.value)


def test_the_damaged_line_is_counted(damaged):
    damaged(lambda text: text + "XX\n")
    with pytest.raises(DataError, match=f"line {len(STATES) + 2} of "):
        _rows()


def test_one_digit_that_was_changed_after_curation_is_noticed(damaged):
    damaged(lambda text: text.replace("1954-03-25", "1954-03-26"))
    with pytest.raises(DataError, match=r"^table states is not the one that the data package describes \(states\.csv"):
        _rows()
    damaged(lambda text: text)
    assert len(_rows()) == len(STATES)
