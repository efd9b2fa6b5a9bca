"""Arms deals (SIPRI): what was ordered, when, and how much of it was delivered."""

import pandas as pd

from dyadlens.sources.arms.flows import sipri_states
from dyadlens.sources.raw import Raw

FILE = "arms/deal_register_1950_2024.csv"
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
# Three columns of marks have a blank for a name; pandas numbers the second and third.
MARKS = {" ": "order_year_estimated", " .1": "ordered_estimated", " .2": "delivered_estimated"}
COUNTS = ("order_year", "ordered", "delivered", "first_delivery", "last_delivery")
FACTS = [
    *("year", "order_year", "order_year_estimated", "designation", "description", "ordered", "ordered_estimated"),
    *("delivered", "delivered_estimated", "first_delivery", "last_delivery", "delivery_years", "status"),
    *("tiv_unit", "tiv_ordered", "tiv_delivered"),
]


def build_arms_deals(raw: Raw) -> pd.DataFrame:
    """Build the list of deals between states; the source's comments are not taken over."""
    rows = pd.read_csv(raw.path(FILE), encoding="utf-8-sig")
    # Four lines hold the last values of the line before, which a line break parted; those deals lack them.
    rows = rows[rows["Recipient"].notna()].rename(columns=NAMES | MARKS)
    for side in ("supplier", "recipient"):
        rows[side] = sipri_states(rows[side.title()], rows["order_year"], raw)
    rows = raw.extract(rows.dropna(subset=["supplier", "recipient"]), "supplier", "recipient").copy()
    for mark in MARKS.values():
        rows[mark] = rows[mark].eq("?")
    # The source writes 0 for the volume of an order of unknown number: that is unknown, not nothing.
    rows["tiv_ordered"] = rows["tiv_ordered"].mask(rows["ordered"].isna())
    years = rows["Year(s) of delivery"].fillna("").str.findall(r"\d{4}")
    for column, end in (("first_delivery", min), ("last_delivery", max)):
        rows[column] = pd.to_numeric(years.map(lambda found, end=end: end(found, default=None)))
    rows["delivery_years"] = years.map(len)
    rows["status"] = rows["status"].str.casefold().str.replace(" ", "_", regex=False)
    rows = rows.astype(dict.fromkeys(COUNTS, "Int64"))
    rows["year"] = rows["last_delivery"].fillna(rows["order_year"])
    # Numbers go by the facts of the deals, so that a rebuild gives the same ones.
    rows = rows.sort_values(["supplier", "recipient", "order_year", *FACTS], kind="stable")
    rows["deal"] = rows.groupby(["supplier", "recipient"]).cumcount() + 1
    return rows[["supplier", "recipient", "deal", *FACTS]]
