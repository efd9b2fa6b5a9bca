"""One weapon in the volume: counted from the deals, in the direction that carries more."""

import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.details import deals
from dyadlens.text.answers import main_weapon

COLUMNS = ["supplier", "recipient", "designation", "description", "first_delivery", "last_delivery", "tiv_delivered"]


def made(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def test_the_engines_of_aircraft_from_a_third_state_are_most_of_what_went_to_pakistan():
    text = str(main_weapon(deals(Lens("PAK-RUS"))))
    assert "from Russia to Pakistan come to 525 million TIV" in text
    assert "453 million TIV (86%) is one weapon: RD-33, turbofan, delivered in 2007–2024." in text
    assert "inside another supplier's product" in text


def test_the_order_of_the_pair_does_not_matter():
    assert str(main_weapon(deals(Lens("RUS-PAK")))) == str(main_weapon(deals(Lens("PAK-RUS"))))


def test_nothing_later_than_the_day_is_counted():
    text = str(main_weapon(deals(Lens("PAK-RUS", as_of="2005-06"))))
    assert "(1995–2004)" in text and "RD-33" not in text and "Mi-17" in text


def test_orders_of_one_weapon_are_added_up_and_old_deals_left_out():
    text = str(
        main_weapon(
            made(
                ("RUS", "IND", "T-1", "tank", 2010, 2012, 30.0),
                ("RUS", "IND", "T-1", "tank", 2015, 2015, 30.0),
                ("RUS", "IND", "S-1", "SAM system", 2014, 2014, 40.0),
                ("RUS", "IND", "S-2", "SAM system", 1990, 2005, 900.0),
                ("IND", "RUS", "P-1", "patrol craft", 2011, 2011, 99.0),
            )
        )
    )
    assert "from Russia to India come to 100 million TIV over all their years (2006–2015)." in text
    assert "60 million TIV (60%) is one weapon: T-1, tank, delivered in 2010–2015." in text
    assert "engine" not in text


@pytest.mark.parametrize(
    "found",
    [
        made(),
        made(("RUS", "IND", "T-1", "tank", None, None, 0.0)),
        made(("RUS", "IND", "T-1", "tank", 2001, 2001, None)),
    ],
)
def test_without_a_delivery_of_known_volume_that_is_said(found):
    assert str(main_weapon(found)).startswith("No deal with a known volume")
