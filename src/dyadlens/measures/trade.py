"""Trade and energy: totals by source, dependence, intensity, the gap to a gravity model, energy imports."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.catalog import Vintage, load
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.trade_flows import DECLARED_ORDER, cow_pairs, declared_exports
from dyadlens.shape import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence, join, make
from dyadlens.states import WORLD, all_states
from dyadlens.stats.ranks import percentile_rank

_Z90 = 1.6448536
_COW = "Barbieri, Keshk & Pollins (2009), Conflict Management and Peace Science 26:471-491"
_ATLAS = "The Growth Lab at Harvard University, Atlas of Economic Complexity"
_GRAVITY = "Santos Silva & Tenreyro (2006), Review of Economics and Statistics 88:641-658; Head & Mayer (2014)"
_MUSD = "current US$ million"
_DELTA = "delta method on a sandwich covariance clustered by pair: it bounds the expected trade, not single years"

MEASURES = (
    Measure(
        "trade_total", "Two-way trade", _MUSD, 0.0, None, "more trade", ("trade_cow", "trade_spliced_russia"), _COW, scale="musd",
        note="To 2014 as both sides' imports (COW); for some pairs with Russia later years are spliced on by a stated rule.",
    ),
    Measure(
        "trade_total_russia", "Two-way trade as Russia reports it", _MUSD, 0.0, None, "more trade", ("trade_dots_russia",),
        "IMF, Direction of Trade Statistics", scale="musd", note="Exports FOB plus imports CIF, as reported.",
    ),
    Measure(
        "trade_total_atlas", "Two-way trade, reconciled", _MUSD, 0.0, None, "more trade", ("trade_atlas_pairs",), _ATLAS,
        scale="musd", note="One figure a direction, reconciled from both reports; a zero may hide a missing report.",
    ),
    Measure(
        "exports_declared", "Exports as the exporter declares them", _MUSD, 0.0, None, "more trade",
        ("trade_declared", "trade_dots_russia"), "UN Comtrade; IMF, Direction of Trade Statistics", scale="musd", directed=True,
        note="First source at hand in this order: " + ", ".join(DECLARED_ORDER) + ". Never averaged.",
    ),
    Measure(
        "exports_mirrored", "Exports as the importer declares them", _MUSD, 0.0, None, "more trade",
        ("trade_declared", "trade_dots_russia"), "UN Comtrade; IMF, Direction of Trade Statistics", scale="musd", directed=True,
        note="Imports carry freight and insurance, so they should exceed what the exporter declares by some 5 to 10 percent.",
    ),
    Measure(
        "trade_dependence", "Trade dependence", "share of the first state's total trade", 0.0, 1.0, "the first leans more on the second",
        ("trade_cow", "trade_world_totals"), "Oneal & Russett (1997), International Studies Quarterly 41:267-294", scale="share",
        directed=True, direction="of {a} on {b}", note="A thin trade has little to lose; a low share is a thin economic base.",
    ),
    Measure(
        "trade_dependence_atlas", "Trade dependence, reconciled figures", "share of the first state's total trade", 0.0, 1.0,
        "the first leans more on the second", ("trade_atlas_pairs",), _ATLAS, scale="share", directed=True, direction="of {a} on {b}",
    ),
    Measure(
        "trade_intensity", "Trade intensity", "ratio, 1 is as expected from the partner's share of world imports", 0.0, None,
        "more exports than the partner's size in world trade would bring", ("trade_atlas_pairs",), "Kojima (1964), Hitotsubashi "
        "Journal of Economics 5:19-36", directed=True, note="Takes no account of distance; the gravity model does.",
    ),
    Measure(
        "gravity_residual", "Trade against a gravity model", "log of observed over expected", None, None,
        "more trade than size and distance let expect", ("gravity",), _GRAVITY, scale="log_ratio", interval=_DELTA,
        note="PPML for each year with exporter and importer effects, on COW trade.",
    ),
    Measure(
        "gravity_residual_atlas", "Trade against a gravity model, reconciled figures", "log of observed over expected", None, None,
        "more trade than size and distance let expect", ("gravity",), _GRAVITY, scale="log_ratio", interval=_DELTA,
        note="PPML for each year with exporter and importer effects, on the Atlas of Economic Complexity.",
    ),
    Measure(
        "net_energy_imports", "Net energy imports", "share of energy use", None, 1.0, "shorter of energy", ("energy_imports",),
        "World Bank, World Development Indicators", scale="share", directed=True, note="Below zero for a net exporter.",
    ),
    Measure(
        "lng_imports", "Imports of liquefied natural gas", "billion cubic metres", 0.0, None, "a larger gas market", ("lng_imports",),
        "Energy Institute, Statistical Review of World Energy 2024", scale="bcm", directed=True,
    ),
)  # fmt: skip


def compute(lens: Lens) -> Evidence:
    """Compute all measures of trade and energy.

    Parameters
    ----------
    lens : Lens
        The pair and the years.

    Returns
    -------
    Evidence
        Totals are undirected; exports, dependence and intensity run from ``a`` to ``b``, both ways; energy is of
        one state, with ``b`` the world.

    Examples
    --------
    >>> rows = compute(Lens("PAK-RUS", start=2018, end=2018))
    >>> round(float(rows.of("trade_total_russia")["value"].iloc[0]))
    731
    """
    a, b = lens.pair
    atlas, gravity = load("trade_atlas_pairs", lens), load("gravity", lens)
    first, second = sorted(lens.pair)
    here = atlas.frame[(atlas.frame["a"] == first) & (atlas.frame["b"] == second)].set_index("year")
    parts = [_total(lens), _russia(lens), _from_atlas(lens, atlas, here, "trade_total_atlas", a, b, "total_musd", "percentile")]
    for x, y in ((a, b), (b, a)):
        side, way = ("a", "ab") if x == first else ("b", "ba")
        parts.append(_declared(lens, x, y, mirrored=False))
        parts.append(_declared(lens, x, y, mirrored=True))
        parts.append(_dependence(lens, x, y))
        dependence, intensity = f"dependence_{side}", f"intensity_{way}"
        parts.append(_from_atlas(lens, atlas, here, "trade_dependence_atlas", x, y, dependence, f"{dependence}_percentile"))
        parts.append(_from_atlas(lens, atlas, here, "trade_intensity", x, y, intensity, f"{intensity}_percentile"))
    parts += [_residual(lens, gravity, "cow", "gravity_residual"), _residual(lens, gravity, "atlas", "gravity_residual_atlas")]
    for state in lens.pair:
        parts += [_energy(lens, state), _lng(lens, state)]
    return join(parts)


def _rows(measure: str, a: str, b: str, rows: list[dict], source: str) -> Evidence:
    frame = pd.DataFrame(rows)
    columns = {name: frame[name].to_numpy() for name in frame.columns}
    columns.setdefault("source", source)
    return make(domain="trade", measure=measure, a=a, b=b, **columns)


def _value(year: int, value: float | None, *, covered: bool = True, **more: object) -> dict:
    """Give a year its status: a number is observed or zero, none is unknown inside the coverage."""
    missing = value is None or np.isnan(value)
    status = (UNKNOWN if covered else NOT_COVERED) if missing else OBSERVED if value else TRUE_ZERO
    return {"year": year, "value": np.nan if missing else float(value), "status": status, **more}


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
            out.append(_value(year, added[year], percentile=np.nan, source="trade_spliced_russia"))
            continue
        covered = cow.covers(year) and lens.a.existed(year) and lens.b.existed(year)
        value = own.get(year, np.nan) if covered else np.nan
        rank = percentile_rank(value, pairs.in_year(year)) if covered else np.nan
        out.append(_value(year, value, covered=covered, percentile=rank, source="trade_cow"))
    return _rows("trade_total", *lens.pair, out, "trade_cow")


def _russia(lens: Lens) -> Evidence:
    """What Russia reports, for its own pairs only."""
    table = load("trade_dots_russia", lens)
    partner = next((s for s in lens.pair if s != "RUS"), "") if "RUS" in lens.pair else ""
    rows = table.frame[table.frame["partner"] == partner].set_index("year")
    total = rows["exports_musd"] + rows["imports_musd"]
    out = [_value(y, total.get(y), covered=bool(len(rows)) and table.covers(y)) for y in lens.years]
    return _rows("trade_total_russia", *lens.pair, out, "trade_dots_russia")


def _from_atlas(
    lens: Lens, table: Vintage, here: pd.DataFrame, measure: str, a: str, b: str, column: str, percentile: str
) -> Evidence:
    """One column of the table of pairs, with the rank that was computed from all pairs."""
    held = table.info.complete or (lens.a.focal and lens.b.focal)
    out = []
    for year in lens.years:
        value = here[column].get(year) if held else None
        row = _value(year, value, covered=held and table.covers(year))
        out.append({**row, "percentile": here[percentile].get(year, np.nan) if row["value"] == row["value"] else np.nan})
    return _rows(measure, a, b, out, "trade_atlas_pairs")


def _declared(lens: Lens, exporter: str, importer: str, *, mirrored: bool) -> Evidence:
    """Exports from one to the other as one of the two declares them."""
    found = declared_exports(lens, exporter, importer, mirrored=mirrored)
    info = load("trade_declared", lens)
    held = info.info.complete or (lens.a.focal and lens.b.focal)
    out = []
    for year in lens.years:
        value, source = found.get(year, (None, "trade_declared"))
        out.append(_value(year, value, covered=held and info.covers(year), source=source))
    return _rows("exports_mirrored" if mirrored else "exports_declared", exporter, importer, out, "trade_declared")


def _dependence(lens: Lens, state: str, partner: str) -> Evidence:
    """Share of a state's total COW trade that is with the partner, ranked among all directed pairs."""
    cow = load("trade_cow", lens)
    pairs = cow_pairs()
    own = pairs.of(*sorted((state, partner)))
    out = []
    for year in lens.years:
        covered = cow.covers(year) and lens.a.existed(year) and lens.b.existed(year)
        total = pairs.total(state).get(year, np.nan) if covered else np.nan
        value = own.get(year, np.nan) / total if covered and total > 0 else np.nan
        rank = percentile_rank(value, pairs.dependences(year)) if not np.isnan(value) else np.nan
        out.append(_value(year, value, covered=covered, percentile=rank))
    return _rows("trade_dependence", state, partner, out, "trade_cow")


def _residual(lens: Lens, table: Vintage, source: str, measure: str) -> Evidence:
    """Log of observed over expected trade with the interval of the expectation; ranked at curation or here."""
    everyone = table.frame[table.frame["source"] == source]
    first, second = sorted(lens.pair)
    here = everyone[(everyone["a"] == first) & (everyone["b"] == second)].set_index("year")
    known = everyone["year"]
    out = []
    for year in lens.years:
        covered = bool(len(known)) and known.min() <= year <= known.max() and table.covers(year)
        value = here["log_ratio"].get(year)
        row = _value(year, value, covered=covered and (source == "cow" or (lens.a.focal and lens.b.focal)))
        if row["status"] == TRUE_ZERO:
            row["status"] = OBSERVED  # a log ratio of 0 is a finding, not an absence
        if row["value"] == row["value"]:
            half = _Z90 * here["se"].get(year)
            rank = here["percentile"].get(year, np.nan)
            if np.isnan(rank):
                rank = percentile_rank(row["value"], everyone.loc[known == year, "log_ratio"])
            row |= {"low": row["value"] - half, "high": row["value"] + half, "percentile": rank}
        out.append({"low": np.nan, "high": np.nan, "percentile": np.nan, **row})
    return _rows(measure, *lens.pair, out, "gravity")


def _energy(lens: Lens, state: str) -> Evidence:
    table = load("energy_imports", lens)
    rows = table.frame[table.frame["state"] == state].set_index("year")["net_imports_pct"]
    out = [_value(y, rows.get(y, np.nan) / 100, covered=table.covers(y)) for y in lens.years]
    return _rows("net_energy_imports", state, WORLD, out, "energy_imports")


def _lng(lens: Lens, state: str) -> Evidence:
    """The newer review where it has a figure, else the older one; an extract holds focal states only."""
    table = load("lng_imports", lens)
    rows = table.frame[table.frame["state"] == state]
    held = table.info.complete or all_states()[state].focal
    found = {r.year: r.bcm for r in rows.sort_values("source").itertuples()}
    out = [_value(y, found.get(y), covered=held and table.covers(y)) for y in lens.years]
    return _rows("lng_imports", state, WORLD, out, "lng_imports")
