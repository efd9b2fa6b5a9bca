"""Indices of an earlier day: what could be known, beside now."""

import pytest

from dyadlens import Lens
from dyadlens.errors import BadParameter
from dyadlens.model.hindcast import earlier_day, index_hindcast
from dyadlens.model.indices import path


@pytest.fixture(scope="module")
def found():
    return index_hindcast(Lens("PAK-RUS"))


def view(found, index, name):
    return found[(found["index"] == index) & (found["view"] == name)].iloc[0]


@pytest.mark.parametrize("index", ["convergence", "caution"])
def test_then_is_the_path_through_the_as_of_date(index, found):
    rows = path(Lens("PAK-RUS", as_of="2018-05"))
    last = rows[(rows["index"] == index) & rows["value"].notna()].sort_values("year").iloc[-1]
    then = view(found, index, "then")
    assert (then["year"], then["value"], then["low"], then["high"]) == tuple(last[["year", "value", "low", "high"]])
    assert then["year"] <= 2017


@pytest.mark.parametrize("index", ["convergence", "caution"])
def test_the_same_year_now_is_the_same_year_and_rests_on_no_fewer_domains(index, found):
    then, same, latest = (view(found, index, name) for name in ("then", "same year now", "latest now"))
    assert same["year"] == then["year"] <= latest["year"]
    assert same["domains"] >= then["domains"]


def test_a_lens_of_the_day_itself_has_no_hindcast():
    assert earlier_day(Lens("PAK-RUS", as_of="2018-05")) is None
    assert index_hindcast(Lens("PAK-RUS", as_of="2018-05")).empty


def test_a_day_that_is_none_is_refused():
    with pytest.raises(BadParameter, match="as_of 'spring' is not a date"):
        index_hindcast(Lens("PAK-RUS"), then="spring")
    with pytest.raises(BadParameter, match="needs a day"):
        index_hindcast(Lens("PAK-RUS"), then=None)
