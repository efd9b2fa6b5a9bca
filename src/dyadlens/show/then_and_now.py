"""The figure of a hindcast: verdicts and indices as they could be known on an earlier day, and now."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dyadlens.claims.hindcast import Move
from dyadlens.claims.verdicts import CONSISTENT, CONTRADICTED, INCONSISTENT, NOT_TESTABLE, PARTLY, SUPPORTED
from dyadlens.indices.definitions import domains_of
from dyadlens.show.numbers import listed
from dyadlens.show.picture import Picture, render
from dyadlens.show.standing import points
from dyadlens.show.style import GRID, MAIN, OTHERS, SOFT
from dyadlens.show.verdict_figures import label_rows, source_of
from dyadlens.show.verdict_words import day_text
from dyadlens.show.words import Said, capital

_COLUMNS = {NOT_TESTABLE: 0, CONTRADICTED: 1, INCONSISTENT: 1, PARTLY: 2, SUPPORTED: 3, CONSISTENT: 3}
_HEADS = ("not testable", "contradicted", "partly", "supported")
_FOOT = 1.6  # inches of the panel of indices
_VIEWS = {"then": ("s", "white", MAIN), "same year now": ("D", "white", OTHERS[0]), "latest now": ("o", None, MAIN)}


def then_and_now(moves: Sequence[Move], indices: pd.DataFrame | None = None) -> Picture | Said:
    """Draw the verdict on each claim, and both indices, on an earlier day and now."""
    if not moves:
        return Said("This page itself stands on the day of the hindcast, so there is no later day to set beside it.")
    rows = sorted(moves, key=lambda m: (not m.changed, _COLUMNS[m.now.word] - _COLUMNS[m.then.word]))
    known = pd.DataFrame() if indices is None else indices[indices["value"].notna()]
    if len(known):  # one mark where the last year now is the year known then
        known = known[~known.duplicated(["index", "year", "value"], keep="last")]
    foot = 0.0 if known.empty else _FOOT

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 0.75 if narrow else 3.7
        across = (left / width, 1 - (left + 0.35) / width)
        axes = canvas.add_axes((across[0], (0.1 + foot) / height, across[1], 1 - (0.5 + foot) / height))
        _draw_moves(axes, rows, narrow)
        if foot:
            lower = canvas.add_axes((across[0], 0.42 / height, across[1], (foot - 0.75) / height))
            _draw_indices(lower, known, narrow)

    pictures = render(draw, 0.7 + 0.36 * len(rows) + foot, narrow_height=0.7 + 0.46 * len(rows) + foot)
    day, title = day_text(moves), _title(rows)
    below = (
        " Below, each index with its band: square, the last year known then; diamond, the same year now; dot, the last "
        "year now. An index of another year may rest on other domains."
    )
    return Picture(
        title=title,
        subtitle=f"Verdict as could be known in {day} (squares) and now (dots), with arrows where it changed; "
        "consistent stands with supported, inconsistent with contradicted",
        alt=f"Chart of {len(rows)} claims by verdict, then and now. {title}.{_told(known)}",
        source=f"{source_of([m.now for m in moves])} Revised figures stand in for those of the day."
        + _other_source(moves)
        + (below if foot else ""),
        wide=pictures[0],
        narrow=pictures[1],
        table=_table(rows, known, day),
    )


def _title(rows: Sequence[Move]) -> str:
    """Say how many verdicts changed, and which way; what cannot be told is no step on that way."""
    changed = [m for m in rows if m.changed]
    told = [m for m in changed if NOT_TESTABLE not in (m.then.word, m.now.word)]
    groups = {
        "less borne out now": [m for m in told if _COLUMNS[m.now.word] < _COLUMNS[m.then.word]],
        "more": [m for m in told if _COLUMNS[m.now.word] > _COLUMNS[m.then.word]],
        "testable only now": [m for m in changed if m.then.word == NOT_TESTABLE],
        "no longer testable": [m for m in changed if m.now.word == NOT_TESTABLE],
    }
    parts = [f"{name}: {listed([m.now.claim.id for m in group])}" for name, group in groups.items() if group]
    return "; ".join([f"{len(changed)} of {len(rows)} verdicts changed after {day_text(rows)}", *parts])


def _other_source(moves: Sequence[Move]) -> str:
    """Name the claims whose dot is that of another source than the one that goes first now, and would lie elsewhere."""
    other = [m.now.claim.id for m in moves if m.now.word != m.seen.word]
    return f" {listed(other)}: from the source of the earlier day on both days." if other else ""


def _draw_moves(axes: Axes, rows: Sequence[Move], narrow: bool) -> None:
    axes.set_xlim(-0.35, 3.35)
    axes.set_ylim(len(rows) - 0.4, -1.0)
    axes.axvspan(-0.35, 0.5, color=GRID, alpha=0.35, linewidth=0, zorder=0)  # no step on the way from one to the other
    for x in range(len(_HEADS)):
        axes.axvline(x, color=GRID, linewidth=0.9, zorder=0)
    for at, move in enumerate(rows):
        old, new = _COLUMNS[move.then.word], _COLUMNS[move.now.word]
        colour = MAIN if move.changed else SOFT
        if old != new:
            arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 4, "shrinkB": 6}
            axes.annotate("", (new, at), (old, at), arrowprops=arrow)
        axes.plot(old, at, marker="s", markersize=9, markerfacecolor="white", markeredgecolor=colour, zorder=2)
        axes.plot(new, at, marker="o", markersize=4.8, color=colour, zorder=3)
    colours = [MAIN if m.changed else SOFT for m in rows]
    label_rows(axes, [(m.now.claim.id, m.now.claim.text) for m in rows], narrow, colours)
    axes.xaxis.set_ticks_position("top")
    axes.set_xticks(range(len(_HEADS)), _HEADS, fontsize=9.0 if narrow else 10.5)
    axes.tick_params(axis="x", length=0, colors=SOFT)
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)


def _draw_indices(axes: Axes, known: pd.DataFrame, narrow: bool) -> None:
    """Draw each view of an index as a mark with its band, on a scale of its own."""
    names = list(dict.fromkeys(known["index"]))
    steps = dict(zip(_VIEWS, (-0.26, 0.0, 0.26), strict=True))
    for row in known.itertuples():
        at, (mark, face, colour) = names.index(row.index) + steps[row.view], _VIEWS[row.view]
        axes.plot((row.low, row.high), (at, at), color=colour, linewidth=1.4, alpha=0.45, solid_capstyle="butt")
        axes.plot(row.value, at, marker=mark, markersize=6, color=colour, markerfacecolor=face or colour)
        axes.annotate(
            f"{row.year:.0f}, seen {'then' if row.view == 'then' else 'now'}",
            (row.high, at), (4, 0), textcoords="offset points", fontsize=8, va="center", color=colour,
        )  # fmt: skip
    axes.set_xlim(0, 125)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks(range(0, 101, 25))
    axes.set_yticks(range(len(names)), [capital(n) for n in names], fontsize=8.5 if narrow else 10.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("index, 1 to 100", fontsize=9)


def _written(row: pd.Series) -> str:
    return (
        f"{points(row['value'])} ({points(row['low'])}–{points(row['high'])}) in {row['year']:.0f}, "
        f"on {row['domains']} of {len(domains_of(row['index']))} domains"
    )


def _told(known: pd.DataFrame) -> str:
    """Say both indices for who cannot see them."""
    words = {"then": "then", "same year now": "the same year as seen now", "latest now": "now"}
    told = [f"{capital(row['index'])}, {words[row['view']]}: {_written(row)}." for _, row in known.iterrows()]
    return " " + " ".join(told) if told else ""


def _table(rows: Sequence[Move], known: pd.DataFrame, day: str) -> pd.DataFrame:
    cells = [
        {"Claim": m.now.claim.id, "What is said": m.now.claim.text, day: m.then.word, "Now": m.now.word} for m in rows
    ]
    for index, views in known.groupby("index", sort=False) if len(known) else ():
        seen = {row["view"]: _written(row) for _, row in views.iterrows()}
        now = "; ".join(dict.fromkeys(seen[view] for view in ("same year now", "latest now") if view in seen))
        cells.append({"Claim": "", "What is said": capital(index), day: seen.get("then", "not known"), "Now": now})
    return pd.DataFrame(cells)
