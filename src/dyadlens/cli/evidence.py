"""`dyadlens evidence`: print evidence on a pair."""

from __future__ import annotations

from typing import Annotated

import typer

from dyadlens.cli import app
from dyadlens.cli.options import AsOf, End, Format, Pair, RowFormat, Start, ThirdParties, lens_options, print_rows


@app.command("evidence")
def evidence_command(
    pair: Pair,
    domain: Annotated[str | None, typer.Option(help="One domain, for example votes.")] = None,
    measure: Annotated[str | None, typer.Option(help="One measure, for example agreement.")] = None,
    third: ThirdParties = None,
    start: Start = None,
    end: End = None,
    as_of: AsOf = None,
    format: RowFormat = Format.csv,
) -> None:
    """Print evidence rows on a pair to standard output."""
    from dyadlens.cli.terminal import step_by_step
    from dyadlens.data.evidence import join
    from dyadlens.lens import Lens
    from dyadlens.measures.registry import DOMAINS
    from dyadlens.panel.evidence import evidence

    lens = Lens(pair, **lens_options(third, start, end, as_of))
    if domain is None and measure is None:
        rows = join([evidence(lens, name) for name in step_by_step(DOMAINS)]).reset_index(drop=True)
    else:
        rows = evidence(lens, domain, measure)
    print_rows(rows, format)
