"""Tables for a page: scoped headers, escaped text, figures set for reading."""

from __future__ import annotations

import html

import pandas as pd

_MANY = 4  # columns: from here on a table of words is read row by row on a phone


def html_table(frame: pd.DataFrame, caption: str, *, whole: bool = False, stacked: bool = False) -> str:
    """Write a table as HTML that a screen reader can follow."""
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) for c in frame.columns]
    numeric = [n or _looks_numeric(frame[c]) for n, c in zip(numeric, frame.columns, strict=True)]
    head = "".join(_cell("th", c, right, ' scope="col"') for c, right in zip(frame.columns, numeric, strict=True))
    names = [f' data-head="{html.escape(str(c))}"' if stacked else "" for c in frame.columns]
    body = []
    for row in frame.itertuples(index=False):
        first, *rest = row
        cells = [_cell("th", first, numeric[0], ' scope="row"')]
        cells += [_cell("td", v, right, name) for v, right, name in zip(rest, numeric[1:], names[1:], strict=True)]
        body.append(f"<tr>{''.join(cells)}</tr>")
    label, kind = html.escape(caption), "dl-table dl-stacked" if stacked else "dl-table"
    return (
        f'<div class="{kind}" role="region" tabindex="0" aria-label="Table: {label}" '
        f'style="overflow-x:auto{"" if whole else ";max-height:26em"}">'
        f'<table style="border-collapse:collapse;font-size:.9em"><caption style="text-align:left">{label}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _looks_numeric(values: pd.Series) -> bool:
    text = values.astype(str).str.replace(r"[\s,%.–−-]", "", regex=True)
    filled = text[text != ""]
    return len(filled) > 0 and bool(filled.str.isdigit().all())


def _cell(tag: str, value: object, right: bool, extra: str = "") -> str:
    text = "" if pd.isna(value) else html.escape(str(value))
    return f'<{tag}{extra} style="text-align:{"right" if right else "left"}">{text}</{tag}>'


class Table:
    """A table that shows itself in a notebook and on a page."""

    def __init__(self, frame: pd.DataFrame, caption: str, *, whole: bool = False) -> None:
        self.frame = frame
        self.caption = caption
        self.whole = whole

    def __str__(self) -> str:
        return f"{self.caption}\n{self.frame.to_string(index=False)}"

    def __repr__(self) -> str:
        return f"<Table: {self.caption}; {len(self.frame)} rows in .frame>"

    def _repr_html_(self) -> str:
        return html_table(self.frame, self.caption, whole=self.whole, stacked=self.frame.shape[1] >= _MANY)
