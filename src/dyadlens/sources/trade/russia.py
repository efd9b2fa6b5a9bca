"""Trade as Russia reports it (IMF Direction of Trade Statistics), and the years that it adds to COW."""

from functools import lru_cache

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.table import lookups
from dyadlens.sources.trade.cow import read_cow

WORLD = "WLD"
LAG = 0.5
LAST = 2021  # Russia stopped reporting in 2022; what the workbooks have after that is estimated
FILE, OLD_IMPORTS_FILE = "trade/dots_rf_exports_2023.xlsx", "trade/dots_rf_imports.xlsx"
NOT_STATES = lookups(__name__)["not_states"]

# COW makes imports from Russia out of Russia's exports with this factor, from FOB to CIF.
FOB_TO_CIF = 1.1
OVERLAP = (2011, 2014)
TOLERANCE = 0.01


@lru_cache(maxsize=8)
def read_dots(raw: Raw, file: str, sheet: str) -> pd.DataFrame:
    """Read one sheet of a workbook of the Direction of Trade Statistics."""
    table = pd.read_excel(raw.path(file), sheet_name=sheet, header=None, skiprows=6).iloc[:, 1:]
    table.columns = ["name", *table.iloc[0, 1:].astype(int)]
    # Australia stands twice, once above the list, with the same figures.
    table = table.iloc[1:].dropna(subset=["name"]).drop_duplicates()
    names = table["name"].str.strip().replace({"Yemen, Rep. of": "Yemen"})
    partner = state_codes(raw).of_names(names, ignore=[*NOT_STATES, "World"]).mask(names == "World", WORLD)
    table = table.assign(partner=partner).dropna(subset=["partner"]).drop(columns="name")
    long = table.melt("partner", var_name="year").astype({"year": int, "value": float}).dropna(subset=["value"])
    return long[long["year"] <= LAST].reset_index(drop=True)


def read_report(raw: Raw) -> pd.DataFrame:
    """Read what Russia reports to sell and to buy, by partner."""
    exports = read_dots(raw, FILE, "Exports, FOB").rename(columns={"value": "exports_musd"})
    imports = read_dots(raw, FILE, "Imports, CIF").rename(columns={"value": "imports_musd"})
    # The newer workbook begins with 2011 and the older one has imports of 2010 too.
    old = read_dots(raw, OLD_IMPORTS_FILE, "Imports, CIF").rename(columns={"value": "imports_musd"})
    imports = pd.concat([old[old["year"] < imports["year"].min()], imports])
    return exports.merge(imports, on=["partner", "year"], how="outer")


def build_trade_dots_russia(raw: Raw) -> pd.DataFrame:
    """Build Russia's reported trade with focal partners and the world."""
    return raw.extract(read_report(raw), "partner", also=[WORLD])


def build_trade_spliced_russia(raw: Raw) -> pd.DataFrame:
    """Build the years that continue COW for pairs with Russia: the Russian report, where the rule holds."""
    flows = read_cow(raw)
    bought = flows[flows["importer"] == "RUS"].rename(columns={"exporter": "partner", "imports_musd": "one"})
    sold = flows[flows["exporter"] == "RUS"].rename(columns={"importer": "partner", "imports_musd": "two"})
    cow = bought.merge(sold, on=["partner", "year"])
    cow = cow.assign(total_musd=cow["one"] + cow["two"]).dropna(subset=["total_musd"])
    report = read_report(raw)
    report["ruled"] = report["imports_musd"] + FOB_TO_CIF * report["exports_musd"]
    both = cow.merge(report, on=["partner", "year"])
    both = both[both["year"].between(*OVERLAP)]
    gaps = (both["ruled"] / both["total_musd"] - 1).abs().groupby(both["partner"]).agg(["max", "size"])
    gap = gaps.loc[gaps["size"] == OVERLAP[1] - OVERLAP[0] + 1, "max"]
    within = gap.index[gap <= TOLERANCE]
    after = report[(report["year"] > OVERLAP[1]) & report["partner"].isin(within)].dropna(subset=["ruled"])
    after = after.assign(total_musd=after["ruled"], rule_gap=after["partner"].map(gap))
    return raw.extract(after[["partner", "year", "total_musd", "rule_gap"]], "partner")
