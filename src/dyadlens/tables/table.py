"""The one way to write a table: scoped headers, escaped text, figures set for reading."""

from __future__ import annotations

from functools import cache
from typing import Literal

import jinja2
import pandas as pd

from dyadlens.text.answer import NO_MATH

Kind = Literal["dl-stacked", "dl-board", ""]


@cache
def template(name: str) -> jinja2.Template:
    """Return a template of this folder, which escapes what is put into it."""
    loader = jinja2.PackageLoader("dyadlens.tables", ".")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True).get_template(name)


def html_table(frame: pd.DataFrame, caption: str, *, whole: bool = False, kind: Kind = "") -> str:
    """Write a table as HTML that a screen reader can follow; cells that are ``Markup`` stay as they are.

    ``whole`` leaves it at its full height. On a phone a ``dl-stacked`` table is read row by row, and each row of a
    ``dl-board`` is a card.
    """
    columns = [(str(c), "right" if _is_numeric(frame[c]) else "left") for c in frame.columns]
    rows = [["" if pd.isna(v) else v for v in row] for row in frame.itertuples(index=False)]
    classes = f"dl-table {kind} {NO_MATH}"
    return template("table.html").render(
        columns=columns, rows=rows, caption=caption, classes=classes, whole=whole, named=bool(kind)
    )


def _is_numeric(values: pd.Series) -> bool:
    """Tell whether a column holds figures, as numbers or as text."""
    if pd.api.types.is_numeric_dtype(values):
        return True
    text = values.astype(str).str.replace(r"[\s,%.–−-]", "", regex=True)
    filled = text[text != ""]
    return len(filled) > 0 and bool(filled.str.isdigit().all())


class Table:
    """A table that shows itself in a notebook, on a page and in a terminal.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its rows, to work with.
    caption : str
        What it lists.
    whole : bool
        Show it at its full height.
    page : pandas.DataFrame, optional
        Its rows as a page lays them out, where that is another way.
    """

    def __init__(
        self, frame: pd.DataFrame, caption: str, *, whole: bool = False, page: pd.DataFrame | None = None
    ) -> None:
        self.frame, self.caption, self.whole, self._page = frame, caption, whole, page

    def __str__(self) -> str:
        return f"{self.caption}\n{self.frame.to_string(index=False)}"

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.frame.to_string(index=False, max_rows=12, max_colwidth=40)}"

    def _repr_html_(self) -> str:
        if self._page is not None:
            return html_table(self._page, self.caption, whole=self.whole, kind="dl-board")
        kind: Kind = "dl-stacked" if len(self.frame.columns) >= 4 else ""
        return html_table(self.frame, self.caption, whole=self.whole, kind=kind)
