"""`dyadlens verdicts`: print the verdict on every claim on a pair, or what is behind it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dyadlens.cli import app
from dyadlens.cli.options import AsOf, End, Format, Pair, ThirdParties, lens_options, print_rows
from dyadlens.errors import BadParameter

if TYPE_CHECKING:
    import pandas as pd

    from dyadlens.claims.base_rates import BaseRate
    from dyadlens.claims.verdicts import Verdict
    from dyadlens.lens import Lens


class _Format(StrEnum):
    """How verdicts are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class _Asked(StrEnum):
    """What is printed."""

    verdicts = "verdicts"
    numbers = "numbers"
    sensitivity = "sensitivity"
    matrix = "matrix"
    hindcast = "hindcast"


@app.command("verdicts")
def verdicts_command(
    pair: Pair,
    of: Annotated[
        _Asked,
        typer.Option(
            help="The verdicts; the numbers behind them; how far a threshold would have to move to change one; how "
            "they bear on each reading; or then and now. All but the verdicts are printed as csv or json."
        ),
    ] = _Asked.verdicts,
    third: ThirdParties = None,
    end: End = None,
    as_of: AsOf = None,
    format: Annotated[_Format | None, typer.Option(help="How to print them. By default a table, else csv.")] = None,
) -> None:
    """Print the verdict on every claim on a pair, with what was measured."""
    from dyadlens.claims.base_rates import base_rates
    from dyadlens.claims.verdicts import verdicts
    from dyadlens.lens import FIRST_YEAR, Lens
    from dyadlens.text.verdict import lines

    if of is not _Asked.verdicts and format is _Format.table:
        raise BadParameter(f"--of {of} is printed as csv or json, not as a table")
    # A hindcast looks from today; its as-of date is the day that it compares with.
    today = of is _Asked.hindcast
    lens = Lens(pair, **lens_options(third, FIRST_YEAR, end, None if today else as_of))
    if of is not _Asked.verdicts:
        print_rows(_hindcast(lens, as_of) if today else _rows(of, lens), Format(format or "csv"))
        return
    found = verdicts(lens)
    if format is _Format.csv:
        print_rows(_reasoned(found), Format.csv)
    elif format is _Format.json:
        typer.echo(_json(found, base_rates(lens)))
    else:
        typer.echo("".join(f"{line}\n" for line in lines(found, base_rates(lens))), nl=False)


def _rows(of: _Asked, lens: Lens) -> pd.DataFrame:
    from dyadlens.claims.base_rates import base_rates
    from dyadlens.claims.matrix import matrix, matrix_frame
    from dyadlens.claims.sensitivity import sensitivity_frame, threshold_sensitivity
    from dyadlens.claims.tables import number_frame
    from dyadlens.claims.verdicts import verdicts

    if of is _Asked.sensitivity:
        return sensitivity_frame(threshold_sensitivity(lens))
    if of is _Asked.matrix:
        return matrix_frame(matrix(verdicts(lens)))
    return number_frame(verdicts(lens), base_rates(lens))


def _hindcast(lens: Lens, day: str | None) -> pd.DataFrame:
    from dyadlens.claims.hindcast import hindcast, vintage_frame
    from dyadlens.indices.hindcast import THEN

    found = hindcast(lens, day or THEN)
    if not found:
        raise BadParameter(f"no hindcast: years up to {lens.end} do not reach beyond {day or THEN}")
    return vintage_frame(found)


def _reasoned(found: tuple[Verdict, ...]) -> pd.DataFrame:
    from dyadlens.claims.tables import verdict_frame
    from dyadlens.text.verdict import reason

    return verdict_frame(found).assign(reason=[reason(v) for v in found])


def _json(found: tuple[Verdict, ...], rates: tuple[BaseRate, ...]) -> str:
    """Return verdicts with their parts in words, what is shown and not judged, and the numbers behind them."""
    import json

    from dyadlens.claims.tables import number_frame
    from dyadlens.text.verdict import beside, rate_line, rate_of, sentence

    rows = json.loads(_reasoned(found).to_json(orient="records"))
    numbers = json.loads(number_frame(found, rates).to_json(orient="records", double_precision=12))
    for row, verdict in zip(rows, found, strict=True):
        counted = [rate_of(rates, row["id"], at) for at in (*range(len(verdict.parts)), None)]
        said = [rate_line(rate) if rate else "" for rate in counted]
        row["parts"] = [
            {
                "proposition": part.proposition,
                "status": part.status,
                "says": sentence(part),
                "elsewhere": [{"status": other.status, "says": sentence(other)} for other in part.others],
                "note": part.note,
                "would_pass": common,
            }
            for part, common in zip(verdict.parts, said, strict=False)
        ]
        row |= {"notes": list(verdict.finding.notes), "beside": beside(verdict), "would_pass": said[-1]}
        row["numbers"] = [{k: v for k, v in n.items() if k != "id"} for n in numbers if n["id"] == row["id"]]
    return json.dumps(rows, indent=1, ensure_ascii=False)
