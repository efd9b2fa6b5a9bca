"""Contacts: trips once, missing years unknown, and a rate that does not look ahead."""

import math

import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check, join
from dyadlens.lens import Lens
from dyadlens.measures import contacts
from dyadlens.measures.contacts import ALL, FIXED, contact_rate_ratio, counts
from dyadlens.stats.rates import rate_ratio

LENS = Lens("PAK-RUS", start=1946, end=2026)


@pytest.fixture(scope="module")
def rows():
    return check(join(contacts.contacts(LENS)))


def test_a_trip_counts_once(rows):
    table = read("cases/PAK-RUS/contacts")
    fixed = table[table["fixed_kind"]]
    assert rows.of(FIXED)["value"].sum() == fixed["trip"].nunique() < len(fixed)
    assert rows.of(FIXED).set_index("year").loc[[2018, 2025], "value"].tolist() == [6, 5]


@pytest.mark.parametrize("year", [1949, 1955, 1975, 1984, 1991, 1998])
def test_missing_years_are_unknown_and_not_zero(year, rows):
    for measure in (FIXED, ALL):
        row = rows.of(measure).set_index("year").loc[year]
        assert row["status"] == "unknown" and math.isnan(row["value"])


@pytest.mark.parametrize(("year", "status"), [(1948, "not_covered"), (2008, "observed"), (2026, "not_covered")])
def test_edges_of_the_list(year, status, rows):
    assert rows.of(FIXED).set_index("year").loc[year, "status"] == status


def test_the_list_never_claims_a_true_zero(rows):
    assert "true_zero" not in set(rows["status"])
    assert (rows["value"] == 0).any()


def test_all_contacts_are_never_fewer(rows):
    fixed, everything = (rows.of(m).set_index("year")["value"].dropna() for m in (FIXED, ALL))
    assert (everything >= fixed).all()


def test_low_confidence_and_setbacks_do_not_count(rows):
    table = read("cases/PAK-RUS/contacts")
    fine = table[table["cooperation"] & (table["confidence"] != "low")]
    ids = fine["trip"].fillna(fine["contact_id"])
    assert rows.of(ALL)["value"].sum() == ids.nunique()


def test_another_pair_is_not_covered():
    other = check(join(contacts.contacts(Lens("IND-RUS", start=2000, end=2020))))
    assert set(other["status"]) == {"not_covered"}
    assert contact_rate_ratio(Lens("IND-RUS")) is None


def test_the_rate_of_the_commentary_and_of_today():
    then, now = contact_rate_ratio(Lens("PAK-RUS", as_of="2018-05")), contact_rate_ratio(Lens("PAK-RUS", end=2025))
    assert (then.counts, then.exposures) == ((7, 18), (3, 10))
    assert (now.counts, now.exposures) == ((12, 26), (3, 10))
    assert then == rate_ratio(7, 3, 18, 10)
    assert then.low < 1 < then.ratio < then.high


def test_a_part_of_a_year_is_not_a_year():
    assert counts(Lens("PAK-RUS", as_of="2018-05")).index.max() == 2017
    assert counts(Lens("PAK-RUS", as_of="2018-12-31")).index.max() == 2018


def test_missing_years_shorten_the_window():
    found = contact_rate_ratio(Lens("PAK-RUS", start=1990, end=2002))
    assert found.exposures == (3, 2)  # of the ten years before 2000 only 1990 and 1999 were searched
