"""Surveys."""

import pytest

from dyadlens.sources import opinion
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.write import conform

(TABLE,) = opinion.TABLES


@pytest.fixture(scope="module")
def built(raw_directory):
    return conform(TABLE.build(Raw(raw_directory)), TABLE).set_index(["respondent", "target", "year"])


@pytest.mark.raw
def test_known_values(built):
    assert built.loc[("PAK", "RUS", 2015), "favourable_pct"] == 12.0
    assert built.loc[("PAK", "CHN", 2015), "interviews"] == 1200


@pytest.mark.raw
def test_what_is_wrong_or_missing_has_no_row(built):
    keys = built.reset_index()
    assert keys[(keys["target"] == "CHN") & (keys["year"] == 2013)].empty
    assert keys[keys["respondent"] == "PAK"]["year"].max() == 2015
    assert "PAK" not in set(keys["target"])


@pytest.mark.raw
def test_only_focal_states_unless_asked(built, raw_directory):
    keys = built.reset_index()
    assert set(keys["respondent"]) | set(keys["target"]) <= set(FOCAL)
    full = opinion.build_opinion(Raw(raw_directory, full=True))
    assert len(full) > 4 * len(built) and not set(full["target"]) & set(opinion.NOT_STATES)
    assert (full["favourable_pct"] + full["unfavourable_pct"] <= 100.1).all()
