"""How many pairs would pass: against counts by hand, with the threshold of the rule, from nothing after the day."""

from datetime import date
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.tables import number_frame
from dyadlens.claims.verdicts import verdicts
from dyadlens.data.catalog import read, table
from dyadlens.panel.columns import all_values

module = import_module("dyadlens.claims.base_rates")  # the package offers the function of that name


@pytest.fixture(scope="module")
def today():
    return {(r.id, r.part): r for r in base_rates(Lens("PAK-RUS"))}


def test_shares_are_of_pairs_that_were_asked(today):
    for rate in today.values():
        assert 0 <= rate.passing <= rate.asked > 100
        assert rate.telling == (rate.share <= 0.5)
        assert np.isnan(rate.percentile) or 0 <= rate.percentile <= 100


def test_a_pact_is_counted_as_the_table_has_it(today):
    rows = all_values("defense_pact")
    last = rows[rows["year"] == 2018]["value"]
    rate = today["C5", 1]
    assert (rate.passing, rate.asked, rate.years) == (int((last == 0).sum()), len(last), (2018,))
    assert rate.share > 0.9 and not rate.telling


def test_the_gap_is_compared_with_the_bound_with_its_interval(today):
    rows = read("gravity")
    rows = rows[(rows["source"] == "cow") & rows["year"].between(2012, 2014)]
    upper = (rows["log_ratio"] + 1.6448536 * rows["se"]).groupby([rows["a"], rows["b"]], observed=True)
    upper = upper.mean()[upper.count() >= 2]
    rate = today["V5b", 0]
    assert (rate.passing, rate.asked) == ((upper < 0).sum(), len(upper))
    assert rate.share == pytest.approx(0.58, abs=0.005)


def test_a_thin_base_is_asked_of_both_sides(today):
    whole, one = today["C3", None], today["C3", 0]
    assert whole.share == pytest.approx(0.81, abs=0.005)
    assert whole.share < one.share
    assert one.asked == 2 * whole.asked


def test_small_evidence_counted_by_hand(monkeypatch):
    told = {
        "AB": {2012: 0.001, 2013: 0.003, 2014: 0.005},
        "BA": {2013: 0.9, 2014: 0.9},
        "AC": {2014: 0.001},
        "CA": {2013: 0.01, 2014: 0.01},
        "BC": {2013: 0.02, 2014: 0.0},
    }
    rows = pd.DataFrame(
        [(*pair, year, value) for pair, years in told.items() for year, value in years.items()],
        columns=["a", "b", "year", "value"],
    )
    module = import_module("dyadlens.claims.base_rates")
    monkeypatch.setattr(module, "all_values", lambda _: rows)
    module._means.cache_clear()
    found = module._means("trade_dependence", (2012, 2013, 2014))
    module._means.cache_clear()
    # One year of three is too few, two are enough.
    assert found.round(6).to_dict() == {("A", "B"): 0.003, ("B", "A"): 0.9, ("C", "A"): 0.01, ("B", "C"): 0.01}


def test_no_year_is_looked_at_that_was_not_out_on_the_day():
    day = date(2018, 5, 31)
    for rate in base_rates(Lens("PAK-RUS", as_of=day)):
        assert max(rate.years) <= table(rate.source).known_until(day)


def test_the_order_of_the_pair_changes_no_count():
    one, other = (
        {(r.id, r.part, r.passing, r.asked) for r in base_rates(Lens(pair)) if r.id != "G5" or r.part is None}
        for pair in ("BTN-TUV", "TUV-BTN")
    )
    assert one == other


def test_the_table_of_numbers_has_the_shares_beside_what_is_checked(today):
    lens = Lens("PAK-RUS")
    rows = number_frame(verdicts(lens), base_rates(lens))
    plain = number_frame(verdicts(lens))
    assert plain["others_asked"].isna().all()
    shown = rows[rows["others_asked"].notna()]
    assert set(zip(shown["id"], shown["part"], strict=True)) == {
        (id, "" if part is None else "abc"[part]) for id, part in today
    }
    gap = shown[shown["id"] == "V5b"].iloc[0]
    assert (gap["others_passing"], gap["others_asked"]) == (today["V5b", 0].share, today["V5b", 0].asked)
    assert gap["tells_little"]


def test_parts_that_are_counted_are_parts_of_the_claim():
    lens = Lens("PAK-CHN")
    parts = {v.claim.id: len(v.parts) for v in verdicts(lens)}
    for rate in base_rates(lens):
        assert rate.part is None or rate.part < parts[rate.id]
