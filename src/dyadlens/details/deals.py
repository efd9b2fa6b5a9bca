"""Single deals behind the deliveries of arms between two states."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.catalog import load
from dyadlens.lens import Lens, as_lens

_COLUMNS = (
    *("supplier", "recipient", "order_year", "designation", "description"),
    *("ordered", "delivered", "first_delivery", "last_delivery", "tiv_delivered"),
)


def deals(lens: Lens | str) -> pd.DataFrame:
    """Return the deals between the two states of a lens, newest first.

    Parameters
    ----------
    lens : Lens or str
        Pair, years and as-of date.

    Returns
    -------
    pandas.DataFrame
        One row a deal: supplier and recipient, year of the order, item and its kind, units ordered and delivered,
        years of the first and last delivery, volume delivered in million TIV. Empty for a pair outside the extract.

    References
    ----------
    SIPRI Arms Transfers Database, trade register.

    Examples
    --------
    >>> deals("PAK-RUS")["designation"].str.contains("Mi-35").any()
    True
    """
    lens = as_lens(lens)
    frame = load("arms_deals", lens).frame
    ours = frame["supplier"].isin(lens.pair) & frame["recipient"].isin(lens.pair)
    rows = frame[ours & frame["year"].between(lens.start, lens.end)]
    return rows.sort_values(["year", "deal"], ascending=[False, True])[list(_COLUMNS)].reset_index(drop=True)
