"""Memberships in international organizations."""

import pandas as pd
import pytest

from dyadlens.sources import igo
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = {t.name: t for t in igo.TABLES}


@pytest.fixture(scope="module")
def built(raw_directory):
    return {name: conform(table.build(Raw(raw_directory)), table) for name, table in TABLE.items()}


def full(built, state, year):
    rows = built["igo_membership"].query("state == @state and kind == 'full' and first <= @year <= last")
    return set(rows["igo"])


@pytest.mark.raw
def test_pakistan_and_russia_share_44(built):
    assert len(full(built, "PAK", 2014) & full(built, "RUS", 2014)) == 44


@pytest.mark.raw
def test_spells_hold_as_many_years_as_the_source(built, raw_directory):
    source = pd.read_parquet(Raw(raw_directory).path(igo.STATES)).query("year >= 1946 and year != 1990")
    cells = source.drop(columns=["ccode", "year", "state"])
    rows = built["igo_membership"]
    length = rows["last"] - rows["first"] + 1 - rows["first"].le(1990).mul(rows["last"].ge(1990))
    ours = length.groupby(rows["kind"]).sum()
    for code, kind in igo.KINDS.items():
        assert ours[kind] == cells.eq(code).sum().sum(), kind


@pytest.mark.raw
def test_spells_of_a_state_do_not_overlap_and_a_gap_or_change_parts_them(built):
    rows = built["igo_membership"].sort_values(["state", "igo", "first"])
    before = rows.groupby(["state", "igo"])[["last", "kind"]].shift()
    gap = rows["first"] - before["last"]
    assert (gap.dropna() >= 1).all()
    assert ((gap != 1) | (rows["kind"] != before["kind"])).all()


@pytest.mark.raw
def test_every_organization_has_a_name(built):
    assert set(built["igo_membership"]["igo"]) <= set(built["igos"]["igo"])
    names = built["igos"].set_index("igo")["name"]
    assert names["sco"] == "Shanghai Cooperation Organisation"


@pytest.mark.raw
def test_observers_of_the_shanghai_organization_are_no_members_and_joined_later(built):
    assert "sco" not in full(built, "PAK", 2014) | full(built, "IND", 2014)
    joined = built["sco_accessions"].set_index("state")
    assert joined["date"].to_dict() == {"BLR": "2024", "IND": "2017-06-09", "IRN": "2023", "PAK": "2017-06-09"}
    assert (joined["precision"].eq("day") == joined["date"].str.len().eq(10)).all()
