"""What goes with a figure in words: alt text, source line, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence
from dyadlens.measures.registry import Measure, describe
from dyadlens.text.names import label, who
from dyadlens.text.numbers import number, ordinal, short, years
from dyadlens.text.sentences import ranked_among
from dyadlens.text.titles import Labelled


def year_range(rows: pd.DataFrame) -> str:
    """Write the first and the last year of rows."""
    return f"{rows['year'].min()}–{rows['year'].max()}"


def alternative(lines: Sequence[Labelled], what: Measure) -> str:
    """Describe a figure for readers who cannot see it: type, measure, range, last value, gaps."""
    main = lines[0].rows
    seen = main[main["value"].notna()]
    kind = "Bar chart" if what.scale == "tiv" and len(lines) == 1 else "Line chart"
    text = f"{kind} of {label(main['measure'].iloc[0])} ({what.unit}) for {who(main)}, years {year_range(main)}. "
    if seen.empty:
        return text + "No year has a value."
    ends = seen["value"].argmin(), seen["value"].argmax(), -1
    low, high, last = (f"{number(row['value'], what.scale)} in {row['year']}" for row in (seen.iloc[at] for at in ends))
    text += f"Values run from {low} to {high}; the last is {last}. "
    if seen["percentile"].notna().any():
        row = seen.dropna(subset=["percentile"]).tail(1)
        text += f"Last percentile among {ranked_among(row, what)}: {ordinal(row['percentile'].iloc[0])}. "
    if len(lines) > 1:
        text += f"Behind it: {', '.join(line.label for line in lines[1:])}. "
    gaps = main[main["value"].isna()]
    return text + f"Without a value: {years(gaps['year'].tolist())}." if len(gaps) else text.strip()


def tables_behind(*parts: Evidence) -> list[str]:
    """Return the curated tables that the values of evidence rest on, each once."""
    names: dict[str, None] = {}
    for rows in parts:
        for measure in rows.seen["measure"].unique():
            names |= dict.fromkeys(rows.of(measure).seen["source"])
            names |= dict.fromkeys(describe(measure).tables if describe(measure).combined else ())
    return list(names)


def credits(*parts: Evidence) -> list[str]:
    """Return the short credits of the tables behind evidence, each once."""
    return _credits(tables_behind(*parts))


def credits_of(names: Sequence[str]) -> str:
    """Write whose figures the tables hold, each once."""
    return f"Source: {'; '.join(_credits(names))}."


def _credits(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(credit for name in names for credit in table(name).credit.split("; ")))


def source_line(
    parts: Sequence[Evidence], what: Measure, ranked: bool, *, interval: str = "Shaded", foot: bool = False
) -> str:
    """Write the source line of a figure: sources, then how to read what is not plain."""
    main = parts[0]
    hatched = "Hatched, at the foot where another line goes on" if foot else "Hatched"
    one = "state" if what.subject == "state" else "pair"
    signs = (
        (main["low"].notna().any(), f"{interval}: {what.band}."),
        (ranked, f"Lower panel: percentile among {_basis(main, what)}; dashed, the middle {one}."),
        ((main["status"] == "not_covered").any(), f"{hatched}: not covered, or not out on the as-of date."),
        ((main["status"] == "unknown").any(), "Cross: covered, but unknown."),
        (main.seen["source"].nunique() > 1, "Hollow: joined from a second source by its stated rule."),
        ((main["status"] == "true_zero").any(), "Ring: a true zero."),
        ((main["window"] > 1).any(), f"Each value pools {main['window'].max()} years, up to the year named."),
    )
    sources = f"Source: {'; '.join(credits(*parts))}."
    return " ".join([sources, *(words for holds, words in signs if holds), what.note]).strip()


def _basis(rows: Evidence, what: Measure) -> str:
    """Say among how many pairs the percentiles of the last and of the first year rank."""
    ranked = rows[rows["percentile"].notna()].sort_values("year")
    if ranked.empty:
        return "all pairs with a value"
    (first, last), (earliest, latest) = ranked["ranked"].iloc[[0, -1]], ranked["year"].iloc[[0, -1]]
    text = ranked_among(ranked, what)
    return text if not first or first == last else f"{text} in {latest} ({first:,} in {earliest})"


def numbers(lines: Sequence[Labelled], what: Measure) -> pd.DataFrame:
    """Lay out what a figure draws as a table to read: years down, series across."""
    words = {"unknown": "unknown", "not_covered": "not covered"}
    main = lines[0].rows.sort_values("year")

    def cells(rows: pd.DataFrame) -> list[str]:
        pairs = zip(rows["status"], rows["value"], strict=True)
        return [words.get(status) or short(value, what.scale) for status, value in pairs]

    out = pd.DataFrame({"Year": main["year"].astype(str).to_numpy(), lines[0].label: cells(main)})
    if main["low"].notna().any():
        out[what.band.capitalize()] = [
            "" if pd.isna(low) else f"{short(low, what.scale)} to {short(high, what.scale)}"
            for low, high in zip(main["low"], main["high"], strict=True)
        ]
    if main["percentile"].notna().any():
        kind = {"pair": "Pairs", "directed": "Directed pairs", "state": "States"}[what.subject]
        out["Percentile"] = ["" if pd.isna(p) else f"{p:.0f}" for p in main["percentile"]]
        out[f"{kind} ranked"] = [f"{n:,}" if n else "" for n in main["ranked"]]
    for line in lines[1:]:
        cell = dict(zip(line.rows["year"].astype(str), cells(line.rows), strict=True))
        out[line.label] = [cell.get(y, "") for y in out["Year"]]
    return out
