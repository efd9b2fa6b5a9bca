"""Tables of single records: claims of a case, deals, third states, scores of a backtest."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.cases import Case
from dyadlens.details.third_states import ThirdStates
from dyadlens.lens import Lens, as_lens
from dyadlens.states import all_states
from dyadlens.tables.table import Table
from dyadlens.text.answer import Text
from dyadlens.text.driver import NAMES, NO_BACKTEST
from dyadlens.text.numbers import short, signed
from dyadlens.text.third_party import third_states_text

_TIES = {1: "friend", -1: "adversary", 0: "neither"}
_PULLS = {1: "together", -1: "apart", 0: "–"}
_FORECASTS = {
    "no change": "No change",
    "drift": "The mean change of all pairs so far",
    "shift": "As far as past shifts went on",
    "mean reversion": "Back to the pair's mean",
    "both": "Shift and mean",
}
_SCORES = {
    "squared_error": "Squared error",
    "crps": "CRPS",
    "brier": "Brier, direction",
    "log_score": "Log, direction",
}


def claim_table(found: Case | None) -> Table | Text:
    """List the claims of a case, or say that the pair has none of its own."""
    if found is None:
        return Text(
            "Nobody has made claims on this pair yet. The evidence on the following pages is the same for every "
            "pair; a case file would add dated contacts, events and claims with thresholds fixed beforehand."
        )
    names = {
        "id": "Claim",
        "side": "Side",
        "claim": "What is said",
        "proposition": "What would support it",
        "rival_explanation": "What else would look the same",
    }
    frame = found.claims[list(names)].rename(columns=names)
    frame["Side"] = frame["Side"].str.capitalize()
    first, second = (all_states()[code].name for code in found.key.split("-"))
    return Table(frame, f"Claims of the case {found.key}: A is {first}, B is {second}, C a third state")


def deal_table(deals: pd.DataFrame) -> Table | Text:
    """List arms deals for reading, or say that there are none."""
    if deals.empty:
        return Text(
            "The register holds no deals between these two states in these years, or may not be shown for them."
        )
    names = {code: state.name for code, state in all_states().items()}
    delivered = zip(deals["first_delivery"], deals["last_delivery"], strict=True)
    frame = pd.DataFrame(
        {
            "Ordered": deals["order_year"].astype("str"),
            "From": deals["supplier"].map(names),
            "To": deals["recipient"].map(names),
            "Weapon": deals["designation"].str.cat(deals["description"], sep=", "),
            "Number ordered": deals["ordered"].map(_count),
            "Number delivered": deals["delivered"].map(_count),
            "Delivered in": [_span(first, last) for first, last in delivered],
            "Million TIV delivered": [short(float(v), "tiv") for v in deals["tiv_delivered"]],
        }
    )
    return Table(frame, "Deals between the two states, newest first")


def _span(first: float, last: float) -> str:
    if pd.isna(first):
        return "not yet"
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"


def _count(value: float) -> str:
    return "unknown" if pd.isna(value) else f"{int(value):,}"


def third_state_table(lens: Lens | str, found: ThirdStates) -> Table | Text:
    """List the third states that stand between the two."""
    lens = as_lens(lens)
    rows = found.rows
    if rows.empty:
        return third_states_text(lens, found)
    frame = pd.DataFrame({"Third state": rows["third"].map({c: state.name for c, state in all_states().items()})})
    sides = (("a", lens.a.name), ("b", lens.b.name))
    for side, name in sides:
        frame[f"To {name}"] = rows[f"sign_{side}"].map(_TIES)
    frame["Pulls"] = (rows["sign_a"] * rows["sign_b"]).map(_PULLS)
    for words, column in (("Closeness to", "close"), ("Could press on", "presses")):
        for side, name in sides:
            values = rows[f"{column}_{side}"]
            frame[f"{words} {name}"] = ["unknown" if pd.isna(v) else short(float(v), "index") for v in values]
    return Table(frame, f"Third states that are a rival of one of the two, or tied to both, {found.year}")


def score_table(scored: pd.DataFrame, name: str) -> Table | Text:
    """List the scores of the forecasts beside those of no change and of drift."""
    if scored.empty:
        return Text(NO_BACKTEST)
    frame = pd.DataFrame(
        {
            "Score": scored["score"].map(_SCORES),
            "Forecast": scored["forecast"].map(_FORECASTS),
            "Mean": [f"{v:.4f}" for v in scored["mean"]],
            "Better than no change by": _gains(scored, ("gain", "low", "high"), ("no change",)),
            "Better than drift by": _gains(scored, ("over_drift", "low_drift", "high_drift"), ("no change", "drift")),
            "90% intervals held": [f"{v:.0%}" for v in scored["inside"]],
        }
    )
    order = list(_SCORES.values())
    frame = frame.sort_values("Score", kind="stable", key=lambda cells: cells.map(order.index), ignore_index=True)
    return Table(
        frame, f"Scores of forecasts of {NAMES[name]}, three years ahead; lower is better; gains with 90% intervals"
    )


def _gains(scored: pd.DataFrame, parts: tuple[str, str, str], blank: tuple[str, ...]) -> list[str]:
    """Write gains and their intervals in percent of the score of the baseline, which has none itself."""
    baseline = scored["mean"] + scored[parts[0]]
    shares = [[signed(100 * v, 1) for v in scored[part] / baseline] for part in parts]
    cells = [f"{gain}% ({low} to {high})" for gain, low, high in zip(*shares, strict=True)]
    return ["" if forecast in blank else cell for forecast, cell in zip(scored["forecast"], cells, strict=True)]


# As `tables` offers them.
claims, deals, third_states, scores = claim_table, deal_table, third_state_table, score_table
