"""Size of states: totals conserved, no aggregate kept."""

import pandas as pd
import pytest

from dyadlens.sources.macro import TABLES
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.write import conform

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def found(raw_directory):
    return conform(TABLES[0].build(Raw(raw_directory)), TABLES[0])


def test_totals_are_conserved(found, raw_directory):
    states = {*build_states(Raw(raw_directory))["state"], "WLD"}
    for file, column in (("gdp", "gdp_usd"), ("population", "population")):
        before = pd.read_csv(raw_directory / "macro" / f"{file}.csv", keep_default_na=False)
        kept = before[before["Country Code"].isin(states)]
        assert found[column].sum() == pytest.approx(kept["Value"].astype(float).sum(), rel=1e-12)
        assert found[column].notna().sum() == len(kept)


def test_states_make_up_the_world(found):
    one = found[(found["year"] == 2015)]
    world = one[one["state"] == "WLD"].iloc[0]
    states = one[one["state"] != "WLD"]
    assert states["population"].sum() / world["population"] == pytest.approx(1, abs=0.01)
    assert states["gdp_usd"].sum() / world["gdp_usd"] == pytest.approx(1, abs=0.02)


def test_no_aggregate_is_kept(found):
    assert not {"SAS", "EUU", "ARB", "HKG", "PSE"} & set(found["state"])
    assert "NAM" in set(found["state"])


def test_years_before_statehood_are_marked(found):
    row = found.set_index(["state", "year"])["existed"]
    assert not row["UKR", 1980] and row["UKR", 1995]
    assert row["PAK", 1960] and not row["BGD", 1965]
    assert found.loc[found["state"] == "WLD", "existed"].isna().all()


def test_known_value(found):
    row = found.set_index(["state", "year"]).loc[("AFG", 2000)]
    assert row["gdp_usd"] == pytest.approx(3521418059.92)
