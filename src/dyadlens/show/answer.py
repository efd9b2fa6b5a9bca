"""The bottom line over several fields, put together from their evidence."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe
from dyadlens.measures.compare import main_direction
from dyadlens.show.changes import WINDOW, Change, change
from dyadlens.show.numbers import listed, number, short
from dyadlens.show.words import Said, capital, who, yearly
from dyadlens.states import all_states

_FIELDS = {"agreement": "agreement in UN votes", "tiv": "arms deliveries", "trade_total": "two-way trade",
           "ideal_point_distance": "distance between UN ideal points"}  # fmt: skip
THIN = 0.01  # a partner below a hundredth of each side's trade is a thin base


@dataclass(frozen=True)
class Listing:
    """A point of an answer that lists several things, each under its own mark."""

    text: str
    items: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.text}:", *(f"  - {mark} {thing}" for mark, thing in self.items)])

    def _repr_html_(self) -> str:
        items = "".join(f"<li><strong>{html.escape(m)}</strong> {html.escape(thing)}</li>" for m, thing in self.items)
        return f"{html.escape(self.text)}:<ul>{items}</ul>"


class Answer(Said):
    """A bottom line: one sentence, and the points it rests on."""

    def __init__(self, text: str, points: Sequence[str | Listing]) -> None:
        super().__init__(text)
        self.points = list(points)

    def __repr__(self) -> str:
        return "\n".join([self.text, *(f"- {point}" for point in self.points)])

    def _repr_html_(self) -> str:
        shown = [p._repr_html_() if isinstance(p, Listing) else html.escape(p) for p in self.points]
        items = "".join(f"<li>{point}</li>" for point in shown)
        return f'<p class="dl-answer"><strong>{html.escape(self.text)}</strong></p><ul class="dl-points">{items}</ul>'


def bottom_line(votes: Evidence, arms: Evidence, trade: Evidence) -> Answer:
    """Say where the pair stands in votes, arms and trade, and what speaks of a thin tie.

    Each field compares the mean of the last five years that have a value with the five before; without an interval a
    change below a tenth counts as none.
    """
    delivered = arms.of("tiv", *main_direction(arms, "tiv"))
    fields = (("agreement", votes.of("agreement")), ("tiv", delivered), ("trade_total", trade.of("trade_total")))
    if len(votes.of("ideal_point_distance")):
        fields = (*fields, ("ideal_point_distance", votes.of("ideal_point_distance")))
    moved = {measure: change(rows) if len(rows.seen) else None for measure, rows in fields}
    points = [_field(measure, step) for measure, step in moved.items()]
    shares = _dependence(trade)
    thin = len(shares) == 2 and all(share < THIN for share, _ in shares.values())
    signs = _caution(shares, arms, trade)
    if signs:
        points.append(f"What speaks of distance: {'; '.join(signs)}.")
    points.append("These are three fields of several, and none of them shows intent.")
    return Answer(f"{capital(who(votes.of('agreement')))}: {_headline(moved, thin)}.", points)


def _headline(moved: dict[str, Change | None], thin: bool) -> str:
    """Name the fields that rose, fell and held, in that order."""
    words = {"rose": "up", "fell": "down", "held": "without clear change", "": "not known well enough to tell"}
    parts = []
    for direction, word in words.items():
        names = [
            _FIELDS[m] + (f" (to {step.recent_years[-1]})" if step else "")
            for m, step in moved.items()
            if (step.direction if step else "") == direction
        ]
        if names:
            parts.append(f"{listed(names)} {word}")
    return "; ".join(parts) + ("; a thin base of trade" if thin else "")


def _field(measure: str, step: Change | None) -> str:
    """Say how a field moved, with both means."""
    name, what = capital(_FIELDS[measure]), describe(measure)
    if step is None:
        return f"{name}: fewer than ten years have a value, too few to tell a change."
    now, then = (number(mean, what.scale) for mean in (step.recent, step.earlier))
    spans = [f"{y[0]}–{str(y[-1])[2:]}" for y in (step.recent_years, step.earlier_years)]
    if step.direction == "held":
        return f"{name}: {now}{yearly(what)} in {spans[0]}, {then} in {spans[1]}; no clear change."
    return f"{name} {step.direction} to {now}{yearly(what)} in {spans[0]}, from {then} in {spans[1]}."


def _dependence(trade: Evidence) -> dict[str, tuple[float, int]]:
    """Return for each state the mean share of its trade that is with the other, and the last of the five years."""
    shares: dict[str, tuple[float, int]] = {}
    for name in ("trade_dependence_atlas", "trade_dependence"):
        for a, rows in trade.of(name).seen.groupby("a"):
            last = rows.sort_values("year").tail(WINDOW)
            if a not in shares or last["year"].max() > shares[a][1]:
                shares[a] = (float(last["value"].mean()), int(last["year"].max()))
    return shares


def _five(last: int) -> str:
    return f"{last - WINDOW + 1}–{str(last)[2:]}"


def _share(value: float) -> str:
    """Write a share below a hundredth so that it does not round up to one."""
    text = short(value, "share")
    return f"just under {text}" if text == short(THIN, "share") else text


def _caution(shares: dict[str, tuple[float, int]], arms: Evidence, trade: Evidence) -> list[str]:
    out = []
    thin = {a: v for a, v in shares.items() if v[0] < THIN}
    if thin:
        said = [
            f"{_share(v)} of the trade of {all_states()[a].in_text} ({_five(year)})" for a, (v, year) in thin.items()
        ]
        out.append(f"trade with the other is {listed(said)}, below one percent")
    residual = trade[trade["measure"].isin(["gravity_residual", "gravity_residual_atlas"])].seen.sort_values("year")
    last = residual[residual["measure"] == residual["measure"].iloc[-1]].tail(WINDOW) if len(residual) else residual
    # Below the middle pair too: most pairs trade less than the model lets expect.
    if len(last) and (last["high"] < 0).sum() > WINDOW / 2 and not last["percentile"].mean() >= 50:
        span = _five(int(last["year"].max()))
        out.append(f"trade was {number(last['value'].mean(), 'log_ratio')} by size and distance ({span})")
    ratio = arms[arms["measure"].str.startswith("tiv_ratio:")].seen.sort_values("year")
    ratio = ratio[(ratio["year"] == arms.of("tiv").seen["year"].max()) & (ratio["value"] < 1)]
    for row in ratio.sort_values("value").head(1).itertuples():
        third = all_states()[row.measure.partition(":")[2]].in_text
        names = all_states()[row.a].in_text, all_states()[row.b].in_text
        amount = "none" if row.value == 0 else number(row.value, "share")
        out.append(
            f"arms {names[0]} delivered to {names[1]} come to {amount} of those to {third} ({row.year - 4}–{row.year})"
        )
    return out


def facts(*parts: tuple[Evidence, str]) -> dict[str, str]:
    """Return the latest figure of some measures for the index of reports."""
    out = {}
    for rows, name in parts:
        what = describe(name)
        chosen = rows.of(name, *main_direction(rows, name)) if what.directed else rows.of(name)
        seen = chosen.seen.sort_values("year")
        last = None if seen.empty else seen.iloc[-1]
        out[what.label] = "–" if last is None else f"{number(last['value'], what.scale)} ({last['year']})"
    return out
