"""Arms deals (SIPRI): what was ordered, when, and how much of it was delivered."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.arms_flows import LAST, STATES_FILES, no_state
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import SERBIA_FROM, build_states, name_to_state
from dyadlens.sources.table import Column, Table

FILE = "arms/deal_register_1950_2024.csv"
FIRST = 1940
# Three columns of marks have a blank for a name; pandas numbers the second and third.
ORDER_MARK, ORDERED_MARK, DELIVERED_MARK = " ", " .1", " .2"
NAMES = {
    "Year of order": "order_year",
    "Weapon designation": "designation",
    "Weapon description": "description",
    "Number ordered": "ordered",
    "Number delivered": "delivered",
    "SIPRI TIV per unit": "tiv_unit",
    "SIPRI TIV for total order": "tiv_ordered",
    "SIPRI TIV of delivered weapons": "tiv_delivered",
}


def build_deals(raw: Raw) -> pd.DataFrame:
    """Build the list of deals between states; the source's comments are not kept."""
    rows = pd.read_csv(raw.path(FILE), encoding="utf-8-sig")
    # Four lines hold the last values of the line before, which a line break parted; those deals lack them.
    rows = rows[rows["Recipient"].notna()].rename(columns=NAMES).reset_index(drop=True)
    known = build_states(raw)
    for side in ("supplier", "recipient"):
        names = rows[side.title()]
        codes = name_to_state(names.tolist(), known, ignore={n for n in names.unique() if no_state(n)})
        rows[side] = codes.mask((codes == "SRB") & (rows["order_year"] < SERBIA_FROM), "YUG")
    states = FOCAL if not raw.keeps_all("focal") else tuple(known["state"])
    rows = rows[rows["supplier"].isin(states) & rows["recipient"].isin(states)].copy()
    for mark, column in (
        (ORDER_MARK, "order_year_estimated"),
        (ORDERED_MARK, "ordered_estimated"),
        (DELIVERED_MARK, "delivered_estimated"),
    ):
        rows[column] = rows[mark].eq("?")
    # The source writes 0 for the volume of an order of unknown number: that is unknown, not nothing.
    rows["tiv_ordered"] = rows["tiv_ordered"].mask(rows["ordered"].isna())
    years = rows["Year(s) of delivery"].fillna("").str.findall(r"\d{4}")
    rows["first_delivery"] = years.map(lambda found: int(min(found)) if found else pd.NA).astype("Int64")
    rows["last_delivery"] = years.map(lambda found: int(max(found)) if found else pd.NA).astype("Int64")
    rows["delivery_years"] = years.map(len)
    rows["status"] = rows["status"].str.casefold().str.replace(" ", "_", regex=False)
    for column in ("order_year", "ordered", "delivered"):
        rows[column] = rows[column].astype("Int64")
    rows["year"] = rows["last_delivery"].fillna(rows["order_year"])
    return _numbered(rows)


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Give each deal of a pair a number by the order of its facts, so that a rebuild gives the same numbers."""
    facts = [c.name for c in DEALS.columns if c.name not in ("supplier", "recipient", "deal")]
    rows = rows.sort_values(["supplier", "recipient", "order_year", *facts], kind="stable")
    rows["deal"] = rows.groupby(["supplier", "recipient"]).cumcount() + 1
    return rows[["supplier", "recipient", "deal", *facts]]


def _count(name: str, text: str, **more: bool) -> Column:
    return Column(name, "integer", text, unit="items", minimum=0, **more)


def _year(name: str, text: str, **more: bool) -> Column:
    return Column(name, "integer", text, minimum=FIRST, maximum=LAST, **more)


def _tiv(name: str, text: str, **more: bool) -> Column:
    return Column(name, "number", text, unit="million TIV", minimum=0, **more)


DEALS = Table(
    name="arms_deals",
    credit="SIPRI Arms Transfers Database",
    title="Arms deals by pair (SIPRI)",
    description=(
        "One row for each deal on major arms with its designation, class, numbers and volume. A deal delivered over "
        "several years has first and last year and the number of years with deliveries, but no split by year: for "
        "volumes by year use `arms_transfers`. The status tells the condition of the weapons, not of the deal."
    ),
    build=build_deals,
    columns=(
        Column("supplier", "string", "State code of the supplier; the Soviet Union is RUS."),
        Column("recipient", "string", "State code of the recipient."),
        Column(
            "deal", "integer",
            "Number of the deal within the pair, ours: it may shift with another release.",
            minimum=1,
        ),
        _year(
            "year",
            "Year up to which the row tells: last delivery, or the order where nothing came. A hindcast hides a deal "
            "until then, also one that had begun.",
        ),
        _year("order_year", "Year of order or licence."),
        Column("order_year_estimated", "boolean", "Whether SIPRI estimates the year of order."),
        Column("designation", "string", "Name of the weapon."),
        Column("description", "string", "Class of the weapon."),
        _count("ordered", "Number ordered; empty where unknown.", missing=True),
        Column(
            "ordered_estimated", "boolean",
            "Whether SIPRI estimates the number ordered; false where it is unknown.",
        ),
        _count("delivered", "Number delivered up to 2024."),
        Column("delivered_estimated", "boolean", "Whether SIPRI estimates the number delivered."),
        _year("first_delivery", "First year of delivery; empty if none is known.", missing=True),
        _year("last_delivery", "Last year of delivery up to 2024; empty if none is known.", missing=True),
        Column("delivery_years", "integer", "Years with deliveries.", unit="years", minimum=0),
        Column(
            "status", "string", "Condition of the weapons.",
            allowed=("new", "second_hand", "second_hand_but_modernized"),
        ),
        _tiv("tiv_unit", "Volume of one item; empty where the source lost it.", missing=True),
        _tiv("tiv_ordered", "Volume of the whole order; empty where the number ordered is unknown.", missing=True),
        _tiv("tiv_delivered", "Volume delivered; empty where the source lost it.", missing=True),
    ),
    key=("supplier", "recipient", "deal"),
    files=(FILE, *STATES_FILES),
    first=1950,
    last=LAST,
    absent="true_zero",
    published_lag=0.25,
    lag_note="each year's deals and deliveries come out in March of the next year",
    states_covered="pairs in which both states are focal",
    defects=(
        "four lines of the source are broken in two, so that the volumes of those deals are lost (none of a focal "
        "pair)",
        "the source gives 0 for the volume of an order of unknown number (51 deals of focal pairs); it is empty here",
        "a deal seen in full today shows numbers delivered later than its order: cut by `year`, not by `order_year`",
        "an order placed in a year whose first delivery is still to come may be added or dropped in later releases",
    ),
)  # fmt: skip
