"""Energy: true zeros stay apart from what is not listed."""

import pandas as pd
import pytest

from dyadlens.sources.energy import NET_NOT_STATES, TABLES
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.write import conform

BY_NAME = {t.name: t for t in TABLES}

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def lng(raw_directory):
    return conform(BY_NAME["lng_imports"].build(Raw(raw_directory)), BY_NAME["lng_imports"])


@pytest.mark.parametrize(("year", "bcm"), [(2000, 0), (2014, 0), (2015, 1.49), (2019, 11.78), (2023, 10.07)])
def test_known_imports(year, bcm, lng):
    row = lng.set_index(["state", "source", "year"])["bcm"]
    assert row["PAK", "ei2024", year] == pytest.approx(bcm, abs=0.005)


def test_states_not_listed_have_no_rows(lng):
    assert set(lng["state"]) == {"ARE", "CHN", "IND", "PAK", "TUR", "USA"} <= set(FOCAL)
    assert lng.groupby(["state", "source"]).size().unstack().eq([21, 24]).all(axis=None)


def test_the_two_editions_agree_until_revised(lng):
    wide = lng.pivot(index=["state", "year"], columns="source", values="bcm").dropna().reset_index()
    gap = (wide["ei2024"] - wide["bp2021"]).abs()
    assert gap[wide["year"] <= 2016].max() < 0.001
    assert gap.max() < 1


def test_full_copy_keeps_all_states(raw_directory, lng):
    full = BY_NAME["lng_imports"].build(Raw(raw_directory, full=True))
    assert len(set(full["state"])) == 24 and len(full) == 24 * (24 + 21)
    assert {"JPN", "KOR", "TWN"} <= set(full["state"])


def test_net_imports(raw_directory):
    found = conform(BY_NAME["energy_imports"].build(Raw(raw_directory)), BY_NAME["energy_imports"])
    before = pd.read_csv(raw_directory / "energy" / "owid_energy_imports_pct_wb2014.csv")
    kept = before[~before["Entity"].isin(NET_NOT_STATES)]
    assert len(found) == len(kept)
    assert found["net_imports_pct"].sum() == pytest.approx(kept.iloc[:, 2].sum())
    row = found.set_index(["state", "year"])["net_imports_pct"]
    assert row["PAK", 2014] == pytest.approx(24.123, abs=0.001)
    assert row["RUS", 2010] < 0 and row["COD", 2010] < 100
