"""Nothing of what came later: the evidence of a day is the evidence from tables that end on it."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read, table
from dyadlens.details.deals import deals
from dyadlens.details.fighting import adversary_places
from dyadlens.details.third_states import leaning, third_states_between
from dyadlens.lens import Lens
from dyadlens.measures.registry import DOMAINS
from dyadlens.panel.evidence import evidence

DAYS = ["2010-12-31", "2018-05-31"]
START = {"votes": 2005, "security": 1970, "history": 1970, "diplomacy": 2002, "third_parties": 2000}


def lens_of(domain, as_of, **changes):
    return Lens(**{"pair": "PAK-RUS", "start": START.get(domain, 1996), "end": 2020, "as_of": as_of, **changes})


def same(one, other):
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))


def known_until(source, as_of):
    """The last year of a table whose figures were out, worked out here."""
    info = table(source)
    if info.dated_by == "date":
        dates = read(source)["date"]
        known = dates[dates <= as_of]
        return int(known.str[:4].max()) if len(known) else info.first - 1
    lag = timedelta(days=info.published_lag * 365.25)
    return max(y for y in range(1900, 2030) if date(y, 12, 31) + lag <= date.fromisoformat(as_of))


@pytest.mark.parametrize("as_of", DAYS)
def test_deleting_all_later_rows_changes_nothing(as_of, without_later_rows):
    # Each day builds its own panel; of the earlier one the votes, which take half of the time, are left out.
    domains = (
        DOMAINS if as_of == DAYS[-1] else [domain for domain in DOMAINS if domain not in ("votes", "third_parties")]
    )
    before = {domain: evidence(lens_of(domain, as_of), domain) for domain in domains}
    other = evidence(lens_of("trade", as_of, pair="IND-PAK", third_parties=[]), "trade")
    lens = lens_of("third_parties", as_of)
    thirds = third_states_between(lens), leaning(lens), adversary_places(lens)
    assert len(thirds[0].rows) and len(thirds[1].rows) > 100
    left = without_later_rows(date.fromisoformat(as_of))
    for name in ("undl_votes", "arms_transfers", "trade_atlas_pairs", "gravity"):
        assert left[name][0] < left[name][1]
    for domain in domains:
        same(evidence(lens_of(domain, as_of), domain), before[domain])
    same(evidence(lens_of("trade", as_of, pair="IND-PAK", third_parties=[]), "trade"), other)
    for found, make in zip(thirds, (third_states_between, leaning, adversary_places), strict=True):
        same(make(lens).rows, found.rows)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("as_of", DAYS)
def test_no_later_year_has_a_value(domain, as_of):
    rows = evidence(lens_of(domain, as_of), domain)
    for source, part in rows.groupby("source"):
        later = part[part["year"] > known_until(source, as_of)]
        assert later["value"].isna().all(), source
        assert set(later["status"]) <= {"not_covered"}, source


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("as_of", DAYS)
def test_years_that_were_known_are_as_they_are_today(domain, as_of):
    then, now = (evidence(lens_of(domain, day), domain) for day in (as_of, None))
    key = ["measure", "a", "b", "year"]
    both = pd.DataFrame(then.seen).merge(pd.DataFrame(now), on=key, suffixes=("", "_now"))
    assert len(both) == len(then.seen) > 50
    same_source = both["source"] == both["source_now"]
    for column in ("value", "low", "high", "percentile"):
        assert both.loc[same_source, column].equals(both.loc[same_source, f"{column}_now"])
    assert same_source.all()


@pytest.mark.parametrize("as_of", DAYS)
def test_no_later_deal_is_listed(as_of):
    seen, whole = (deals(lens_of("arms", day, pair="IND-RUS", third_parties=[])) for day in (as_of, None))
    assert 0 < len(seen) < len(whole)
    assert (seen["order_year"] <= int(as_of[:4])).all()


def test_may_2018_knows_the_votes_of_2017_and_not_those_of_2018():
    rows = evidence(Lens("PAK-RUS", start=2016, end=2018, as_of="2018-05"), "votes", "agreement").set_index("year")
    assert rows["status"].to_dict() == {2016: "observed", 2017: "observed", 2018: "not_covered"}


def test_may_2018_knows_arms_of_2017_and_cow_trade_of_2014_only():
    lens = Lens("IND-PAK", start=2012, end=2018, as_of="2018-05", third_parties=[])
    assert evidence(lens, "arms", "tiv").seen["year"].max() == 2017
    assert evidence(lens, "trade", "trade_total").seen["year"].max() == 2014


@pytest.mark.parametrize("as_of", ["1947", "1975-06", "1983"])
@pytest.mark.parametrize("domain", DOMAINS)
def test_an_early_day_is_no_error(domain, as_of):
    rows = evidence(Lens("PAK-RUS", start=1947, end=1984, as_of=as_of), domain)
    assert rows.loc[rows["year"] > int(as_of[:4]), "value"].isna().all()
    assert np.isnan(rows.of("agreement_important")["value"]).all()
