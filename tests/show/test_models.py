"""Figures and sentences on drivers, specifications and the backtest, from small results made by hand."""

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.data.catalog import read
from dyadlens.drivers.votes import DriverModel
from dyadlens.show.backtests import persistence, say_backtest, say_outlook, score_table
from dyadlens.show.coefficients import PUBLISHED, gravity_by_year
from dyadlens.show.driver_words import say_bias, say_drivers, say_implied, say_visits
from dyadlens.show.forest import forest, forest_title, implication, signed
from dyadlens.show.picture import Picture
from dyadlens.show.specification import curve, leading, sturdiness
from dyadlens.show.words import Said
from dyadlens.stats.panel import Fit

LENS = Lens("PAK-RUS")
SNAKE = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b")


def model(trade=(0.02, 0.005), level=-0.5):
    """A model of trade, rivalry and the level; trade with its estimate and error by state."""
    b = np.array([trade[0], 0.001, level])
    by_pair, by_state = (np.diag(np.array([trade[1] / 4, 0.001, 0.01]) ** 2) * k for k in (1, 16))
    fit = Fit(b, by_pair, by_state, np.array([1.0, 0.5, 0.2]), 0.1, 5000, 400)
    table = pd.DataFrame({"driver": ["trade", "rivalry", "level"], "estimate": b, "corrected": [0.01, 0.001, -0.4]})
    table["label"] = ["Trade", "Strategic rivalry", "Alignment already reached"]
    table["unit"], table["spread"] = "one", fit.spread
    for suffix, cov in (("", by_pair), ("_state", by_state)):
        margin = 1.645 * np.sqrt(np.diag(cov))
        table["low" + suffix], table["high" + suffix] = b - margin, b + margin
    for name in ("low", "high", "low_state", "high_state"):
        table[f"standardised_{name}"] = table[name] * fit.spread / 0.1
    table["standardised"] = b * fit.spread / 0.1
    return DriverModel(table, fit, pd.Series([0.0], index=[2000]), 1993, 2014)


def models(n=24):
    """Specifications of two drivers: trade spreads around zero, rivalry lies below it."""
    rng = np.random.default_rng(0)
    rows = []
    for i in range(n):
        choices = ("kappa", 1 + 2 * (i % 2), "from 1993", "all pairs", "ties and level", "trade", "year")
        for driver, value in (("trade", rng.normal(0, 0.1)), ("rivalry", -0.5), ("level", -0.6)):
            rows.append(
                (i, *choices, driver, value, value, value - 0.05, value + 0.05, value - 0.1, value + 0.1, i == 3)
            )
    names = ["model", "outcome", "horizon", "period", "sample", "controls", "trade", "effects", "driver", "estimate",
             "standardised", "low", "high", "low_state", "high_state", "main"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def counted(held=()):
    return pd.DataFrame(
        {
            "driver": ["trade", "rivalry", "level"],
            "label": ["Trade", "Strategic rivalry", "Alignment already reached"],
            "models": 24,
            "median": [0.0, -0.5, -0.6],
            "same_sign": [0.5, 1.0, 1.0],
            "clear_pair": [0.3, 1.0, 1.0],
            "clear_state": [0.2, 1.0, 1.0],
            "against": [0.1, 0.0, 0.0],
            "holds": [name in held for name in ("trade", "rivalry", "level")],
        }
    )


def implied_rows():
    rows = pd.DataFrame(
        {
            "term": ["trade", "rivalry", "level", "drivers", "years", "open", "change"],
            "label": ["Trade", "Strategic rivalry", "Alignment already reached", "All drivers together",
                      "What moved all pairs", "Left open", "The change"],
            "recent": [5.0, 0.0, 0.3, np.nan, np.nan, np.nan, 0.02],
            "usual": [4.0, 0.0, 0.2, np.nan, np.nan, np.nan, 0.01],
            "contribution": [0.02, 0.0, -0.05, -0.03, 0.01, 0.03, 0.01],
        }
    )  # fmt: skip
    for suffix, margin in (("", 0.004), ("_state", 0.01)):
        known = rows["term"].isin(["trade", "level", "drivers"])
        rows["low" + suffix] = (rows["contribution"] - margin).where(known)
        rows["high" + suffix] = (rows["contribution"] + margin).where(known)
    rows.attrs["years"] = [2010, 2011, 2012, 2013, 2014]
    return rows


def shares(middle=0.45):
    rows = [(d, b, middle - 0.005 * b, middle - 0.03, middle + 0.03, 1000) for d in ("all", "closer", "apart") for b in
            (-1, *range(10))]  # fmt: skip
    return pd.DataFrame(rows, columns=["direction", "band", "share", "low", "high", "n"])


def scores(shift, reversion, drift=0.0):
    """Scores of the forecasts; the gains of two of them, and of drift, are clear of zero or not."""
    rows = []
    every = {"no change": 0.0, "drift": drift, "shift": shift, "mean reversion": reversion, "both": 0.0}
    for forecast, gain in every.items():
        for score in ("crps", "squared_error", "brier", "log_score"):
            gains = [part for g in (gain, gain - drift) for part in (g, g - 0.01, g + 0.01)]
            rows.append((forecast, score, 0.25 - gain, *gains, 0.9, 100, 10, 1970, 2021))
    names = ["forecast", "score", "mean", "gain", "low", "high", "over_drift", "low_drift", "high_drift"]
    names += ["inside", "n", "pairs", "first", "last"]
    return pd.DataFrame(rows, columns=names)


PICTURES = {
    "forest": lambda: forest(model()),
    "implication": lambda: implication(implied_rows(), LENS),
    "sturdiness": lambda: sturdiness(models(), counted()),
    "curve": lambda: curve(models(), counted()),
    "persistence": lambda: persistence(shares(), "kappa", {"band": 4}),
    "gravity": lambda: gravity_by_year(read("gravity_coefficients")),
}


@pytest.fixture(scope="module", params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_a_picture_is_whole(picture):
    assert isinstance(picture, Picture)
    for svg in (picture.wide, picture.narrow):
        ElementTree.fromstring(svg)
    assert picture.wide != picture.narrow
    assert len(picture.alt) > 60 and not picture.table.empty and "nan" not in picture.table.to_string()
    for text in (picture.title, picture.subtitle, picture.alt, picture.source, *picture.table.columns):
        assert text and not SNAKE.search(text), text
        assert "nan" not in text.split()
    assert len(picture.title) < 140


def test_a_picture_is_the_same_twice():
    one, other = (forest(model()), forest(model()))
    assert one.wide == other.wide and one.narrow == other.narrow


def test_a_title_says_what_is_clear_and_how_much():
    assert forest(model()).title.startswith("One of 2 drivers goes")
    assert "weakly" not in forest(model()).title
    assert "weakly" in forest(model(trade=(0.005, 0.001))).title
    assert forest(model(trade=(0.005, 0.05))).title.startswith("None of 2 drivers")
    rows = pd.DataFrame({"label": ["A"] * 5, "value": 50.0, "low_state": 1.0, "high_state": 99.0})
    assert forest_title(rows).startswith("5 of 5 drivers go")


def test_the_level_is_told_and_not_drawn():
    shown = forest(model())
    assert "Alignment already reached" in shown.table["Driver"].tolist()
    assert signed(-100.0, 1) in shown.source and "Alignment already reached" not in shown.alt


def test_the_curve_shows_the_models_that_were_run_and_no_others():
    found = models(24)
    shown = curve(found, counted(), "trade")
    assert "of 24 models" in shown.title and "24 models" in shown.alt
    table = shown.table.set_index("Option")
    assert table.loc[["one year ahead", "three years ahead"], "Models"].tolist() == [12, 12]
    assert "three years ahead" in table.index and "agreement" not in table.index
    own = found[found["driver"] == "trade"]["standardised"]
    assert f"{(own > 0).mean():.0%}" in shown.title
    assert leading(counted()) == "rivalry"


def test_bars_share_out_all_models():
    table = sturdiness(models(), counted()).table.set_index("Driver")
    parts = table[["Clear below zero", "Below", "Above", "Clear above zero"]].map(lambda v: int(v.rstrip("%")))
    assert parts.sum(axis=1).between(99, 101).all()
    assert parts.loc["Strategic rivalry"].tolist() == [100, 0, 0, 0]
    assert sturdiness(models(), counted()).title.startswith("No driver holds over all models")
    assert sturdiness(models(), counted(("rivalry",))).title.startswith("Strategic rivalry holds")


def test_words_follow_the_results():
    assert str(say_drivers(model(), counted())).startswith("No driver")
    assert "fall back" not in str(say_drivers(model(), counted()))
    held = str(say_drivers(model(), counted(("rivalry", "level"))))
    assert held.startswith("Over the 24 models that were run, strategic rivalry holds") and "fall back" in held
    assert "no driver goes" in str(say_drivers(model(trade=(0.001, 0.05)), counted()))
    assert "moves no other driver" in str(say_bias(model(trade=(0.015, 0.005))))
    assert "moves trade outside" in str(say_bias(model(trade=(0.09, 0.005))))
    assert "−0.030" in str(say_implied(implied_rows(), LENS)) and "2010–14" in str(say_implied(implied_rows(), LENS))
    found = {"estimate": 0.01, "low": 0.002, "high": 0.02, "pairs": 180, "rows": 3000}
    assert ", clear of zero" in str(say_visits(found))
    assert "not clear of zero" in str(say_visits(found | {"low": -0.01}))


def test_a_forecast_that_does_not_beat_no_change_is_said_not_to():
    nothing = str(say_backtest(scores(0.0, 0.0), shares(), "kappa"))
    assert "shift does not beat" in nothing and "Nor is one" in nothing
    some = str(say_backtest(scores(0.0, 0.05), shares(), "kappa"))
    assert "shift does not beat" in some and "20.0% smaller" in some
    better = str(say_backtest(scores(0.05, 0.0), shares(), "kappa"))
    assert "beats one of no change in odds, size and direction: it reckons that shifts fall back" in better
    assert "it reckons that shifts go on" in str(say_backtest(scores(0.05, 0.0), shares(0.6), "kappa"))
    assert "Neither beats a forecast of drift alone" in nothing
    assert "the pull back beats it in odds, size and direction, the shift does not" in some
    assert "so far, itself no better than no change: the pull back" in some
    common = str(say_backtest(scores(0.0, 0.05, drift=0.05), shares(), "kappa"))
    assert "20.0% smaller" in common and "Neither beats a forecast of drift alone" in common
    assert "fewer than half" in persistence(shares(), "kappa").title
    assert "coin" in persistence(shares(0.49), "kappa").title
    table = score_table(scores(0.0, 0.05), "kappa").frame
    assert table["Better than no change by"].str.contains("20.0%").sum() == 4
    assert table["Better than drift by"].str.contains("20.0%").sum() == 4
    assert (table["Better than drift by"] == "").sum() == 8


def test_where_nothing_is_known_a_sentence_says_so():
    empty = DriverModel(pd.DataFrame())
    none, frame = counted().head(0), pd.DataFrame()
    for said in (
        forest(empty), say_drivers(empty, none), say_bias(empty), say_visits({}), sturdiness(frame, none),
        curve(frame, none), implication(frame, LENS), say_implied(frame, LENS), score_table(frame, "kappa"),
        persistence(shares().head(0), "kappa"), say_backtest(frame, frame, "kappa"), say_outlook({}, "kappa", LENS),
        gravity_by_year(read("gravity_coefficients").head(0)),
    ):  # fmt: skip
        assert isinstance(said, Said) and len(str(said)) > 30


def test_a_pairs_own_shift_in_words():
    place = {"year": 2024, "shift": -0.05, "band": 9, "share": 0.4, "low": 0.35, "high": 0.45, "n": 900}
    said = str(say_outlook(place, "kappa", LENS))
    assert (
        "away from each other" in said
        and "0.050 up to 2024" in said
        and "largest tenth" in said
        and "40% went on" in said
    )


def test_distance_and_borders_lie_where_the_literature_has_them():
    """All gravity estimates of Head & Mayer (2014, table 3.4): mean and one standard deviation."""
    rows = read("gravity_coefficients")
    assert PUBLISHED == {"log distance": (-0.93, 0.40), "contiguity": (0.53, 0.57)}
    for term, (mean, spread) in PUBLISHED.items():
        own = rows[rows["term"] == term]
        assert len(own) == 76
        off = (own["estimate"] - mean).abs() / spread
        assert off.max() < 1.1 and (off <= 1).mean() > 0.95, term
    # From 1960 on, when most states are in, within 0.4 of -0.9 and never near zero.
    late = rows[(rows["term"] == "log distance") & (rows["year"] >= 1960)]
    assert late["estimate"].between(-1.3, -0.5).all() and (late["estimate"] + 1.645 * late["se"] < -0.5).all()
