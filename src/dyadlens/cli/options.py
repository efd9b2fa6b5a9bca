"""What several commands take and how they print rows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dyadlens.errors import shown

if TYPE_CHECKING:
    import pandas as pd

Pair = Annotated[str, typer.Argument(help="Two states: PAK-RUS, Pakistan-Russia or 770-365.")]
ThirdParties = Annotated[
    list[str] | None,
    typer.Option("--third", "--third-parties", help="Third parties, separated by commas; may be repeated."),
]
AsOf = Annotated[str | None, typer.Option(help="Hide what was not known then: 2018, 2018-05, 2018-05-31.")]
Start = Annotated[int | None, typer.Option("--from", help="First year; 1991 if left out.")]
End = Annotated[int | None, typer.Option("--to", help="Last year; the last complete one if left out.")]


class Format(StrEnum):
    """How rows are printed."""

    csv = "csv"
    json = "json"


RowFormat = Annotated[Format, typer.Option("--format", help="How to print the rows.")]


def lens_options(third: list[str] | None, start: int | None, end: int | None, as_of: str | None) -> dict[str, Any]:
    """Return the options of a lens that were given."""
    given = {"third_parties": ",".join(third or ()), "start": start, "end": end, "as_of": as_of}
    return {name: value for name, value in given.items() if value not in (None, "")}


def path_option(help: str) -> Any:
    """Return an option that takes a path."""
    return typer.Option(parser=_path, metavar="PATH", help=help)


def print_rows(rows: pd.DataFrame, format: Format) -> None:
    """Print rows to standard output; a percentile is kept in single precision, whose further digits are noise."""
    if "percentile" in rows:
        rows = rows.assign(percentile=rows["percentile"].astype(float).round(3))
    if format is Format.json:
        typer.echo(rows.to_json(orient="records", indent=1, double_precision=12, date_format="iso", force_ascii=False))
    else:
        typer.echo(rows.to_csv(index=False, lineterminator="\n"), nl=False)


def _path(text: str) -> Path:
    """Return the path that a text names; a shell makes an empty text of a variable that is not set."""
    if not text.strip():
        raise typer.BadParameter("a path may not be empty; . is the current folder")
    path = Path(text)
    try:
        path.exists()
    except OSError as error:
        raise typer.BadParameter(f"{shown(text)} cannot be a path: {error.strerror}") from None
    return path
