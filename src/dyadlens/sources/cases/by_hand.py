"""Cases written by hand: files under `data/cases/` that are their own source, checked and entered like any table."""

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources.cases.pak_rus import PRECISION
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Coverage, SourceColumn, SourceTable, described_tables, lookups
from dyadlens.sources.write import conform
from dyadlens.states import all_states

FILL_IN = "FILL IN"
OWN_CURATION = ("PAK-RUS", "generic")  # cases that a module of ours builds
WORDS = lookups(__name__)
PARTS = WORDS["parts"]
_SPAN = re.compile(r"(\d{4})-(\d{4})")
_MONTHS_AND_DAYS = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CELLS = {
    "integer": (r"-?\d+", "a whole number"),
    "boolean": (r"true|false", "true or false"),
    "partial_date": (_MONTHS_AND_DAYS.pattern, "a date such as 2018, 2018-05 or 2018-05-31"),
}


def keys() -> list[str]:
    """Return the pairs that have a case written by hand, in the order of the alphabet."""
    folder = data_directory() / "cases"
    found = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [key for key in found if key not in OWN_CURATION]


def case_problems(key: str) -> list[str]:
    """Name what is left to fill in or to correct in the files of a case."""
    if key not in keys():
        made = f"; {key} is built by `dyadlens curate`" if key in OWN_CURATION else "; lay one out: `dyadlens new case`"
        raise UnknownName(
            f"unknown case {key!r} (written by hand under data/cases/: {', '.join(keys()) or 'none'}){made}"
        )
    found = []
    for part in ("about", *PARTS):
        try:
            table = _table(key, part, pair=key, coverage=Coverage(years=(1900, 2100)))
            conform(table.build(Raw(Path())), table)
            if part == "about":
                _of_case(key)
        except DataError as error:
            found.append(str(error))
    return found


def case_tables() -> tuple[SourceTable, ...]:
    """Describe the tables of every case written by hand, but for those whose ``about.csv`` is still to be filled in."""
    return tuple(table for key in keys() if not _begun(key) for table in _of_case(key))


def _begun(key: str) -> bool:
    """Tell whether a case has only been laid out: it does not count yet, and stands in nobody's way."""
    path = _path(key, "about")
    return path.is_file() and FILL_IN in path.read_text(encoding="utf-8", errors="replace")


def _of_case(key: str) -> list[SourceTable]:
    pair = " and ".join(_state_name(code, key) for code in key.split("-"))
    rows = _read(key, "about", _columns(key, "about")).set_index("part")
    if sorted(rows.index) != sorted(PARTS):
        raise DataError(f"{_path(key, 'about')}: needs one row for each of {', '.join(PARTS)}")
    out = []
    for part, row in rows.loc[list(PARTS)].iterrows():
        own = {"coverage": Coverage(years=(row["first"], row["last"]), note=pair), "gaps": _gaps(row["gaps"], key)}
        own["known_defects"] = tuple(text.strip() for text in row["known_defects"].split(";"))
        out.append(_table(key, str(part), pair=pair, **own, **row[["licence", "citation"]]))
    years = Coverage(years=(rows["first"].min(), rows["last"].max()), note=pair)
    return [*out, _table(key, "about", pair=pair, coverage=years, **rows[["licence", "citation"]].iloc[0])]


def _table(key: str, part: str, *, pair: str, **about: Any) -> SourceTable:
    """Describe a part of a case like that of the first case."""
    words = WORDS["about"] if part == "about" else PARTS[part]
    changed = {
        "name": f"cases/{key}/{part}",
        "subject": "cases",
        "build": partial(_build, key, part),
        "title": words["title"].format(pair=pair),
        "description": words["description"],
        "columns": _columns(key, part),
        "files": (),
        "format": "csv",
        "credit": f"dyadlens case {key}",
        **about,
    }
    if part == "about":
        return SourceTable(**words | changed)
    return described_tables()[words["like"]].model_copy(
        update={"published_lag_note": WORDS["lag_note"], "complete_to": None} | changed
    )


def _state_name(code: str, key: str) -> str:
    if code not in all_states() or len(set(key.split("-"))) != 2 or key.count("-") != 1:
        raise DataError(f"{data_directory() / 'cases' / key}: a case is named for two states, such as IND-RUS")
    return all_states()[code].in_text


def _columns(key: str, part: str) -> dict[str, SourceColumn]:
    """Return the columns of a part as the first case has them, with the directions of this pair."""
    if part == "about":
        return {name: SourceColumn(**column) for name, column in WORDS["about"]["columns"].items()}
    columns = described_tables()[PARTS[part]["like"]].columns
    columns = {n: column for n, column in columns.items() if n not in WORDS["only_in_the_first_case"]}
    if "direction" in columns:
        first, _, second = key.partition("-")
        directions = (f"{first}_to_{second}", f"{second}_to_{first}", "third_place", "remote")
        columns["direction"] = columns["direction"].model_copy(update={"enum": directions})
    return columns


def _gaps(text: Any, key: str) -> tuple[tuple[int, int], ...]:
    if pd.isna(text):
        return ()
    spans = [_SPAN.fullmatch(part.strip()) for part in str(text).split(";")]
    if not all(span and span[1] <= span[2] for span in spans):
        raise DataError(f"{_path(key, 'about')}: gaps {text!r} are not spells such as 1991-1998; 2003-2004")
    return tuple((int(span[1]), int(span[2])) for span in spans if span)


def _path(key: str, part: str) -> Path:
    return data_directory() / "cases" / key / f"{part}.csv"


def _build(key: str, part: str, raw: Raw) -> pd.DataFrame:  # noqa: ARG001 - the file is its own source
    rows = _read(key, part, _columns(key, part))
    if part == "claims":
        _check_claims(rows, key)
    elif part != "about":
        _check_dates(rows, key, part)
    return rows


def _read(key: str, part: str, columns: Mapping[str, SourceColumn]) -> pd.DataFrame:
    """Read a file written by hand and turn its cells into what the columns hold."""
    path = _path(key, part)
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"{path} cannot be read as a table: {type(error).__name__}") from None
    if sorted(rows.columns) != sorted(columns):
        raise DataError(f"{path}: the columns must be {', '.join(columns)}")
    for at, row in enumerate(rows.to_dict("records"), start=2):
        left = [str(name) for name, cell in row.items() if FILL_IN in str(cell)]
        if left:
            raise DataError(f"{path}, line {at}: fill in {', '.join(left)}")
    return pd.DataFrame({name: _typed(rows[name], column.type, path) for name, column in columns.items()})


def _typed(cells: pd.Series, kind: str, path: Path) -> pd.Series:
    if kind not in _CELLS:
        return cells
    pattern, wanted = _CELLS[kind]
    wrong = cells.notna() & ~cells.astype(str).str.fullmatch(pattern)
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        raise DataError(f"{path}, line {at + 2}: {cells.name} {cells.iloc[at]!r} is not {wanted}")
    if kind == "boolean":
        return cells.map({"true": True, "false": False})
    return cells.astype("Int64") if kind == "integer" else cells


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


def _check_dates(rows: pd.DataFrame, key: str, part: str) -> None:
    """See that each date is as exact as the row says, and that each trip is that of a contact."""
    wrong = rows["date"].str.len().map(PRECISION) != rows["date_precision"]
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        exact = PRECISION[len(rows["date"].iloc[at])]
        raise DataError(f"{_path(key, part)}, line {at + 2}: date {rows['date'].iloc[at]} is exact to the {exact}")
    lost = set(rows["trip"].dropna()) - set(rows["contact_id"]) if "trip" in rows else set()
    if lost:
        raise DataError(f"{_path(key, part)}: trip {sorted(lost)[0]!r} is no contact_id")
