"""Battle deaths, conflicts, organized violence."""

import pandas as pd
import pytest

from dyadlens.errors import SourceError
from dyadlens.sources import violence, violence_pakistan, violence_states
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.violence_codes import gw_lists, gw_lookup
from dyadlens.sources.write import conform

TABLES = {t.name: t for m in (violence, violence_states, violence_pakistan) for t in m.TABLES}


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def built(raw):
    return {name: conform(table.build(raw), table) for name, table in TABLES.items()}


@pytest.mark.raw
def test_afghanistan_against_the_islamic_state(built):
    rows = built["battle_deaths"].query("states_a == 'AFG' and side_b == 'IS'").set_index("year")
    known = {2015: 679, 2016: 2141, 2017: 2795, 2018: 2842, 2019: 1075, 2020: 316, 2021: 264, 2022: 253, 2023: 149}
    assert rows["best"].to_dict() == known
    assert rows.loc[2018, ["low", "high"]].tolist() == [2770, 5149]


@pytest.mark.raw
def test_no_death_and_no_dyad_is_lost(built, raw):
    source = pd.read_csv(raw.path(violence.DEATHS))
    ours = built["battle_deaths"]
    for name in ("best", "low", "high"):
        assert ours[name].sum() == source[f"bd_{name}"].sum()
    assert len(ours) == len(source)
    assert (ours["best"] >= violence.THRESHOLD).all()


@pytest.mark.raw
def test_every_government_has_a_state_and_groups_have_none(built):
    ours = built["battle_deaths"]
    assert ours["states_a"].notna().all()
    group = ~ours["side_b"].str.startswith("Government of")
    assert ours.loc[group, "states_b"].isna().all() and ours.loc[~group, "states_b"].notna().all()
    assert (ours["type"].eq("interstate") == ~group).all()


@pytest.mark.raw
def test_numbers_of_the_source_mean_the_states_that_it_names(raw):
    rows = pd.read_csv(raw.path(violence_states.FILE), low_memory=False).drop_duplicates("country_id_cy")
    plain = rows["country_cy"].str.replace(r" \(.*\)$", "", regex=True)
    named = ~plain.isin(["Yemen", "Serbia", "Vatican City State", "Kingdom of eSwatini"])
    found = name_to_state(plain[named].tolist(), build_states(raw))
    lookup = gw_lookup(raw)
    assert [lookup[n] for n in rows.loc[named, "country_id_cy"]] == found.tolist()
    assert (lookup[678], lookup[680], lookup[345]) == ("YEM", "YMD", "YUG")


@pytest.mark.raw
def test_cells_with_several_numbers(raw):
    assert gw_lists(["365,  770", None, 345, "345", "751"], [2000, 2000, 2005, 2006, 1948], raw) == [
        "PAK; RUS", None, "YUG", "SRB", None,
    ]  # fmt: skip


@pytest.mark.raw
def test_an_unknown_number_does_not_vanish(raw):
    with pytest.raises(SourceError, match="number 12345"):
        gw_lists(["12345"], [2000], raw)


@pytest.mark.raw
def test_the_soviet_union_in_afghanistan(built):
    rows = built["armed_conflicts"].query("year == 1985 and states_a == 'AFG'")
    assert rows["support_a"].eq("RUS").any()
    whole = built["armed_conflicts"].query("year == 1965 and states_a == 'IND' and states_b == 'PAK'")
    assert whole["type"].tolist() == ["interstate"]
    assert whole["intensity"].tolist() == ["war"]


@pytest.mark.raw
def test_countries_add_up_to_the_source(built, raw):
    source = pd.read_csv(raw.path(violence_states.FILE), low_memory=False)
    ours = built["violence_country_years"]
    total = ours[["state_best", "nonstate_best", "onesided_best"]].to_numpy().sum()
    assert total == source["cumulative_total_deaths_in_orgvio_best_cy"].sum()
    assert len(source) - len(ours) == 36  # the Vatican
    assert set(ours.loc[ours["state"] == "SRB", "year"]) == set(range(2006, 2025))


@pytest.mark.raw
def test_pakistan_adds_up_and_leaves_the_tags_out(built, raw):
    ours = built["pakistan_violence"]
    assert ours["events"].sum() == 6416
    assert (ours["best"].sum(), ours["low"].sum(), ours["high"].sum()) == (43225, 41089, 49713)
    assert not ours.astype(str).apply(lambda c: c.str.startswith("#")).any().any()
    taliban = ours.query("side_b == 'TTP' and year == 2009")["best"].sum()
    assert taliban > 4000


@pytest.mark.raw
def test_pakistan_is_never_above_the_newer_country_years(built):
    events = built["pakistan_violence"].groupby("year")["best"].sum()
    country = built["violence_country_years"].query("state == 'PAK'").set_index("year")
    newer = country[["state_best", "nonstate_best", "onesided_best"]].sum(axis=1)
    missing = (newer - events).dropna()
    assert missing.min() == 0 and missing.max() == 52 and (missing > 0).sum() == 10
