"""Strategic rivalries."""

import pandas as pd
import pytest

from dyadlens.sources import rivalries
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

(TABLE,) = rivalries.TABLES


@pytest.fixture(scope="module")
def built(raw_directory):
    return conform(TABLE.build(Raw(raw_directory)), TABLE)


@pytest.mark.raw
def test_india_and_pakistan_and_nobody_between_pakistan_and_russia(built):
    one = built.query("a == 'IND' and b == 'PAK'").iloc[0]
    assert (one["first"], one["last"], one["ongoing"]) == (1947, 2020, True)
    assert one["positional"] and one["spatial"] and not one["ideological"]
    assert built.query("a == 'PAK' and b == 'RUS'").empty


@pytest.mark.raw
def test_all_spells_that_reach_1946_are_kept(built, raw_directory):
    source = pd.read_parquet(Raw(raw_directory).path(rivalries.FILE)).query("end >= 1946")
    assert len(built) == len(source)
    assert built["ongoing"].sum() == (source["end"] == 2020).sum()
    assert (built["a"] < built["b"]).all()
    assert (built["first"] <= built["last"]).all()
    assert built[list(rivalries.KINDS)].any(axis=1).all()


@pytest.mark.raw
def test_spells_of_a_pair_do_not_overlap(built):
    ordered = built.sort_values(["a", "b", "first"])
    before = ordered.groupby(["a", "b"])["last"].shift()
    assert (before.isna() | (before <= ordered["first"])).all()
