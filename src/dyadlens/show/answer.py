"""The bottom line over several fields, put together from their evidence."""

from __future__ import annotations

from dyadlens.measures import describe
from dyadlens.measures.compare import main_direction
from dyadlens.shape import Evidence
from dyadlens.show.numbers import listed, number, short
from dyadlens.show.words import Change, Said, change, who, yearly
from dyadlens.states import all_states

_FIELDS = {"agreement": "agreement in UN votes", "tiv": "arms deliveries", "trade_total": "two-way trade"}
THIN = 0.01  # a partner below a hundredth of a state's trade is a thin base


def bottom_line(votes: Evidence, arms: Evidence, trade: Evidence) -> Said:
    """Say in one paragraph where the pair stands in votes, arms and trade, and what speaks of caution.

    Each field compares the mean of the last five years that have a value with the five before; without an interval a
    change below a tenth counts as none.

    Parameters
    ----------
    votes, arms, trade : Evidence
        Evidence on one pair.

    Returns
    -------
    Said

    Examples
    --------
    >>> from dyadlens import Lens, evidence
    >>> lens = Lens("PAK-RUS")
    >>> str(bottom_line(*(evidence(lens, d) for d in ("votes", "arms", "trade"))))[:28]
    'Pakistan and Russia over the'
    """
    pair = who(votes.of("agreement"))
    moved = {
        "agreement": change(votes.of("agreement")),
        "tiv": change(arms.of("tiv", *main_direction(arms, "tiv"))) if arms.of("tiv").seen.size else None,
        "trade_total": change(trade.of("trade_total")),
    }
    said = "; ".join(_field(measure, step) for measure, step in moved.items())
    text = f"{pair}, the last five years known against the five before: {said}."
    caution = _caution(arms, trade)
    if caution:
        text += f" Signs that the tie stays thin: {'; '.join(caution)}."
    return Said(text + " These are three fields of several, and none of them shows intent.")


def _field(measure: str, step: Change | None) -> str:
    """Say how a field moved, with both means."""
    name, what = _FIELDS[measure], describe(measure)
    if step is None:
        return f"on {name} the record is too short to tell"
    now, then = (number(mean, what.scale) for mean in (step.recent, step.earlier))
    span = f"{step.recent_years[0]}–{str(step.recent_years[-1])[2:]}"
    if step.direction == "held":
        return f"{name} held at about {now}{yearly(what)} ({span})"
    return f"{name} {step.direction} to {now}{yearly(what)} ({span}) from {then}"


def _caution(arms: Evidence, trade: Evidence) -> list[str]:
    out = []
    shares = {}
    for name in ("trade_dependence_atlas", "trade_dependence"):
        for a, rows in trade.of(name).seen.groupby("a"):
            last = rows.sort_values("year").iloc[-1]
            if a not in shares or last["year"] > shares[a][1]:
                shares[a] = (float(last["value"]), int(last["year"]))
    thin = {a: v for a, v in shares.items() if v[0] < THIN}
    if thin:
        said = [f"{short(v, 'share')} of the trade of {all_states()[a].name} ({year})" for a, (v, year) in thin.items()]
        out.append(f"the other is {listed(said)}")
    residual = trade[trade["measure"].isin(["gravity_residual", "gravity_residual_atlas"])].seen.sort_values("year")
    if len(residual):
        last = residual.iloc[-1]
        if last["high"] < 0:
            out.append(f"trade was {number(last['value'], 'log_ratio')} by size and distance ({last['year']})")
    ratio = arms[arms["measure"].str.startswith("tiv_ratio:")].seen.sort_values("year")
    ratio = ratio[(ratio["year"] == ratio["year"].max()) & (ratio["value"] < 1)]
    for row in ratio.sort_values("value").head(1).itertuples():
        third = all_states()[row.measure.partition(":")[2]].name
        names = all_states()[row.a].name, all_states()[row.b].name
        amount = "none" if row.value == 0 else number(row.value, "share")
        out.append(f"arms {names[0]} delivered to {names[1]} come to {amount} of those to {third} ({row.year - 4}–{row.year})")
    return out


def facts(*parts: tuple[Evidence, str]) -> dict[str, str]:
    """Return the latest figure of some measures for the index of reports.

    Parameters
    ----------
    *parts : tuple of Evidence and str
        Evidence and the name of a measure in it.

    Returns
    -------
    dict of str to str
        Label to value and year; "–" where there is none.
    """
    out = {}
    for rows, name in parts:
        what = describe(name)
        chosen = rows.of(name, *main_direction(rows, name)) if what.directed else rows.of(name)
        seen = chosen.seen.sort_values("year")
        last = None if seen.empty else seen.iloc[-1]
        out[what.label] = "–" if last is None else f"{number(last['value'], what.scale)} ({last['year']})"
    return out
