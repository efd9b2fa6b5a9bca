"""The two blocs of the Cold War, by membership and by defense pacts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data
from dyadlens.measures.security.ties import promised
from dyadlens.states.axis import codes, positions

WEST, EAST, BOTH = 1, 2, 3
ORGANIZATIONS = {"nato": WEST, "seato": WEST, "cento": WEST, "wpact": EAST}
LEADERS = {"USA": WEST, "RUS": EAST}
# Ghana never joined the Warsaw Pact and Iraq left CENTO in 1959; the source has both as members in 1960-64.
NO_MEMBERS = {"wpact": "GHA", "cento": "IRQ"}
NO_MEMBERS_FROM = 1960


def blocs(data: Data, years: NDArray[np.int_]) -> NDArray[np.int64]:
    """Return the bloc of each state: 0 none, 1 of the United States, 2 of the Soviet Union, 3 tied to both.

    Membership in NATO, SEATO or CENTO, or in the Warsaw Pact, decides; without one, a defense pact with either leader
    (ATOP, either direction). Shape (years, states).
    """
    pacts, memberships = promised(data.table("alliances"), years, "defense"), data.table("igo_membership")
    out = np.zeros((len(years), len(codes())), dtype=np.int64)
    for leader, bloc in LEADERS.items():
        out |= np.where(pacts[:, positions([leader])[0]], bloc, 0)
    for igo, bloc in ORGANIZATIONS.items():
        rows = memberships[(memberships["igo"] == igo) & (memberships["kind"] == "full")]
        for state, first, last in rows[["state", "first", "last"]].itertuples(index=False):
            inside = (first <= years) & (years <= last)
            if NO_MEMBERS.get(igo) == state:
                inside &= years < NO_MEMBERS_FROM
            out[inside, positions([state])] = bloc
    for leader, bloc in LEADERS.items():
        out[:, positions([leader])] = bloc
    return out


def cold_war_blocs(data: Data, years: NDArray[np.int_], *, same: bool) -> Column:
    """Return 1 for pairs in one bloc, or in opposed blocs."""
    found = blocs(data, years)
    one, other = found[:, :, None], found[:, None, :]
    value = ((one > 0) & (other > 0) & ((one == other) == same)).astype(float)
    # A state with pacts on both sides and in no organization has no bloc that is known.
    value[(one == BOTH) | (other == BOTH)] = np.nan
    return Column(value, covered=data.covers(years, "alliances", "igo_membership"))
