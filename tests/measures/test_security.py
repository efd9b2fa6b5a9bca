"""Security: known pacts, foes, enemies and friends; unknown is not zero."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read, table
from dyadlens.data.evidence import check
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures import security
from dyadlens.measures.security_council import council_interval
from dyadlens.measures.security_deaths import group_deaths
from dyadlens.measures.security_grid import alive, both_alive, codes, evidence_of, known_until, pairs_of, place, places
from dyadlens.measures.security_groups import adversary_deaths, neighbours, shared_adversaries, shared_by
from dyadlens.measures.security_pairs import hostility, promised, rivals, ties


@pytest.fixture(scope="module")
def ours():
    return check(security.compute(Lens("PAK-RUS", start=1946, end=2024)))


def value(matrix, a, b):
    i, j = place([a, b])
    return matrix[i, j]


def seen(rows, measure):
    return rows.of(measure).seen.set_index("year")["value"]


def test_pacts_of_pakistan_and_russia(ours):
    assert seen(ours, "nonaggression_pact").loc[lambda v: v == 1].index.tolist() == list(range(2004, 2019))
    assert seen(ours, "consultation_pact").loc[lambda v: v == 1].index.tolist() == [2015, 2016, 2017, 2018]
    assert seen(ours, "defense_pact").eq(0).all()
    assert seen(ours, "alliance_ties").loc[2016] == 2


def test_a_year_outside_the_source_or_the_state_is_not_covered(ours):
    status = ours.of("defense_pact").set_index("year")["status"]
    assert status.loc[1946] == "not_covered"  # Pakistan is of 1947
    assert set(status.loc[1947:2018]) == {"true_zero"}
    assert set(status.loc[2019:]) == {"not_covered"}
    assert set(ours.of("dispute_gml").set_index("year")["status"].loc[2011:]) == {"not_covered"}


def test_below_the_threshold_is_unknown_and_never_zero(ours):
    for name in ("shared_adversaries", "shared_adversaries_5y", "shared_adversary_deaths", "battle_deaths"):
        rows = ours.of(name)
        assert "true_zero" not in set(rows["status"]) and (rows["value"].dropna() > 0).all()
    status = ours.of("shared_adversaries").set_index("year")["status"]
    assert status.loc[1988] == "not_covered" and status.loc[2014] == "unknown" and status.loc[2024] == "not_covered"


def test_the_islamic_state_is_the_common_foe_from_2015_to_2020(ours):
    assert seen(ours, "shared_adversaries").to_dict() == dict.fromkeys(range(2015, 2021), 1.0)
    assert seen(ours, "shared_adversaries_5y").index.tolist() == list(range(2015, 2024))
    # 2016: government of Afghanistan 2,141, of Pakistan 68, of Russia 69; Syria touches neither.
    assert seen(ours, "shared_adversary_deaths").loc[2016] == 2141 + 68 + 69
    row = ours.of("shared_adversary_deaths").set_index("year").loc[2018]
    assert row["low"] < row["value"] < row["high"]


def test_disputes_differ_between_the_sources(ours):
    assert seen(ours, "dispute_gml").loc[lambda v: v > 0].index.tolist() == [1960, 1979, 1980, 1981, 1982, 1984, 1985]
    assert seen(ours, "dispute_cow").loc[lambda v: v > 0].index.tolist() == [1960]


@pytest.mark.parametrize("pair", ["GBR-USA", "BLR-RUS"])
def test_close_allies_are_at_the_top(pair):
    rows = security.compute(Lens(pair, start=2000, end=2014)).of("security_ties")
    assert (rows["value"] == 1).all() and (rows["percentile"] > 95).all()


@pytest.mark.parametrize("pair", ["IND-PAK", "IRN-ISR", "PRK-USA"])
def test_enemies_are_at_the_bottom(pair):
    rows = security.compute(Lens(pair, start=2000, end=2014)).of("security_ties")
    assert (rows["value"] < 0).all() and (rows["percentile"] < 1).all()


def test_ties_are_the_formula():
    assert value(ties(1985), "ARG", "GBR") == -1.0  # rivals, and a war in 1982
    assert value(ties(2010), "PAK", "RUS") == 0.25  # nonaggression alone
    assert value(ties(2010), "AGO", "MNG") == 0.0


def test_allies_have_no_rivalry_more_often_than_rivals_have_pacts():
    year = 2000
    upper = np.triu_indices(len(codes()), 1)
    allied, rival = promised(year, "defense")[upper] == 1, rivals(year)[upper] == 1
    index = ties(year)[upper]
    assert np.nanmean(index[allied]) > 0.8
    assert np.nanmean(index[rival]) < 0


# --- all pairs


@pytest.mark.parametrize("measure", security.ALL_PAIRS)
def test_all_pairs_are_ordered_unique_covered_and_in_range(measure):
    rows = security.all_pairs(measure)
    what = next(m for m in security.MEASURES if m.name == measure)
    assert list(rows.columns) == ["a", "b", "year", "value"]
    assert (rows["a"] < rows["b"]).all() and not rows.duplicated(["a", "b", "year"]).any()
    assert rows["value"].notna().all()
    assert rows["value"].min() >= what.low and (what.high is None or rows["value"].max() <= what.high)
    info = [table(t) for t in what.tables if t != "contiguity"]
    assert rows["year"].min() >= max(i.first for i in info) and rows["year"].max() <= min(i.last for i in info)
    # Taipei voted in the council before the list of states has it.
    rows = rows[rows["a"].ne("TWN") & rows["b"].ne("TWN")]
    for year in (rows["year"].min(), rows["year"].max()):
        here = rows[rows["year"] == year]
        assert alive(year)[place(pd.concat([here["a"], here["b"]]))].all()


@pytest.mark.parametrize("measure", ["rivalry", "dispute_cow", "shared_adversaries"])
def test_one_pair_is_what_all_pairs_say(measure):
    every = security.all_pairs(measure).query("a == 'IND' and b == 'PAK'").set_index("year")["value"]
    one = security.compute(Lens("PAK-IND", start=1946, end=2024)).of(measure).seen.set_index("year")["value"]
    assert every.to_dict() == one.to_dict()


@pytest.mark.parametrize("year", [1960, 1991, 2014])
@pytest.mark.parametrize("name", list(security.GRIDS))
def test_matrices_are_symmetric_and_have_no_pair_of_one(name, year):
    grid = security.GRIDS[name]
    if not grid.first <= year <= grid.last:
        return
    matrix = grid.build(year)
    np.testing.assert_array_equal(matrix, matrix.T)
    assert np.isnan(np.diag(matrix)).all()
    assert np.isnan(matrix[~both_alive(year)]).all() or name == "security_council_agreement"


def test_true_zeros_only_while_both_states_exist():
    rows = security.all_pairs("defense_pact").query("a == 'DEU' or b == 'DEU'")
    assert rows["year"].min() == 1955
    assert security.all_pairs("rivalry").query("b == 'YUG'")["year"].max() == 2006


def test_no_promise_is_lost_but_those_of_states_not_yet_on_the_list():
    table_pairs = read("alliances").query("defense")
    pairs = {(*sorted((r.a, r.b)), r.year) for r in table_pairs.itertuples()}
    found = security.all_pairs("defense_pact").query("value == 1")
    ours = set(zip(found["a"], found["b"], found["year"], strict=True))
    assert ours <= pairs
    lost = [(a, b, y) for a, b, y in pairs - ours if alive(y)[place([a, b])].all()]
    assert lost == [] and len(ours) > 0.99 * len(pairs)


def test_a_serbian_rivalry_before_2006_is_a_yugoslav_one():
    assert value(rivals(2000), "BIH", "YUG") == 1 and value(rivals(2010), "BIH", "SRB") == 1


def test_disputes_of_a_year_are_the_highest_of_the_table():
    frame = read("disputes_gml").query("year == 1999")
    highest = frame[["hostility_a", "hostility_b"]].max(axis=1).groupby([frame["a"], frame["b"]], observed=True).max()
    for (a, b), height in highest.items():
        assert value(hostility(1999, "gml"), a, b) == height
    assert np.nansum(np.triu(hostility(1999, "gml"), 1) > 0) == len(highest)


# --- common foes


def test_a_common_foe_by_hand():
    # Four states in a line: 0 - 1 - 2 - 3.
    line = np.zeros((4, 4), dtype=bool)
    for i in range(3):
        line[i, i + 1] = line[i + 1, i] = True
    found = shared_by(np.array([[1.0, 0, 0, 1.0], [1.0, 0, 0, 0], [1.0, 1.0, 0, 0]]), line)
    pairs = [{tuple(p) for p in np.argwhere(np.triu(g, 1)).tolist()} for g in found]
    # Fights the ends: both ends; an end with the neighbour of the other end.
    assert pairs[0] == {(0, 3), (0, 2), (1, 3)}
    # A foe of one state is nobody's common foe, its neighbours included.
    assert pairs[1] == set()
    # Fights 0 and 1: both; 0 with 2, whose neighbour is 1. 1 with 2 needs a third state: there is none.
    assert pairs[2] == {(0, 1), (0, 2)}


def test_common_foes_equal_a_plain_loop():
    year = 2016
    rows = read("battle_deaths").query("year == @year and states_b.isna()")
    foes = {g: {s for c in part["states_a"] for s in c.split("; ")} for g, part in rows.groupby("side_b_id")}
    near = {c: {codes()[k] for k in np.flatnonzero(neighbours(year)[at])} for c, at in places().items()}

    def common(g, a, b):
        return (
            (a in g and b in g)
            or (a in g and bool(g & (near[b] - {a})))
            or (b in g and bool(g & (near[a] - {b})))
        )  # fmt: skip

    some = ["PAK", "RUS", "AFG", "IRN", "USA", "NGA", "NER", "TCD", "MLI", "EGY", "TUR", "SYR", "IRQ", "IND", "PHL"]
    for a in some:
        for b in some:
            if a != b:
                count = sum(common(g, a, b) for g in foes.values())
                assert np.nan_to_num(value(shared_adversaries(year), a, b)) == count, (a, b)


def test_deaths_are_known_where_foes_are_and_never_below_the_threshold():
    assert (np.isnan(adversary_deaths(2016)) == np.isnan(shared_adversaries(2016))).all()
    assert np.nanmin(adversary_deaths(2016)) >= 25


def test_deaths_of_a_group():
    rows = check(group_deaths(Lens("PAK-RUS", start=2013, end=2024), "is", "Afghanistan"))
    assert set(rows["measure"]) == {"battle_deaths:IS"} and set(rows["a"]) == {"AFG"}
    values = rows.set_index("year")["value"]
    assert [values[y] for y in (2015, 2016, 2017, 2018, 2023)] == [679, 2141, 2795, 2842, 149]
    status = rows.set_index("year")["status"]
    assert (status[2014], status[2024]) == ("unknown", "not_covered")
    assert (rows["low"].dropna() <= rows["value"].dropna()).all()


def test_deaths_of_another_group():
    rows = group_deaths(Lens("IND-USA", start=2009, end=2009), "TTP", "PAK")
    assert rows["value"].iloc[0] > 3000 and rows["measure"].iloc[0] == "battle_deaths:TTP"


@pytest.mark.parametrize(("wrong", "near"), [("Taliban", "Taleban"), ("al-Qaeda", "al-Qaida"), ("ISIL", "IS")])
def test_an_unknown_group_is_told_the_nearest(wrong, near):
    with pytest.raises(UnknownName, match=f"unknown armed group '{wrong}' .near it: .*'{near}'"):
        group_deaths(Lens("PAK-RUS"), wrong)


# --- Security Council


def test_the_council_needs_both_seats():
    rows = security.compute(Lens("PAK-RUS", start=1950, end=2025)).of("security_council_agreement").set_index("year")
    assert rows.seen.index.tolist() == [1968, 1969, 1976, 1977, 1983, 1984, 1993, 1994, 2003, 2004, 2012, 2013, 2025]
    assert rows.loc[1952, "status"] == "unknown"  # both sat, fewer than ten votes
    assert rows.loc[2014, "status"] == "not_covered"
    assert ((rows["low"] <= rows["value"]) | rows["value"].isna()).all()


def test_agreement_in_the_council_equals_a_plain_count():
    votes = read("security_council_votes").query("year == 2012 and vote != 'not_voting'")
    wide = votes.pivot(index="resolution", columns="state", values="vote").astype(object)
    both = wide[["PAK", "RUS"]].dropna()
    rows = security.compute(Lens("PAK-RUS", start=2012, end=2012)).of("security_council_agreement")
    assert rows["value"].iloc[0] == pytest.approx((both["PAK"] == both["RUS"]).mean())


def test_the_order_of_the_pair_changes_nothing():
    one = security.compute(Lens("PAK-RUS", start=2003, end=2016))
    other = security.compute(Lens("RUS-PAK", start=2003, end=2016))
    for name in security.ALL_PAIRS:
        for column in ("value", "low", "high", "percentile", "status"):
            assert one.of(name)[column].tolist() == pytest.approx(other.of(name)[column].tolist(), nan_ok=True) or (
                column == "status" and one.of(name)[column].tolist() == other.of(name)[column].tolist()
            )
    i, j = place(["PAK", "RUS"])
    assert council_interval(2012, i, j) == council_interval(2012, j, i)


# --- as of a day


def test_a_rivalry_is_known_a_year_later_and_its_end_does_not_leak():
    assert known_until("rivalries", date(2018, 5, 31)) == 2016
    lens = Lens("IND-PAK", start=2010, end=2020, as_of="2018-05")
    rows = security.compute(lens).of("rivalry").set_index("year")
    assert rows.seen.index.max() == 2016
    assert set(rows["status"].loc[2017:]) == {"not_covered"}


@pytest.mark.parametrize("as_of", ["2010-12-31", "2018-05-31"])
def test_deleting_later_rows_changes_nothing(as_of, without_later_rows):
    lenses = [Lens(pair, start=1995, end=2020, as_of=as_of) for pair in ("PAK-RUS", "IND-PAK")]
    before = [pd.DataFrame(security.compute(lens)) for lens in lenses]
    deaths = pd.DataFrame(group_deaths(lenses[0], "Taleban"))
    left = without_later_rows(date.fromisoformat(as_of))
    for name in ("battle_deaths", "alliances", "disputes_cow", "security_council_votes"):
        assert left[name][0] < left[name][1]
    for lens, whole in zip(lenses, before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(security.compute(lens)), whole)
    pd.testing.assert_frame_equal(pd.DataFrame(group_deaths(lenses[0], "Taleban")), deaths)


def test_an_early_day_knows_nothing_and_is_no_error():
    rows = security.compute(Lens("PAK-RUS", start=1946, end=1950, as_of="1947"))
    assert rows["value"].isna().all() and set(rows["status"]) <= {"not_covered", "unknown"}


def test_every_measure_is_described_and_computed_in_every_year():
    rows = security.compute(Lens("GBR-USA", start=2000, end=2002))
    assert list(dict.fromkeys(rows["measure"])) == [m.name for m in security.MEASURES]
    assert rows.groupby(["measure", "a", "b"])["year"].agg(list).map(lambda y: y == [2000, 2001, 2002]).all()
    grid = security.GRIDS["rivalry"]
    assert len(pairs_of(grid)) > 0 and len(evidence_of(Lens("GBR-USA", start=2000, end=2002), grid)) == 3
