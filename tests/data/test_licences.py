"""What may not be shared is not in data/: rows of other states, raw files, texts at length."""

import json

import pandas as pd
import pytest

from dyadlens.data.catalog import read, tables
from dyadlens.paths import data_directory
from dyadlens.sources.raw import FOCAL
from dyadlens.sources.runner import all_tables
from dyadlens.states import WORLD, all_states

SHARED = {*FOCAL, WORLD}
STATE_COLUMNS = {
    *("state", "a", "b", "supplier", "recipient", "importer", "exporter", "reporter", "partner"),
    *("respondent", "target", "sender", "third_party"),
}
# What stands in for states: senders of sanctions that are bodies, areas that are sums of states.
BODIES, AREAS = {"EU", "UN"}, {"Europe", "Middle East", "Other Asia Pacific", "Other CIS", "Other Middle East", "Total"}
EXTRACTS = [name for name, info in tables().items() if not info.complete]
# Sources that may be shared whole, inside tables that also hold an extract.
OPEN_PARTS = {name: ("source", {"cow"}) for name in ("gravity", "trade_world_totals")}
LONGEST_TEXT = 200


def restricted(name):
    frame = read(name)
    if name in OPEN_PARTS:
        column, open_values = OPEN_PARTS[name]
        frame = frame[~frame[column].astype(str).isin(open_values)]
    return frame


def texts(frame):
    numeric = pd.api.types.is_numeric_dtype
    return {c: pd.Series(frame[c].dropna().unique()).astype(str) for c in frame if not numeric(frame[c].dtype)}


def test_tables_of_restricted_sources_are_marked_as_extracts():
    focal = {t.name for t in all_tables().values() if set(t.files) and "focal" in tiers(t.name)}
    # Of the sanctions, which may not be republished, only facts on focal states are derived.
    assert focal | {"sanctions"} == set(EXTRACTS) and len(focal) > 10


def tiers(name):
    descriptor = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
    return next(r["dyadlens"]["tiers"] for r in descriptor["resources"] if r["dyadlens"]["table"] == name)


@pytest.mark.parametrize("name", EXTRACTS)
def test_an_extract_holds_focal_states_only(name):
    frame = restricted(name)
    columns = STATE_COLUMNS & set(frame.columns)
    for column in columns:
        assert set(frame[column].dropna().unique()) <= SHARED | BODIES, column


@pytest.mark.parametrize("name", OPEN_PARTS)
def test_the_open_part_of_a_mixed_table_is_whole(name):
    assert len(read(name)) > 3 * len(restricted(name)) > 0


@pytest.mark.parametrize("name", EXTRACTS)
def test_an_extract_names_states_or_holds_totals_only(name):
    frame = read(name)
    assert STATE_COLUMNS & set(frame.columns) or name in {
        "arms_zero_percentile",
        "gas_movements",
        "gravity_coefficients",
        "oil_movements",
    }


@pytest.mark.parametrize("name", ["oil_movements", "gas_movements"])
def test_movements_are_of_focal_states_and_sums(name):
    frame = read(name)
    assert set(frame["from_area"]) | set(frame["to_area"]) <= SHARED | AREAS


@pytest.mark.parametrize("name", [n for n in tables() if not n.endswith("/claims")])
def test_no_text_at_length(name):
    for column, values in texts(read(name)).items():
        if column != "source_url":
            # A list of codes or of names is as long as it has members; none of them may be a text.
            parts = values.str.split(r"[;,] ").explode()
            assert parts.empty or parts.str.len().max() <= LONGEST_TEXT, column


@pytest.mark.parametrize("name", [n for n in tables() if "source_url" in {f["name"] for f in tables()[n].fields}])
def test_a_column_of_addresses_holds_nothing_else(name):
    addresses = read(name)["source_url"].dropna().str.split("; ").explode()
    assert len(addresses) > 0 and addresses.str.fullmatch(r"https?://\S+").all()


@pytest.mark.parametrize("name", ["undl_rollcalls", "undl_votes", "rollcalls", "rollcall_votes"])
def test_no_titles_of_resolutions(name):
    longest = [values.str.len().max() for values in texts(read(name)).values() if len(values)]
    assert max(longest) < 40
    assert not {"title", "description", "agenda", "subject", "short", "descr"} & set(read(name).columns)


@pytest.mark.parametrize("name", tables())
def test_codes_of_states_are_those_of_the_table_of_states(name):
    frame = read(name)
    for column in STATE_COLUMNS & set(frame.columns):
        assert set(frame[column].dropna().unique()) <= {*all_states(), WORLD, *BODIES}, column


@pytest.mark.parametrize("name", tables())
def test_rows_lie_inside_the_coverage(name):
    frame, info = read(name), tables()[name]
    if info.dated_by == "year":
        assert frame["year"].between(info.first, info.last).all()
        assert {frame["year"].min(), frame["year"].max()} == {info.first, info.last} or name == "rollcall_gaps"


@pytest.mark.parametrize("name", tables())
def test_no_key_repeats(name):
    assert not read(name).duplicated(list(all_tables()[name].key)).any()


@pytest.mark.raw
def test_no_curated_file_is_a_raw_file(raw_directory):
    raw = set(pd.read_csv(raw_directory / "MANIFEST.csv")["sha256"])
    assert len(raw) > 40
    assert not raw & {info.sha256 for info in tables().values()}
