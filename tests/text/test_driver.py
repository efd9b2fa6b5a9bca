"""Sentences on drivers and the backtest, from small results made by hand."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.drivers.votes import DriverModel
from dyadlens.lens import Lens
from dyadlens.stats.panel import Fit
from dyadlens.tables.records import score_table
from dyadlens.text.answer import Text
from dyadlens.text.driver import backtest_text, bias_text, drivers_text, implied_text, outlook_text, visits_text

LENS = Lens("PAK-RUS")
LABELS = ["Trade", "Strategic rivalry", "Alignment already reached"]


def model(trade=(0.02, 0.005), level=-0.5):
    """A model of trade, rivalry and the level; trade with its estimate and error by state."""
    b = np.array([trade[0], 0.001, level])
    by_pair, by_state = (np.diag(np.array([trade[1] / 4, 0.001, 0.01]) ** 2) * k for k in (1, 16))
    fit = Fit(b, by_pair, by_state, np.array([1.0, 0.5, 0.2]), 0.1, 5000, 400)
    table = pd.DataFrame({"driver": ["trade", "rivalry", "level"], "estimate": b, "corrected": [0.01, 0.001, -0.4]})
    table["label"] = LABELS
    for suffix, cov in (("", by_pair), ("_state", by_state)):
        margin = 1.645 * np.sqrt(np.diag(cov))
        table["low" + suffix], table["high" + suffix] = b - margin, b + margin
    for name in ("low", "high", "low_state", "high_state"):
        table[f"standardised_{name}"] = table[name] * fit.spread / 0.1
    table["standardised"] = b * fit.spread / 0.1
    return DriverModel(table, fit, pd.Series([0.0], index=[2000]), 1993, 2014)


def counted(robust=()):
    names = ["trade", "rivalry", "level"]
    return pd.DataFrame({"driver": names, "label": LABELS, "models": 24, "holds": [name in robust for name in names]})


def implied_rows():
    rows = pd.DataFrame(
        {
            "term": ["trade", "rivalry", "level", "drivers", "years", "open", "change"],
            "label": [*LABELS, "All drivers together", "What moved all pairs", "Left open", "The change"],
            "recent": [5.0, 0.0, 0.3, np.nan, np.nan, np.nan, 0.02],
            "contribution": [0.02, 0.0, -0.05, -0.03, 0.01, 0.03, 0.01],
        }
    )
    known = rows["term"].isin(["trade", "level", "drivers"])
    rows["low_state"] = (rows["contribution"] - 0.01).where(known)
    rows["high_state"] = (rows["contribution"] + 0.01).where(known)
    rows.attrs["years"] = [2010, 2011, 2012, 2013, 2014]
    return rows


def shares(middle=0.45):
    bands = (-1, *range(10))
    rows = [(d, b, middle - 0.005 * b, middle - 0.03, middle + 0.03) for d in ("all", "closer", "apart") for b in bands]
    return pd.DataFrame(rows, columns=["direction", "band", "share", "low", "high"])


def scores(shift, reversion, drift=0.0):
    """Scores of the forecasts; the gains of two of them, and of drift, are clear of zero or not."""
    rows = []
    every = {"no change": 0.0, "drift": drift, "shift": shift, "mean reversion": reversion, "both": 0.0}
    for forecast, gain in every.items():
        for score in ("crps", "squared_error", "brier", "log_score"):
            gains = [part for g in (gain, gain - drift) for part in (g, g - 0.01, g + 0.01)]
            rows.append((forecast, score, 0.25 - gain, *gains, 0.9, 1970, 2021))
    names = ["forecast", "score", "mean", "gain", "low", "high", "over_drift", "low_drift", "high_drift"]
    return pd.DataFrame(rows, columns=[*names, "inside", "first", "last"])


def test_words_follow_the_results():
    assert str(drivers_text(model(), counted())).startswith("No driver")
    assert "fall back" not in str(drivers_text(model(), counted()))
    text = str(drivers_text(model(), counted(("rivalry", "level"))))
    assert text.startswith("Over the 24 models that were run, what goes before a change") and "fall back" in text
    assert "whichever is taken: strategic rivalry." in text
    assert "change: no driver." in str(drivers_text(model(trade=(0.001, 0.05)), counted()))
    assert "moves no other driver" in str(bias_text(model(trade=(0.015, 0.005))))
    assert "moves trade outside" in str(bias_text(model(trade=(0.09, 0.005))))
    assert "−0.030" in str(implied_text(implied_rows(), LENS)) and "2010–14" in str(implied_text(implied_rows(), LENS))
    found = {"estimate": 0.01, "low": 0.002, "high": 0.02, "pairs": 180}
    assert ", clear of zero" in str(visits_text(found))
    assert "not clear of zero" in str(visits_text(found | {"low": -0.01}))


@pytest.mark.parametrize(
    ("scored", "middle", "words"),
    [
        (scores(0.0, 0.0), 0.45, ("shift does not beat", "Nor is one", "Neither beats a forecast of drift alone")),
        (
            scores(0.0, 0.05),
            0.45,
            ("shift does not beat", "20.0% smaller", "itself no better than no change: the pull"),
        ),
        (scores(0.0, 0.05), 0.45, ("the pull back beats it in odds, size and direction, the shift does not",)),
        (scores(0.05, 0.0), 0.45, ("beats one of no change in odds, size and direction", "that shifts fall back")),
        (scores(0.05, 0.0), 0.6, ("it predicts that shifts go on",)),
        (scores(0.0, 0.05, drift=0.05), 0.45, ("20.0% smaller", "Neither beats a forecast of drift alone")),
    ],
)
def test_a_forecast_that_does_not_beat_a_simpler_one_is_said_not_to(scored, middle, words):
    text = str(backtest_text(scored, shares(middle), "kappa"))
    assert all(word in text for word in words), text


def test_scores_are_listed_beside_no_change_and_drift():
    frame = score_table(scores(0.0, 0.05), "kappa").frame
    assert frame["Better than no change by"].str.contains("20.0%").sum() == 4
    assert frame["Better than drift by"].str.contains("20.0%").sum() == 4
    assert (frame["Better than drift by"] == "").sum() == 8
    assert frame["Score"].tolist() == sorted(frame["Score"], key=frame["Score"].drop_duplicates().tolist().index)


def test_a_pairs_own_shift_in_words():
    place = {"year": 2024, "shift": -0.05, "band": 9, "share": 0.4, "low": 0.35, "high": 0.45}
    text = str(outlook_text(place, "kappa", LENS))
    assert "away from each other" in text and "0.050 up to 2024" in text
    assert "largest tenth" in text and "40% went on" in text


def test_where_nothing_is_known_a_sentence_says_so():
    empty, none, frame = DriverModel(pd.DataFrame()), counted().head(0), pd.DataFrame()
    for said in (
        drivers_text(empty, none),
        bias_text(empty),
        visits_text({}),
        implied_text(frame, LENS),
        score_table(frame, "kappa"),
        backtest_text(frame, frame, "kappa"),
        outlook_text({}, "kappa", LENS),
    ):
        assert isinstance(said, Text) and len(str(said)) > 30
