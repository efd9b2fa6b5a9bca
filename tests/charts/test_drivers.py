"""Charts of drivers, specifications, the backtest and gravity, from small results made by hand."""

import re

import numpy as np
import pandas as pd
import pytest

from dyadlens.charts.drivers import (
    coefficients,
    coefficients_title,
    continuation,
    gravity,
    implications,
    robustness,
    specifications,
)
from dyadlens.charts.picture import Picture
from dyadlens.data.catalog import read
from dyadlens.drivers.sides import PUBLISHED, gravity_estimates, leading, side_of_half, side_shares
from dyadlens.drivers.votes import DriverModel
from dyadlens.lens import Lens
from dyadlens.stats.panel import Fit
from dyadlens.text.answer import Text
from dyadlens.text.numbers import signed

LENS = Lens("PAK-RUS")
LABELS = ["Trade", "Strategic rivalry", "Alignment already reached"]
SNAKE = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b")


def model(trade=(0.02, 0.005), level=-0.5):
    """A model of trade, rivalry and the level; trade with its estimate and error by state."""
    b = np.array([trade[0], 0.001, level])
    by_pair, by_state = (np.diag(np.array([trade[1] / 4, 0.001, 0.01]) ** 2) * k for k in (1, 16))
    fit = Fit(b, by_pair, by_state, np.array([1.0, 0.5, 0.2]), 0.1, 5000, 400)
    table = pd.DataFrame({"driver": ["trade", "rivalry", "level"], "estimate": b, "corrected": [0.01, 0.001, -0.4]})
    table["label"] = LABELS
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
    names = ["model", "outcome", "horizon", "period", "sample", "controls", "trade", "effects", "driver", "estimate"]
    names += ["standardised", "low", "high", "low_state", "high_state", "main"]
    return pd.DataFrame(rows, columns=names)


def counted(held=()):
    return pd.DataFrame(
        {
            "driver": ["trade", "rivalry", "level"],
            "label": LABELS,
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
            "label": [*LABELS, "All drivers together", "What moved all pairs", "Left open", "The change"],
            "recent": [5.0, 0.0, 0.3, np.nan, np.nan, np.nan, 0.02],
            "usual": [4.0, 0.0, 0.2, np.nan, np.nan, np.nan, 0.01],
            "contribution": [0.02, 0.0, -0.05, -0.03, 0.01, 0.03, 0.01],
        }
    )
    for suffix, margin in (("", 0.004), ("_state", 0.01)):
        known = rows["term"].isin(["trade", "level", "drivers"])
        rows["low" + suffix] = (rows["contribution"] - margin).where(known)
        rows["high" + suffix] = (rows["contribution"] + margin).where(known)
    rows.attrs["years"] = [2010, 2011, 2012, 2013, 2014]
    return rows


def shares(middle=0.45):
    rows = [
        (way, band, middle - 0.005 * band, middle - 0.03, middle + 0.03, 1000)
        for way in ("all", "closer", "apart")
        for band in (-1, *range(10))
    ]
    return pd.DataFrame(rows, columns=["direction", "band", "share", "low", "high", "n"])


CHARTS = {
    "coefficients": lambda: coefficients(model()),
    "implications": lambda: implications(implied_rows(), LENS),
    "robustness": lambda: robustness(models(), counted()),
    "specifications": lambda: specifications(models(), counted()),
    "continuation": lambda: continuation(shares(), "kappa", {"band": 4}),
    "gravity": lambda: gravity(read("gravity_coefficients")),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_whole(name, quick, canvases):
    chart = CHARTS[name]()
    assert isinstance(chart, Picture) and all(canvas.axes for canvas in canvases(chart))
    assert len(chart.alt) > 60 and not chart.table.empty and "nan" not in chart.table.to_string()
    for text in (chart.title, chart.subtitle, chart.alt, chart.source, *chart.table.columns):
        assert text and not SNAKE.search(text), text
        assert "nan" not in text.split()
    assert len(chart.title) < 140


def test_the_same_result_makes_the_same_bytes():
    one, other = coefficients(model()), coefficients(model())
    assert (one.wide, one.narrow) == (other.wide, other.narrow)


def test_a_title_says_what_is_clear_and_how_much(quick):
    assert coefficients(model()).title.startswith("One of 2 drivers goes")
    assert "weakly" not in coefficients(model()).title
    assert "weakly" in coefficients(model(trade=(0.005, 0.001))).title
    assert coefficients(model(trade=(0.005, 0.05))).title.startswith("None of 2 drivers")
    rows = pd.DataFrame({"label": ["A"] * 5, "value": 50.0, "low_state": 1.0, "high_state": 99.0})
    assert coefficients_title(rows).startswith("Five of 5 drivers go")


def test_the_level_is_told_and_not_drawn_and_what_is_not_clear_is_hollow(quick, canvases, marks):
    chart = coefficients(model())
    assert "Alignment already reached" in chart.table["Driver"].tolist()
    assert signed(-100.0, 1) in chart.source and "Alignment already reached" not in chart.alt
    for canvas in canvases(chart):
        assert marks(canvas.axes[0]) == {("o", True): [pytest.approx(20)], ("o", False): [pytest.approx(0.5)]}


def test_the_curve_shows_the_models_that_were_run_and_no_others(quick):
    found = models(24)
    chart = specifications(found, counted(), "trade")
    assert "of 24 models" in chart.title and "24 models" in chart.alt
    table = chart.table.set_index("Option")
    assert table.loc[["one year ahead", "three years ahead"], "Models"].tolist() == [12, 12]
    assert "agreement" not in table.index
    own = found[found["driver"] == "trade"]["standardised"]
    assert f"{(own > 0).mean():.0%}" in chart.title
    assert leading(counted()) == "rivalry"


def test_bars_share_out_all_models(quick):
    own = pd.DataFrame(
        {"standardised": [-2.0, -1, 1, 2], "low_state": [-3.0, -2, -1, 1], "high_state": [-1.0, 1, 2, 3]}
    )
    assert side_shares(own) == [0.25] * 4
    table = robustness(models(), counted()).table.set_index("Driver")
    parts = table[["Clear below zero", "Below", "Above", "Clear above zero"]].map(lambda v: int(v.rstrip("%")))
    assert parts.sum(axis=1).between(99, 101).all()
    assert parts.loc["Strategic rivalry"].tolist() == [100, 0, 0, 0]
    assert robustness(models(), counted()).title.startswith("No driver holds over all models")
    assert robustness(models(), counted(("rivalry",))).title.startswith("Strategic rivalry holds")


def test_a_share_is_held_against_one_half_with_its_interval(quick):
    for low, high, side in ((0.4, 0.49, -1), (0.4, 0.6, 0), (0.51, 0.6, 1)):
        assert side_of_half(pd.Series({"low": low, "high": high})) == side
    assert "fewer than half" in continuation(shares(), "kappa").title
    assert "coin" in continuation(shares(0.49), "kappa").title
    assert "Grey" not in continuation(shares(), "kappa").source


def test_where_nothing_is_known_a_sentence_says_so():
    none, frame = counted().head(0), pd.DataFrame()
    for said in (
        coefficients(DriverModel(frame)),
        robustness(frame, none),
        specifications(frame, none),
        implications(frame, LENS),
        continuation(shares().head(0), "kappa"),
        gravity(read("gravity_coefficients").head(0)),
    ):
        assert isinstance(said, Text) and len(str(said)) > 30


def test_distance_and_borders_lie_where_the_literature_has_them():
    """All gravity estimates of Head & Mayer (2014, table 3.4): mean and one standard deviation."""
    rows = gravity_estimates(read("gravity_coefficients").query("term in ['log distance', 'contiguity']"))
    assert PUBLISHED == {"log distance": (-0.93, 0.40), "contiguity": (0.53, 0.57)}
    assert rows["as_published"].mean() > 0.95 and (rows.groupby("term").size() == 76).all()
    assert ((rows["high"] - rows["low"]) / rows["se"]).to_numpy() == pytest.approx(2 * 1.6448536)
    # From 1960 on, when most states are in, within 0.4 of -0.9 and never near zero.
    late = rows[(rows["term"] == "log distance") & (rows["year"] >= 1960)]
    assert late["estimate"].between(-1.3, -0.5).all() and (late["high"] < -0.5).all()
