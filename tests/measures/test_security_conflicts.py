"""Common foes by the record of conflicts: known years, a plain loop, more than by deaths, and unknown is not zero."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import all_pairs, evidence
from dyadlens.measures import security_conflicts as conflicts
from dyadlens.measures.security_grid import both_alive, codes, place, places
from dyadlens.measures.security_groups import neighbours, shared_adversaries

ISLAMIC_STATE = "234"


@pytest.fixture(scope="module")
def ours():
    return check(conflicts.compute(Lens("PAK-RUS", start=1946, end=2025))).set_index("year")


def foes_of(group, year):
    rows = read("armed_conflicts").query("year == @year and states_b.isna()")
    return {s for r in rows.itertuples() if group in r.side_b_id.split("; ") for s in str(r.states_a).split("; ")}


def test_the_islamic_state_fights_russia_in_2024_and_a_neighbour_of_pakistan():
    assert {"RUS", "AFG"} <= foes_of(ISLAMIC_STATE, 2024) and "PAK" not in foes_of(ISLAMIC_STATE, 2024)
    groups, shared = conflicts.common_opponents(2024)
    i, j = place(["PAK", "RUS"])
    assert [name for name, at in groups.items() if shared[at, i, j]] == [ISLAMIC_STATE]


def test_the_common_foe_is_there_from_2015_to_2020_and_again_in_2024(ours):
    seen = ours[ours["value"].notna()]["value"]
    assert seen.loc[1992:].to_dict() == dict.fromkeys([*range(2015, 2021), 2024], 1.0)


def test_no_group_known_is_unknown_and_never_zero(ours):
    assert set(ours["status"]) == {"observed", "unknown", "not_covered"}
    assert ours.loc[2023, "status"] == "unknown"
    assert ours.loc[1946, "status"] == "not_covered"  # Pakistan is of 1947
    assert ours.loc[2025, "status"] == "not_covered"


@pytest.mark.parametrize("year", [1976, 2016])
def test_common_foes_equal_a_plain_loop(year):
    rows = read("armed_conflicts").query("year == @year and states_b.isna() and states_a.notna()")
    foes = {}
    for row in rows.itertuples():
        for group in row.side_b_id.split("; "):
            foes.setdefault(group, set()).update(row.states_a.split("; "))
    near = {c: {codes()[k] for k in np.flatnonzero(neighbours(year)[at])} for c, at in places().items()}

    def common(g, a, b):
        return bool(a in g and g & ({b} | near[b] - {a})) or bool(b in g and g & ({a} | near[a] - {b}))

    matrix = conflicts.shared_opponents(year)
    some = [
        "PAK",
        "RUS",
        "AFG",
        "IRN",
        "IRQ",
        "TUR",
        "SYR",
        "ETH",
        "SDN",
        "TCD",
        "MMR",
        "THA",
        "KHM",
        "IND",
        "NGA",
        "MAR",
        "MRT",
        "DZA",
        "ESP",
    ]
    found = 0
    for a in some:
        for b in some:
            if a != b:
                count = sum(common(g, a, b) for g in foes.values())
                found += count
                assert np.nan_to_num(matrix[tuple(place([a, b]))]) == count, (a, b)
    assert found > 0


@pytest.mark.parametrize("year", range(1989, 2024, 6))
def test_every_foe_with_battle_deaths_is_in_the_record_of_conflicts(year):
    assert (np.nan_to_num(conflicts.shared_opponents(year)) >= np.nan_to_num(shared_adversaries(year))).all()


def test_what_the_two_records_have_in_common_and_what_one_has_alone():
    def fights(name):
        rows = read(name).query("1989 <= year <= 2023 and states_b.isna() and states_a.notna()")
        return {
            (row.year, state, group)
            for row in rows.itertuples()
            for state in row.states_a.split("; ")
            for group in str(row.side_b_id).split("; ")
        }

    deaths, listed = fights("battle_deaths"), fights("armed_conflicts")
    assert deaths < listed and (len(deaths), len(listed - deaths)) == (1874, 7)  # as the page on methods says


def test_polisario_is_the_common_foe_of_morocco_and_mauritania_to_1978():
    rows = evidence(Lens("MAR-MRT", third_parties=[], start=1973, end=1981), measure=conflicts.NAME).set_index("year")
    assert rows.seen["value"].to_dict() == {1975: 1, 1976: 1, 1977: 1, 1978: 1}


def test_a_war_between_governments_makes_no_common_foe():
    assert not read("armed_conflicts").query("year == 1971 and states_b == 'PAK'").empty
    groups, _ = conflicts.common_opponents(1971)
    wars = read("armed_conflicts").query("year == 1971 and states_b.notna()")["side_b_id"]
    assert not set(groups) & set(wars)


@pytest.mark.parametrize("year", [1946, 1965, 1991, 2024])
def test_matrices_are_symmetric_and_hold_states_of_the_year_alone(year):
    matrix = conflicts.shared_opponents(year)
    np.testing.assert_array_equal(matrix, matrix.T)
    assert np.isnan(matrix[~both_alive(year)]).all() and np.nanmin(matrix, initial=1) == 1


def test_all_pairs_are_those_of_one_and_ranked_among_themselves(ours):
    rows = all_pairs(conflicts.NAME)
    assert (rows["a"] < rows["b"]).all() and not rows.duplicated(["a", "b", "year"]).any()
    assert (rows["value"].min(), rows["year"].min(), rows["year"].max()) == (1, 1957, 2024)
    one = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")].set_index("year")["value"]
    assert one.to_dict() == ours["value"].dropna().to_dict()
    year = rows.loc[rows["year"] == 2024, "value"]
    assert ours.loc[2024, "percentile"] == pytest.approx(100 * ((year < 1).sum() + (year == 1).sum() / 2) / len(year))


def test_the_order_of_the_pair_changes_nothing(ours):
    other = evidence(Lens("RUS-PAK", start=1946, end=2025), measure=conflicts.NAME).set_index("year")
    columns = ["value", "percentile", "status"]
    pd.testing.assert_frame_equal(pd.DataFrame(ours[columns]), pd.DataFrame(other[columns]))


def test_deleting_later_rows_changes_nothing(without_later_rows):
    lens = Lens("PAK-RUS", start=2000, end=2020, as_of="2018-05-31")
    before = pd.DataFrame(conflicts.compute(lens))
    assert before.dropna(subset=["value"])["year"].max() == 2016
    left = without_later_rows(date(2018, 5, 31))
    assert left["armed_conflicts"][0] < left["armed_conflicts"][1]
    pd.testing.assert_frame_equal(pd.DataFrame(conflicts.compute(lens)), before)


def test_another_name_is_refused():
    with pytest.raises(KeyError):
        conflicts.all_pairs("shared_adversaries")
