"""The case files: complete claims, facts without sentences, no row that tells the future."""

import json

import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources.cases.pak_rus import CONTACTS_FILE, EVENTS_FILE, clean_address, numbered_round

READINGS = ["strategic_convergence", "tactical_hedging", "no_real_change"]
CLAIM_IDS = ["V1", "V2", "V3", "V4", "V5a", "V5b", "V5c", "V6", "V7", "V8", "V9", "C1", "C2", "C3", "C4", "C5", "C6"]


@pytest.fixture(scope="module")
def claims():
    return read("cases/PAK-RUS/claims").set_index("id")


@pytest.fixture(scope="module")
def part(table):
    """Return a function that reads a part of the case, with dates as texts."""
    return lambda name: table(f"cases/PAK-RUS/{name}")


def words(text):
    return text.casefold().split()


def test_claims_are_exactly_those_of_the_case(claims):
    assert sorted(claims.index) == sorted(CLAIM_IDS)
    assert claims["side"].eq("convergence").equals(claims.index.to_series().str.startswith("V"))


def test_every_cell_of_the_claims_is_filled(claims):
    assert claims.map(lambda cell: bool(cell.strip())).all().all()
    assert claims["rule"].str.fullmatch(r"[a-z][a-z_]+").all()
    assert claims["rule"].is_unique
    assert (claims["rival_explanation"].str.len() > 100).all()


def test_parameters_are_json_with_roles(claims):
    for text in claims["parameters"]:
        found = json.loads(text)
        assert (found["roles"]["A"], found["roles"]["B"]) == ("PAK", "RUS")
        assert set(found.get("set_here", [])) <= set(found)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("V1", {"latest_years": 3, "baseline_years": 3, "ratio_min": 3, "threshold_deaths": 25, "presence_years": 5}),
        ("V2", {"latest_years": 3, "baseline_years": 10, "ratio_min": 1.5, "interval": 0.9, "interval_above": 1}),
        ("V3", {"exercise_years": 2, "arms_latest_years": 5, "arms_baseline_years": 5, "supported_at": 3}),
        ("V4", {"aid_latest_years": 3, "aid_baseline_years": 3, "aid_ratio_max": 0.7}),
        ("V5a", {"latest_years": 3, "value": 500, "tolerance": 0.25}),
        ("V5b", {"bound": 0, "interval": 0.9}),
        ("V5c", {"imports_share_up_over_years": 15, "lng_from_bcm": 0, "lng_above_bcm": 5}),
        ("V7", {"baseline": [2008, 2012], "latest_years": 3, "percentile_max": 25}),
        ("V8", {"baseline": [2006, 2010], "latest_years": 3, "supported_at": 3, "partly_at": 1}),
        ("V9", {"baseline": [2006, 2010], "supported_at": 3, "partly_at": 2}),
        ("C1", {"before": 1991, "min_disputes": 1, "quiet_years": 25}),
        ("C2", {"latest_years": 5, "arms_ratio_min": 10, "trade_ratio_min": 5}),
        ("C3", {"share_max": 0.01}),
        ("C4", {"ratio_max": 0.5, "reference_years": 5, "supported_at": 3, "partly_at": 2}),
        ("C5", {"percentile_min": 75, "supported_at": 2}),
        ("C6", {"share_max": 0.05, "every_year": True, "verdicts": ["consistent", "inconsistent"]}),
    ],
)
def test_thresholds(claims, claim, expected):
    found = json.loads(claims.loc[claim, "parameters"])
    assert {key: found[key] for key in expected} == expected


def test_the_matrix_tells_some_readings_apart(claims):
    matrix = claims[READINGS]
    assert (matrix.nunique(axis=1) > 1).sum() >= 8
    assert (matrix == "inconsistent").any().sum() >= 2


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("http://www.dawn.com/news/1110131/some.host.com", "http://www.dawn.com/news/1110131"),
        ("https://a.example/x/?utm_source=rss&utm_medium=rss", "https://a.example/x/"),
        ("https://a.example/show.php?id=12", "https://a.example/show.php?id=12"),
    ],
)
def test_addresses_lose_only_what_is_not_the_page(address, clean):
    assert clean_address(address) == clean


def test_rounds_are_read_from_number_and_body():
    assert numbered_round("Twelfth Consultative Group on Strategic Stability", "consultation") == (
        "strategic_stability_group",
        12,
    )
    assert numbered_round("Ministers met; ninth commission agreed", "meeting_on_margins") == (None, None)


@pytest.mark.raw
def test_contacts_are_facts_without_sentences(raw, part):
    source = pd.read_csv(raw.path(CONTACTS_FILE), dtype=str)
    ours = part("contacts")
    assert len(ours) == len(source)
    assert not {"summary", "source_title"} & set(ours)
    sentences = set(source["summary"]) | set(source["source_title"].dropna())
    assert not any(ours[column].isin(sentences).any() for column in ours.select_dtypes("str"))


def test_contacts_have_an_address_unless_of_low_confidence(part):
    ours = part("contacts")
    assert set(ours.loc[ours["source_url"].isna(), "confidence"]) <= {"low"}
    assert ours["source_url"].dropna().str.match(r"https?://").all()


@pytest.mark.raw
def test_rows_that_are_no_cooperation(raw, part):
    source = pd.read_csv(raw.path(CONTACTS_FILE), dtype=str)
    marked = source["summary"].str.startswith(("CAUTION:", "SETBACK:")) | source["type"].eq("other")
    ours = part("contacts")
    assert (~ours["cooperation"]).sum() == marked.sum()
    assert ours.loc[ours["fixed_kind"], "cooperation"].all()
    assert not ours.loc[ours["fixed_kind"], "confidence"].eq("low").any()


def test_trips_join_the_rows_checked_by_hand(part):
    ours = part("contacts")
    joined = ours[ours["trip"].notna() & ours["trip"].duplicated(keep=False)]
    found = {tuple(sorted(group["date"])) for _, group in joined.groupby("trip")}
    assert found == {
        ("1965-04-07", "1965-04-10"),
        ("1966-01-04", "1966-01-10"),
        ("1999-04-19", "1999-04-20"),
        ("2014-11-20", "2014-11-20"),
        ("2017-03-28", "2017-03-30"),
        ("2018-04-24", "2018-04-25"),
        ("2021-10-19", "2021-10-20"),
        ("2023-01-18", "2023-01-19", "2023-01-20"),
        ("2025-09-01", "2025-09-02"),
        ("2025-11-17", "2025-11-18"),
    }
    assert ours.loc[ours["direction"] == "remote", "trip"].isna().all()


def test_fixed_kind_is_about_the_one_who_travels(part):
    ours = part("contacts").set_index("date")
    assert ours.loc["2018-04-24", "fixed_kind"]
    assert not ours.loc["2017-03-30", "fixed_kind"]  # a deputy chief of staff travelled
    assert not ours.loc["2025-06-03", "fixed_kind"]  # an assistant of the premier travelled


def test_of_chiefs_of_the_forces_only_those_of_the_army_count(part):
    rows = part("contacts")
    chiefs = rows[(rows["level"] == "military_chief") & rows["type"].isin(["visit", "meeting_on_margins"])]
    chiefs = chiefs[chiefs["direction"].isin(["PAK_to_RUS", "RUS_to_PAK"])].set_index("date")
    out = ["2014-08", "2016-08", "2018-11", "2019"]  # three of the navy, one of the joint chiefs
    assert not chiefs.loc[out, "fixed_kind"].any()
    assert chiefs.loc[["2009-06-22", "2011-05-24", "2015-06-15", "2018-04-24", "2019-07-03"], "fixed_kind"].all()


def test_numbered_rounds_never_run_backwards(part):
    rounds = part("contacts").dropna(subset=["round_body"])
    for _, group in rounds.groupby("round_body"):
        assert group.sort_values("contact_id")["round_number"].is_monotonic_increasing


@pytest.mark.raw
def test_labels_are_our_own_and_short(raw, part):
    source = pd.read_csv(raw.path(EVENTS_FILE), dtype=str)
    source["order"] = source.groupby("date").cumcount() + 1
    both = part("context_events").merge(source[["date", "order", "event"]], on=["date", "order"], validate="1:1")
    assert len(both) == len(source)
    for label, event in zip(both["label"], both["event"], strict=True):
        assert 2 <= len(words(label)) <= 8
        assert label.casefold() not in event.casefold() and event.casefold() not in label.casefold()
        runs = {tuple(words(event)[i : i + 4]) for i in range(len(words(event)) - 3)}
        assert not runs & {tuple(words(label)[i : i + 4]) for i in range(len(words(label)) - 3)}


def test_precision_fits_the_date(part):
    for name in ("contacts", "context_events", "exercises", "fatf"):
        length = part(name)["date_precision"].map({"year": 4, "month": 7, "day": 10})
        assert part(name)["date"].str.len().eq(length).all()


def test_fatf_listings(part):
    rows = part("fatf").set_index(["spell", "change"])
    assert rows.loc[(3, "listed"), "date"] == "2018-06-28"
    assert rows.loc[(3, "removed"), "date"] == "2022-10-21"
    assert len(rows) == 7
    # What no page was read for is the announcement alone, and is marked.
    alone = rows[rows["known_from"] == "commentary"]
    assert alone.index.tolist() == [(3, "announced")] == rows[rows["source_url"].isna()].index.tolist()
    assert alone["date"].tolist() == ["2018-05"]
