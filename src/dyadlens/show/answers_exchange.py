"""What a pair does with each other: whether it votes alike, delivers arms and trades, each in one sentence."""

from __future__ import annotations

from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe
from dyadlens.measures.compare import main_direction
from dyadlens.show.answer import Answer
from dyadlens.show.changes import WINDOW, change
from dyadlens.show.field_words import AS_BEFORE, answer, beyond, change_of, last_of, nothing, said
from dyadlens.show.numbers import number, years
from dyadlens.show.words import capital, say, who
from dyadlens.states import all_states

_GRAVITY = ("gravity_residual", "gravity_residual_atlas")


def votes_answer(votes: Evidence) -> Answer:
    """Say whether a pair votes alike, and more so than before."""
    rows = votes.of("agreement")
    points = [str(say(votes, "agreement")), said(votes, "ideal_point_distance")]
    last = last_of(rows)
    if last is None:
        return nothing(f"on votes that {who(rows)} cast together", points)
    sign, pairs = beyond(last)
    beside = ""
    if sign:
        more = "more" if sign > 0 else "less"
        beside = f" {more} often than {pairs}" if pairs else " about as often as the middle pair"
    told = f"{capital(who(rows))} vote alike{beside} ({number(last['value'], 'share')} of the roll calls of "
    told += f"{last['year']})"
    step, shift = change(rows), change_of(votes, "ideal_point_distance")
    trend = {
        "rose": "and more often than before",
        "fell": "and less often than before",
        "held": "and neither clearly more nor less often than before",
    }
    if step is not None:
        told += f", {trend[step.direction]}"
    if shift is not None and shift.direction != "held":
        nearer = shift.direction == "fell"
        agrees = step is not None and step.direction == ("rose" if nearer else "fell")
        told += f", {'and' if agrees else 'though'} the positions behind their votes moved "
        told += "closer" if nearer else "apart"
    return answer(told, points)


def arms_answer(arms: Evidence) -> Answer:
    """Say whether arms flow between a pair, and how much they weigh for the one who receives them."""
    supplier, recipient = main_direction(arms, "tiv")
    giver, taker = (all_states()[code].in_text for code in (supplier, recipient))
    rows = arms.of("tiv", supplier, recipient).seen.sort_values("year")
    points = [str(say(arms, "tiv", supplier, recipient)), said(arms, "import_share", supplier, recipient)]
    if rows.empty:
        return nothing(f"on arms between {giver} and {taker}", points)
    some = rows[rows["value"] > 0]
    if some.empty:
        span = f"{rows['year'].min()}–{rows['year'].max()}"
        told = f"No major arms flow between {giver} and {taker}: the register lists no delivery either way in {span}"
        return answer(told, points[:1])
    latest, end = int(some["year"].max()), int(rows["year"].max())
    if latest <= end - WINDOW:
        told = f"{capital(giver)} last delivered major arms to {taker} in {latest}; the register lists none from then"
        return answer(f"{told} to {end}", points)
    step = change(arms.of("tiv", supplier, recipient))
    told = f"{capital(giver)} delivers arms to {taker}{AS_BEFORE[step.direction] if step else ''}"
    share = last_of(arms.of("import_share", supplier, recipient))
    if share is not None:
        pooled = f"{share['year'] - describe('import_share').pooled + 1}–{share['year']}"
        told += f"; they are {number(share['value'], 'share')} of what {taker} imports ({pooled})"
    return answer(told, points)


def trade_answer(trade: Evidence) -> Answer:
    """Say how much a pair trades, and whether it is less than size and distance let expect."""
    total = trade.of("trade_total")
    points = [said(trade, name) for name in ("trade_total", "gravity_residual", "gravity_residual_atlas")]
    last = last_of(total)
    if last is None:
        return nothing(f"on goods traded between {who(total)}", points)
    amount = number(last["value"], "musd") if last["value"] > 0 else "nothing on record"
    told = f"{capital(who(total))} traded goods for {amount} in {last['year']}"
    step = change(total)
    told += AS_BEFORE[step.direction] if step else ""
    return answer(f"{told}; {_against_gravity(trade)}", points)


def _against_gravity(trade: Evidence) -> str:
    """Say how the last five years stood against what size and distance let expect, by the model that reaches further.

    Five years and not one: single years scatter more widely than their band says.
    """
    found = [trade.of(name).seen.sort_values("year").tail(WINDOW) for name in _GRAVITY]
    rows = max((f for f in found if len(f)), key=lambda f: f["year"].max(), default=None)
    if rows is None:
        return "whether that is less than could be cannot be told here"
    sides = {"clearly less than": rows["high"] < 0, "clearly more than": rows["low"] > 0}
    word = next((w for w, here in sides.items() if here.sum() > len(rows) / 2), "not clearly more or less than")
    gap = number(rows["value"].mean(), "log_ratio")
    return f"in {years(rows['year'].tolist())} it was {word} size and distance let expect ({gap})"
