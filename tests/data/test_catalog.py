"""The catalogue: what the tables are, what of them was known on a day, and what is wrong with a damaged copy."""

import hashlib
import json
import shutil
import sys
from datetime import date, timedelta

import pandas as pd
import pytest

from dyadlens.data.catalog import TableInfo, Vintage, check_tables, load, read, table, tables
from dyadlens.errors import DataError, UnknownName
from dyadlens.lens import Lens
from dyadlens.paths import data_directory
from dyadlens.states import find_state

SMALL = [
    "states",
    "rollcall_gaps",
    "rivalries",
    "contiguity",
    "lng_imports",
    "military_expenditure",
    "exercises_russia",
]


def forget():
    """Empty every cache of the package, so that tables are read anew."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "dyadlens":
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the small tables that tests may damage; the package reads it, and later the real one again."""
    source = data_directory()
    descriptor = json.loads((source / "datapackage.json").read_text(encoding="utf-8"))
    kept = [r for r in descriptor["resources"] if r["dyadlens"]["table"] in SMALL]
    for resource in kept:
        shutil.copy(source / resource["path"], tmp_path / resource["path"])
    (tmp_path / "datapackage.json").write_text(json.dumps({**descriptor, "resources": kept}), encoding="utf-8")
    monkeypatch.setenv("DYADLENS_DATA", str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def rewrite(path, change):
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False, lineterminator="\n")


def change_descriptor(folder, name, change):
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(next(r for r in descriptor["resources"] if r["dyadlens"]["table"] == name))
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def info(**changes):
    values = {
        "name": "t",
        "title": "",
        "description": "",
        "path": None,
        "sha256": "",
        "rows": 0,
        "first": 1946,
        "last": 2014,
        "states": "",
        "absent_row_means": "true_zero",
        "dated_by": "year",
        "published_lag": 0,
        "credit": "",
        "licence": "",
        "citation": "",
        "complete": True,
        "known_defects": (),
        "fields": (),
    }
    return TableInfo(**{**values, **changes})


# --- names


def test_every_table_is_there():
    assert len(tables()) >= 36
    assert {"states", "undl_votes", "arms_transfers", "trade_cow", "cases/PAK-RUS/claims"} <= set(tables())
    assert all(i.path.is_file() for i in tables().values())


def test_an_unknown_table_is_told_the_nearest_name():
    with pytest.raises(UnknownName, match="unknown table 'undl_vote'; did you mean 'undl_votes'"):
        table("undl_vote")
    with pytest.raises(UnknownName, match="unknown table"):
        read("nothing")


@pytest.mark.parametrize("name", tables())
def test_a_table_has_the_rows_and_columns_that_are_promised(name):
    frame = read(name)
    assert len(frame) == table(name).rows
    assert list(frame.columns) == [f["name"] for f in table(name).fields]


def test_a_table_is_read_once():
    assert read("states") is read("states")


def test_empty_cells_of_a_csv_are_missing_but_words_like_na_are_not():
    names = read("states").set_index("state")["name"]
    assert names.notna().all() and names["NAM"] == "Namibia"
    assert read("states")["end"].isna().sum() > 190


# --- what was known on a day


def test_a_year_counts_once_its_end_and_the_lag_are_past():
    yearly = info(published_lag=2)
    assert yearly.known_until(date(2012, 12, 31)) == 2010
    assert yearly.known_until(date(2012, 12, 29)) == 2009


def test_without_lag_the_year_counts_on_its_last_day():
    assert info().known_until(date(2010, 12, 31)) == 2010
    assert info().known_until(date(2010, 12, 30)) == 2009


def test_a_lag_of_part_of_a_year():
    quarter = info(published_lag=0.25)
    assert quarter.known_until(date(2011, 3, 1)) == 2009
    assert quarter.known_until(date(2011, 5, 1)) == 2010


def test_nothing_beyond_the_coverage_is_ever_known():
    assert info().known_until(None) == 2014
    assert info().known_until(date(2030, 1, 1)) == 2014


def test_before_the_first_figures_nothing_was_known():
    assert info().known_until(date(1940, 1, 1)) == 1945
    assert info(dated_by="static").known_until(date(1940, 1, 1)) == 2014


@pytest.mark.parametrize("name", [n for n, i in tables().items() if i.dated_by == "year"])
@pytest.mark.parametrize("as_of", ["2010-12-31", "2018-05-31"])
def test_no_later_year_is_loaded(name, as_of):
    lens = Lens("PAK-RUS", as_of=as_of)
    vintage = load(name, lens)
    lag = timedelta(days=int(table(name).published_lag * 365.25))
    years = sorted(set(read(name)["year"]))
    out = [year for year in years if date(year, 12, 31) + lag <= date.fromisoformat(as_of)]
    assert sorted(set(vintage.frame["year"])) == out
    assert len(vintage.frame) == read(name)["year"].isin(out).sum()
    assert not vintage.covers(2018)


@pytest.mark.parametrize("name", [n for n, i in tables().items() if i.dated_by == "date"])
@pytest.mark.parametrize("as_of", ["2010-12-31", "2018-05-31"])
def test_no_later_date_is_loaded(name, as_of):
    vintage = load(name, Lens("PAK-RUS", as_of=as_of))
    dates = read(name)["date"].astype(str)
    last_days = dates.map({date: pd.Period(date).end_time.normalize() for date in dates.unique()})
    out = last_days + timedelta(days=table(name).published_lag * 365.25) <= pd.Timestamp(as_of)
    pd.testing.assert_frame_equal(vintage.frame, read(name)[out])


@pytest.mark.parametrize("name", [n for n, i in tables().items() if i.dated_by == "static"])
def test_a_static_table_is_whole_on_any_day(name):
    assert len(load(name, Lens("PAK-RUS", as_of="1995")).frame) == table(name).rows


@pytest.mark.parametrize("name", tables())
@pytest.mark.parametrize("as_of", [None, "2005", "2018-05", "2026-12"])
def test_the_last_year_known_is_that_of_the_description(name, as_of):
    lens = Lens("PAK-RUS", as_of=as_of)
    assert load(name, lens).last == table(name).known_until(lens.as_of) <= table(name).last


def test_without_a_day_the_whole_table_is_loaded():
    assert load("undl_rollcalls", Lens("PAK-RUS")).frame is read("undl_rollcalls")


def test_an_absent_row_means_what_the_table_says_inside_the_coverage_only():
    vintage = Vintage(info(), pd.DataFrame(), last=2000)
    assert [vintage.absent(y) for y in (1945, 1946, 2000, 2001)] == [
        "not_covered",
        "true_zero",
        "true_zero",
        "not_covered",
    ]


# --- what is wrong with a damaged copy


def test_all_is_well_with_the_tables_as_they_are():
    assert check_tables() == []


def test_all_is_well_with_the_copy(copy):
    assert check_tables() == []
    assert set(tables()) == set(SMALL)


def test_a_changed_byte_is_found(copy):
    path = copy / "military_expenditure.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    found = check_tables(["military_expenditure"])
    assert found[0].startswith("military_expenditure: SHA-256 is ")
    assert table("military_expenditure").sha256[:12] in found[0]


def test_only_the_changed_table_is_named(copy):
    with (copy / "rivalries.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    found = check_tables()
    assert len(found) == 1 and found[0].startswith("rivalries: SHA-256")


def test_a_missing_file_is_found(copy):
    (copy / "lng_imports.csv").unlink()
    assert check_tables() == ["lng_imports: file lng_imports.csv is missing"]


def test_a_broken_enum_is_found_with_the_value(copy):
    rewrite(copy / "lng_imports.csv", lambda frame: frame.assign(source=["guess", *frame["source"][1:]]))
    assert [
        line
        for line in check_tables(["lng_imports"])
        if "column source" in line and "guess" in line and "(1 row)" in line
    ]


def test_a_value_out_of_range_is_found(copy):
    rewrite(copy / "states.csv", lambda frame: frame.assign(cow=["5000", *frame["cow"][1:]]))
    assert [line for line in check_tables(["states"]) if line.startswith("states: column cow") and "5000" in line]


def test_an_empty_cell_where_none_may_be_is_found(copy):
    rewrite(copy / "states.csv", lambda frame: frame.assign(name=["", *frame["name"][1:]]))
    assert [line for line in check_tables(["states"]) if line.startswith("states: column name: 1 empty cell")]


def test_a_lost_row_is_found(copy):
    rewrite(copy / "rivalries.csv", lambda frame: frame.drop(index=0))
    rows = table("rivalries").rows
    assert f"rivalries: {rows - 1} rows, the data package says {rows}" in check_tables(["rivalries"])


def test_a_word_for_a_number_is_found(copy):
    rewrite(copy / "lng_imports.csv", lambda frame: frame.assign(bcm=["much", *frame["bcm"][1:]]))
    assert any("lng_imports" in line and "cannot be read" in line for line in check_tables(["lng_imports"]))


def test_a_renamed_column_is_found(copy):
    rewrite(copy / "rivalries.csv", lambda frame: frame.rename(columns={"first": "begin"}))
    assert check_tables(["rivalries"])[1:] == [
        "rivalries: column first is missing",
        "rivalries: column begin is not in the data package",
    ]


def test_a_bad_date_is_found_with_the_value(copy):
    rewrite(copy / "states.csv", lambda frame: frame.assign(start=["once", *frame["start"][1:]]))
    assert check_tables(["states"])[1:] == ["states: column start: 'once' is not of type date (1 row)"]


def test_a_file_that_the_data_package_does_not_name_is_found(copy):
    (copy / "cases").mkdir()
    for name in ("mine.csv", "cases/about.csv", ".DS_Store", "CODEBOOK.md"):
        (copy / name).write_text("a\n")
    said = "the data package does not name this file"
    assert check_tables() == [f"cases/about.csv: {said}", f"mine.csv: {said}"]
    assert check_tables(["states"]) == []


def test_a_description_that_does_not_fit_is_found(copy):
    change_descriptor(copy, "rollcall_gaps", lambda r: r["dyadlens"].update(rows=7))
    forget()
    assert check_tables(["rollcall_gaps"]) == ["rollcall_gaps: 6 rows, the data package says 7"]


def test_a_file_that_is_no_table_cannot_be_read(copy):
    (copy / "military_expenditure.parquet").write_bytes(b"not parquet")
    with pytest.raises(DataError, match=r"table military_expenditure is not the one .* was changed"):
        read("military_expenditure")
    assert any("table military_expenditure cannot be read" in line for line in check_tables(["military_expenditure"]))


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"resources": [{}]}', '{"resources": 5}'])
def test_a_broken_data_package_is_one_line(copy, text):
    (copy / "datapackage.json").write_text(text, encoding="utf-8")
    forget()
    with pytest.raises(DataError, match=r"datapackage\.json is not a data package of this project") as caught:
        tables()
    assert "\n" not in str(caught.value)


def test_no_data_package_says_what_to_do(copy, monkeypatch):
    monkeypatch.setenv("DYADLENS_DATA", str(copy / "nowhere"))
    forget()
    with pytest.raises(DataError, match="set DYADLENS_DATA, or run `dyadlens curate`"):
        tables()


def test_states_are_read_from_the_chosen_folder(copy):
    rewrite(copy / "states.csv", lambda frame: frame.assign(name=frame["name"].replace("Pakistan", "Pak Land")))
    digest = hashlib.sha256((copy / "states.csv").read_bytes()).hexdigest()
    change_descriptor(copy, "states", lambda resource: resource.update(hash=f"sha256:{digest}"))
    forget()
    assert find_state("Pak Land").code == "PAK"


def test_the_real_tables_are_back():
    assert find_state("PAK").name == "Pakistan"
    assert len(tables()) > len(SMALL)
