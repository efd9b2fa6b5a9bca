"""What goes with a figure in words: alt text, source line, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe
from dyadlens.measures.measure import Measure
from dyadlens.panel.population import among, kind_ranked, pairs_ranked
from dyadlens.show import layout
from dyadlens.show.numbers import number, ordinal, short, years
from dyadlens.show.words import capital, label, who


def span(rows: pd.DataFrame) -> str:
    """Write the first and the last year of rows."""
    return f"{rows['year'].min()}–{rows['year'].max()}"


def alternative(lines: Sequence[layout.Line], what: Measure) -> str:
    """Describe a figure for who cannot see it: type, measure, range, last value, gaps."""
    main = lines[0].rows
    seen = main[main["value"].notna()]
    kind = "Bar chart" if what.scale == "tiv" and len(lines) == 1 else "Line chart"
    text = f"{kind} of {label(main['measure'].iloc[0])} ({what.unit}) for {who(main)}, years {span(main)}. "
    if seen.empty:
        return text + "No year has a value."
    low, high, last = (
        f"{number(row['value'], what.scale)} in {row['year']}"
        for row in (seen.loc[seen["value"].idxmin()], seen.loc[seen["value"].idxmax()], seen.iloc[-1])
    )
    text += f"Values run from {low} to {high}; the last is {last}. "
    if seen["percentile"].notna().any():
        last = seen.dropna(subset=["percentile"]).iloc[-1]
        text += f"Last percentile {among(last['measure'], int(last['year']))}: {ordinal(last['percentile'])}. "
    if len(lines) > 1:
        text += f"Behind it: {', '.join(line.label for line in lines[1:])}. "
    gaps = main[main["value"].isna()]
    if len(gaps):
        text += f"Without a value: {years(gaps['year'].tolist())}."
    return text.strip()


def tables_behind(*parts: Evidence) -> list[str]:
    """Return the curated tables that the values of evidence rest on, each once."""
    names: dict[str, None] = {}
    for rows in parts:
        for measure, seen in rows.seen.groupby("measure", sort=False):
            names |= dict.fromkeys(seen["source"])
            names |= dict.fromkeys(describe(measure).tables if describe(measure).combined else ())
    return list(names)


def credits(*parts: Evidence) -> list[str]:
    """Return the short credits of the tables behind evidence, each once."""
    return list(dict.fromkeys(credit for name in tables_behind(*parts) for credit in table(name).credit.split("; ")))


def source_line(
    parts: Sequence[Evidence], what: Measure, ranked: bool, *, interval: str = "Shaded", foot: bool = False
) -> str:
    """Write the source line of a figure: sources, then how to read what is not plain."""
    main = parts[0]
    hatched = "Hatched, at the foot where another line goes on" if foot else "Hatched"
    text = [f"Source: {'; '.join(credits(*parts))}."]
    signs = (
        (main["low"].notna().any(), f"{interval}: {what.band}."),
        (ranked, f"Lower panel: percentile {_basis(main)}; dashed, the middle {_one_ranked(main)}."),
        ((main["status"] == "not_covered").any(), f"{hatched}: not covered, or not out on the as-of date."),
        ((main["status"] == "unknown").any(), "Cross: covered, but unknown."),
        (main.seen["source"].nunique() > 1, "Hollow: joined from a second source by its stated rule."),
        ((main["status"] == "true_zero").any(), "Ring: a true zero."),
    )
    return " ".join([*text, *(words for holds, words in signs if holds), what.note]).strip()


def _basis(rows: Evidence) -> str:
    """Say among how many pairs the percentiles of the first and the last year rank."""
    ranked = rows[rows["percentile"].notna()].sort_values("year")
    if ranked.empty:
        return "among all pairs with a value"
    first, last = ((row["measure"], int(row["year"])) for _, row in ranked.iloc[[0, -1]].iterrows())
    counts = [pairs_ranked(measure).get(year) for measure, year in (first, last)]
    if None in counts or counts[0] == counts[1]:
        return among(*last)
    return f"{among(*last)} in {last[1]} ({int(counts[0]):,} in {first[1]})"


def _one_ranked(rows: Evidence) -> str:
    """Name one of those among which the percentiles rank."""
    return "state" if kind_ranked(rows["measure"].iloc[0]) == "states" else "pair"


def credits_of(tables: Sequence[str]) -> str:
    """Write whose figures the tables hold, each once."""
    found = dict.fromkeys(credit for name in tables for credit in table(name).credit.split("; "))
    return f"Source: {'; '.join(found)}."


def numbers(lines: Sequence[layout.Line], what: Measure) -> pd.DataFrame:
    """Lay out what a figure draws as a table to read: years down, series across."""
    words = {"unknown": "unknown", "not_covered": "not covered"}
    main = lines[0].rows.sort_values("year")

    def cells(rows: pd.DataFrame) -> list[str]:
        return [words.get(r.status) or short(r.value, what.scale) for r in rows.itertuples()]

    out = pd.DataFrame({"Year": main["year"].astype(str).to_numpy(), lines[0].label: cells(main)})
    if main["low"].notna().any():
        out[what.band.capitalize()] = [
            f"{short(r.low, what.scale)} to {short(r.high, what.scale)}" if r.low == r.low else ""
            for r in main.itertuples()
        ]
    if main["percentile"].notna().any():
        out["Percentile"] = ["" if pd.isna(p) else f"{p:.0f}" for p in main["percentile"]]
        counts = pairs_ranked(main["measure"].iloc[0]).reindex(main["year"])
        if counts.notna().any():
            shown = main["percentile"].notna().to_numpy() & counts.notna().to_numpy()
            out[f"{capital(kind_ranked(main['measure'].iloc[0]))} ranked"] = [
                f"{int(n):,}" if here else "" for n, here in zip(counts, shown, strict=True)
            ]
    for line in lines[1:]:
        cell = dict(zip(line.rows["year"].astype(str), cells(line.rows), strict=True))
        out[line.label] = [cell.get(y, "") for y in out["Year"]]
    return out
