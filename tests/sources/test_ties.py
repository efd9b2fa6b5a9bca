"""Alliance promises."""

import pandas as pd
import pytest

from dyadlens.sources import ties
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

(TABLE,) = ties.TABLES
PROMISES = list(ties.PROMISES.values())


@pytest.fixture(scope="module")
def built(raw_directory):
    return conform(TABLE.build(Raw(raw_directory)), TABLE).set_index(["a", "b", "year"])


@pytest.mark.raw
def test_pakistan_and_russia(built):
    pair = built.loc[("PAK", "RUS")]
    assert pair.index.min() == 2004
    assert pair["nonaggression"].all()
    assert pair.index[pair["consultation"]].tolist() == [2015, 2016, 2017, 2018]
    assert not pair["defense"].any()


@pytest.mark.raw
def test_every_row_has_its_mirror_and_few_differ(built):
    mirror = built.rename_axis(["b", "a", "year"]).reorder_levels(["a", "b", "year"]).sort_index()
    assert mirror.index.equals(built.sort_index().index)
    differ = (mirror[PROMISES] != built.sort_index()[PROMISES]).any(axis=1)
    assert 0 < differ.mean() < 0.005


@pytest.mark.raw
def test_directed_promises_are_kept(built):
    assert built.loc[("USA", "PAK", 2000), "defense"]
    assert not built.loc[("PAK", "USA", 2000), "defense"]


@pytest.mark.raw
def test_no_promise_is_lost(built, raw_directory):
    source = pd.read_parquet(Raw(raw_directory).path(ties.ATOP)).query("year >= 1946")
    twice = len(source) - len(built)
    assert (source["year"] == 1990).sum() > twice > 0
    ordinary = source[source["year"] != 1990]
    rest = built.query("year != 1990")
    assert len(ordinary) == len(rest)
    for theirs, ours in ties.PROMISES.items():
        assert ordinary[theirs].sum() == rest[ours].sum()
