"""Answers to the question of each field, in a few sentences over the figures that they rest on.

>>> import dyadlens as dl
>>> print(dl.text.votes_answer(dl.evidence("PAK-RUS", "votes")))
Pakistan and Russia cast the same vote in ...
"""

from __future__ import annotations

import pandas as pd

from dyadlens.data.evidence import NOT_COVERED, Evidence
from dyadlens.measures.registry import describe
from dyadlens.measures.signs import (
    GRAVITY,
    against_expectation,
    deliveries,
    heaviest_weapon,
    least_arms_ratio,
    rank_in_words,
    shares_of_trade,
)
from dyadlens.measures.trend import Trend, trend
from dyadlens.text.answer import Answer, Text
from dyadlens.text.names import capital, state_in_text, subject, who
from dyadlens.text.numbers import in_words, listed, number, short, span, years
from dyadlens.text.sentences import phrase, sentence_templates, summary_text, trend_line, when

_PACTS = {"defense_pact": "defence", "nonaggression_pact": "nonaggression", "consultation_pact": "consultation"}
_FIELDS = {
    "agreement": "agreement in UN votes",
    "tiv": "arms deliveries",
    "trade_total": "two-way trade",
    "ideal_point_distance": "distance between UN ideal points",
}


def _points(rows: Evidence, *measures: str, a: str | None = None, b: str | None = None) -> list[str]:
    """Say what the evidence on measures shows, but for those that were not asked."""
    return [str(summary_text(rows, name, a, b)) for name in measures if not rows.of(name, a, b).empty]


def _last(rows: Evidence) -> pd.Series | None:
    """Return the last row that has a value, or None."""
    seen = rows.seen.sort_values("year")
    return None if seen.empty else seen.iloc[-1]


def _years_of(row: pd.Series) -> str:
    return when(int(row["year"]), int(row["window"]))


def _beside(group: str, row: pd.Series, more: tuple[str, str], **parts: object) -> str:
    """Say on which side of other pairs a value lies, where there are words for it."""
    rank = rank_in_words(float(row["percentile"]))
    share = f"{min(round(rank.share), 99)}%" if rank.side else ""
    if rank.beyond not in sentence_templates()[group]:
        return ""
    return phrase(group, rank.beyond, more=more[0 if rank.side > 0 else 1], share=share, **parts)


def _changed(t: Trend | None, noun: str) -> str:
    """Say how a measure changed, where that is known."""
    return f"{trend_line(t, noun, describe(t.measure))}." if t and t.direction != "unknown" else ""


def _told(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def votes_answer(votes: Evidence) -> Answer:
    """Answer whether a pair votes alike, and more so than before."""
    rows, positions = votes.of("agreement"), votes.of("ideal_point_distance")
    pair, last = who(rows), _last(rows)
    points = _points(votes, "agreement", "ideal_point_distance")
    if last is None:
        return Answer(phrase("votes", "nothing", pair=pair), points)
    beside = _beside("votes", last, ("more", "less"))
    level = phrase(
        "votes", "last", pair=capital(pair), last=number(last["value"], "share"), year=last["year"], beside=beside
    )
    apart = trend(positions) if len(positions) else None
    moved = {"rose": "apart", "fell": "closer"}.get(apart.direction if apart and apart.agrees else "")
    agreement = _changed(trend(rows), sentence_templates()["votes"]["noun"])
    return Answer(_told(level, agreement, phrase("votes", moved) if moved else ""), points)


def arms_answer(arms: Evidence) -> Answer:
    """Answer whether arms flow between a pair, and how much they weigh for the one who receives them."""
    way = arms.main_direction("tiv")
    a, b = (state_in_text(code) for code in way)
    rows, found = arms.of("tiv", *way), deliveries(arms.of("tiv", *way))
    points = _points(arms, "tiv", "import_share", a=way[0], b=way[1])
    if found is None:
        return Answer(phrase("arms", "nothing", a=a, b=b), points)
    if found.when == "never":
        return Answer(phrase("arms", "never", a=a, b=b, years=span(found.first_year, found.last_year)), points[:1])
    if found.when == "past":
        told = phrase("arms", "past", a=capital(a), b=b, latest=found.latest, last_year=found.last_year)
        return Answer(told, points)
    share = _last(arms.of("import_share", *way))
    weight = ""
    if share is not None:
        weight = phrase("arms", "share", last=number(share["value"], "share"), b=b, last_years=_years_of(share))
    return Answer(_told(f"{trend_line(trend(rows), subject(rows), describe('tiv'))}.", weight), points)


def main_weapon(deals: pd.DataFrame) -> Text:
    """Say how much of what was delivered lately is one weapon, in the direction that carries more."""
    found = heaviest_weapon(deals)
    if found is None:
        return Text(phrase("arms", "no_weapon"))
    parts = {
        "a": state_in_text(found.supplier),
        "b": state_in_text(found.recipient),
        "total": number(found.total, "tiv"),
        "years": f"{found.first_year}–{found.last_year}",
        "volume": number(found.volume, "tiv"),
        "share": short(found.volume / found.total, "share"),
        "name": found.name,
        "kind": found.kind,
        "delivered": "–".join(dict.fromkeys(map(str, found.delivered))),
    }
    names = ("weapon", "most", "engine") if found.engine else ("weapon", "most")
    return Text(" ".join(phrase("arms", name, **parts) for name in names))


def trade_answer(trade: Evidence) -> Answer:
    """Answer how much a pair trades, and whether that is less than size and distance predict."""
    rows = trade.of("trade_total")
    last, points = _last(rows), _points(trade, "trade_total", *GRAVITY)
    if last is None:
        return Answer(phrase("trade", "nothing", pair=who(rows)), points)
    amount = number(last["value"], "musd") if last["value"] > 0 else "nothing on record"
    level = phrase("trade", "last", pair=capital(who(rows)), last=amount, year=last["year"])
    found = against_expectation(trade)
    if found is None:
        gap = phrase("trade", "no_model")
    else:
        word = {-1: "below", 1: "above", 0: "within"}[found.side]
        ends = span(found.first_year, found.last_year)
        gap = phrase("trade", word, gap=number(found.mean, "log_ratio"), years=ends)
    return Answer(_told(level, _changed(trend(rows), sentence_templates()["trade"]["noun"]), gap), points)


def security_answer(security: Evidence) -> Answer:
    """Answer whether a pair has adversaries in common, and what binds or divides it."""
    rows = security.of("shared_adversaries_5y")
    pair, last = capital(who(rows)), _last(rows)
    if last is None:
        known = "nothing" if (rows["status"] == NOT_COVERED).all() else "none"
        told = phrase("security", known, pair=pair)
    else:
        count = int(last["value"])
        name = "one" if count == 1 else "several"
        told = phrase("security", name, pair=pair, count=in_words(count), last_years=_years_of(last))
    rivals = _last(security.of("rivalry"))
    rivalry = "" if rivals is None else phrase("security", _rivals(rivals), year=rivals["year"])
    bonds = _told(_bound(security), rivalry) or phrase("security", "unknown")
    return Answer(_told(told, bonds), _points(security, "shared_adversary_deaths", "security_ties"))


def _rivals(row: pd.Series) -> str:
    return "rivals" if row["value"] > 0 else "no_rivals"


def _bound(security: Evidence) -> str:
    """Say which promises of alliance bind a pair in the last year of the record."""
    ties = _last(security.of("alliance_ties"))
    if ties is None:
        return ""
    if ties["value"] == 0:
        return phrase("security", "unbound", year=ties["year"])
    rows = {word: security.of(name) for name, word in _PACTS.items()}
    kinds = [w for w, r in rows.items() if (r.loc[r["year"] == ties["year"], "value"] > 0).any()]
    if len(kinds) < ties["value"]:
        kinds.append("neutrality or offence")
    name = "bound" if ties["value"] == 1 else "bound_often"
    return phrase("security", name, kinds=listed(kinds), year=ties["year"])


def diplomacy_answer(diplomacy: Evidence, words: Evidence) -> Answer:
    """Answer whether words of cooperation run ahead of deeds."""
    rows = diplomacy.of("say_do_ratio")
    pair, last = who(rows), _last(rows)
    points = [*_points(diplomacy, "say_do_ratio"), *_points(words, "speech_similarity")]
    if last is None:
        return Answer(phrase("diplomacy", "nothing", pair=pair), points)
    told = phrase("diplomacy", "last", pair=pair, last=number(last["value"], "index"), year=last["year"])
    late = [int(year) for year in rows["year"] if year > last["year"]]
    beside = _beside("diplomacy", last, ("more", "less"))
    return Answer(_told(told, beside, phrase("diplomacy", "late", years=years(late)) if late else ""), points)


def history_answer(history: Evidence, long_view: Evidence) -> Answer:
    """Answer what lies between a pair, and how long ago."""
    points = _points(history, "dispute_burden", "years_since_dispute")
    since, burden = (_last(long_view.of(name)) for name in ("years_since_dispute", "dispute_burden"))
    pair = who(long_view.of("dispute_burden"))
    if burden is None:
        return Answer(phrase("history", "nothing", pair=pair), points)
    if since is None:
        told, weight = phrase("history", "never", pair=capital(pair), year=burden["year"]), ""
    else:
        told = phrase("history", "last", pair=capital(pair), latest=int(since["year"]) - int(since["value"]))
        weight = _beside("history", burden, ("more", "less"), year=burden["year"])
    blocs = [
        word
        for name, word in (("opposed_blocs", "opposed"), ("same_bloc_cold_war", "same"))
        if (long_view.of(name)["value"] > 0).any()
    ]
    return Answer(_told(told, weight, phrase("history", blocs[0]) if blocs else ""), points)


def bottom_line(votes: Evidence, arms: Evidence, trade: Evidence) -> Answer:
    """Say where a pair stands in votes, arms and trade, and what speaks of distance."""
    fields = {"agreement": votes.of("agreement"), "tiv": arms.of("tiv", *arms.main_direction("tiv"))}
    fields |= {"trade_total": trade.of("trade_total"), "ideal_point_distance": votes.of("ideal_point_distance")}
    trends = {name: trend(rows) for name, rows in fields.items() if len(rows)}
    points = [
        _changed(t, subject(fields[name])) or phrase("bottom_line", "few", noun=subject(fields[name]))
        for name, t in trends.items()
    ]
    shares = shares_of_trade(trade)
    thin = len(shares) == 2 and all(found.thin for found in shares.values())
    groups: dict[tuple[str, int | None], list[str]] = {}
    for name, t in trends.items():
        groups.setdefault(_way(t), []).append(_FIELDS[name])
    told = [
        phrase("bottom_line", way, names=listed(names), year=year)
        for (way, year), names in sorted(groups.items(), key=_order)
    ]
    told += [phrase("bottom_line", "thin")] if thin else []
    headline = phrase("bottom_line", "headline", pair=capital(who(fields["agreement"])), fields="; ".join(told))
    return Answer(headline, [*points, *_distance(arms, trade), phrase("bottom_line", "note")])


def _way(t: Trend | None) -> tuple[str, int | None]:
    """Return the word for how a field changed, and since which year where the last years go another way."""
    if t is None or t.direction == "unknown":
        return "unknown", None
    if t.turn_year is not None:
        return "up_since" if t.last > t.turn else "down_since", t.turn_year
    return {"rose": "up", "fell": "down", "steady": "steady"}[t.direction], None


_ORDER = ("up", "up_since", "down", "down_since", "steady", "unknown")


def _order(group: tuple[tuple[str, int | None], list[str]]) -> tuple[int, int]:
    (way, year), _ = group
    return _ORDER.index(way), year or 0


def _distance(arms: Evidence, trade: Evidence) -> list[str]:
    """Say what speaks of distance: a thin stake, trade below expectation, arms that go elsewhere."""
    shares = shares_of_trade(trade)
    out = []
    for a, found in shares.items():
        if found.thin:
            other = next(state_in_text(code) for code in trade.of("trade_total")[["a", "b"]].iloc[0] if code != a)
            ends = span(found.first_year, found.last_year)
            share = short(found.share, "share")
            out.append(phrase("bottom_line", "share", a=state_in_text(a), b=other, share=share, years=ends))
    gap = against_expectation(trade)
    # Below the middle pair too: most pairs trade less than the model predicts.
    if gap is not None and gap.side < 0 and gap.low_rank:
        told = number(gap.mean, "log_ratio")
        out.append(phrase("bottom_line", "expectation", gap=told, years=span(gap.first_year, gap.last_year)))
    row = least_arms_ratio(arms)
    if row is not None:
        third, share = state_in_text(row["measure"].partition(":")[2]), number(row["value"], "share")
        a, b = (state_in_text(row[end]) for end in ("a", "b"))
        share = share if row["value"] else "none"
        out.append(phrase("bottom_line", "arms", a=a, b=b, third=third, share=share, years=_years_of(row)))
    return out
