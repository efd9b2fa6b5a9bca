"""Rankings, shifts, tables and SQL over all pairs: views of one panel that agree with each other."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.errors import BadParameter, UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.registry import registry
from dyadlens.panel.compare import compare
from dyadlens.panel.coverage import coverage_counts
from dyadlens.panel.evidence import evidence
from dyadlens.panel.query import PERCENTILE, query, query_columns
from dyadlens.panel.rank import parse_shift, rank, rank_shifts
from dyadlens.panel.views import matrix, panel
from dyadlens.states.axis import codes, positions

SPANS = (2008, 2012, 2018, 2022)


@pytest.mark.parametrize("pair", ["RUS-PAK", "IND-USA"])
def test_evidence_query_matrix_and_table_hold_the_same_number(pair):
    a, b = pair.split("-")
    rows = evidence(Lens(pair, start=2012, end=2012, third_parties=[]))
    i, j = positions([a, b])
    names = [m.name for m in registry().values() if m.subject == "pair"]
    columns = ", ".join(names)
    row = query(f"select {columns} from panel where a = '{min(a, b)}' and b = '{max(a, b)}' and year = 2012").iloc[0]
    table = panel(names, 2012, of=a).set_index("b").loc[b]
    for name in names:
        here = rows.of(name)["value"].item()
        for other in (matrix(name, 2012)[i, j], matrix(name, 2012)[j, i], row[name], table[name]):
            assert other == pytest.approx(here, rel=1e-6, nan_ok=True)
    directed = [m.name for m in registry().values() if m.subject == "directed" and not m.donor and not m.parameter]
    both = panel(directed, 2012, of=a, directed=True).set_index(["a", "b"])
    for name in directed:
        for x, y in ((a, b), (b, a)):
            here = rows.of(name, x, y)["value"].item()
            assert both.loc[(x, y), name] == pytest.approx(here, nan_ok=True)
            assert matrix(name, 2012)[tuple(positions([x, y]))] == pytest.approx(here, nan_ok=True)


def test_a_table_of_all_pairs_takes_parts_systems_and_both_directions():
    rows = panel(["agreement", "tiv"], 2018, parts=["value", "percentile"], system="cow")
    names = "a b year agreement agreement_percentile tiv_ab tiv_ba tiv_ab_percentile tiv_ba_percentile"
    assert list(rows) == names.split()
    assert {770, 365} <= set(rows["a"]) | set(rows["b"])
    assert len(panel("tiv", 2018, directed=True)) == 2 * len(rows)
    assert (panel("agreement", 2018, of="Russia")["a"] == "RUS").all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measures": ["agreement", "kapa"]}, "did you mean 'kappa'"),
        ({"measures": []}, "no measure named"),
        ({"measures": "violence"}, "of single states"),
        ({"measures": "agreement", "year": 1900}, "is not from 1946"),
        ({"measures": "agreement", "system": "gw"}, "allowed: cow, iso"),
        ({"measures": "agreement", "parts": ["mean"]}, "unknown part"),
        ({"measures": "agreement", "of": "Atlantis"}, "unknown state"),
    ],
)
def test_a_wrong_request_for_a_table_says_what_is_allowed(asked, said):
    with pytest.raises(BadParameter, match=said):
        panel(**asked)


def test_an_empty_cell_is_null_and_not_zero():
    found = query("select agreement, tiv_ab from atlas where a = 'FRA' and b = 'PLW' and year = 1995")
    assert len(found) == 1 and found.isna().all(axis=None)


def test_every_measure_of_pairs_has_its_columns():
    found = set(query("select * from panel where a = 'PAK' and b = 'RUS' and year = 2014"))
    assert set(query_columns()) | {"a", "b", "year"} == found
    assert {"agreement", "agreement" + PERCENTILE, "tiv_ab", "tiv_ba" + PERCENTILE} <= found


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1 as a) to 'own.parquet'",
        "create table own as select 1",
        "drop view panel",
        "attach 'own' as other",
        "select 1; select 2",
        "set enable_external_access = true",
        "",
        ";",
    ],
)
def test_a_query_is_one_and_only_reads(sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadParameter, match="takes one query"):
        query(sql)
    assert not list(tmp_path.iterdir())


def test_a_query_reaches_no_file_and_names_its_fault():
    with pytest.raises(BadParameter, match="query:"):
        query("select * from read_csv('/etc/hostname')")
    with pytest.raises(BadParameter, match="Parser Error"):
        query("selec 1")
    assert len(query("explain select count(*) from panel"))


def test_rank_orders_all_pairs_of_a_year():
    rows = rank("agreement", 2018)
    assert len(rows) == np.count_nonzero(~np.isnan(matrix("agreement", 2018))) / 2 == rows["pairs"].iloc[0]
    assert rows["value"].is_monotonic_decreasing and rows["percentile"].between(0, 100).all()
    of = rank("agreement", 2018, of="Pakistan")
    assert (of["a"] == "PAK").all() and (of["pairs"] == len(rows)).all() and of["rank"].max() < len(rows)
    pairs = of.assign(a=of[["a", "b"]].min(axis=1), b=of[["a", "b"]].max(axis=1))
    both = pairs.merge(rows, on=["a", "b"], suffixes=("", "_of_all"))
    assert len(both) == len(of) and both["percentile"].tolist() == both["percentile_of_all"].tolist()


def test_an_extract_is_ranked_among_all_pairs_of_its_source():
    rows = rank("tiv", 2018, of="PAK")
    own = evidence(Lens("CHN-PAK", start=2018, end=2018), "arms", "tiv").of("tiv", "CHN", "PAK").iloc[0]
    line = rows[(rows["a"] == "CHN") & (rows["b"] == "PAK")].iloc[0]
    assert line["percentile"] == own["percentile"]
    assert line["pairs"] == own["ranked"] > 30_000 > len(rows)


def test_a_directed_measure_is_ranked_both_ways():
    rows = rank("tiv", 2012)
    assert (rows.iloc[0]["a"], rows.iloc[0]["b"]) == ("RUS", "IND")
    assert {("RUS", "IND"), ("IND", "RUS")} <= set(zip(rows["a"], rows["b"], strict=True))


def test_a_shift_is_recent_less_base():
    rows, everyone = rank_shifts("agreement", SPANS, of="PAK"), rank_shifts("agreement", SPANS, by="rise")
    assert (rows["recent"] - rows["base"]).to_numpy() == pytest.approx(rows["value"].to_numpy())
    assert everyone["median"].iloc[0] == rows["median"].iloc[0] == pytest.approx(everyone["value"].median())
    assert everyone["value"].is_monotonic_decreasing and (rows["pairs"] == len(everyone)).all()
    own = evidence(Lens("PAK-RUS", start=2008, end=2022), "votes", "agreement").set_index("year")["value"]
    line = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")].iloc[0]
    assert line["value"] == pytest.approx(own.loc[2018:2022].mean() - own.loc[2008:2012].mean())


def test_the_largest_shifts_come_first_up_or_down():
    assert rank_shifts("ideal_point_distance", SPANS)["value"].abs().is_monotonic_decreasing
    assert rank_shifts("ideal_point_distance", SPANS, by="fall")["value"].is_monotonic_increasing


def test_what_a_shift_says_follows_what_a_higher_value_says():
    for name, sign in (("agreement", 1), ("ideal_point_distance", -1)):
        rows = rank_shifts(name, SPANS)
        assert ((rows["value"] * sign > 0) == rows["moved"].str.startswith("closer")).all()
        against = rows["moved"].str.contains("others")
        assert (np.sign(rows["value"]) * np.sign(rows["median"]) < 0).eq(against).all()
        assert against.any() and not against.all()
    neither = rank_shifts("shared_roll_calls", SPANS, of="PAK")
    assert len(neither) and (neither["moved"] == "").all()


@pytest.mark.parametrize("text", ["2008", "2012-2008:2018-2022", "2008-2019:2018-2022", "1900-1910:2018-2022", "x"])
def test_a_wrong_shift_says_how_to_write_one(text):
    with pytest.raises(BadParameter, match="BASE:RECENT"):
        parse_shift(text)


def test_what_cannot_be_ranked_is_told():
    with pytest.raises(UnknownName, match="agreement"):
        rank("agrement", 2018)
    with pytest.raises(BadParameter, match="is not from 1946 to"):
        rank("agreement", 1900)
    with pytest.raises(BadParameter, match="no pair has a value"):
        rank("gravity_residual", 2020)
    with pytest.raises(BadParameter, match="of single states"):
        rank("violence", 2018)


def test_compare_takes_third_parties_or_other_pairs():
    lens = Lens("PAK-RUS", third_parties=["IND", "CHN"], start=2014, end=2014)
    rows = compare(lens, "agreement")
    pairs = list(zip(rows["a"], rows["b"], strict=True))
    assert pairs == [("PAK", "IND"), ("RUS", "IND"), ("PAK", "CHN"), ("RUS", "CHN")]
    assert set(compare(lens, "agreement", of="RUS")["a"]) == {"RUS"}
    assert compare(lens.replace(third_parties=[]), "agreement").empty
    several = compare(["DEU-FRA", lens], "kappa")
    assert set(zip(several["a"], several["b"], strict=True)) == {("DEU", "FRA"), ("PAK", "RUS")}


def test_coverage_counts_every_measure_once_a_year():
    lens = Lens("PAK-RUS", third_parties=["IND"], start=2012, end=2013)
    counts, rows = coverage_counts(lens), evidence(lens)
    kinds = ["observed", "true_zero", "unknown", "not_covered"]
    by_year = counts.groupby("year")[kinds].sum().sum(axis=1).tolist()
    assert by_year == [(rows["year"] == year).sum() for year in (2012, 2013)]


def test_codes_are_in_the_order_of_the_alphabet():
    assert list(codes()) == sorted(codes())
    assert positions(pd.Series(["AFG", "XXX", None, "ZWE"])).tolist() == [0, -1, -1, len(codes()) - 1]
