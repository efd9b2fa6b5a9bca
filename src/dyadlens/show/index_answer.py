"""The answer on the two indices of a pair, put before their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES
from dyadlens.lens import Lens
from dyadlens.show.answer import Answer
from dyadlens.show.numbers import years
from dyadlens.show.standing import latest, moved, points, standing
from dyadlens.show.words import Said, capital

_WENT = {
    "convergence": {
        "rose": "drew closer",
        "fell": "drew apart",
        "held": "drew neither clearly closer nor apart",
    },
    "caution": {
        "rose": "have more reason to hold back",
        "fell": "have less reason to hold back",
        "held": "have no clearly greater or lesser reason to hold back",
    },
}


def in_short(
    lens: Lens,
    path: pd.DataFrame,
    shifts: Mapping[str, Sequence[Shift | None]],
    hanging: Mapping[str, Said],
    turns: Mapping[str, Said],
) -> Answer:
    """Put the answer first: where the pair stands, how it moved, since when, and what that hangs on."""
    rest = []
    for index, found in shifts.items():
        by_spans = {None if shift is None else shift.spans: shift for shift in found}
        rest += [moved(lens, index, shift, brief=True).text for shift in by_spans.values()]
    rest += [said.text for said in turns.values()] + [said.text for said in hanging.values()]
    stands, headline = standing(lens, path).text, _headline(lens, {index: found[0] for index, found in shifts.items()})
    points_ = [*rest, covered(path).text]
    return Answer(headline, [stands.removeprefix(f"{lens.title}. "), *points_]) if headline else Answer(stands, points_)


def _headline(lens: Lens, shifts: Mapping[str, Shift | None]) -> str:
    """Say which way each index went over the longest span that can be compared; nothing where none can."""
    told, untold = [], []
    for index, found in shifts.items():
        if found is None:
            untold.append(index)
            continue
        first, second = (f"{found.spans[i]}–{found.spans[i + 1]}" for i in (0, 2))
        levels = f"{index} {points(found.earlier)} in {first}, {points(found.recent)} in {second}"
        told.append(f"{_WENT[index][found.direction]} ({levels})")
    if not told:
        return ""
    rest = f"; how {untold[0]} moved cannot be told" if untold else ""
    return f"{lens.title} {' and '.join(told)}{rest}."


def covered(path: pd.DataFrame) -> Said:
    """Say in which years each index is known for the pair, and on how many domains it rests."""
    parts = []
    for index, rows in path.groupby("index", sort=False):
        seen = rows[rows["value"].notna()]
        if seen.empty:
            parts.append(f"{capital(index)} is known in none of these years.")
        else:
            low, high = seen["domains"].min(), seen["domains"].max()
            count = f"{low}" if low == high else f"{low} to {high}"
            parts.append(f"{capital(index)} is known in {years(seen['year'].tolist())}, on {count} domains.")
    return Said(" ".join(parts))


def index_facts(path: pd.DataFrame) -> dict[str, str]:
    """Return the last value of each index for the index of reports."""
    rows = {capital(index): latest(path, index) for index in INDICES}
    return {name: "–" if row is None else f"{points(row['value'])} ({row['year']})" for name, row in rows.items()}
