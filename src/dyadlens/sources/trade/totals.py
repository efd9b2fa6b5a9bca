"""Each state's trade with the whole world, by source."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.trade import atlas, cow, russia
from dyadlens.sources.trade.cow import known_from

FILE = "trade/dots_tot_exports_2023.xlsx"
WORLD = russia.WORLD


def _sums(flows: pd.DataFrame, value: str) -> pd.DataFrame:
    """Add the flows of each state over all its partners, and over all states."""
    seen = flows.dropna(subset=[value])
    sold, bought = (
        seen.rename(columns={one: "state", other: "partner"})[["state", "partner", "year", value]]
        for one, other in (("exporter", "importer"), ("importer", "exporter"))
    )
    keys = ["state", "year"]
    states = pd.DataFrame(
        {"exports_musd": sold.groupby(keys)[value].sum(), "imports_musd": bought.groupby(keys)[value].sum()}
    )
    partners = pd.concat([sold, bought])[["state", "partner", "year"]].drop_duplicates()
    states["partners"] = partners.groupby(keys).size()
    states = states.reset_index()
    world = seen.groupby("year")[value].sum()
    whole = pd.DataFrame({"state": WORLD, "year": world.index, "exports_musd": world.to_numpy()})
    whole = whole.assign(imports_musd=whole["exports_musd"], partners=states.groupby("year").size().to_numpy())
    return pd.concat([states, whole], ignore_index=True)


def _mirror(raw: Raw) -> pd.DataFrame:
    """Return what all others report to buy from a state and to sell to it."""
    # What the world reports to sell to a state are that state's imports, seen from the other side.
    bought = russia.read_dots(raw, FILE, "Exports, FOB").rename(columns={"value": "imports_musd"})
    sold = russia.read_dots(raw, FILE, "Imports, CIF").rename(columns={"value": "exports_musd"})
    out = sold.merge(bought, on=["partner", "year"], how="outer").rename(columns={"partner": "state"})
    # For the world itself nothing is mirrored: its exports are what it reports to sell.
    world, sides = out["state"] == WORLD, ["imports_musd", "exports_musd"]
    out.loc[world, sides] = out.loc[world, sides[::-1]].to_numpy()
    return out


def build_trade_world_totals(raw: Raw) -> pd.DataFrame:
    """Put the totals of the three sources below one another; those of COW are for all states."""
    parts = {
        "cow": (_sums(cow.read_cow(raw), "imports_musd"), cow.LAG),
        "atlas": (_sums(atlas.read_atlas(raw), "exports_musd"), atlas.LAG),
        "dots_mirror": (_mirror(raw), russia.LAG),
    }
    out = []
    for source, (frame, lag) in parts.items():
        shared = frame if source == "cow" else raw.extract(frame, "state", also=[WORLD])
        out.append(shared.assign(source=source, date=known_from(shared["year"], lag)))
    return pd.concat(out, ignore_index=True).astype({"partners": "Int64"})
