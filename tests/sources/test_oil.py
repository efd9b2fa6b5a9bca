"""Oil: totals of the Reviews, and only what concerns focal states."""

import pytest

from dyadlens.sources import oil
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = oil.TABLES[0]

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def everything(raw):
    return oil.read_movements(raw)


WORLD = [(2023, "crude", 2127.05), (2020, "crude", 2108.6), (2023, "product", 1215.46), (2020, "product", 1095.2)]


@pytest.mark.parametrize(("year", "product", "total"), WORLD)
def test_parts_add_up_to_the_printed_world_total(year, product, total, everything):
    rows = everything[(everything["year"] == year) & (everything["product"] == product)]
    table = rows.pivot(index="from_area", columns="to_area", values="million_tonnes")
    assert table.loc["Total", "Total"] == pytest.approx(total, abs=0.06)
    inner = table.drop(index="Total", columns="Total")
    assert inner.sum().sum() == pytest.approx(total, rel=0.001)
    assert inner.sum(axis=1).to_numpy() == pytest.approx(table.drop(index="Total")["Total"].to_numpy(), abs=0.01)


def test_russias_crude_turned_to_india_and_away_from_europe(everything):
    rows = everything[(everything["from_area"] == "RUS") & (everything["product"] == "crude")]
    found = rows.set_index(["to_area", "year"])["million_tonnes"]
    assert found["IND", 2020] == pytest.approx(2.6254, abs=1e-3) and found["IND", 2023] == pytest.approx(81.814)
    assert found["Europe", 2023] < found["Europe", 2020] / 4


def test_only_what_concerns_focal_states_is_shared(raw, everything):
    rows = conform(TABLE.build(raw), TABLE)
    states = set(oil.FOCAL_AREAS.values())
    assert (rows["from_area"].isin(states) | rows["to_area"].isin(states)).all()
    assert "Japan" not in set(rows["from_area"]) | set(rows["to_area"])
    assert len(rows) < len(everything) / 3
