"""Sentences on the two indices of a pair: where it stands, how each changed, and how sensitive that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES, domains_of
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Answer, Text
from dyadlens.text.names import capital
from dyadlens.text.numbers import MINUS, listed, years
from dyadlens.text.sentences import phrase

DOMAINS = {
    "votes": "UN votes",
    "security": "pacts",
    "enmity": "rivalry or its absence",
    "arms": "arms",
    "trade": "trade",
    "diplomacy": "diplomacy",
    "words": "words at the General Assembly",
    "third_parties": "common friends and adversaries",
    "pressure": "pressure of third states",
    "history": "past disputes",
    "stake": "a thin stake in trade",
    "outside": "trade with the other's rivals",
    "say_do": "words over deeds",
}
CHOICES = {
    "values": "the errors of the values",
    "normalisation": "how values are scaled",
    "weights": "how domains are weighted",
    "mean between domains": "how domains are averaged",
    "domain left out": "which domain is left out",
}
ALTERNATIVES = {
    "zscore": "distances from the mean in place of ranks",
    "minmax": "shares of the range in place of ranks",
    "arithmetic": "an arithmetic mean, so that one domain makes up for another",
}

_WENT = {
    "convergence": {
        "rose": "drew closer",
        "fell": "drew apart",
        "unclear": "drew neither clearly closer nor apart",
    },
    "caution": {
        "rose": "have more reason to hold back",
        "fell": "have less reason to hold back",
        "unclear": "have no clearly greater or lesser reason to hold back",
    },
}

_say = partial(phrase, "indices")


def points(value: float) -> str:
    """Write a number of points of an index."""
    whole = round(value)
    return f"{MINUS if whole < 0 else ''}{abs(whole)}"


def in_points(value: float) -> str:
    """Write a number of points with the word."""
    return f"{points(value)} point{'' if abs(round(value)) == 1 else 's'}"


def share_below(percentile: float) -> str:
    """Write what share of pairs a rank leaves below it, never none nor all of them."""
    return f"{min(max(round(percentile), 1), 99)}%"


def last_known(path: pd.DataFrame, index: str) -> pd.Series | None:
    """Return the last row of an index that has a value, or None."""
    seen = path[(path["index"] == index) & path["value"].notna()]
    return None if seen.empty else seen.sort_values("year").iloc[-1]


def index_standing(lens: Lens | str, path: pd.DataFrame) -> Text:
    """Say where a pair stands on both indices in the last year of each, and how sure that is."""
    told = []
    for index in INDICES:
        row, name = last_known(path, index), capital(index)
        told.append(_say("unknown", index=name) if row is None else _stands("stands", row, of=len(domains_of(index))))
    return Text(" ".join([f"{as_lens(lens).title}.", *told, *_together(path)]))


def _stands(name: str, row: pd.Series, **parts: object) -> str:
    """Say where an index stands in a year; a sentence begins with its name or with the year."""
    index = capital(row["index"]) if name == "stands" else row["index"]
    ends = {end: points(row[end]) for end in ("value", "low", "high")}
    return _say(name, **{**row, **ends, "index": index, "below": share_below(row["percentile"])}, **parts)


def _together(path: pd.DataFrame) -> list[str]:
    """Say where the pair stood in the last year that has both indices, where their own last years differ."""
    own = [row for index in INDICES if (row := last_known(path, index)) is not None]
    if len(own) < len(INDICES) or own[0]["year"] == own[1]["year"]:
        return []
    seen = path[path["value"].notna()]
    shared = set.intersection(*(set(seen.loc[seen["index"] == index, "year"]) for index in INDICES))
    if not shared:
        return [_say("no_year")]
    told = []
    for last in own:
        row = seen[(seen["year"] == max(shared)) & (seen["index"] == last["index"])].iloc[0]
        if row["year"] != last["year"]:
            told.append(_stands("stood", row))
            if (row["rests_on"], row["pairs"]) != (last["rests_on"], last["pairs"]):
                told.append(_say("other_basis"))
    return told


def index_shift(lens: Lens | str, index: str, found: Shift | None, *, brief: bool = False) -> Text:
    """Say how far an index of a pair moved, and which domain carries it."""
    pair = _of_pair(index, lens)
    if found is None:
        return Text(_say("no_shift", index_of=pair))
    s = found.spans
    spans = f"from {points(found.earlier)} in {s[0]}–{s[1]} to {points(found.recent)} in {s[2]}–{s[3]}"
    went = {"unclear": "shows no clear change,"}.get(found.direction, found.direction)
    domains = [(DOMAINS[row["domain"]], points(row["contribution"])) for row in found.domains.to_dict("records")]
    if brief:
        return Text(_say("shift_brief", index=capital(index), went=went, spans=spans, domain=domains[0][0]))
    first, *rest = [f"{name} {value}" for name, value in domains]
    parts = {
        "size": in_points(found.value),
        "low": points(found.low),
        "high": points(found.high),
        "below": share_below(found.percentile),
        "domains": "; ".join([first, *([listed(rest)] if rest else [])]),
    }
    return Text(
        _say("shift", index_of=capital(pair), went=went, spans=spans, pairs=found.pairs, holds=found.agreeing, **parts)
    )


def _of_pair(index: str, lens: Lens | str) -> str:
    lens = as_lens(lens)
    return f"{index} of {lens.a.in_text} and {lens.b.in_text}"


def change_points_text(lens: Lens | str, index: str, found: pd.DataFrame, near: pd.DataFrame | None = None) -> Text:
    """Say when an index of a pair turned, and what else happened then."""
    pair = _of_pair(index, lens)
    if found.empty:
        return Text(_say("no_turn", index_of=pair))
    turns = []
    for p in found.to_dict("records"):
        parts = {"year": p["year"], "first": p["first"], "last": p["last"]}
        parts |= {"before": points(p["before"]), "after": points(p["after"])}
        turns.append(_say("turn", way="up" if p["after"] > p["before"] else "down", **parts))
    ends = found[["from", "to"]].iloc[0]
    told = _say("turns", first=ends["from"], last=ends["to"], index_of=pair, turns="; ".join(turns))
    if near is not None and len(near):
        events = [f"{row['label']} ({row['date'][:4]})" for row in near.to_dict("records")]
        told += f" {_say('near', events='; '.join(events))}"
    return Text(told)


def index_sensitivity_text(lens: Lens | str, index: str, shares: pd.DataFrame, variants: pd.DataFrame) -> Text:
    """Say which choice makes most of the uncertainty of an index, and which single change moves it most."""
    pair = _of_pair(index, lens)
    if variants.empty or shares.empty:
        return Text(_say("no_choice", index_of=capital(pair)))
    top, most = shares.iloc[0], variants.iloc[0]
    parts = {
        "share": min(top["total"], 1.0),
        "choice": CHOICES[top["choice"]],
        "change": changed_choice(most["choice"], most["alternative"]),
        "before": points(most["default"]),
        "after": points(most["value"]),
    }
    return Text(_say("sensitivity", year=top["year"], index_of=pair, **parts))


def changed_choice(choice: str, name: str) -> str:
    """Put an alternative into words."""
    return f"leaving out {DOMAINS[name]}" if choice == "domain left out" else ALTERNATIVES[name]


def index_answer(
    lens: Lens | str,
    path: pd.DataFrame,
    shifts: Mapping[str, Sequence[Shift | None]],
    sensitivity: Mapping[str, Text],
    turns: Mapping[str, Text],
) -> Answer:
    """Put the answer first: where the pair stands, how it changed, since when, and how sensitive that is."""
    lens = as_lens(lens)
    rest = []
    for index, found in shifts.items():
        by_spans = {None if shift is None else shift.spans: shift for shift in found}
        rest += [index_shift(lens, index, shift, brief=True).text for shift in by_spans.values()]
    rest += [said.text for said in turns.values()] + [said.text for said in sensitivity.values()]
    stands, rest = index_standing(lens, path).text, [*rest, years_known(path).text]
    headline = _headline(lens, {index: found[0] for index, found in shifts.items()})
    return Answer(headline, [stands.removeprefix(f"{lens.title}. "), *rest]) if headline else Answer(stands, rest)


def _headline(lens: Lens, shifts: Mapping[str, Shift | None]) -> str:
    """Say which way each index went over the longest span that can be compared; nothing where none can."""
    told, untold = [], []
    for index, found in shifts.items():
        if found is None:
            untold.append(_say("not_told", index=index))
            continue
        first, second = (f"{found.spans[i]}–{found.spans[i + 1]}" for i in (0, 2))
        levels = {"earlier": points(found.earlier), "recent": points(found.recent), "first": first, "second": second}
        told.append(_say("went", went=_WENT[index][found.direction], index=index, **levels))
    return _say("headline", pair=lens.title, told=" and ".join(told), rest="".join(untold)) if told else ""


def years_known(path: pd.DataFrame) -> Text:
    """Say in which years each index is known for the pair, and on how many domains it rests."""
    told = []
    for index in path["index"].unique():
        seen = path[(path["index"] == index) & path["value"].notna()]
        count = " to ".join(dict.fromkeys(str(end) for end in (seen["domains"].min(), seen["domains"].max())))
        name = "never_known" if seen.empty else "known"
        told.append(_say(name, index=capital(index), years=years(seen["year"].tolist()), count=count))
    return Text(" ".join(told))


def index_facts(path: pd.DataFrame) -> dict[str, str]:
    """Return the last value of each index for the index of reports."""
    rows = {capital(index): last_known(path, index) for index in INDICES}
    return {name: "–" if row is None else f"{points(row['value'])} ({row['year']})" for name, row in rows.items()}


change_points, index_sensitivity = change_points_text, index_sensitivity_text  # as `text` offers them
