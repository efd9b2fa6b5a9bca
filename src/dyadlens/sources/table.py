"""What a curated table is: described in a `.yml`, built by the module of the same name beside it."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dyadlens.data.schemas import PARTIAL_DATE
from dyadlens.errors import DataError
from dyadlens.sources.raw import Raw

# What a row that is not there means, inside the coverage.
ABSENT_ROWS = {
    "true_zero": "a true zero",
    "unknown": "unknown",
    "not_covered": "not covered by this table",
}
_FOLDER = Path(__file__).parent
_NOT_TABLES = {"shared", "lookups"}


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceColumn(_Described):
    """One column of a curated table."""

    type: Literal["string", "integer", "number", "boolean", "date", "partial_date"]
    description: str
    unit: str | None = None
    enum: tuple[str | int, ...] | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    empty: bool = False
    # Of a boolean: what is wrong with the rows where it is true; the data package counts and lists them.
    marks_defect: str | None = None

    def field(self, name: str) -> dict[str, Any]:
        """Return the column as the data package describes it (Frictionless SourceTable Schema)."""
        partial_date = self.type == "partial_date"  # the standard's dates are whole
        rules = {
            "required": None if self.empty else True,
            "enum": None if self.enum is None else list(self.enum),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "pattern": PARTIAL_DATE if partial_date else None,
        }
        field = {
            "name": name,
            "type": "string" if partial_date else self.type,
            "description": self.description,
            "unit": self.unit,
            "constraints": {key: value for key, value in rules.items() if value is not None},
        }
        return {key: value for key, value in field.items() if value}


class Coverage(_Described):
    """What a table is meant to cover; which states and years have rows is counted.

    ``counted_by`` says what a missing row means for a state: ``year``, the state is not covered that year; ``state``,
    it is covered in all years if it has a row in any; ``none``, it is covered and has nothing to show.
    """

    years: tuple[int, int]
    note: str = ""
    states_in: tuple[str, ...] = ()
    among: Literal["all", "focal"] = "all"
    counted_by: Literal["year", "state", "none"] = "year"


class SourceTable(_Described):
    """A curated table and where it comes from."""

    name: str
    subject: str
    build: Callable[[Raw], pd.DataFrame]
    title: str
    description: str
    columns: dict[str, SourceColumn]
    key: tuple[str, ...] = Field(min_length=1)
    files: tuple[str, ...]
    coverage: Coverage
    absent_row_means: Literal["true_zero", "unknown", "not_covered"]
    published_lag: float = Field(ge=0)
    published_lag_note: str
    dated_by: Literal["year", "date", "static"] = "year"
    # The last full year where the rows cannot tell it, or the table whose last full year is that of this one too.
    complete_to: int | str | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    known_defects: tuple[str, ...] = ()
    known_defects_of: tuple[str, ...] = ()
    credit: str = "see the sources of the case"
    licence: str | None = None
    citation: str | None = None
    extract: bool | None = None
    format: Literal["parquet", "csv"] = "parquet"

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The columns as the data package describes them; years lie in the coverage unless the `.yml` says more."""
        columns, (first, last) = self.columns, self.coverage.years
        year = columns.get("year")
        if year and (year.minimum, year.maximum, year.enum) == (None, None, None):
            columns = columns | {"year": year.model_copy(update={"minimum": first, "maximum": last})}
        return [column.field(name) for name, column in columns.items()]

    @property
    def path(self) -> str:
        """The file of the table in the data folder."""
        return f"{self.name}.{self.format}"


@cache
def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def lookups(module: str) -> dict[str, Any]:
    """Return the lists and mappings of names that the `.yml` of a module holds for it."""
    return dict(_read(_FOLDER.joinpath(*module.split(".")[2:]).with_suffix(".yml"))["lookups"])


@cache
def described_tables() -> dict[str, SourceTable]:
    """Return the tables that the `.yml` files describe, by subject and file."""
    out: dict[str, SourceTable] = {}
    for path in sorted(_FOLDER.glob("*/*.yml")):
        blocks = _read(path)
        for name in blocks.keys() - _NOT_TABLES:
            if name in out:
                raise DataError(f"{path.parent.name}/{path.name}: a table {name} is described elsewhere too")
        out |= {n: _table(n, path, blocks.get("shared", {}) | b) for n, b in blocks.items() if n not in _NOT_TABLES}
    return out


def _table(name: str, path: Path, block: dict[str, Any]) -> SourceTable:
    module = f"{__package__}.{path.parent.name}.{path.stem}"
    defects = [d for text in block.get("known_defects", ()) for d in (text if isinstance(text, list) else [text])]
    build = partial(_build, module, block.get("build", f"build_{name.rpartition('/')[2]}"))
    try:
        return SourceTable(name=name, subject=path.parent.name, **block | {"known_defects": defects, "build": build})
    except (ValidationError, TypeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        where = ".".join(map(str, (name, *first["loc"])))
        raise DataError(f"{path.parent.name}/{path.name}: {where}: {first['msg']}") from None


def _build(module: str, function: str, raw: Raw) -> pd.DataFrame:
    """Import the module only when a table of it is built: reading what is described loads nothing."""
    rows: pd.DataFrame = getattr(import_module(module), function)(raw)
    return rows
