"""Aid: known values, sums from raw to table, and slips of the source kept out."""

import pandas as pd
import pytest

from dyadlens.sources import aid
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

BY_NAME = {t.name: t for t in aid.TABLES}

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def built(raw):
    return {name: conform(table.build(raw), table) for name, table in BY_NAME.items()}


@pytest.mark.parametrize(("year", "musd"), [(2000, 40), (2010, 3649), (2018, 506), (2023, 170)])
def test_us_aid_to_pakistan(year, musd, built):
    found = built["us_aid"].set_index(["state", "year"])["aid_musd"]
    assert round(found["PAK", year]) == musd


def test_us_aid_loses_nothing_but_fragments(raw, built):
    source = pd.read_csv(raw.path(aid.US_FILE))
    lost = source["aid"].sum() / 1e6 - built["us_aid"]["aid_musd"].sum()
    assert 0 <= lost < 1e-5 * source["aid"].sum() / 1e6


def test_repeated_state_years_are_added_up(raw, built):
    source = pd.read_csv(raw.path(aid.US_FILE))
    repeated = source.dropna(subset=["country"])
    repeated = repeated[repeated.duplicated(["country", "year"])]
    assert len(repeated) == 65
    sudan = source[(source["country"] == "Sudan") & (source["year"] == 2005)]["aid"]
    assert len(sudan) == 2
    ours = built["us_aid"].set_index(["state", "year"])["aid_musd"]["SDN", 2005]
    assert ours == pytest.approx(sudan.sum() / 1e6)


def test_names_that_were_not_matched_are_unknown_and_not_zero(built):
    states = built["us_aid"].groupby("state")["year"].min()
    assert not {"RVN", "YUG", "SRB"} & set(states.index)
    assert states[["VNM", "YEM", "DEU"]].tolist() == [1976, 1990, 1990]


def test_chinese_finance_is_conserved_and_near_the_published_total(raw, built):
    source = pd.read_csv(raw.path(aid.CHINA_FILE))
    ours = built["chinese_finance"]
    assert len(ours) == len(source)
    for kind, names in (("amt", ["commitments_musd"]), ("adj", ["adjusted_musd"])):
        total = source[[f"{c}_{kind}" for c in aid.CLASSES]].sum().sum() / 1e6
        assert ours[names].sum().sum() == pytest.approx(total)
    assert ours["adjusted_musd"].sum() == pytest.approx(1_340_000, rel=0.02)
    assert ours["commitments_musd"].sum() == pytest.approx(ours[list(aid.CLASSES.values())].sum().sum())


def test_adjusted_never_exceeds_what_was_committed_but_for_rounding(built):
    rows = built["chinese_finance"]
    assert (rows["adjusted_musd"] <= rows["commitments_musd"] + 0.2).all()
    taken_out = (rows["commitments_musd"] - rows["adjusted_musd"]).groupby(rows["state"]).sum()
    assert taken_out.nlargest(2).index.tolist() == ["ARG", "PAK"]
