"""Figures known from outside the data, held in the tables that are shared."""

import pytest

from dyadlens.data.catalog import read


@pytest.mark.parametrize(("year", "bcm"), [(2014, 0), (2015, 1.49), (2019, 11.78)])
def test_liquefied_gas_bought_by_pakistan(year, bcm):
    rows = read("lng_imports").set_index(["state", "source", "year"])["bcm"]
    assert rows["PAK", "ei2024", year] == pytest.approx(bcm, abs=0.005)


def test_the_two_highest_days_of_pakistan_and_russia_in_the_news():
    rows = read("gdelt_daily")
    pair = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")]
    assert pair.nlargest(2, "score")["date"].tolist() == ["2021-04-07", "2022-02-24"]


def test_accessions_to_the_shanghai_organization_name_their_source():
    rows = read("sco_accessions").set_index("state")
    assert rows["date"].to_dict() == {"BLR": "2024", "IND": "2017-06-09", "IRN": "2023", "PAK": "2017-06-09"}
    assert rows["source"].to_dict() == {
        "BLR": "manifest",
        "IND": "context_events",
        "IRN": "manifest",
        "PAK": "context_events",
    }
    events = read("cases/PAK-RUS/context_events")
    address = events.loc[events["label"].str.contains("SCO") & (events["date"] == "2017-06-09"), "source_url"]
    assert rows["source_url"].dropna().tolist() == [address.item()] * 2
