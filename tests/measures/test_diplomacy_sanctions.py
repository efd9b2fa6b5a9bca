"""Sanctions: known spells, both directions, true zeros among the states held and nothing said of others."""

import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import diplomacy_sanctions as sanctions
from dyadlens.measures import evidence, measures_for_all_pairs


def rows_of(pair, **span):
    return check(sanctions.compute(Lens(pair, third_parties=[], **{"start": 1946, "end": 2024, **span})))


def years(rows, a, b):
    found = rows.of("sanctions", a, b).seen
    return found.loc[found["value"] > 0, "year"].tolist()


def test_the_united_states_and_russia_since_2014():
    rows = rows_of("USA-RUS", start=2000)
    assert years(rows, "USA", "RUS") == years(rows, "RUS", "USA") == list(range(2014, 2023))
    values = rows.of("sanctions", "USA", "RUS").set_index("year")["value"]
    assert (values[2013], values[2014], values[2022]) == (0, 3, 4)


def test_the_ban_on_aid_to_pakistan_of_1990_and_india_after_its_attack_of_2001():
    assert set(range(1990, 2002)) <= set(years(rows_of("USA-PAK"), "USA", "PAK"))
    assert years(rows_of("IND-PAK", start=1990), "IND", "PAK") == [2001, 2002]
    assert years(rows_of("IND-PAK"), "PAK", "IND") == []


def test_kinds_are_counted_once_however_many_cases():
    table = read("sanctions").query("sender == 'USA' and target == 'CHN' and year == 2022").iloc[0]
    kinds = sum(bool(table[kind]) for kind in sanctions.KINDS)
    assert table["cases"] == 7 and kinds == 5
    assert rows_of("USA-CHN").of("sanctions", "USA", "CHN").set_index("year").loc[2022, "value"] == kinds


def test_every_row_between_two_states_is_found():
    table = read("sanctions").query("sender not in ['EU', 'UN'] and target not in ['EU', 'UN']")
    for (a, b), own in table.groupby(["sender", "target"]):
        found = rows_of(f"{a}-{b}").of("sanctions", a, b).set_index("year")
        values = own.set_index("year")[list(sanctions.KINDS)].sum(axis=1)
        assert found.loc[found["value"] > 0, "value"].to_dict() == values.astype(float).to_dict(), (a, b)


def test_none_is_a_true_zero_among_states_held_and_not_covered_else():
    rows = rows_of("PAK-RUS").of("sanctions", "RUS", "PAK").set_index("year")["status"]
    assert set(rows.loc[1949:2022]) == {"true_zero"}
    assert set(rows.loc[:1948]) | set(rows.loc[2023:]) == {"not_covered"}
    assert set(rows_of("DEU-RUS")["status"]) == {"not_covered"}  # what the EU does is not put down to Germany
    assert rows_of("KAZ-RUS").of("sanctions", "KAZ", "RUS").set_index("year").loc[1990, "status"] == "not_covered"


def test_what_was_not_out_is_not_known():
    rows = rows_of("USA-RUS", start=2010, as_of="2018-05").of("sanctions", "USA", "RUS").set_index("year")
    assert rows.seen.index.max() == 2016 and rows.loc[2017, "status"] == "not_covered"


def test_an_extract_gives_no_rank():
    assert "sanctions" not in measures_for_all_pairs()
    assert evidence(Lens("USA-RUS"), "diplomacy", "sanctions")["percentile"].isna().all()


@pytest.mark.parametrize("pair", ["USA-RUS", "RUS-USA"])
def test_both_directions_come_whatever_the_order(pair):
    rows = rows_of(pair)
    assert set(zip(rows["a"], rows["b"], strict=True)) == {("USA", "RUS"), ("RUS", "USA")}
    assert len(years(rows, "USA", "RUS")) == 20 and len(years(rows, "RUS", "USA")) == 9
