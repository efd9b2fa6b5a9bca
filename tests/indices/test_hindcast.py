"""Indices of an earlier day: what could be known, against now."""

import numpy as np
import pytest

from dyadlens import Lens
from dyadlens.errors import BadParameter
from dyadlens.indices.composite import path, path_of
from dyadlens.indices.definitions import BY_OWN_POINTS, OWN_POINTS
from dyadlens.indices.hindcast import earlier_day, index_hindcast
from dyadlens.indices.input_values import inputs_of

LENS = Lens("PAK-RUS", start=2010, end=2018)


@pytest.fixture(scope="module")
def found():
    return index_hindcast(LENS)


def view(found, index, name):
    return found[(found["index"] == index) & (found["view"] == name)].iloc[0]


@pytest.mark.parametrize("index", ["convergence", "caution"])
def test_then_is_the_path_through_the_as_of_date(index, found):
    rows = path(LENS.replace(as_of="2018-05"))
    last = rows[(rows["index"] == index) & rows["value"].notna()].sort_values("year").iloc[-1]
    then = view(found, index, "then")
    assert (then["year"], then["value"], then["low"], then["high"]) == tuple(last[["year", "value", "low", "high"]])
    assert then["year"] <= 2017


@pytest.mark.parametrize("index", ["convergence", "caution"])
def test_the_same_year_now_is_the_same_year_and_rests_on_no_fewer_domains(index, found):
    then, same, latest = (view(found, index, name) for name in ("then", "same year now", "latest now"))
    assert same["year"] == then["year"] <= latest["year"]
    assert same["domains"] >= then["domains"]


def test_both_views_of_the_year_are_made_in_the_same_way(found):
    """Only data set them apart: the same measures, with own ideal points, and what is known alike is alike."""
    then = inputs_of(LENS.replace(as_of="2018-05"), "convergence")
    now = inputs_of(LENS, BY_OWN_POINTS["convergence"])
    assert then.columns == now.columns and OWN_POINTS in {one.name for one, _ in now.columns}
    seen = ~np.isnan(then.values) & ~np.isnan(now.values[: len(then.values)])
    own = [one.name == OWN_POINTS for one, _ in now.columns]
    alike = seen & ~np.array(own)
    assert np.array_equal(then.ranks[alike], now.ranks[: len(then.values)][alike])
    same = view(found, "convergence", "same year now")
    rows = path_of(LENS, BY_OWN_POINTS["convergence"]).set_index("year")
    assert same["value"] == rows.loc[int(same["year"]), "value"]


def test_a_lens_of_the_day_itself_has_no_hindcast():
    assert earlier_day(Lens("PAK-RUS", as_of="2018-05")) is None
    assert index_hindcast(Lens("PAK-RUS", as_of="2018-05")).empty


def test_a_day_that_is_none_is_refused():
    with pytest.raises(BadParameter, match="as_of 'spring' is not a date"):
        index_hindcast(Lens("PAK-RUS"), then="spring")
    with pytest.raises(BadParameter, match="needs a day"):
        index_hindcast(Lens("PAK-RUS"), then=None)
