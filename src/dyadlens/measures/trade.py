"""Trade and energy: totals by source, dependence, intensity, the gap to a gravity model, energy imports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from dyadlens.data.catalog import Vintage, load
from dyadlens.data.evidence import OBSERVED, Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures import energy, gravity
from dyadlens.measures.measure import Measure
from dyadlens.measures.trade_flows import cow_pairs, declared_exports
from dyadlens.measures.trade_pairs import ALL_PAIRS, all_pairs
from dyadlens.measures.trade_weight import dependence, intensity
from dyadlens.measures.yearly import rows_of, yearly
from dyadlens.stats.ranks import percentile_rank

__all__ = ["ALL_PAIRS", "MEASURES", "all_pairs", "compute"]

_COW = "Barbieri, Keshk & Pollins (2009), Conflict Management and Peace Science 26:471-491"
_ATLAS = "The Growth Lab at Harvard University, Atlas of Economic Complexity"
_MUSD = "current US$ million"
_KOJIMA = "Kojima (1964), Hitotsubashi Journal of Economics 5:19-36"
_KOJIMA_UNIT = "ratio, 1 is as expected from the partner's share of world imports"

MEASURES = (
    Measure(
        "trade_total",
        "Two-way trade",
        _MUSD,
        0.0,
        None,
        "more trade",
        ("trade_cow", "trade_spliced_russia"),
        _COW,
        scale="musd",
        note="To 2014 as both sides' imports; for some pairs with Russia later years are joined on by a stated rule.",
    ),
    Measure(
        "trade_total_russia",
        "Two-way trade as Russia reports it",
        _MUSD,
        0.0,
        None,
        "more trade",
        ("trade_dots_russia",),
        "IMF, Direction of Trade Statistics",
        scale="musd",
        note="Exports FOB plus imports CIF, as reported.",
    ),
    Measure(
        "trade_total_atlas",
        "Two-way trade, reconciled",
        _MUSD,
        0.0,
        None,
        "more trade",
        ("trade_atlas_pairs",),
        _ATLAS,
        scale="musd",
        note="One figure a direction, reconciled from both reports; a zero may hide a missing report.",
    ),
    Measure(
        "exports_declared",
        "Exports as the exporter declares them",
        _MUSD,
        0.0,
        None,
        "more trade",
        ("trade_declared", "trade_dots_russia"),
        "UN Comtrade; IMF, Direction of Trade Statistics",
        scale="musd",
        directed=True,
        note="Russia's own report first, then UN Comtrade, national statistics and WITS; never averaged.",
    ),
    Measure(
        "exports_mirrored",
        "Exports as the importer declares them",
        _MUSD,
        0.0,
        None,
        "more trade",
        ("trade_declared", "trade_dots_russia"),
        "UN Comtrade; IMF, Direction of Trade Statistics",
        scale="musd",
        directed=True,
        note="Imports carry freight and insurance: they should exceed what the exporter declares by 5 to 10 percent.",
    ),
    Measure(
        "trade_dependence",
        "Trade dependence",
        "share of the first state's total trade",
        0.0,
        1.0,
        "the first leans more on the second",
        ("trade_cow", "trade_world_totals"),
        "Oneal & Russett (1997), International Studies Quarterly 41:267-294",
        scale="share",
        directed=True,
        direction="of {a} on {b}",
        note="A thin trade has little to lose; a low share is a thin economic base.",
    ),
    Measure(
        "trade_dependence_atlas",
        "Trade dependence, reconciled figures",
        "share of the first state's total trade",
        0.0,
        1.0,
        "the first leans more on the second",
        ("trade_atlas_pairs",),
        _ATLAS,
        scale="share",
        directed=True,
        direction="of {a} on {b}",
    ),
    Measure(
        "trade_intensity",
        "Trade intensity",
        _KOJIMA_UNIT,
        0.0,
        None,
        "more exports than the partner's size in world trade would bring",
        ("trade_cow", "trade_world_totals"),
        _KOJIMA,
        directed=True,
        note="Takes no account of distance; the gravity model does. A flow below half a million counts as zero.",
    ),
    Measure(
        "trade_intensity_atlas",
        "Trade intensity, reconciled figures",
        _KOJIMA_UNIT,
        0.0,
        None,
        "more exports than the partner's size in world trade would bring",
        ("trade_atlas_pairs",),
        f"{_KOJIMA}; {_ATLAS}",
        directed=True,
        note="Takes no account of distance; the gravity model does.",
    ),
    *gravity.MEASURES,
    *energy.MEASURES,
)


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute the measures of trade and energy."""
    return join([make() for name, make in _parts(lens) if only in (None, name)])


def _parts(lens: Lens) -> list[tuple[str, Callable[[], Evidence]]]:
    """Return each measure and direction with the call that computes it, in order."""
    a, b = lens.pair
    atlas, residuals = load("trade_atlas_pairs", lens), load("gravity", lens)
    first, second = sorted(lens.pair)
    here = atlas.frame[(atlas.frame["a"] == first) & (atlas.frame["b"] == second)].set_index("year")
    reconciled = partial(_from_atlas, lens, atlas, here)
    parts = [
        ("trade_total", partial(_total, lens)),
        ("trade_total_russia", partial(_russia, lens)),
        ("trade_total_atlas", partial(reconciled, "trade_total_atlas", a, b, "total_musd", "percentile")),
    ]
    for x, y in ((a, b), (b, a)):
        side, way = ("a", "ab") if x == first else ("b", "ba")
        parts += [
            ("exports_declared", partial(_declared, lens, x, y, mirrored=False)),
            ("exports_mirrored", partial(_declared, lens, x, y, mirrored=True)),
            ("trade_dependence", partial(dependence, lens, x, y)),
            ("trade_intensity", partial(intensity, lens, x, y)),
            *(
                (name, partial(reconciled, name, x, y, column, f"{column}_percentile"))
                for name, column in (
                    ("trade_dependence_atlas", f"dependence_{side}"),
                    ("trade_intensity_atlas", f"intensity_{way}"),
                )
            ),
        ]
    for name, source in (("gravity_residual", "cow"), ("gravity_residual_atlas", "atlas")):
        parts.append((name, partial(gravity.residual, lens, residuals, source, name)))
    for x, y in ((a, b), (b, a)):
        parts += [
            ("net_energy_imports", partial(energy.net_energy_imports, lens, x)),
            ("lng_imports", partial(energy.lng_imports, lens, x)),
            ("lng_supplied", partial(energy.lng_supplied, lens, x, y)),
        ]
    return parts


def _total(lens: Lens) -> Evidence:
    """COW totals, and for pairs of Russia the spliced years after them, marked by their source."""
    cow, spliced = load("trade_cow", lens), load("trade_spliced_russia", lens)
    pairs = cow_pairs()
    first, second = sorted(lens.pair)
    own = pairs.of(first, second)
    added: dict[int, float] = {}
    if "RUS" in lens.pair:
        partner = next(s for s in lens.pair if s != "RUS")
        rows = spliced.frame[(spliced.frame["partner"] == partner) & spliced.frame["spliced"].astype(bool)]
        added = dict(zip(rows["year"].astype(int), rows["total_musd"], strict=True))
    out = []
    for year in lens.years:
        if year in added:
            out.append(yearly(year, added[year], percentile=np.nan, source="trade_spliced_russia"))
            continue
        covered = cow.covers(year) and lens.a.existed(year) and lens.b.existed(year)
        value = own.get(year, np.nan) if covered else np.nan
        rank = percentile_rank(value, pairs.in_year(year)) if covered else np.nan
        row = yearly(year, value, covered=covered, percentile=rank, source="trade_cow")
        # The source is in whole millions: its 0 is less than half a million, not nothing.
        out.append(row | {"status": OBSERVED} if row["value"] == 0 else row)
    return rows_of("trade", "trade_total", *lens.pair, out, "trade_cow")


def _russia(lens: Lens) -> Evidence:
    """Give what Russia reports, for its own pairs only."""
    table = load("trade_dots_russia", lens)
    partner = next((s for s in lens.pair if s != "RUS"), "") if "RUS" in lens.pair else ""
    rows = table.frame[table.frame["partner"] == partner].set_index("year")
    total = rows["exports_musd"] + rows["imports_musd"]
    out = [yearly(y, total.get(y), covered=bool(len(rows)) and table.covers(y)) for y in lens.years]
    return rows_of("trade", "trade_total_russia", *lens.pair, out, "trade_dots_russia")


def _from_atlas(
    lens: Lens, table: Vintage, here: pd.DataFrame, measure: str, a: str, b: str, column: str, percentile: str
) -> Evidence:
    """One column of the table of pairs, with the rank that was computed from all pairs."""
    held = table.info.complete or (lens.a.focal and lens.b.focal)
    out = []
    for year in lens.years:
        value = here[column].get(year) if held else None
        row = yearly(year, value, covered=held and table.covers(year))
        out.append(
            {**row, "percentile": here[percentile].get(year, np.nan) if row["value"] == row["value"] else np.nan}
        )
    return rows_of("trade", measure, a, b, out, "trade_atlas_pairs")


def _declared(lens: Lens, exporter: str, importer: str, *, mirrored: bool) -> Evidence:
    """Give exports from one to the other as one of the two declares them."""
    found = declared_exports(lens, exporter, importer, mirrored=mirrored)
    info = load("trade_declared", lens)
    held = info.info.complete or (lens.a.focal and lens.b.focal)
    out = []
    for year in lens.years:
        value, source = found.get(year, (None, "trade_declared"))
        out.append(yearly(year, value, covered=held and info.covers(year), source=source))
    return rows_of(
        "trade", "exports_mirrored" if mirrored else "exports_declared", exporter, importer, out, "trade_declared"
    )
