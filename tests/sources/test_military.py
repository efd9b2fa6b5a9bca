"""Military expenditure and capabilities."""

import pandas as pd
import pytest

from dyadlens.sources import military
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.write import conform

TABLE = {t.name: t for t in military.TABLES}


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def built(raw):
    return {name: conform(table.build(raw), table).set_index(["state", "year"]) for name, table in TABLE.items()}


@pytest.mark.raw
def test_known_expenditure(built):
    spent = built["military_expenditure"]
    assert spent.loc[("PAK", 2024), "constant_2023_musd"] == pytest.approx(8183, abs=1)
    assert spent.loc[("RUS", 1988), "constant_2023_musd"] == pytest.approx(282_701, abs=1)
    assert spent.loc["AFG"].index.max() == 2021
    assert set(spent.index.get_level_values("state")) <= set(FOCAL)


@pytest.mark.raw
def test_a_placeholder_is_not_a_zero(built, raw_directory):
    assert pd.isna(built["military_expenditure"].loc[("BLR", 1992), "current_musd"])
    whole = military.build_expenditure(Raw(raw_directory, full=True)).set_index(["state", "year"])
    assert whole.loc[("CRI", 2000), "current_musd"] == 0
    assert not ((whole["current_musd"] == 0) & (whole["constant_2023_musd"] != 0)).any()


@pytest.mark.raw
def test_all_figures_of_states_are_kept(raw, raw_directory):
    source = pd.read_parquet(raw.path(military.MILEX))
    source = source[source["Country"] != "European Union"]
    whole = military.build_expenditure(Raw(raw_directory, full=True))
    for theirs, ours in (military.MONEY | military.SHARES).items():
        assert whole[ours].sum() == pytest.approx(source[theirs].sum(), rel=1e-6)


@pytest.mark.raw
def test_cinc_of_the_source_sums_to_about_one(raw):
    source = pd.read_parquet(raw.path(military.NMC)).query("1946 <= year <= 2022")
    assert source.groupby("year")["cinc"].sum().between(0.999, 1.017).all()


@pytest.mark.raw
def test_capabilities_have_one_row_a_state_and_year(built):
    capabilities = built["capabilities"]
    assert capabilities.loc[("PAK", 2022), "cinc"] == pytest.approx(0.017684, abs=1e-6)
    assert capabilities.loc[("DEU", 1990), "tpop"] == 79402
    assert ("DDR", 1990) in capabilities.index
