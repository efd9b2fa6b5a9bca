"""Both indices of a day are those from an panel built anew of tables that end on it."""

import json
import os
import shutil
from datetime import date

import numpy as np
import pandas as pd
import pytest
from dyadlens.measures.security_grid import known_until
from dyadlens.measures.third_parties_directed import outside_dependence, trade_shares
from dyadlens.measures.third_parties_pairs import rivalry

from dyadlens import Lens
from dyadlens.indices.composite import composite, path
from dyadlens.indices.definitions import INDICES, indicators_of
from dyadlens.measures import arms, history_past
from dyadlens.panel import build

DAY = date(2018, 5, 31)


# What was published of it by the day is not to be had: its points of 2010 know of 2023. It must not be used at all.
FROM_ALL_YEARS = "ideal_points"


def end_coverage(folder):
    """Let the data package say what it would have said on the day: coverage ends with what was out."""
    file = folder / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        own = resource["dyadlens"]
        if own["dated_by"] != "static" and own["table"] != FROM_ALL_YEARS:
            own["coverage"]["last"] = min(own["coverage"]["last"], known_until(own["table"], DAY))
    file.write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.slow
def test_an_panel_of_tables_that_end_on_the_day_gives_the_same_indices(
    without_later_rows, forget, tmp_path, monkeypatch
):
    lens = Lens("PAK-RUS", as_of=DAY)
    before = path(lens), {index: composite(index, DAY) for index in INDICES}
    without_later_rows(DAY)
    folder = shutil.copytree(os.environ["DYADLENS_DATA"], tmp_path / "data")
    end_coverage(folder)
    monkeypatch.setenv("DYADLENS_DATA", str(folder))
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path / "cache"))
    forget()
    needed = {one.name for index in INDICES for one in indicators_of(index)}
    whole = build.measures_for_all_pairs()
    monkeypatch.setattr(build, "measures_for_all_pairs", lambda: {n: d for n, d in whole.items() if n in needed})
    for index in INDICES:
        np.testing.assert_array_equal(composite(index, DAY), before[1][index])
    pd.testing.assert_frame_equal(path(lens), before[0], check_exact=True)


def test_a_year_that_a_table_does_not_hold_is_no_error(monkeypatch):
    assert np.isnan(history_past.years_allied(2040)).all()
    whole = arms.read
    ranks = whole("arms_zero_percentile").query("year <= 2017")
    monkeypatch.setattr(arms, "read", lambda name: ranks if name == "arms_zero_percentile" else whole(name))
    assert arms.all_pairs("tiv")["year"].max() == 2017


def test_equal_sums_of_shares_are_equal_in_whatever_order_they_are_added():
    """Two states that trade with the other's foes alike tie, though sums of floats differ in the last digits."""
    shares = np.nan_to_num(trade_shares(2014))
    foes = np.nan_to_num(rivalry(2014))
    found = outside_dependence(2014)
    forward, backward = (
        np.cumsum((shares[:, None, :] * foes[None])[:, :, ::scaling], axis=2)[:, :, -1] for scaling in (1, -1)
    )
    seen = ~np.isnan(found)
    assert (forward != backward)[seen].any()
    for added in (forward, backward):
        assert np.array_equal(np.minimum(added.round(12), 1.0)[seen], found[seen])
