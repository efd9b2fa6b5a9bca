"""Case files through a lens."""

import pytest

from dyadlens.data.cases import PARTS, case
from dyadlens.data.catalog import read, table
from dyadlens.lens import Lens


@pytest.mark.parametrize("pair", [Lens("PAK-RUS"), Lens("RUS-PAK"), "Russia-Pakistan", ("PAK", 365)])
def test_the_case_is_found_in_either_order_by_a_lens_or_a_pair(pair):
    assert case(pair).key == "PAK-RUS"


def test_a_case_shows_itself():
    shown = repr(case("PAK-RUS"))
    assert shown.startswith("Case PAK-RUS: 17 claims, ") and all(part.replace("_", " ") in shown for part in PARTS)
    assert "<table" in case("PAK-RUS")._repr_html_()


@pytest.mark.parametrize("pair", ["FRA-DEU", "IND-RUS", "PAK-USA"])
def test_a_pair_without_a_case_has_none(pair):
    assert case(Lens(pair)) is None


def test_all_parts_are_there_and_whole_without_a_day():
    parts = case(Lens("PAK-RUS")).parts
    assert set(parts) == set(PARTS)
    assert {name: len(rows) for name, rows in parts.items()} == {p: table(f"cases/PAK-RUS/{p}").rows for p in PARTS}


def test_claims_do_not_depend_on_the_day():
    assert case(Lens("PAK-RUS", as_of="2018-05")).claims.equals(case(Lens("PAK-RUS")).claims)
    assert len(case(Lens("PAK-RUS")).claims) == 17


@pytest.mark.parametrize("as_of", ["2010-12-31", "2018-05-31"])
@pytest.mark.parametrize("part", [p for p in PARTS if p != "claims"])
def test_no_later_record_is_seen(part, as_of):
    seen = case(Lens("PAK-RUS", as_of=as_of)).parts[part]
    whole = read(f"cases/PAK-RUS/{part}")
    assert (seen["date"].astype(str) <= as_of).all()
    exact = whole["date"].str.len() == 10
    assert (seen["date"].str.len() == 10).sum() == (exact & (whole["date"] <= as_of)).sum()


def test_a_record_known_to_the_year_is_seen_once_the_year_is_over():
    def listed(as_of):
        return case(Lens("PAK-RUS", as_of=as_of)).parts["fatf"]["date"].tolist()

    assert "2012" not in listed("2012-12-30")
    assert "2012" in listed("2012-12-31")
    assert "2010-06" not in listed("2010-06-29")
    assert "2010-06" in listed("2010-06-30")


def test_the_listing_of_june_2018_is_unknown_in_may():
    assert "2018-06-28" not in case(Lens("PAK-RUS", as_of="2018-05")).parts["fatf"]["date"].tolist()
    assert "2018-06-28" in case(Lens("PAK-RUS", as_of="2018-06")).parts["fatf"]["date"].tolist()


def test_rows_are_numbered_anew():
    seen = case(Lens("PAK-RUS", as_of="2018-05")).parts["contacts"]
    assert seen.index.tolist() == list(range(len(seen)))
