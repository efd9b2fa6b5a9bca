"""Trade as Russia reports it (IMF Direction of Trade Statistics), and the long series that joins it to COW."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table
from dyadlens.sources.trade import COW_FILE, read_cow

WORLD = "WLD"
DOTS_LAG = 0.5
LAST = 2021  # Russia stopped reporting in 2022; what the workbooks have after that is estimated
RUSSIA_FILE = "trade/dots_rf_exports_2023.xlsx"
OLD_IMPORTS_FILE = "trade/dots_rf_imports.xlsx"

# COW makes imports from Russia out of Russia's exports with this factor, from FOB to CIF.
FOB_TO_CIF = 1.1
OVERLAP = (2011, 2014)
TOLERANCE = 0.01

NOT_STATES = (
    "Advanced Economies", "Africa", "Africa not specified", "American Samoa", "Anguilla",
    "Aruba, Kingdom of the Netherlands", "Asia not specified", "Belgium-Luxembourg", "Bermuda",
    "China, P.R.: Hong Kong", "China, P.R.: Macao", "Countries & Areas not specified",
    "Curaçao, Kingdom of the Netherlands",
    "Emerging Market and Developing Economies by Source of Export Earnings: Fuel",
    "Emerging Market and Developing Economies by Source of Export Earnings: Nonfuel",
    "Emerging and Developing Asia", "Emerging and Developing Economies", "Emerging and Developing Europe",
    "Euro Area", "Europe not specified", "European Union", "Falkland Islands (Malvinas)", "Faroe Islands",
    "French Polynesia", "Gibraltar", "Greenland", "Guam", "Holy See", "Memorandum Items", "Middle East",
    "Middle East and Central Asia", "Middle East and Central Asia not specified", "Montserrat",
    "Netherlands Antilles", "New Caledonia", "Other Countries not included elsewhere",
    "Sint Maarten, Kingdom of the Netherlands", "Special Categories", "Sub-Saharan Africa",
    "West Bank and Gaza", "Western Hemisphere", "Western Hemisphere not specified",
)  # fmt: skip


def read_dots(raw: Raw, file: str, sheet: str) -> pd.DataFrame:
    """Read one sheet of a workbook of the Direction of Trade Statistics."""
    table = pd.read_excel(raw.path(file), sheet_name=sheet, header=None, skiprows=6).iloc[:, 1:]
    table.columns = ["name", *table.iloc[0, 1:].astype(int)]
    # Australia stands twice, once above the list, with the same figures.
    table = table.iloc[1:].dropna(subset=["name"]).drop_duplicates()
    table["name"] = table["name"].str.strip().replace({"Yemen, Rep. of": "Yemen"})
    states = name_to_state(table["name"].tolist(), build_states(raw), ignore=[*NOT_STATES, "World"])
    table["partner"] = states.where(table["name"].ne("World").to_numpy(), WORLD).to_numpy()
    long = table.dropna(subset=["partner"]).drop(columns="name").melt("partner", var_name="year")
    long = long.astype({"year": int, "value": float}).dropna(subset=["value"])
    return long[long["year"] <= LAST].reset_index(drop=True)


def _report(raw: Raw) -> pd.DataFrame:
    exports = read_dots(raw, RUSSIA_FILE, "Exports, FOB").rename(columns={"value": "exports_musd"})
    imports = read_dots(raw, RUSSIA_FILE, "Imports, CIF").rename(columns={"value": "imports_musd"})
    # The newer workbook begins with 2011 and the older one has imports of 2010 too.
    old = read_dots(raw, OLD_IMPORTS_FILE, "Imports, CIF").rename(columns={"value": "imports_musd"})
    imports = pd.concat([old[old["year"] < imports["year"].min()], imports])
    return exports.merge(imports, on=["partner", "year"], how="outer")


def build_russia(raw: Raw) -> pd.DataFrame:
    """Build Russia's reported trade with focal partners and the world."""
    report = _report(raw)
    if raw.keeps_all("focal"):
        return report
    return report[report["partner"].isin([*FOCAL, WORLD])].reset_index(drop=True)


def build_spliced(raw: Raw) -> pd.DataFrame:
    """Build the years that continue COW for pairs with Russia: the Russian report, where the rule holds."""
    flows = read_cow(raw)
    bought = flows[flows["importer"] == "RUS"].rename(columns={"exporter": "partner", "imports_musd": "one"})
    sold = flows[flows["exporter"] == "RUS"].rename(columns={"importer": "partner", "imports_musd": "two"})
    cow = bought.merge(sold, on=["partner", "year"])
    cow = cow.assign(total_musd=cow["one"] + cow["two"]).dropna(subset=["total_musd"])
    report = _report(raw)
    report["ruled"] = report["imports_musd"] + FOB_TO_CIF * report["exports_musd"]
    both = cow.merge(report, on=["partner", "year"])
    both = both[both["year"].between(*OVERLAP)]
    gap = (both["ruled"] / both["total_musd"] - 1).abs().groupby(both["partner"]).agg(["max", "size"])
    gap = gap.loc[gap["size"] == OVERLAP[1] - OVERLAP[0] + 1, "max"]
    held = gap.index[gap <= TOLERANCE]
    after = report[(report["year"] > OVERLAP[1]) & report["partner"].isin(held)].dropna(subset=["ruled"])
    if not raw.keeps_all("focal"):
        after = after[after["partner"].isin(FOCAL)]
    after = after.assign(total_musd=after["ruled"], rule_gap=after["partner"].map(gap))
    return after[["partner", "year", "total_musd", "rule_gap"]].reset_index(drop=True)


_LAG_NOTE = "the Direction of Trade Statistics carry a year from about the middle of the next"
_VINTAGES = (
    "two workbooks hold Russia's report, older and newer; to 2021 they agree within 0.03% for all focal partners, "
    "the newer is taken, and imports of 2010, which only the older has, come from there",
    "17% of Russia's exports in 2011 are not given by partner, and exports to TUR, UKR, BLR and IND and imports from "
    "BLR in 2011 lie far below 2012 and below what the partners report: 2011 is incomplete for them",
)
_STATES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")

TABLES = (
    Table(
        name="trade_dots_russia",
        credit="IMF, Direction of Trade Statistics (Russia's report)",
        title="Russia's trade with focal partners as Russia reports it, 2010-2021",
        description=(
            "Exports (FOB) and imports (CIF) that Russia declares, by partner, with its totals (partner WLD). "
            "2022 and 2023 are left out: Russia stopped reporting and the workbooks hold estimates."
        ),
        build=build_russia,
        columns=(
            Column("partner", "string", "Partner of Russia, or WLD for all."),
            Column("year", "integer", "Calendar year.", minimum=2010, maximum=LAST),
            Column(
                "exports_musd", "number", "Exports of Russia to the partner, FOB; empty for 2010, which the workbooks "
                "do not cover, and where blank.", "million current US$", minimum=0, missing=True,
            ),
            Column(
                "imports_musd", "number", "Imports of Russia from the partner, CIF; empty where blank.",
                "million current US$", minimum=0, missing=True,
            ),
        ),
        key=("partner", "year"),
        files=(RUSSIA_FILE, OLD_IMPORTS_FILE, "trade/dots_rf_exports.xlsx"),
        first=2010,
        last=LAST,
        absent="unknown",
        published_lag=DOTS_LAG,
        lag_note=_LAG_NOTE,
        states_covered="Russia with focal states and the world",
        format="csv",
        defects=_VINTAGES,
    ),
    Table(
        name="trade_spliced_russia",
        credit="Correlates of War, Dyadic Trade 4.0; IMF, Direction of Trade Statistics",
        title="Two-way trade of focal states with Russia after COW ends, 2015-2021",
        description=(
            "Russia's imports plus 1.1 times its exports, only for partners for which that rule gives COW's total of "
            "2011-2014 within 1% in every year: years to be joined to trade_cow, which ends in 2014."
        ),
        build=build_spliced,
        columns=(
            Column("partner", "string", "Partner of Russia."),
            Column("year", "integer", "Calendar year.", minimum=2015, maximum=LAST),
            Column("total_musd", "number", "Both directions, with Russia's exports as CIF.", "million current US$",
                   minimum=0),
            Column(
                "rule_gap", "number", "Largest gap of the rule from COW, 2011-2014.", "share of COW's total", minimum=0,
            ),
        ),
        key=("partner", "year"),
        files=(COW_FILE, RUSSIA_FILE, OLD_IMPORTS_FILE, *_STATES),
        first=2015,
        last=LAST,
        absent="unknown",
        published_lag=DOTS_LAG,
        lag_note=_LAG_NOTE,
        states_covered="Russia with focal states",
        format="csv",
        defects=(
            "the rule holds for AFG, ARE, IRN, KGZ, PAK, SAU, TJK, TKM and UZB; it fails for BLR, CHN, IND, KAZ, TUR, "
            "UKR and USA, where COW rests on the partner's own report or the Russian report of 2011 is incomplete",
        ),
    ),
)  # fmt: skip
