"""Cases written by hand: files under data/cases/ that are their own source, checked and entered like any table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources.cases import CLAIMS
from dyadlens.sources.cases_contacts import CONTACTS
from dyadlens.sources.cases_events import CONTEXT_EVENTS
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table
from dyadlens.sources.write import conform
from dyadlens.states import all_states

FILL_IN = "FILL IN"
OWN_CURATION = ("PAK-RUS", "generic")  # cases that a module of ours builds
PARTS = {"claims": CLAIMS, "contacts": CONTACTS, "context_events": CONTEXT_EVENTS}
_LEFT_OUT = {"round_body", "round_number"}  # columns that only the first case has
_SPAN = re.compile(r"(\d{4})-(\d{4})")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_PRECISION = {4: "year", 7: "month", 10: "day"}
_TITLES = {
    "claims": "Claims on {pair}, with the rule for each",
    "contacts": "Dated contacts between {pair}",
    "context_events": "Events that bear on {pair}",
}

ABOUT_COLUMNS = (
    Column("part", "string", "Which part of the case the row is about.", allowed=tuple(PARTS)),
    Column("first", "integer", "First year in which anybody looked.", minimum=1900, maximum=2100),
    Column("last", "integer", "Last year in which anybody looked.", minimum=1900, maximum=2100),
    Column("gaps", "string", "Spells in between in which nobody looked, as 1991-1998; 2003-2004.", missing=True),
    Column("licence", "string", "On which terms the rows may be used."),
    Column("citation", "string", "Who collected them."),
    Column("known_defects", "string", "What a reader must know, parted by semicolons."),
)


def keys() -> list[str]:
    """Return the pairs that have a case written by hand, in the order of the alphabet."""
    folder = data_directory() / "cases"
    found = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [key for key in found if key not in OWN_CURATION]


def problems(key: str) -> list[str]:
    """Name what is left to fill in or to mend in the files of a case."""
    if key not in keys():
        made = f"; {key} is built by `dyadlens curate`" if key in OWN_CURATION else "; lay one out: `dyadlens new case`"
        raise UnknownName(
            f"unknown case {key!r} (written by hand under data/cases/: {', '.join(keys()) or 'none'}){made}"
        )
    found = []
    for part in ("about", *PARTS):
        try:
            conform(_builder(key, part)(Raw(Path())), _checked(key, part))
            if part == "about":
                _of_case(key)
        except DataError as error:
            found.append(str(error))
    return found


def _checked(key: str, part: str) -> Table:
    """Describe a part well enough to check its cells, whatever ``about.csv`` says."""
    if part == "about":
        return replace(PARTS["claims"], name=f"cases/{key}/about", columns=ABOUT_COLUMNS, key=("part",))
    return replace(PARTS[part], name=f"cases/{key}/{part}", columns=_columns(key, part))


def tables() -> tuple[Table, ...]:
    """Describe the tables of every case written by hand, but for those whose ``about.csv`` is still to be filled in."""
    return tuple(table for key in keys() if not _begun(key) for table in _of_case(key))


def _begun(key: str) -> bool:
    """Tell whether a case has only been laid out: it does not count yet, and stands in nobody's way."""
    path = _path(key, "about")
    return path.is_file() and FILL_IN in path.read_text(encoding="utf-8", errors="replace")


def _of_case(key: str) -> list[Table]:
    pair = " and ".join(_state_name(code, key) for code in key.split("-"))
    about = _read(key, "about", ABOUT_COLUMNS)
    rows = about.set_index("part", drop=False)
    if sorted(rows.index) != sorted(PARTS):
        raise DataError(f"{_path(key, 'about')}: needs one row for each of {', '.join(PARTS)}")
    shared = {"files": (), "format": "csv", "states_covered": pair, "credit": f"dyadlens case {key}"}
    out = []
    for part, model in PARTS.items():
        row = rows.loc[part]
        out.append(
            replace(
                model, **shared, name=f"cases/{key}/{part}", title=_TITLES[part].format(pair=pair),
                build=_builder(key, part), columns=_columns(key, part), first=int(row["first"]), last=int(row["last"]),
                gaps=_gaps(row["gaps"], key), licence=row["licence"], citation=row["citation"],
                description=_described(part),
                lag_note="written by hand; a date known to the month or year counts from its last day",
                defects=tuple(text.strip() for text in row["known_defects"].split(";")),
            )
        )  # fmt: skip
    listing = Table(
        name=f"cases/{key}/about", title=f"What the case of {pair} covers",
        description="One row a part of the case: the years in which anybody looked, licence and authors.",
        build=_builder(key, "about"), columns=ABOUT_COLUMNS, key=("part",), absent="not_covered", published_lag=0,
        lag_note="a description, not a record", dated_by="static", first=int(about["first"].min()),
        last=int(about["last"].max()), licence=rows["licence"].iloc[0], citation=rows["citation"].iloc[0], **shared,
    )  # fmt: skip
    return [*out, listing]


def _state_name(code: str, key: str) -> str:
    if code not in all_states() or len(set(key.split("-"))) != 2 or key.count("-") != 1:
        raise DataError(f"{data_directory() / 'cases' / key}: a case is named for two states, such as IND-RUS")
    return all_states()[code].in_text


def _described(part: str) -> str:
    own = {
        "claims": "What is claimed of the pair, each with a proposition that data can speak to and the rule that "
        "decides it, written down before the tables were read.",
        "contacts": "Meetings, visits, calls and agreements between the two. For rates use `fixed_kind` and count each "
        "`trip` once.",
        "context_events": "What happened around the pair: marks for figures, never a measure.",
    }
    return own[part]


def _columns(key: str, part: str) -> tuple[Column, ...]:
    """Return the columns of a part as the first case has them, with the directions of this pair."""
    first, second = key.split("-")
    ways = (f"{first}_to_{second}", f"{second}_to_{first}", "third_place", "remote")
    kept = (column for column in PARTS[part].columns if column.name not in _LEFT_OUT)
    return tuple(replace(c, allowed=ways) if c.name == "direction" else c for c in kept)


def _gaps(text: object, key: str) -> tuple[tuple[int, int], ...]:
    if pd.isna(text):
        return ()
    spans = [_SPAN.fullmatch(part.strip()) for part in str(text).split(";")]
    if not all(span and span[1] <= span[2] for span in spans):
        raise DataError(f"{_path(key, 'about')}: gaps {text!r} are not spells such as 1991-1998; 2003-2004")
    return tuple((int(span[1]), int(span[2])) for span in spans if span)


def _path(key: str, part: str) -> Path:
    return data_directory() / "cases" / key / f"{part}.csv"


def _builder(key: str, part: str) -> Callable[[Raw], pd.DataFrame]:
    def build(raw: Raw) -> pd.DataFrame:  # noqa: ARG001 - the file is its own source
        if part == "about":
            return _read(key, part, ABOUT_COLUMNS)
        rows = _read(key, part, _columns(key, part))
        _CHECKS[part](rows, key)
        return rows

    return build


def _read(key: str, part: str, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Read a file written by hand and turn its cells into what the columns hold."""
    path = _path(key, part)
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"{path} cannot be read as a table: {type(error).__name__}") from None
    wanted = [column.name for column in columns]
    if sorted(rows.columns) != sorted(wanted):
        raise DataError(f"{path}: the columns must be {', '.join(wanted)}")
    for at, row in enumerate(rows.to_dict("records"), start=2):
        left = [name for name, cell in row.items() if FILL_IN in str(cell)]
        if left:
            raise DataError(f"{path}, line {at}: fill in {', '.join(left)}")
    for column in columns:
        rows[column.name] = _typed(rows[column.name], column, path)
    return rows


def _typed(cells: pd.Series, column: Column, path: Path) -> pd.Series:
    rules = {
        "integer": (r"-?\d+", "a whole number"),
        "boolean": (r"true|false", "true or false"),
        "partial_date": (_DATE.pattern, "a date such as 2018, 2018-05 or 2018-05-31"),
    }
    if column.kind not in rules:
        return cells
    pattern, wanted = rules[column.kind]
    wrong = cells.notna() & ~cells.astype(str).str.fullmatch(pattern)
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        raise DataError(f"{path}, line {at + 2}: {column.name} {cells.iloc[at]!r} is not {wanted}")
    if column.kind == "boolean":
        return cells.map({"true": True, "false": False})
    return cells.astype("Int64") if column.kind == "integer" else cells


def _check_claims(rows: pd.DataFrame, key: str) -> None:
    """See that each claim names its pair and has parameters that a rule can read."""
    roles = dict(zip("AB", key.split("-"), strict=True))
    for at, text in enumerate(rows["parameters"], start=2):
        where = f"{_path(key, 'claims')}, line {at}"
        try:
            found = json.loads(text)
        except (TypeError, ValueError):
            raise DataError(f"{where}: parameters are not a JSON object") from None
        if not isinstance(found, dict) or {k: found.get("roles", {}).get(k) for k in "AB"} != roles:
            raise DataError(f"{where}: parameters must hold the roles A {roles['A']} and B {roles['B']}")


def _check_dates(rows: pd.DataFrame, key: str, part: str = "context_events") -> None:
    """See that each date is as exact as the row says."""
    wrong = rows["date"].str.len().map(_PRECISION) != rows["date_precision"]
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        exact = _PRECISION[len(rows["date"].iloc[at])]
        raise DataError(f"{_path(key, part)}, line {at + 2}: date {rows['date'].iloc[at]} is exact to the {exact}")


def _check_contacts(rows: pd.DataFrame, key: str) -> None:
    _check_dates(rows, key, "contacts")
    lost = set(rows["trip"].dropna()) - set(rows["contact_id"])
    if lost:
        raise DataError(f"{_path(key, 'contacts')}: trip {sorted(lost)[0]!r} is no contact_id")


_CHECKS = {"claims": _check_claims, "contacts": _check_contacts, "context_events": _check_dates}
