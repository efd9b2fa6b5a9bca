"""Contacts: trips once, missing years unknown, and a rate that does not look ahead."""

import pytest

from dyadlens.data.catalog import read
from dyadlens.details.contacts import ALL, FIXED, contact_rate_ratio, counts
from dyadlens.lens import Lens
from dyadlens.panel.evidence import evidence
from dyadlens.stats.rates import rate_ratio


def contacts(pair):
    rows = evidence(Lens(pair, start=1946, end=2026), "diplomacy")
    return rows[rows["measure"].isin([FIXED, ALL])]


@pytest.fixture(scope="module")
def rows():
    return contacts("PAK-RUS")


def test_a_trip_counts_once_and_low_confidence_and_setbacks_do_not_count(rows):
    table = read("cases/PAK-RUS/contacts")
    fixed, fine = table[table["fixed_kind"]], table[table["cooperation"] & (table["confidence"] != "low")]
    assert rows.of(FIXED)["value"].sum() == fixed["trip"].nunique() < len(fixed)
    assert rows.of(ALL)["value"].sum() == fine["trip"].fillna(fine["contact_id"]).nunique()
    assert rows.of(FIXED).set_index("year").loc[[2018, 2025], "value"].tolist() == [6, 5]


@pytest.mark.parametrize(
    ("year", "status"),
    [
        *((year, "unknown") for year in (1949, 1955, 1975, 1984, 1991, 1998)),
        (1948, "not_covered"),
        (2008, "observed"),
        (2026, "not_covered"),
    ],
)
def test_missing_years_are_unknown_and_the_list_has_edges(year, status, rows):
    for measure in (FIXED, ALL):
        assert rows.of(measure).set_index("year").loc[year, "status"] == status


def test_the_list_never_claims_a_true_zero_nor_a_rank(rows):
    assert "true_zero" not in set(rows["status"]) and (rows["value"] == 0).any()
    assert rows["percentile"].isna().all()


def test_all_contacts_are_never_fewer_and_intervals_hold_them(rows):
    fixed, everything = (rows.of(measure).seen.set_index("year")["value"] for measure in (FIXED, ALL))
    assert (everything >= fixed).all()
    assert ((rows.seen["low"] <= rows.seen["value"]) & (rows.seen["value"] < rows.seen["high"])).all()


def test_the_order_of_the_pair_changes_nothing(rows):
    columns = ["measure", "year", "value", "status", "source"]
    assert contacts("RUS-PAK")[columns].reset_index(drop=True).equals(rows[columns].reset_index(drop=True))


def test_another_pair_is_not_covered():
    assert set(contacts("IND-RUS")["status"]) == {"not_covered"}
    assert contact_rate_ratio(Lens("IND-RUS")) is None


def test_the_rate_of_the_commentary_and_of_today():
    then, now = contact_rate_ratio(Lens("PAK-RUS", as_of="2018-05")), contact_rate_ratio(Lens("PAK-RUS", end=2025))
    assert (then.counts, then.exposures) == ((7, 18), (3, 10))
    assert (now.counts, now.exposures) == ((12, 26), (3, 10))
    assert then == rate_ratio(7, 3, 18, 10) and then.low < 1 < then.ratio < then.high


@pytest.mark.parametrize(("as_of", "last"), [("2018-05", 2017), ("2018-12-31", 2018)])
def test_a_part_of_a_year_is_not_a_year(as_of, last):
    assert counts(Lens("PAK-RUS", as_of=as_of)).index.max() == last


def test_missing_years_shorten_the_window():
    found = contact_rate_ratio(Lens("PAK-RUS", start=1990, end=2002))
    assert found.exposures == (3, 2)  # of the ten years before 2000 only 1990 and 1999 were searched
