"""Flows on which two sources differ by more than threefold: mirror reports that cannot both be right."""

import numpy as np
import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.trade.atlas import between_states, read_atlas
from dyadlens.sources.trade.cow import read_cow
from dyadlens.sources.trade.declared import build_trade_declared
from dyadlens.sources.trade.russia import build_trade_dots_russia

ITPD_FILE = "trade/itpd_aggregated_2000_2016.parquet"
LEVELS = (3, 10, 100, 1000)
SMALLEST_MUSD = 10.0  # what is less on both sides is left alone: small flows differ for many reasons
LEAST_MUSD = 0.5  # COW has whole millions, so that a 0 stands for anything below this
_FLOW = ["exporter", "importer", "year"]


def _itpd(raw: Raw) -> pd.DataFrame:
    rows = pd.read_parquet(raw.path(ITPD_FILE), columns=[*_FLOW, "v"])
    return between_states(rows.assign(other="itpd", other_musd=rows["v"] / 1e6), raw)


def _declared(raw: Raw) -> pd.DataFrame:
    """Return what focal states declare for calendar years, as exports or as imports, and what Russia reports."""
    rows = build_trade_declared(raw).query("basis == 'calendar' and flow != 'total' and partner != 'WLD'")
    russia = build_trade_dots_russia(raw).query("partner != 'WLD'").assign(reporter="RUS", source="dots_russia")
    russia = russia.rename(columns={"exports_musd": "exports", "imports_musd": "imports"})
    russia = russia.melt(["reporter", "partner", "year", "source"], ["exports", "imports"], "flow", "value_musd")
    rows = pd.concat([rows, russia.dropna(subset=["value_musd"])], ignore_index=True)
    sells = rows["flow"] == "exports"
    return rows.assign(
        exporter=rows["reporter"].where(sells, rows["partner"]),
        importer=rows["partner"].where(sells, rows["reporter"]),
        other=rows["source"] + "_" + rows["flow"],
        other_musd=rows["value_musd"],
    )


def build_trade_mirror_flags(raw: Raw) -> pd.DataFrame:
    """Compare each flow of COW and of the Atlas with other sources; list those that differ more than threefold."""
    others = pd.concat([_itpd(raw), _declared(raw)], ignore_index=True)[[*_FLOW, "other", "other_musd"]]
    series = {
        "cow": read_cow(raw).rename(columns={"imports_musd": "musd"}),
        "atlas": raw.extract(between_states(read_atlas(raw), raw), "exporter", "importer"),
    }
    parts = []
    for source, flows in series.items():
        both = flows.rename(columns={"exports_musd": "musd"}).dropna(subset=["musd"]).merge(others, on=_FLOW)
        both["other_musd"] /= _price_level(both)
        figures = both[["musd", "other_musd"]].clip(lower=LEAST_MUSD)
        ratio = figures.max(axis=1) / figures.min(axis=1)
        flagged = (ratio > LEVELS[0]) & (figures.max(axis=1) >= SMALLEST_MUSD)
        above = np.array(LEVELS)[np.searchsorted(LEVELS, ratio[flagged]) - 1]
        higher = np.where(both["musd"] > both["other_musd"], "source", "other")[flagged]
        parts.append(both[flagged].assign(source=source, ratio_above=above, higher=higher))
    return pd.concat(parts, ignore_index=True)


def _price_level(both: pd.DataFrame) -> pd.Series:
    """Return the median ratio of a year between the figures at constant prices and the series; 1 for current ones."""
    constant = both["other"] == "itpd"
    large = both[constant & (both["musd"] >= SMALLEST_MUSD)]
    median = (large["other_musd"] / large["musd"]).groupby(large["year"]).median()
    return both["year"].map(median).where(constant, 1.0)
