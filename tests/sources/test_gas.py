"""Gas: printed totals, and only what concerns focal states."""

import pytest

from dyadlens.sources import gas
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = gas.TABLES[0]

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def everything(raw):
    return gas.read_movements(raw)


@pytest.mark.parametrize(("mode", "total"), [("lng", 487.9), ("pipeline", 755.8)])
def test_parts_add_up_to_the_printed_world_total(mode, total, everything):
    table = everything[everything["mode"] == mode].pivot(index="from_area", columns="to_area", values="bcm")
    assert table.loc["Total", "Total"] == pytest.approx(total, abs=0.06)
    inner = table.drop(index="Total", columns="Total")
    assert inner.sum(axis=1).to_numpy() == pytest.approx(table.drop(index="Total")["Total"].to_numpy(), abs=0.001)
    assert inner.sum(axis=0).to_numpy() == pytest.approx(table.drop(columns="Total").loc["Total"].to_numpy(), abs=0.001)


def test_pakistans_imports_agree_with_the_series_of_all_years(everything):
    from dyadlens.data.catalog import read

    series = read("lng_imports")
    known = series[(series["state"] == "PAK") & (series["year"] == 2020) & (series["source"] == "bp2021")]
    rows = everything.set_index(["from_area", "to_area", "mode"])["bcm"]
    assert rows["Total", "PAK", "lng"] == pytest.approx(float(known["bcm"].iloc[0]), abs=0.01)


def test_no_gas_by_pipeline_to_pakistan_is_a_gap_and_not_a_zero(everything):
    buyers = set(everything.loc[everything["mode"] == "pipeline", "to_area"])
    assert "PAK" not in buyers and "Other Asia Pacific" not in buyers


def test_only_what_concerns_focal_states_is_shared(raw, everything):
    rows = conform(TABLE.build(raw), TABLE)
    states = {*gas.FOCAL.values(), "Total"}
    assert set(rows["from_area"]) | set(rows["to_area"]) <= states
    assert 0 < len(rows) < len(everything) / 5
