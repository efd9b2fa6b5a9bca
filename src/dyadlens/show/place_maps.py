"""Maps of this project's subjects: to which of two states others stand closer, where common foes are fought."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from dyadlens.lens import Lens
from dyadlens.measures.security_places import FoePlaces
from dyadlens.measures.third_parties_between import Between
from dyadlens.show.maps import Shade, world_map
from dyadlens.show.numbers import listed, short
from dyadlens.show.picture import Picture
from dyadlens.show.words import Said
from dyadlens.states import all_states

# ColorBrewer PuOr and Oranges (Brewer 2003): safe for the colour-blind; the pair itself in the darkest tones.
_SIDES = ("#e08214", "#fdc27f", "#dfe1e4", "#b8b0d6", "#7b68b0")
_PAIR = ("#8c4a06", "#3f2273")
_DEATHS = ("#fde0bf", "#fdae6b", "#e6650f", "#8c2d04")
_CALM = "#dfe1e4"
_NEAR, _FAR = 0.1, 0.3  # differences of mean ranks
_STEPS = (100, 1_000, 10_000)


def leaning_map(outlines: pd.DataFrame, lens: Lens, found: Between) -> Picture | Said:
    """Map to which of the two states every third state stands closer."""
    rows = found.rows
    if rows.empty:
        return Said("Of no third state is the closeness to both known, so that there is no map to draw.")
    a, b = lens.a.name, lens.b.name
    near = {side: rows[rows["value"] * way >= _NEAR] for side, way in ((a, 1), (b, -1))}
    title = (
        f"In {found.year}, {len(near[a])} states stood closer to {lens.a.in_text} and {len(near[b])} closer to "
        f"{lens.b.in_text}; {len(rows) - len(near[a]) - len(near[b])} about as close to both"
    )
    extremes = rows.iloc[0]["third"], rows.iloc[-1]["third"]
    first, last = (all_states()[code].in_text for code in extremes)
    table = pd.DataFrame(
        {
            "Third state": [all_states()[code].name for code in rows["third"]],
            f"Closeness to {a}": [short(v, "index") for v in rows["close_a"]],
            f"Closeness to {b}": [short(v, "index") for v in rows["close_b"]],
            "Difference": [short(v, "index") for v in rows["value"]],
        }
    )
    return world_map(
        outlines,
        _leaning_shades(lens, rows),
        _labels(lens),
        rest="not known",
        listed=_states_of(found.year),
        title=title,
        subtitle=f"Difference of closeness to the two, mean ranks among all pairs, {found.year}",
        alt=f"World map, Equal Earth projection. {title}. Farthest towards {a} stands {first}, towards {b} {last}.",
        source=(
            "Source: United Nations Digital Library; UN General Debate Corpus; ATOP 5.1; Thompson, Sakuwa & Suhas. "
            f"About as close: a difference below {_NEAR}; much closer: {_FAR} or more. A rival counts as not close."
        ),
        table=table,
    )


def _leaning_shades(lens: Lens, rows: pd.DataFrame) -> list[Shade]:
    """Sort third states into five classes, from the first state's side to the second's."""
    a, b = lens.a.name, lens.b.name
    edges = [float("-inf"), -_FAR, -_NEAR, _NEAR, _FAR, float("inf")]
    names = (f"much closer to {b}", f"closer to {b}", "about as close to both", f"closer to {a}", f"much closer to {a}")
    # The edges themselves belong to the farther class on either side.
    value = rows["value"].round(9)
    kind = pd.cut(value.where(value >= 0, value - 1e-9), edges, labels=False, right=False)
    thirds = [
        Shade(name, colour, rows.loc[kind == at, "third"].tolist())
        for at, (name, colour) in enumerate(zip(names, _SIDES[::-1], strict=True))
    ]
    return [*thirds[::-1], Shade(a, _PAIR[0], [lens.pair[0]]), Shade(b, _PAIR[1], [lens.pair[1]])]


def _states_of(year: int) -> list[str]:
    """Return the states of a year: other areas are blank and not hatched, since nobody could know of them."""
    return [code for code, state in all_states().items() if state.existed(year)]


def _labels(lens: Lens, *more: str) -> dict[str, str]:
    """Name the pair first, then the third states and any others."""
    return {code: all_states()[code].name for code in dict.fromkeys([*lens.pair, *lens.third_parties, *more])}


def foes_map(outlines: pd.DataFrame, lens: Lens, found: FoePlaces) -> Picture | Said:
    """Map which governments fight the common foes of a pair, by battle deaths."""
    if found.last is None:
        return Said("Battle deaths are not covered in these years, so that there is no map to draw.")
    span = f"{found.first}–{found.last}"
    if found.rows.empty:
        return Said(f"No common foe is on record in {span}: there may be some below the threshold, and no map to draw.")
    rows = found.rows
    total, top = rows["deaths"].sum(), rows.iloc[0]
    groups = listed(list(found.groups[:4])) + (f" and {len(found.groups) - 4} more" if len(found.groups) > 4 else "")
    where = all_states()[top["state"]].in_text
    title = (
        f"Of the battle deaths in fights with common foes ({groups}) in {span}, {top['deaths'] / total:.0%} fell in "
        f"those of {where}"
    )
    own = [code for code in lens.pair if code not in set(rows["state"])]
    shades = [*_death_shades(rows), Shade("the pair, none on record", _CALM, own)]
    table = pd.DataFrame(
        {
            "Government": [all_states()[code].name for code in rows["state"]],
            f"Battle deaths, {span}": [f"{v:,.0f}" for v in rows["deaths"]],
        }
    )
    said = listed([f"{all_states()[r.state].in_text} {r.deaths:,.0f}" for r in rows.head(4).itertuples()])
    return world_map(
        outlines,
        [shade for shade in shades if len(shade.states)],
        _labels(lens.replace(third_parties=[]), *rows["state"].head(3)),
        rest="none on record: below 25 a year",
        listed=_states_of(found.last),
        title=title,
        subtitle=f"Battle deaths of five years by the government that fights, {span}",
        alt=f"World map, Equal Earth projection, of {len(rows)} governments. Most: {said}.",
        source=(
            "Source: UCDP. By the government that fights, which is not always where the fighting is. Best estimates; a "
            "fight of several governments counts with each."
        ),
        table=table,
    )


def _death_shades(rows: pd.DataFrame) -> list[Shade]:
    """Sort governments into classes of ten times as many deaths each."""
    edges = [0, *_STEPS, float("inf")]
    names = [f"below {_STEPS[0]:,}"]
    names += [f"{low:,} to {high - 1:,}" for low, high in pairwise(_STEPS)]
    names += [f"{_STEPS[-1]:,} and more"]
    kind = pd.cut(rows["deaths"], edges, labels=False, right=False)
    return [
        Shade(name, colour, rows.loc[kind == at, "state"].tolist())
        for at, (name, colour) in enumerate(zip(names, _DEATHS, strict=True))
    ]
