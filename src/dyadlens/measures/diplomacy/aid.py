"""Money that the United States and China give to other states: for the claims on third donors."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, empty, spread, within
from dyadlens.states.axis import codes, positions

# The donor of each measure, which has the name of its table.
DONORS = {"us_aid": "USA", "chinese_finance": "CHN"}


def us_aid(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out aid to every state on record."""
    return _given(data, "us_aid", years, spread(data.table("us_aid"), years, "aid_musd", a="state", b=None))


def chinese_finance(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out finance: no row is none from the state's first row on, a commitment without an amount is unknown."""
    rows = data.table("chinese_finance")
    value = spread(rows, years, "adjusted_musd", a="state", b=None)
    committed = spread(rows, years, "commitments_musd", a="state", b=None)
    begun = years[:, None] >= _first_year(rows)
    value = np.where(np.isnan(committed) & begun, 0.0, np.where(committed == 0, np.nan, value))
    return _given(data, "chinese_finance", years, value)


def _first_year(rows: pd.DataFrame) -> Values:
    return rows.groupby("state", observed=True)["year"].min().reindex(codes()).to_numpy(dtype=float)


def _given(data: Data, name: str, years: NDArray[np.int_], received: Values) -> Column:
    """Put what each state received in the row of the donor; a state without any row is not covered."""
    info, donor = data.info(name), int(positions([DONORS[name]])[0])
    value, on_record = empty(years), np.zeros((len(codes()), len(codes())), dtype=bool)
    value[:, donor, :] = received
    on_record[donor] = ~np.isnan(_first_year(data.table(name)))
    return Column(value, covered=within(years, info.first, info.last) & on_record)
