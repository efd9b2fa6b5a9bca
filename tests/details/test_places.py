"""Where common adversaries are fought, and to whom third states lean: sums by hand, and nothing of a later day."""

import numpy as np

from dyadlens.data.catalog import read
from dyadlens.details.fighting import adversary_places
from dyadlens.details.third_states import leaning
from dyadlens.lens import Lens


def test_deaths_of_common_adversaries_are_those_of_the_table():
    found = adversary_places(Lens("PAK-RUS", end=2018))
    rows = read("battle_deaths").query("2014 <= year <= 2018 and side_b == 'IS' and states_b.isna()")
    assert found.groups == ("IS",) and (found.first, found.last) == (2014, 2018)
    expected = rows.groupby("states_a")["best"].sum()
    assert found.rows.set_index("state")["deaths"].to_dict() == expected[expected > 0].to_dict()


def test_an_adversary_of_a_later_day_is_not_known():
    found = adversary_places(Lens("PAK-RUS", as_of="2015-12"))
    assert found.last == 2014 and "IS" not in found.groups


def test_leaning_turns_round_with_the_pair():
    one, other = (leaning(Lens(pair, start=2014, end=2016)).rows.set_index("third") for pair in ("PAK-RUS", "RUS-PAK"))
    np.testing.assert_allclose(one["value"], -other["value"].reindex(one.index))
    assert leaning(Lens("PAK-RUS", start=2021)).rows.empty
