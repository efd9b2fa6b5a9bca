"""Rules on arms and armed forces: military ties, and deliveries against those to a third state."""

from __future__ import annotations

import math

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.windows import end_year, last_in_all, last_years, over, over_latest, ratio, series
from dyadlens.data.cases import case
from dyadlens.data.catalog import load
from dyadlens.data.evidence import Evidence
from dyadlens.details.deals import deals
from dyadlens.lens import Lens
from dyadlens.states import all_states

ENGINES = ("turbofan", "turbojet", "turboprop", "turboshaft", "gas turbine", "diesel engine")
BUILT_IN = " Engines count for the state that makes them, also where they come in aircraft or ships of another."
NEVER_SHARED = "the register of arms may be shown for pairs of the focal states only"


def delivered(lens: Lens, supplier: str, recipient: str, *, first: int | None = None) -> Evidence:
    """Return arms delivered from one state to another by year (TIV)."""
    return series(lens, "tiv", supplier, recipient, first=first)


def name(code: str) -> str:
    """Return a state's name as a sentence has it."""
    return all_states()[code].in_text


def military_ties(
    lens: Lens,
    a: str,
    b: str,
    *,
    arms_from: str,
    arms_to: str,
    arms_latest_years: int,
    arms_baseline_years: int,
    exercise_years: int = 0,
    agreement_level: str = "",
    factor: float = 1.0,
) -> Finding:
    """Ask whether exercises are held, arms deliveries grow, and a defence agreement is in force."""
    tiv = delivered(lens, arms_from, arms_to)
    last = last_in_all(tiv)
    what = f"arms from {name(arms_from)}, latest {arms_latest_years} years against those before"
    now = over_latest(tiv, arms_latest_years, what, unit="a year")
    earlier = last_years(last, arms_baseline_years, skip=arms_latest_years)
    before = over(tiv, earlier, "arms before", unit="a year")
    grown = Part(
        proposition=f"arms from {name(arms_from)} to {name(arms_to)}, mean of the latest {arms_latest_years} years, "
        f"lie above those of the {arms_baseline_years} before",
        numbers={"now": now, "before": before},
        checks=(Check("now", ">", factor * before.value, "factor"),),
        says=f"Arms from {name(arms_from)} to {name(arms_to)}: {{now}} in {{now.span}}, {{before}} in {{before.span}}.",
        note=main_item(lens, arms_from, arms_to),
        gap=NEVER_SHARED,
    )
    parts = [_exercises(lens, exercise_years)] if exercise_years else []
    agreement = _agreement(lens, agreement_level) if agreement_level else _pact(lens, a, b)
    return Finding(parts=(*parts, grown, agreement))


def _exercises(lens: Lens, count: int) -> Part:
    own = case(lens)
    source = f"cases/{own.key}/exercises" if own and "exercises" in own.parts else None
    found: list[int] = []
    years = range(0)
    if source is not None:
        table = load(source, lens)
        years = last_years(min(table.last, end_year(lens)), count)
        found = sorted(set(table.frame["year"].astype(int)) & set(years))
    # A year in which none was found is no year without one: the list is not complete.
    value = float(count) if len(found) == count else math.nan
    missing, sources = tuple(y for y in years if y not in found), (source,) if source else ()
    held = Number("latest years with an exercise", value, "count", tuple(found), missing, sources)
    lost = " and ".join(map(str, missing))
    return Part(
        proposition=f"a joint exercise in each of the latest {count} years",
        numbers={"held": held},
        checks=(Check("held", ">=", float(count)),),
        says="Exercises were held in {held.span}.",
        gap=f"no exercise was found in {lost}, which is no proof of none" if source else "no list of exercises",
    )


def _agreement(lens: Lens, level: str) -> Part:
    """Look for an agreement at a level of office in the case file; that it still holds is assumed."""
    own = case(lens)
    rows = own.parts["contacts"] if own and "contacts" in own.parts else None
    years: tuple[int, ...] = ()
    if rows is not None:
        rows = rows[(rows["type"] == "agreement") & (rows["level"] == level) & (rows["confidence"] != "low")]
        dates = rows["date"].str[:4].astype(int)
        years = tuple(sorted({int(y) for y in dates[dates <= end_year(lens)]}))
    source = (f"cases/{own.key}/contacts",) if own and rows is not None else ()
    signed = Number("agreements signed", float(len(years)) if years else math.nan, "count", years, (), source)
    return Part(
        proposition="a defence agreement in force",
        numbers={"signed": signed},
        checks=(Check("signed", ">=", 1.0),),
        says="Agreements that defence ministers signed: {signed.span}.",
        note="The list holds signatures and no ends: an agreement is taken to be in force once it was signed.",
        gap="no such agreement was found, which is no proof of none",
    )


def _pact(lens: Lens, a: str, b: str) -> Part:
    """Ask for a defence pact in the last year on record; lesser promises are no military tie."""
    rows = series(lens, "defense_pact", a, b)
    pact = over_latest(rows, 1, "defence pact")
    return Part(
        proposition="a defence pact in force, in the last year on record",
        numbers={"pact": pact},
        checks=(Check("pact", ">=", 1.0),),
        says="A promise of defence in a treaty of alliance between the two: {pact} ({pact.span}).",
        note="Agreements on training or arms are not treaties of alliance and are not in the source.",
        gap="the source does not cover the two states",
    )


def main_item(lens: Lens, supplier: str, recipient: str, since: int = 2007) -> str:
    """Say which item makes up most of a supplier's deliveries, where one does."""
    if lens.as_of:
        return "The items behind the volume cannot be told for that day: a deal is listed once it ended." + BUILT_IN
    if lens.end < since or min(all_states()[state].last for state in (supplier, recipient)) < since:
        return ""
    where = Lens(pair=(supplier, recipient), third_parties=[], start=since, end=lens.end, as_of=lens.as_of)
    rows = deals(where)
    rows = rows[rows["supplier"] == supplier]
    volume = rows.groupby(["designation", "description"], observed=True)["tiv_delivered"].sum()
    if not len(volume) or volume.max() <= volume.sum() / 2:
        return ""
    item, kind = volume.nlargest(1).index[0]
    share = volume.max() / volume.sum()
    return f"Since {since} {share:.0%} of the volume on record is {item}, {kind}.{BUILT_IN if kind in ENGINES else ''}"


def refrains(lens: Lens, a: str, b: str, c: str, *, share_max: float, latest_years: int) -> Finding:
    """Ask whether arms from B to A stay below a share of those from B to C in every one of the latest years."""
    to_a, to_c = delivered(lens, b, a), delivered(lens, b, c)
    years = last_years(last_in_all(to_a, to_c), latest_years)
    shares = {}
    for year in years:
        one, other = (over(rows, [year], "arms") for rows in (to_a, to_c))
        shares[year] = ratio(one, other, f"share in {year}", scale="share")
    known = {y: n for y, n in shares.items() if n.known}
    top = max(known, key=lambda y: (known[y].value, -y), default=None)
    value = math.nan if top is None else known[top].value
    if len(known) < len(years) and not value >= share_max:
        value = math.nan  # a year that is not known may lie above
    label = f"arms, highest yearly share of those to {name(c)}"
    missing = tuple(y for y in years if y not in known)
    sources = tuple(dict.fromkeys([*to_a["source"], *to_c["source"]]))
    worst = Number(label, value, "share", tuple(known), missing, sources)
    numbers = {"worst": worst} | {f"y{y}": n for y, n in shares.items()}
    part = Part(
        proposition=f"arms from {name(b)} to {name(a)} are below {share_max:.0%} of those to {name(c)} in every one of "
        f"the latest {latest_years} years",
        numbers=numbers,
        checks=(Check("worst", "<", share_max, "share_max"),),
        says=f"Arms from {name(b)} to {name(a)} as a share of those to {name(c)}: at most {{worst}} in a year of "
        f"{{worst.span}}" + (f", in {top}." if top else "."),
        note=main_item(lens, b, a),
        gap=NEVER_SHARED,
    )
    return Finding(parts=(part,), notes=("Figures that fit a request do not prove that one was made.",))
