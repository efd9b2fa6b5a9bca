"""Titles of outlets."""

import pandas as pd
import pytest

from dyadlens.sources import attention
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

(TABLE,) = attention.TABLES


@pytest.fixture(scope="module")
def built(raw_directory):
    return conform(TABLE.build(Raw(raw_directory)), TABLE)


@pytest.mark.raw
def test_counts_are_conserved(built, raw_directory):
    source = pd.read_csv(Raw(raw_directory).path(attention.TITLES), keep_default_na=False)
    for state in attention.NAMED:
        rows = built[built["state"] == state]
        assert rows["titles_naming"].sum() == source[state].sum()
        assert rows["titles"].sum() == source["n_items"].sum()


@pytest.mark.raw
def test_no_more_titles_name_a_state_than_there_are(built):
    assert (built["titles_naming"] <= built["titles"]).all()
    assert not {"SCO", "KASHMIR"} & set(built["state"])


@pytest.mark.raw
def test_pakistan_on_channel_one(built):
    rows = built.query("outlet == '1tv' and state == 'PAK' and year == 2001")
    assert len(rows) == 12 and rows["titles_naming"].sum() == 62
