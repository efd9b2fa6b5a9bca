"""Cases written by hand: checked cell by cell, entered in the data package, found again."""

import json
import shutil

import pytest

from dyadlens.data.catalog import check_tables, tables
from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources.cases import by_hand
from dyadlens.sources.cases.by_hand import case_problems, keys
from dyadlens.sources.raw import Raw
from dyadlens.sources.runner import all_tables, curate

ROLES = '"{""roles"": {""A"": ""IND"", ""B"": ""RUS""}}"'
CONTACT = "c001,2011-05-21,day,visit,head_of_state,IND_to_RUS,Moscow,x,y,https://example.org,high,true,c001,true\n"
FILES = {
    "about": "part,first,last,gaps,licence,citation,known_defects\n"
    "claims,2018,2018,,CC BY 4.0,We,one; two\ncontacts,2010,2020,2012-2013; 2015-2015,CC BY 4.0,We,short\n"
    "context_events,2010,2020,,CC BY 4.0,We,short\n",
    "claims": "id,side,claim,proposition,rule,parameters,data,rival_explanation,strategic_convergence,"
    f"tactical_hedging,no_real_change\nV1,convergence,c,p,some_rule,{ROLES},undl_votes,r,consistent,silent,silent\n",
    "contacts": "contact_id,date,date_precision,type,level,direction,place,office_a,office_b,source_url,confidence,"
    "cooperation,trip,fixed_kind\n"
    "c002,2014-03,month,visit,foreign_minister,RUS_to_IND,Delhi,x,y,https://example.org,high,true,c002,true\n"
    + CONTACT,
    "context_events": "date,order,date_precision,label,bears_on,expected_direction,source_url,confidence\n"
    "2014,1,year,Something,military,mixed,https://example.org,high\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch, forget):
    """A data folder with the list of states and a case written by hand."""
    whole = data_directory()
    for name in ("states.csv", "datapackage.json"):
        shutil.copy(whole / name, tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [r for r in described["resources"] if r["dyadlens"]["table"] == "states"]
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    case = tmp_path / "cases" / "IND-RUS"
    case.mkdir(parents=True)
    for name, text in FILES.items():
        (case / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("DYADLENS_DATA", str(tmp_path))
    forget()
    yield tmp_path
    forget()


def change(folder, part, old, new):
    path = folder / "cases" / "IND-RUS" / f"{part}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_case_is_entered_and_what_was_there_stays(folder, forget):
    assert (keys(), case_problems("IND-RUS")) == (["IND-RUS"], [])
    curate(Raw(folder), folder, only=["cases/IND-RUS"])
    forget()
    parts = ("claims", "contacts", "context_events", "about")
    assert list(tables()) == ["states", *(f"cases/IND-RUS/{part}" for part in parts)]
    assert check_tables([name for name in tables() if name != "states"]) == []
    info = tables()["cases/IND-RUS/contacts"]
    assert (info.first, info.last, info.gaps, info.rows) == (2010, 2020, ((2012, 2013), (2015, 2015)), 2)
    assert [info.looked_in(y) for y in (2011, 2012, 2014, 2015)] == [True, False, True, False]
    assert tables()["cases/IND-RUS/claims"].known_defects == ("one", "two")


def test_entering_twice_changes_nothing_and_rows_stand_in_order(folder):
    curate(Raw(folder), folder, only=["cases/IND-RUS"])
    first = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    curate(Raw(folder), folder, only=["cases/IND-RUS"])
    assert {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == first
    assert first["contacts.csv"].index(b"c001") < first["contacts.csv"].index(b"c002")


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("contacts", "2011-05-21", "2011-13-01", "line 3: date '2011-13-01' is not a date"),
        ("contacts", "2011-05-21,day", "2011-05-21,year", "line 3: date 2011-05-21 is exact to the day"),
        ("contacts", "true,c001", "yes,c001", "line 3: cooperation 'yes' is not true or false"),
        ("contacts", "true,c001", "true,c009", "trip 'c009' is no contact_id"),
        ("contacts", "IND_to_RUS", "PAK_to_RUS", "'PAK_to_RUS' is not one of IND_to_RUS"),
        ("contacts", "Moscow", "FILL IN: where", "line 3: fill in place"),
        ("contacts", CONTACT, CONTACT + CONTACT, "repeats"),
        ("contacts", "office_a", "office_one", "the columns must be contact_id, date"),
        ("claims", '""B"": ""RUS""', '""B"": ""PAK""', "must hold the roles A IND and B RUS"),
        ("claims", ROLES, "roles", "line 2: parameters are not a JSON object"),
        ("claims", "convergence,c", "both,c", "side: 'both' is not one of convergence, caution"),
        ("context_events", "2014,1", "2014,one", "line 2: order 'one' is not a whole number"),
        ("about", "2012-2013", "2013-2012", "are not spells such as 1991-1998"),
        (
            "about",
            "context_events,2010",
            "exercises,2010",
            "part: 'exercises' is not one of claims, contacts, context_events",
        ),
        ("about", "context_events,2010,2020,,CC BY 4.0,We,short\n", "", "needs one row for each"),
    ],
)
def test_a_fault_is_named_with_its_file_and_nothing_is_entered(folder, part, old, new, said):
    change(folder, part, old, new)
    found = case_problems("IND-RUS")
    assert len(found) == 1 and said in found[0] and part in found[0] and "\n" not in found[0]
    before = (folder / "datapackage.json").read_bytes()
    with pytest.raises(DataError):
        curate(Raw(folder), folder, only=["cases/IND-RUS"])
    assert (folder / "datapackage.json").read_bytes() == before


def test_a_missing_file_is_named(folder):
    (folder / "cases" / "IND-RUS" / "contacts.csv").unlink()
    assert ["contacts.csv cannot be read" in line for line in case_problems("IND-RUS")] == [True]


def test_a_case_that_was_only_laid_out_stands_in_nobodys_way(folder):
    change(folder, "about", "CC BY 4.0", "FILL IN: terms")
    assert by_hand.case_tables() == ()
    assert not [name for name in all_tables() if "IND-RUS" in name]


def test_an_unknown_case_is_refused(folder):
    with pytest.raises(UnknownName, match="unknown case 'IND-CHN'"):
        case_problems("IND-CHN")
    with pytest.raises(UnknownName, match="subject, table or case 'cases/IND-CHN'"):
        curate(Raw(folder), folder, only=["cases/IND-CHN"])


def test_a_folder_that_names_no_pair_is_refused(folder):
    (folder / "cases" / "IND-RUS").rename(folder / "cases" / "IND-XYZ")
    with pytest.raises(DataError, match="a case is named for two states"):
        by_hand.case_tables()
