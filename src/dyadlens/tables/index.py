"""Tables of the two indices: what goes into them, and what each would be with another choice."""

from __future__ import annotations

import pandas as pd

from dyadlens.indices.definitions import indicators_of, years_counted
from dyadlens.lens import Lens, as_lens
from dyadlens.tables.table import Table
from dyadlens.text.answer import Text
from dyadlens.text.index import DOMAINS, changed_choice, points
from dyadlens.text.names import capital, label


def index_sensitivity_table(index: str, found: pd.DataFrame) -> Table | Text:
    """List the index of a pair under each alternative, the one that moves it most first."""
    if found.empty:
        return Text(f"{capital(index)} is not known in any of these years: there is nothing to vary.")
    frame = pd.DataFrame(
        {
            "Made with": [capital(changed_choice(*row)) for row in found[["choice", "alternative"]].to_numpy()],
            "Index": [points(v) for v in found["value"]],
            "Difference": [points(v) for v in found["difference"]],
        }
    )
    first = found.iloc[0]
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
            "Years of its sources": ["–".join(map(str, years_counted(one))) for one in indicators],
            "Why": [capital(one.why) for one in indicators],
        }
    )
    return Table(frame, f"What goes into {index}")


def index_coverage_table(index: str, covered: pd.DataFrame, lens: Lens | str) -> Table:
    """List for the years of a lens how many pairs have a value, and for how many each domain is known."""
    lens = as_lens(lens)
    rows = covered[covered["year"].between(lens.start, lens.end)]
    frame = pd.DataFrame({"Year": rows["year"].astype(str), "Pairs with a value": [f"{n:,}" for n in rows["pairs"]]})
    for name in [c for c in covered.columns if c not in {"year", "pairs"}]:
        frame[capital(DOMAINS[name])] = [f"{n:,}" for n in rows[name]]
    return Table(frame, f"Pairs of states for which {index} and each of its domains are known")


# As `tables` offers them.
index_sensitivity, recipe, index_coverage = index_sensitivity_table, recipe_table, index_coverage_table
