"""What verdicts hang on and what they say: thresholds moved, readings told apart, then beside now."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dyadlens.claims.hindcast import Move
from dyadlens.claims.matrix import NAMES, Evidence, Weighing
from dyadlens.claims.sensitivity import Sway
from dyadlens.claims.verdicts import PARTLY, Verdict
from dyadlens.show.numbers import listed, number
from dyadlens.show.tables import Table
from dyadlens.show.verdict_words import day_text, seen_now, sentence, shown
from dyadlens.show.words import Said, capital

MARKS = {"consistent": "+ sits with it", "inconsistent": "✕ against it", "silent": "· silent"}
EDGE = 0.001  # a flip nearer than this share of the threshold lies on it
# What a threshold is called, and how its value is written.
THRESHOLDS = {
    "factor": ("the multiple of the figure held against", "index"),
    "min_disputes": ("the least disputes", "index"),
    "threshold_deaths": ("the deaths from which a fight is recorded", "index"),
    "ratio_min": ("the least ratio", "index"),
    "interval_above": ("the bound of the interval", "index"),
    "partly_ratio_above": ("the ratio for part support", "index"),
    "aid_ratio_max": ("the share to which aid must have fallen", "share"),
    "value": ("the level named", "musd"),
    "tolerance": ("the tolerance", "share"),
    "lng_above_bcm": ("the volume of liquefied gas", "bcm"),
    "percentile_max": ("the highest percentile", "index"),
    "percentile_min": ("the least percentile", "index"),
    "quiet_years": ("the years of quiet", "index"),
    "arms_ratio_min": ("the least ratio of arms", "index"),
    "trade_ratio_min": ("the least ratio of trade", "index"),
    "share_max": ("the highest share", "share"),
    "ratio_max": ("the highest share of the best years", "share"),
    "mentions_per_speech_below": ("the mentions a speech", "index"),
}


def put(parameter: str, value: float) -> str:
    """Write the value of a threshold."""
    scale = THRESHOLDS[parameter][1]
    return f"{value:,.4g}" if scale == "index" else number(value, scale)


def swayed(s: Sway) -> str:
    """Say whether a verdict would flip were a threshold moved by up to a quarter."""
    words = THRESHOLDS[s.parameter][0]
    text = f"{capital(words)}, {put(s.parameter, s.threshold)}: "
    if not s.flips:
        return text + "a quarter more or less would not change the verdict."
    turns = []
    for at, word in s.flips:
        way = "below" if at < s.threshold else "above"
        near = f"just {way} it" if abs(at / s.threshold - 1) < EDGE else f"{way} about {put(s.parameter, at)}"
        turns.append(f"{near} the verdict would be {word}")
    return text + " and ".join(turns) + "."


def swayed_all(sways: Sequence[Sway]) -> str:
    """Say for all thresholds of one claim whether its verdict hangs on them."""
    if not any(s.grid for s in sways):
        return "No data at hand test the claim, so there is no threshold to move."
    flips = [swayed(s) for s in sways if s.flips]
    if flips:
        return " ".join(flips)
    some = "the threshold" if len(sways) == 1 else f"any of the {len(sways)} thresholds"
    return f"A quarter more or less on {some} would not change the verdict."


def threshold_table(sways: Sequence[Sway]) -> Table | Said:
    """List thresholds with what becomes of the verdict when each is moved by a quarter."""
    if not sways:
        return Said("None of these claims has a threshold that could be moved.")
    rows = [
        {
            "Claim": s.id,
            "Verdict": shown(s.word),
            "Threshold": "Nothing at hand tests it",
            **dict.fromkeys(("As set", "A quarter lower", "A quarter higher", "Flips at"), "–"),
        }
        if not s.grid
        else {
            "Claim": s.id,
            "Verdict": shown(s.word),
            "Threshold": capital(THRESHOLDS[s.parameter][0]),
            "As set": put(s.parameter, s.threshold),
            "A quarter lower": s.grid[0][1],
            "A quarter higher": s.grid[-1][1],
            "Flips at": "; ".join(put(s.parameter, at) for at, _ in s.flips) or "nowhere",
        }
        for s in sways
    ]
    return Table(
        pd.DataFrame(rows), "Would the verdict flip? Each threshold moved by up to a quarter each way", whole=True
    )


def part_support(found: Sequence[Verdict]) -> Said:
    """Say which verdicts hang on something not known, or on which source is believed."""
    unknown = [v.claim.id for v in found if v.counts["not known"]]
    disputed = [v.claim.id for v in found if v.word_elsewhere]
    settled = [v.claim.id for v in found if v.word == PARTLY and len(v.could_be) == 1]
    texts = [
        f"A part is not known in {listed(unknown)}." if unknown else "No part is unknown.",
        f"Another source or reckoning would give another verdict on {listed(disputed)}." if disputed else
        "No other source or reckoning at hand would give another verdict.",
        f"Part support, with every part known, stands in {listed(settled)}." if settled else "",
    ]  # fmt: skip
    return Said(" ".join(t for t in texts if t))


def matrix_shown(rows: Sequence[Evidence]) -> Table:
    """Show the matrix of verdicts against readings, the most telling rows first."""
    cells = [
        {
            "Claim": e.id,
            "Verdict": shown(e.word),
            **{capital(NAMES[r]): MARKS[mark] for r, mark in e.marks.items()},
            "Weight": {0.0: "none", 0.5: "half", 1.0: "whole"}[e.weight],
            "Tells apart": "; ".join(f"{NAMES[x]} from {NAMES[y]}" for x, y in e.tells_apart) or "nothing",
        }
        for e in rows
    ]
    return Table(pd.DataFrame(cells), "Verdicts against three readings, the most telling first", whole=True)


def weighed(found: Weighing) -> Said:
    """Say which reading has least against it, what it hangs on, and which readings are not told apart."""
    sums = listed([f"{NAMES[r]} {value:g}" for r, value in sorted(found.against.items(), key=lambda x: x[1])])
    text = f"The evidence against each reading weighs: {sums}. "
    if len(found.least) == len(found.against):
        return Said(text + "All three have the same against them: this evidence tells none from another.")
    text += f"Least speaks against {listed([NAMES[r] for r in found.least])}"
    text += (
        "; that holds whichever single claim is left out. "
        if found.holds
        else f"; that hangs on {listed(list(found.hangs_on))}: leave one out and it no longer holds. "
    )
    if found.alike:
        pairs = "; ".join(f"{NAMES[x]} and {NAMES[y]}" for x, y in found.alike)
        text += f"Not told apart, with less than one whole piece of evidence between them: {pairs}. "
    return Said(text + "Least against it is not proven: the claims are few, chosen by one side, and not independent.")


def moved_table(moves: Sequence[Move]) -> Table | Said:
    """Show what a verdict was and is, and what moved."""
    if not moves:
        return Said("This page itself stands on the day of the hindcast, so there is no later day to set beside it.")
    rows, day = [], capital(day_text(moves))
    for m in sorted(moves, key=lambda m: not m.changed):
        at = m.part
        rows.append(
            {
                "Claim": m.now.claim.id,
                day: shown(m.then.word),
                "Now": shown(m.now.word) + seen_now(m),
                "Changed": "yes" if m.changed else "no",
                f"What moved most, {day}": "" if at is None else sentence(m.then.parts[at]),
                "The same, now": "" if at is None else sentence(m.now.parts[at]),
            }
        )
    return Table(pd.DataFrame(rows), f"{day} and now, what changed first")
