import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens, evidence
from dyadlens.errors import BadParameter, DataError, UnknownName
from dyadlens.measures import all_pairs, measures_for_all_pairs
from dyadlens.panel import build as building
from dyadlens.panel.grid import FIRST, LAST, grid
from dyadlens.panel.population import is_extract
from dyadlens.panel.query import column, pair_evidence, query
from dyadlens.panel.rank import parse_shift, rank, shift


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
    full = evidence(Lens(pair, start=2000, end=2016, third_parties=[]))
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


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1 as a) to '{path}' (format parquet, use_tmp_file false)",
        "create table own as select 1",
        "drop view atlas",
        "attach '{path}' as other",
        "select 1; select 2",
        "set enable_external_access = true",
        "",
        ";",
    ],
)
def test_a_query_is_one_and_only_reads(sql):
    path = building.build()
    before = path.read_bytes()
    with pytest.raises(BadParameter, match="takes one query"):
        query(sql.format(path=path))
    assert path.read_bytes() == before


def test_a_query_may_be_explained():
    assert len(query("explain select count(*) from atlas"))


def test_a_folder_may_have_an_apostrophe(tmp_path, monkeypatch):
    folder = tmp_path / "somebody's"
    folder.mkdir()
    (folder / building.atlas_path().name).write_bytes(building.build().read_bytes())
    monkeypatch.setenv("DYADLENS_CACHE", str(folder))
    assert query("select count(*) as n from atlas where year = 2014 and a = 'PAK' and b = 'RUS'")["n"].tolist() == [1]


def test_a_damaged_atlas_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path))
    building.atlas_path().write_bytes(b"PAR1 not whole")
    monkeypatch.setattr(building, "_write", lambda path, say: path.with_suffix(".made"))
    assert building.build().suffix == ".made"


def test_a_cache_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path / "file" / "below"))
    with pytest.raises(DataError, match="DYADLENS_CACHE names another"):
        building.build()


def test_a_column_is_read_once_and_all_stay():
    column.cache_clear()
    pair_evidence("PAK", "RUS")
    read = column.cache_info().misses
    pair_evidence("IND", "USA")
    assert column.cache_info().misses == read


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
    assert (of["a"] == "PAK").all()
    pairs = of.assign(a=of[["a", "b"]].min(axis=1), b=of[["a", "b"]].max(axis=1))
    both = pairs.merge(rows, on=["a", "b"], suffixes=("", "_of_all"))
    assert len(both) == len(of)
    assert both["percentile"].tolist() == both["percentile_of_all"].tolist()
    assert (of["pairs"] == len(rows)).all() and of["rank"].max() < len(rows)


def test_an_extract_is_ranked_among_all_pairs_of_its_source():
    rows = rank("tiv", 2018, of="PAK")
    own = evidence(Lens("CHN-PAK", start=2018, end=2018), "arms", "tiv")
    line = rows[(rows["a"] == "CHN") & (rows["b"] == "PAK")].iloc[0]
    assert line["percentile"] == pytest.approx(own.of("tiv", "CHN", "PAK")["percentile"].iloc[0], abs=1e-4)
    assert line["pairs"] > 30_000 > len(rows)
    assert is_extract("tiv") and not is_extract("agreement")


def test_a_directed_measure_is_ranked_both_ways():
    rows = rank("tiv", 2012)
    top = rows.iloc[0]
    assert (top["a"], top["b"]) == ("RUS", "IND")
    assert {("RUS", "IND"), ("IND", "RUS")} <= set(zip(rows["a"], rows["b"], strict=True))


def test_a_shift_is_recent_less_base():
    rows = shift("agreement", (2008, 2012, 2018, 2022), of="PAK")
    assert (rows["recent"] - rows["base"]).to_numpy() == pytest.approx(rows["value"].to_numpy())
    everyone = shift("agreement", (2008, 2012, 2018, 2022), by="rise")
    assert everyone["median"].iloc[0] == rows["median"].iloc[0] == pytest.approx(everyone["value"].median())
    assert everyone["value"].is_monotonic_decreasing
    assert (rows["pairs"] == len(everyone)).all()
    own = evidence(Lens("PAK-RUS", start=2008, end=2022), "votes", "agreement").set_index("year")["value"]
    line = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")].iloc[0]
    assert line["value"] == pytest.approx(own.loc[2018:2022].mean() - own.loc[2008:2012].mean(), abs=1e-6)


def test_the_largest_moves_come_first_up_or_down():
    rows = shift("ideal_point_distance", (2008, 2012, 2018, 2022))
    assert rows["value"].abs().is_monotonic_decreasing
    assert rows["value"].iloc[0] == -rows["value"].abs().max()  # here the largest is a fall
    falls = shift("ideal_point_distance", (2008, 2012, 2018, 2022), by="fall")
    assert falls["value"].is_monotonic_increasing


def test_what_a_shift_says_follows_what_a_higher_value_says():
    alike = shift("agreement", (2008, 2012, 2018, 2022))
    apart = shift("ideal_point_distance", (2008, 2012, 2018, 2022))
    for rows, sign in ((alike, 1), (apart, -1)):
        closer = rows["moved"].str.startswith("closer")
        assert ((rows["value"] * sign > 0) == closer).all()
        against = rows["moved"].str.contains("others")
        assert (np.sign(rows["value"]) * np.sign(rows["median"]) < 0).eq(against).all()
        assert against.any() and not against.all()
    neither = shift("shared_roll_calls", (2008, 2012, 2018, 2022), of="PAK")
    assert len(neither) and (neither["moved"] == "").all()


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
        "import sys, time\nfrom pathlib import Path\nfrom dyadlens.panel.cache import one_at_a_time\n"
        f"made = Path({str(tmp_path / 'made')!r})\n"
        "with one_at_a_time('thing'):\n"
        "    if not made.exists():\n        time.sleep(1)\n        made.write_text('x')\n        print('made')\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sorted(process.communicate()[0] for process in running) == ["", "", "made\n"]
