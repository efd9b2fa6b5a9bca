import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens, evidence
from dyadlens.atlas import build as building
from dyadlens.atlas.grid import FIRST, LAST, grid
from dyadlens.atlas.query import column, pair_evidence, query
from dyadlens.atlas.rank import parse_shift, rank, shift
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.measures import all_pairs, measures_for_all_pairs


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("DYADLENS_CACHE", str(tmp_path_factory.mktemp("cache")))
    column.cache_clear()
    yield
    column.cache_clear()
    patch.undo()


def test_rows_are_pairs_in_order_in_years_in_which_both_existed():
    rows = grid()
    assert (rows.first < rows.second).all()
    assert set(rows.year) == set(range(FIRST, LAST + 1))
    states = np.array(rows.states)
    assert not ((states[rows.second] == "SSD") & (rows.year < 2011)).any()
    assert not ((states[rows.first] == "DDR") & (rows.year > 1990)).any()


@pytest.mark.parametrize("pair", ["PAK-RUS", "IND-USA", "FRA-DEU"])
def test_a_pair_of_the_atlas_is_what_its_evidence_says(pair):
    kept = pair_evidence(*pair.split("-"))
    kept = kept[kept["year"].between(2000, 2016)]
    full = evidence(Lens(pair, start=2000, end=2016, third=[]))
    both = pd.DataFrame(kept).merge(
        pd.DataFrame(full), on=["measure", "a", "b", "year"], how="left", suffixes=("", "_full")
    )
    swapped = both["value_full"].isna()
    if swapped.any():  # an undirected measure stands under the pair's order in the evidence
        other = pd.DataFrame(full).rename(columns={"a": "b", "b": "a"})
        again = pd.DataFrame(kept)[swapped.to_numpy()].merge(
            other, on=["measure", "a", "b", "year"], how="left", suffixes=("", "_full")
        )
        both = pd.concat([both[~swapped], again])
    assert both["value_full"].notna().all()
    assert both["value"].to_numpy() == pytest.approx(both["value_full"].to_numpy(), rel=1e-5, abs=1e-6)
    ranked = both.dropna(subset=["percentile", "percentile_full"])
    assert len(ranked) > 200
    assert ranked["percentile"].to_numpy() == pytest.approx(ranked["percentile_full"].to_numpy(), abs=0.01)


def test_an_empty_cell_is_null_and_not_zero():
    found = query("select agreement, tiv_ab from atlas where a = 'FRA' and b = 'PLW' and year = 1995")
    assert found.isna().all(axis=None)


def test_a_query_reaches_no_file_and_names_its_fault():
    with pytest.raises(BadParameter, match="query:"):
        query("select * from read_csv('/etc/hostname')")
    with pytest.raises(BadParameter, match="Parser Error"):
        query("selec 1")


def test_the_atlas_is_kept_until_its_key_changes(monkeypatch):
    path = building.build()
    before = path.stat().st_mtime_ns
    assert building.build().stat().st_mtime_ns == before
    monkeypatch.setattr(building, "key", lambda: "0" * 16)
    assert building.atlas_path() != path


def test_rank_orders_all_pairs_of_a_year():
    rows = rank("agreement", 2018)
    values = all_pairs("agreement")
    assert len(rows) == (values["year"] == 2018).sum() == rows["pairs"].iloc[0]
    assert rows["value"].is_monotonic_decreasing
    assert rows["percentile"].between(0, 100).all()
    of = rank("agreement", 2018, of="Pakistan")
    assert ((of["a"] == "PAK") | (of["b"] == "PAK")).all()


def test_a_directed_measure_is_ranked_both_ways():
    rows = rank("tiv", 2012)
    top = rows.iloc[0]
    assert (top["a"], top["b"]) == ("RUS", "IND")
    assert {("RUS", "IND"), ("IND", "RUS")} <= set(zip(rows["a"], rows["b"], strict=True))


def test_a_shift_is_recent_less_base():
    rows = shift("agreement", (2008, 2012, 2018, 2022), of="PAK")
    assert (rows["recent"] - rows["base"]).to_numpy() == pytest.approx(rows["value"].to_numpy())
    assert rows["against_the_rest"].median() == pytest.approx(0, abs=1e-12)
    own = evidence(Lens("PAK-RUS", start=2008, end=2022), "votes", "agreement").set_index("year")["value"]
    line = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")].iloc[0]
    assert line["value"] == pytest.approx(own.loc[2018:2022].mean() - own.loc[2008:2012].mean(), abs=1e-6)


@pytest.mark.parametrize("text", ["2008", "2012-2008:2018-2022", "2008-2019:2018-2022", "1900-1910:2018-2022", "x"])
def test_a_wrong_shift_says_how_to_write_one(text):
    with pytest.raises(BadParameter, match="BASE:RECENT"):
        parse_shift(text)


def test_what_cannot_be_ranked_is_told():
    with pytest.raises(UnknownName, match="agreement"):
        rank("agrement", 2018)
    with pytest.raises(BadParameter, match="1946 to 2024"):
        rank("agreement", 1900)
    with pytest.raises(BadParameter, match="no pair has a value"):
        rank("gravity_residual", 2020)


def test_every_measure_for_all_pairs_has_its_columns():
    import pyarrow.parquet as pq

    names = set(pq.read_schema(building.build()).names)
    for measure in measures_for_all_pairs():
        for name in building.columns_of(measure):
            assert {name, name + building.PERCENTILE} <= names


def test_of_several_processes_one_makes_it_and_the_others_wait(tmp_path, monkeypatch):
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path))
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom dyadlens.atlas.cache import one_at_a_time\n"
        f"made = Path({str(tmp_path / 'made')!r})\n"
        "with one_at_a_time('thing'):\n"
        "    if not made.exists():\n        time.sleep(1)\n        made.write_text('x')\n        print('made')\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sorted(process.communicate()[0] for process in running) == ["", "", "made\n"]
