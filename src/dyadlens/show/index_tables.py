"""Tables of the two indices: what goes into them, and what each would be with another choice."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.catalog import table
from dyadlens.indices.definitions import indicators_of
from dyadlens.indices.steps import Indicator
from dyadlens.lens import Lens
from dyadlens.measures import describe
from dyadlens.panel.grid import FIRST, LAST
from dyadlens.show.standing import DOMAINS, alternative, points
from dyadlens.show.tables import Table
from dyadlens.show.words import Said, capital, label


def hanging_table(index: str, anew: pd.DataFrame) -> Table | Said:
    """List the index of a pair under each alternative, the one that moves it most first."""
    if anew.empty:
        return Said(f"{capital(index)} is not known in any of these years: there is nothing to make anew.")
    frame = pd.DataFrame(
        {
            "Made with": [capital(alternative(r.choice, r.alternative)) for r in anew.itertuples()],
            "Index": [points(v) for v in anew["value"]],
            "Difference": [points(v) for v in anew["difference"]],
        }
    )
    first = anew.iloc[0]
    return Table(
        frame, f"{capital(index)} in {first['year']} with one choice changed; as it is: {points(first['default'])}"
    )


def recipe_table(index: str) -> Table:
    """List what goes into an index, from which year to which, and why."""
    indicators = indicators_of(index)
    frame = pd.DataFrame(
        {
            "Domain": [capital(DOMAINS[one.domain]) for one in indicators],
            "Measure": [label(one.name) for one in indicators],
            "Counts": ["for" if one.direction > 0 else "against" for one in indicators],
            "Years of its sources": [_span(one) for one in indicators],
            "Why": [capital(one.why) for one in indicators],
        }
    )
    return Table(frame, f"What goes into {index}")


def _span(one: Indicator) -> str:
    """Write the years that all sources of an indicator cover and in which it counts."""
    sources = [table(name) for name in describe(one.name).tables]
    first = max(FIRST, one.years[0], *(info.first for info in sources))
    last = min(LAST, one.years[1], *(info.last for info in sources))
    return f"{first}–{last}"


def pairs_table(index: str, covered: pd.DataFrame, lens: Lens) -> Table:
    """List for the years of a lens how many pairs have a value, and for how many each domain is known."""
    rows = covered[covered["year"].between(lens.start, lens.end)]
    frame = pd.DataFrame({"Year": rows["year"].astype(str), "Pairs with a value": [f"{n:,}" for n in rows["pairs"]]})
    for name in [c for c in covered.columns if c not in {"year", "pairs"}]:
        frame[capital(DOMAINS[name])] = [f"{n:,}" for n in rows[name]]
    return Table(frame, f"Pairs of states for which {index} and each of its domains are known")
