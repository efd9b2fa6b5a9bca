"""Charts of the driver models: coefficients, all specifications, how often shifts went on, and gravity."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.charts.captions import caption, caption_words, fill, nothing
from dyadlens.charts.dotplot import draw_dots, write_values
from dyadlens.charts.layout import (
    STEPS,
    Style,
    by_rows,
    frame,
    frame_rows,
    frame_years,
    interval_cells,
    label_size,
    mark,
    name_panel,
    note,
    panels,
    row_size,
)
from dyadlens.charts.lines import Line, draw_lines
from dyadlens.charts.picture import Picture
from dyadlens.design import ACCENT, FAINT, INK, OTHERS, SIGNS, SMALL, SOFT
from dyadlens.drivers.reading import clear, standardised
from dyadlens.drivers.sides import (
    PUBLISHED,
    SIDES,
    WEAK,
    gravity_estimates,
    leading,
    models_of,
    side_of_half,
    side_shares,
)
from dyadlens.drivers.votes import LEVEL, DriverModel
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Text
from dyadlens.text.captions import credits_of
from dyadlens.text.driver import NAMES, NO_BACKTEST, NO_MODEL
from dyadlens.text.names import capital
from dyadlens.text.numbers import MINUS, in_words, listed, signed, span

_TABLES = ["undl_votes", "trade_cow", "alliances", "rivalries", "battle_deaths", "disputes_cow", "igo_membership"]
_TABLES += ["capabilities", "gdp_population"]
_HUES = {"closer": (OTHERS[0], "o", -0.14), "apart": (ACCENT, "s", 0.14)}


def _plain(value: float) -> str:
    return f"{value:.4g}".replace("-", MINUS)


def _shares(values: pd.Series | Sequence[float]) -> list[str]:
    return [f"{v:.0%}" for v in values]


def _estimates(rows: pd.DataFrame, decimals: int, bold: Sequence[str] = ()) -> Callable[[Figure, bool], None]:
    """Return what draws estimates with a thick and a thin interval, the value written beside."""
    heavy, sure = rows["label"].isin(bold), clear(rows)
    hues = np.select([heavy, sure], [ACCENT, OTHERS[0]], SOFT)
    marks = rows.rename(columns={"low_state": "outer_low", "high_state": "outer_high"})
    marks = marks.assign(row=range(len(rows)), colour=hues, filled=heavy | sure)

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=1.2 if narrow else 2.15, right=0.62)
        axes.axvline(0.0, color=FAINT, linewidth=1.0, zorder=1)
        draw_dots(axes, marks)
        write_values(axes, [signed(v, decimals) for v in rows["value"]], hues, heavy, narrow=narrow)
        frame_rows(axes, rows["label"].tolist(), _plain, narrow=narrow)

    return draw


def coefficients(model: DriverModel) -> Picture | Text:
    """Draw the standardised coefficients of the drivers across all pairs."""
    if model.fit is None:
        return Text(NO_MODEL)
    found, shown = model.table, standardised(model.table)
    rows, level = shown[shown["driver"] != LEVEL], shown[shown["driver"] == LEVEL].iloc[0]
    parts = {
        "title": coefficients_title(rows),
        "values": ", ".join(f"{label} {signed(v, 1)}" for label, v in zip(rows["label"], rows["value"], strict=True)),
        "credit": credits_of(_TABLES),
        "level": f"{level['label'].lower()}, {signed(level['value'], 1)}",
    }
    table = pd.DataFrame(
        {
            "Driver": found["label"],
            "One unit is": found["unit"],
            "Kappa a unit": [signed(v, 4) for v in found["estimate"]],
            "90% interval by pair": interval_cells(found, lambda v: signed(v, 4)),
            "90% interval by state": interval_cells(found, lambda v: signed(v, 4), "low_state", "high_state"),
            "Standardised": [signed(v, 3) for v in found["standardised"]],
            "After the half-panel jackknife": [signed(v, 4) for v in found["corrected"]],
        }
    )
    captions = caption("coefficients", pairs=model.pairs, first=model.first, last=model.last, count=len(rows), **parts)
    return Picture(table, _estimates(rows, 1), by_rows(len(rows), 0.42, 0.5), **captions)


def coefficients_title(rows: pd.DataFrame) -> str:
    """Say which drivers are clear of zero, and whether they weigh much."""
    sure = rows[clear(rows)]
    if sure.empty:
        return f"None of {len(rows)} drivers goes with later change in votes clear of chance"
    many, verb = capital(in_words(len(sure))), "goes" if len(sure) == 1 else "go"
    how = ", and weakly" if sure["value"].abs().max() < WEAK else ""
    names = listed([label[0].lower() + label[1:] for label in sure["label"]])
    return f"{many} of {len(rows)} drivers {verb} with later change in votes clear of chance{how}: {names}"


def implications(rows: pd.DataFrame, lens: Lens | str) -> Picture | Text:
    """Draw what the drivers imply for a pair's recent change in alignment, and what they leave open."""
    if rows.empty:
        return nothing("implications", pair=as_lens(lens).title)
    years, rows = rows.attrs["years"], rows.rename(columns={"contribution": "value"})
    drawn = rows[(rows["value"].abs() > 5e-5) | rows["term"].isin(("drivers", "years", "open", "change"))]
    level, drivers, change, recent = (
        float(rows.loc[rows["term"] == term, column].iloc[0])
        for term, column in (("level", "value"), ("drivers", "value"), ("change", "value"), ("change", "recent"))
    )
    parts = {
        "recent": signed(recent),
        "size": abs(change),
        "side": "above" if change > 0 else "below",
        "most": "the level already reached" if abs(level) >= abs(drivers - level) else "ties and setting",
        "values": ", ".join(f"{label} {signed(v)}" for label, v in zip(drawn["label"], drawn["value"], strict=True)),
        "credit": credits_of(_TABLES),
    }
    table = pd.DataFrame(
        {
            "Term": rows["label"],
            "Recent mean": ["" if np.isnan(v) else f"{v:.3g}".replace("-", MINUS) for v in rows["recent"]],
            "Usual mean": ["" if np.isnan(v) else f"{v:.3g}".replace("-", MINUS) for v in rows["usual"]],
            "Contribution": [signed(v, 4) for v in rows["value"]],
            "90% interval by pair": interval_cells(rows, signed),
            "90% interval by state": interval_cells(rows, signed, "low_state", "high_state"),
        }
    )
    captions = caption("implications", years=span(years[0], years[-1]), count=len(drawn), **parts)
    draw = _estimates(drawn, 3, ("All drivers together", "The change"))
    return Picture(table, draw, by_rows(len(drawn), 0.4, 0.5), **captions)


def robustness(models: pd.DataFrame, counted: pd.DataFrame) -> Picture | Text:
    """Draw for each driver the share of models on either side of zero."""
    if counted.empty:
        return Text(NO_MODEL)
    shares = np.array([side_shares(models_of(models, name)) for name in counted["driver"]])
    starts = np.hstack([np.zeros((len(shares), 1)), shares.cumsum(axis=1)])

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=1.2 if narrow else 2.15, bottom=0.32, top=0.38)
        for at, hue in enumerate(SIGNS):
            axes.barh(range(len(shares)), shares[:, at], left=starts[:, at], height=0.66, color=hue, zorder=2)
            for row in np.flatnonzero(shares[:, at] >= (0.14 if narrow else 0.07)).tolist():
                middle, ink = starts[row, at] + shares[row, at] / 2, "white" if at in (0, 3) else INK
                text = f"{shares[row, at]:.0%}"
                axes.text(middle, row, text, color=ink, ha="center", va="center", fontsize=SMALL)
        frame_rows(axes, counted["label"].tolist(), str, narrow=narrow)
        axes.set(xlim=(0, 1))
        axes.set_xticks([0, 0.5, 1], ["none", "half of the models", "all"])
        zero = "" if narrow else " zero"
        names = (f"below{zero}, clear", "below", "above", f"above{zero}, clear")
        sides = zip(names, (0, 0.36, 0.64, 1), ("left", "center", "center", "right"), strict=True)
        for at, (name, x, side) in enumerate(sides):
            style: Style = {"color": SIGNS[at], "fontweight": "semibold"} if at in (0, 3) else {"color": SOFT}
            axes.text(x, 1.01, name, transform=axes.transAxes, ha=side, fontsize=label_size(narrow), **style)

    ties = counted[counted["driver"] != LEVEL]
    held, best = ties.loc[ties["holds"], "label"], ties.iloc[int(ties["clear_state"].argmax())]
    names, verb = capital(listed([label.lower() for label in held])), "holds" if len(held) == 1 else "hold"
    title = f"{names} {verb} over the models that were run"
    if held.empty:
        title = fill("robustness", "none_holds", driver=best["label"].lower(), **best[["same_sign", "clear_state"]])
    rows = [
        f"{label}: {', '.join(f'{side} {v:.0%}' for side, v in zip(SIDES, share, strict=True))}."
        for label, share in zip(counted["label"], shares, strict=True)
    ]
    choices = listed(
        [f"{models[name].nunique()} {text}" for name, text in caption_words("specifications", "counted").items()]
    )
    table = pd.DataFrame(
        {
            "Driver": counted["label"],
            "Models": counted["models"].astype(str),
            **{side.capitalize(): _shares(column) for side, column in zip(SIDES, shares.T, strict=True)},
            "Sign of the main model": _shares(counted["same_sign"]),
            "... and clear by pair": _shares(counted["clear_pair"]),
            "... and clear by state": _shares(counted["clear_state"]),
            "Median, standardised": [signed(v) for v in counted["median"]],
            "Holds": np.where(counted["holds"], "yes", "no"),
        }
    )
    captions = caption(
        "robustness", title=title, models=counted["models"].max(), values=" ".join(rows), choices=choices
    )
    return Picture(table, draw, by_rows(len(counted), 0.36, 0.46, rest=0.9), **captions)


def specifications(models: pd.DataFrame, counted: pd.DataFrame, driver: str | None = None) -> Picture | Text:
    """Draw all models of one driver in the order of their estimates, and beneath what each of them chose."""
    if counted.empty:
        return Text(NO_MODEL)
    name = driver or leading(counted)
    own, label = models_of(models, name), str(counted.loc[counted["driver"] == name, "label"].iloc[0])
    choices = caption_words("specifications", "choices").items()
    options = [(choice, o, text) for choice, names in choices for o, text in names.items() if (own[choice] == o).any()]
    middle, split = own["standardised"], side_shares(own)

    def draw(canvas: Figure, narrow: bool) -> None:
        left, below = (1.3 if narrow else 1.75), 0.19 * len(options) + 0.1
        _draw_curve(frame(canvas, left=left, right=0.12, bottom=below + 0.3), own)
        foot = frame(canvas, left=left, right=0.12, bottom=0.05, top=canvas.get_figheight() - below - 0.05)
        _draw_choices(foot, own, options, narrow=narrow)

    cells = []
    for choice, option, text in options:
        part = own[own[choice] == option]
        median = signed(part["standardised"].median())
        cells.append((choice.capitalize(), text, len(part), median, *_shares(side_shares(part))))
    table = pd.DataFrame(cells, columns=["Choice", "Option", "Models", "Median", *(s.capitalize() for s in SIDES)])
    main = middle[own["main"]]
    parts = {
        "label": label,
        "driver": label.lower(),
        "above": split[2] + split[3],
        "clear": split[3],
        "below": split[0],
        "lowest": signed(middle.min()),
        "highest": signed(middle.max()),
        "median": signed(middle.median()),
        "main": f" The main model has {signed(main.iloc[0])}." if len(main) else "",
    }
    captions = caption("specifications", models=len(own), **parts)
    return Picture(table, draw, by_rows(len(options), 0.19, rest=3.0), **captions)


def _draw_curve(axes: Axes, own: pd.DataFrame) -> None:
    x, y = np.arange(len(own)), own["standardised"].to_numpy()
    axes.axhline(0.0, color=SOFT, linewidth=1.0, zorder=1)
    axes.fill_between(x, own["low_state"], own["high_state"], color=OTHERS[0], alpha=0.25, linewidth=0, zorder=2)
    axes.plot(x, y, color=INK, linewidth=1.6, zorder=3)
    for i in np.flatnonzero(own["main"]).tolist():
        mark(axes, i, y[i], ACCENT, size=8, hollow=True, markeredgewidth=2, zorder=4)
        note(axes, "main model", (i, y[i]), (0, 12), ha="center", fontsize=10, color=ACCENT, fontweight="semibold")
    # A few models on small samples have intervals that would flatten all others; the axis follows the estimates.
    room = 0.6 * max(float(np.ptp(y)), 1e-6)
    axes.set(xlim=(0, len(own) - 1), ylim=(y.min() - room, y.max() + room))
    axes.tick_params(labelbottom=False, bottom=False)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=STEPS))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _plain(value)))


def _draw_choices(axes: Axes, own: pd.DataFrame, options: list[tuple[str, object, str]], *, narrow: bool) -> None:
    """Shade, for each option, where along the curve the models that took it lie."""
    bins = 72
    place = np.arange(len(own)) * bins // len(own)
    size = np.maximum(np.bincount(place, minlength=bins), 1)
    shade = np.array([np.bincount(place, own[choice] == option, bins) / size for choice, option, _ in options])
    ramp = LinearSegmentedColormap.from_list("ink", ["#ffffff", INK])
    axes.imshow(shade, aspect="auto", cmap=ramp, vmin=0, vmax=1, interpolation="nearest")
    axes.set_yticks(np.arange(len(options)), [text for *_, text in options], fontsize=row_size(narrow))
    borders = [i - 0.5 for i in range(1, len(options)) if options[i][0] != options[i - 1][0]]
    for colour, width in (("white", 3.5), (FAINT, 0.8)):
        axes.hlines(borders, -0.5, bins - 0.5, color=colour, linewidth=width)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)


def continuation(counted: pd.DataFrame, name: str, place: dict[str, float] | None = None) -> Picture | Text:
    """Draw the share of shifts that went on, by their size, for pairs that had drawn closer or apart."""
    rows = counted[(counted["band"] >= 0) & (counted["direction"] != "all")]
    if rows.empty:
        return Text(NO_BACKTEST)
    whole = {str(row["direction"]): row for _, row in counted[counted["band"] < 0].iterrows()}
    bands = {key: own.sort_values("band") for key, own in rows.groupby("direction")}
    closer = whole["closer"]
    half = {0: ", no more and no fewer than a coin would say", -1: ", fewer than half", 1: ""}[side_of_half(closer)]

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=1.2, bottom=0.6, top=0.35)
        axes.axvline(0.5, color=SOFT, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
        for at, (way, (hue, marker, aside)) in enumerate(_HUES.items()):
            marks = bands[way].rename(columns={"share": "value"})
            draw_dots(axes, marks.assign(row=marks["band"] + aside, colour=hue, marker=marker))
            side: Style = {"ha": ("left", "right")[at], "fontsize": label_size(narrow), "fontweight": "semibold"}
            axes.text(at, 1.02, f"pairs drawn {way}", transform=axes.transAxes, color=hue, **side)
        sizes = ["smallest tenth", *("" for _ in range(8)), "largest tenth"]
        frame_rows(axes, sizes, lambda v: f"{v:.0%}", narrow=narrow)
        if place:
            axes.axhspan(place["band"] - 0.42, place["band"] + 0.42, color=FAINT, alpha=0.18, linewidth=0, zorder=0)
            left: Style = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center", "fontsize": SMALL}
            axes.text(-0.02, place["band"], "this pair", color=INK, **left)
        axes.set_xlabel("share of shifts that went on", fontsize=10)

    found = counted.sort_values(["direction", "band"])
    parts = {
        "share": closer["share"],
        "largest": bands["closer"]["share"].iloc[-1],
        "name": NAMES[name],
        "cases": whole["all"]["n"],
        "values": "; ".join(f"pairs drawn {way}, {', '.join(_shares(bands[way]['share']))}" for way in _HUES),
        "credit": "United Nations Digital Library" if name == "kappa" else "the tables behind the index",
    }
    table = pd.DataFrame(
        {
            "Shifts": found["direction"].replace("closer", "towards each other"),
            "Size": ["all" if band < 0 else f"tenth {band + 1}" for band in found["band"]],
            "Went on": [f"{v:.1%}" for v in found["share"]],
            "90% interval": interval_cells(found, lambda v: f"{v:.1%}"),
            "Cases": [f"{n:,}" for n in found["n"]],
        }
    )
    captions = caption("continuation", *(["place"] if place else []), half=half, **parts)
    return Picture(table, draw, (4.2, 4.2), **captions)


def gravity(rows: pd.DataFrame, terms: Sequence[str] = ("log distance", "contiguity")) -> Picture | Text:
    """Draw the coefficients of the gravity model year by year, with the range of published ones behind."""
    if rows.empty:
        return nothing("gravity")
    sources, named = caption_words("gravity", "sources"), caption_words("gravity", "terms")
    found = gravity_estimates(rows[rows["term"].isin(terms)]).sort_values("year")
    lines = {
        (term, name): found[(found["term"] == term) & (found["source"] == key)]
        for term in terms
        for key, name in sources.items()
    }
    lines = {
        (term, name): Line(name, own.assign(status="observed"), main=name == "COW", band=True, points=False)
        for (term, name), own in lines.items()
        if len(own)
    }

    def draw(canvas: Figure, narrow: bool) -> None:
        for axes, term in zip(
            panels(canvas, [1.0] * len(terms), [*sources.values()], narrow=narrow), terms, strict=True
        ):
            mean, spread = PUBLISHED[term]
            axes.axhspan(mean - spread, mean + spread, color=SOFT, alpha=0.12, linewidth=0, zorder=0)
            axes.axhline(0.0, color=SOFT, linewidth=0.8, zorder=1)
            frame_years(axes, found["year"].min(), found["year"].max(), labelled=term == terms[-1], narrow=narrow)
            draw_lines(axes, [line for key, line in lines.items() if key[0] == term], _plain, narrow=narrow)
            name_panel(axes, named[term], INK)

    ends, cells = [], {}
    for (term, name), line in lines.items():
        values = [signed(v, 2) for v in line.rows["value"]]
        years = line.rows["year"].astype(str)
        ends.append(f"{named[term]}, {name}: from {values[0]} in {years.iloc[0]} to {values[-1]} in {years.iloc[-1]}.")
        errors = [f"{value} ({error:.2f})" for value, error in zip(values, line.rows["se"], strict=True)]
        cells[f"{named[term]}, {name} (error)"] = pd.Series(errors, index=years)
    first = found[found["term"] == terms[0]]
    parts = {
        "term": named[terms[0]],
        "lowest": signed(first["value"].min(), 2),
        "highest": signed(first["value"].max(), 2),
        "share": first["as_published"].mean(),
    }
    captions = caption("gravity", ends=" ".join(ends), credit=credits_of(["gravity_coefficients"]), **parts)
    table = pd.DataFrame(cells).sort_index().astype(object).fillna("").rename_axis("Year").reset_index()
    return Picture(table, draw, by_rows(len(terms), 1.9, rest=0.5), **captions)
