"""Single deals behind the deliveries of arms between two states, and what else the supplier delivers."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.catalog import load
from dyadlens.data.evidence import Evidence, join
from dyadlens.errors import unknown_name
from dyadlens.lens import Lens, as_lens
from dyadlens.panel.evidence import evidence

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
    >>> "RD-33" in set(deals("PAK-RUS")["designation"])
    True
    """
    lens = as_lens(lens)
    frame = load("arms_deals", lens).frame
    ours = frame["supplier"].isin(lens.pair) & frame["recipient"].isin(lens.pair)
    rows = frame[ours & frame["year"].between(lens.start, lens.end)]
    return rows.sort_values(["year", "deal"], ascending=[False, True])[list(_COLUMNS)].reset_index(drop=True)


def supplies(lens: Lens | str, supplier: str) -> Evidence:
    """Return arms delivered by one state of a pair to the other and to each third party.

    Parameters
    ----------
    lens : Lens or str
        Pair, third parties, years and as-of date.
    supplier : str
        Code of the supplier, one of the pair.

    Returns
    -------
    Evidence
        Rows of the measure ``tiv``, one direction a recipient.

    Examples
    --------
    >>> lens = Lens("PAK-RUS", third_parties=["IND"], start=2014, end=2014)
    >>> supplies(lens, "RUS")["b"].tolist()
    ['PAK', 'IND']
    """
    lens = as_lens(lens)
    if supplier not in lens.pair:
        raise unknown_name("supplier", supplier, lens.pair)
    recipients = (next(state for state in lens.pair if state != supplier), *lens.third_parties)
    ways = [(supplier, recipient) for recipient in recipients]
    return join([evidence(lens.replace(pair=way, third_parties=[]), measure="tiv").of("tiv", *way) for way in ways])
