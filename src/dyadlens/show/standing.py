"""Sentences on the two indices of a pair: where it stands, how it moved, what that hangs on."""

from __future__ import annotations

import pandas as pd

from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES, domains_of
from dyadlens.lens import Lens
from dyadlens.show.numbers import MINUS, listed
from dyadlens.show.words import Said, capital

DOMAINS = {
    "votes": "UN votes",
    "security": "pacts",
    "enmity": "rivalry or its absence",
    "arms": "arms",
    "trade": "trade",
    "diplomacy": "diplomacy",
    "words": "words at the General Assembly",
    "third_parties": "common friends and foes",
    "pressure": "pressure of third states",
    "history": "past disputes",
    "stake": "a thin stake in trade",
    "outside": "trade with the other's rivals",
    "say_do": "words over deeds",
}
CHOICES = {
    "values": "the error of the values themselves",
    "normalisation": "the scale on which values are put",
    "weights": "the weights of the domains",
    "mean between domains": "the mean that joins the domains",
    "domain left out": "which domain is left out",
}
ALTERNATIVES = {
    "zscore": "distances from the mean in place of ranks",
    "minmax": "shares of the range in place of ranks",
    "arithmetic": "an arithmetic mean, so that one domain makes up for another",
}


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


def latest(path: pd.DataFrame, index: str) -> pd.Series | None:
    """Return the last row of an index that has a value, or None."""
    seen = path[(path["index"] == index) & path["value"].notna()]
    return None if seen.empty else seen.sort_values("year").iloc[-1]


def standing(lens: Lens, path: pd.DataFrame) -> Said:
    """Say where a pair stands on both indices in the last year of each, and how sure that is."""
    total = {index: len(domains_of(index)) for index in INDICES}
    parts = []
    for index in INDICES:
        row = latest(path, index)
        if row is None:
            parts.append(
                f"{capital(index)} is not known: fewer than half of its domains are covered in any of these years."
            )
            continue
        parts.append(
            f"{capital(index)} stands at {points(row['value'])} of 100 in {row['year']}, on {row['domains']} of "
            f"{total[index]} domains, above "
            f"{share_below(row['percentile'])} of the {row['pairs']:,} pairs with a value; 90% of the draws lie "
            f"between {points(row['low'])} and {points(row['high'])}."
        )
    return Said(f"{lens.title}. " + " ".join([*parts, *_together(path)]))


def _together(path: pd.DataFrame) -> list[str]:
    """Say where the pair stood in the last year that has both indices, where their own last years differ."""
    own = [latest(path, index) for index in INDICES]
    if any(row is None for row in own) or own[0]["year"] == own[1]["year"]:
        return []
    seen = path[path["value"].notna()]
    shared = set.intersection(*(set(seen.loc[seen["index"] == index, "year"]) for index in INDICES))
    if not shared:
        return ["No year has both."]
    said = []
    for last in own:
        row = seen[(seen["year"] == max(shared)) & (seen["index"] == last["index"])].iloc[0]
        if row["year"] != last["year"]:
            said.append(
                f"In {row['year']}, the last year that has both, {row['index']} stood at {points(row['value'])}, above "
                f"{share_below(row['percentile'])} of {row['pairs']:,} pairs."
            )
            if (row["rests_on"], row["pairs"]) != (last["rests_on"], last["pairs"]):
                said.append("The two years rest on different domains or pairs: their levels are not to be compared.")
    return said


def moved(lens: Lens, index: str, found: Shift | None, *, brief: bool = False) -> Said:
    """Say how far an index of a pair moved, and which domain carries it."""
    if found is None:
        return Said(
            f"For {_of_pair(index, lens)} no two windows of five years rest on the same measures in half of the "
            "domains, so that a shift cannot be told from a change of sources."
        )
    s = found.spans
    spans = f"from {points(found.earlier)} in {s[0]}–{s[1]} to {points(found.recent)} in {s[2]}–{s[3]}"
    said = {"rose": "rose", "fell": "fell", "held": "shows no clear change,"}[found.direction]
    if brief:
        return Said(f"{capital(index)} {said} {spans}, carried most by {DOMAINS[found.domains.iloc[0]['domain']]}.")
    text = (
        f"{capital(_of_pair(index, lens))} {said} {spans}, a shift of {in_points(found.value)} (90% interval "
        f"{points(found.low)} to {points(found.high)}), above {share_below(found.percentile)} of the shifts of "
        f"{found.pairs:,} pairs. The direction holds in {found.held:.0%} of the draws. {_carriers(found)}"
    )
    return Said(text)


def _of_pair(index: str, lens: Lens) -> str:
    return f"{index} of {lens.a.in_text} and {lens.b.in_text}"


def _carriers(found: Shift) -> str:
    rows = found.domains
    top = rows.iloc[0]
    rest = [f"{DOMAINS[r.domain]} {points(r.contribution)}" for r in rows.iloc[1:].itertuples()]
    others = f"; {listed(rest)}" if rest else ""
    return f"Points by domain: {DOMAINS[top['domain']]} {points(top['contribution'])}{others}."


def turned(lens: Lens, index: str, found: pd.DataFrame, near: pd.DataFrame | None = None) -> Said:
    """Say when an index of a pair turned, and what else happened then."""
    if found.empty:
        return Said(f"In no year do both methods find a change of level in {_of_pair(index, lens)}.")
    said = [
        f"{'up' if p.after > p.before else 'down'} in {p.year} ({p.first}–{p.last}), from {points(p.before)} to "
        f"{points(p.after)}"
        for p in found.itertuples()
    ]
    span = f"{found['from'].iloc[0]}–{found['to'].iloc[0]}"
    text = f"On the same measures throughout {span}, {_of_pair(index, lens)} went {'; '.join(said)}."
    if near is not None and len(near):
        labels = [f"{row.label} ({row.date[:4]})" for row in near.itertuples()]
        text += f" In these years too, which is not to say because: {'; '.join(labels)}."
    return Said(text)


def hangs(lens: Lens, index: str, shares: pd.DataFrame, anew: pd.DataFrame) -> Said:
    """Say on which choice an index of a pair hangs most."""
    if anew.empty or shares.empty:
        return Said(f"{capital(_of_pair(index, lens))} is not known in any year, and so hangs on nothing.")
    top, most = shares.iloc[0], anew.iloc[0]
    part, alone = min(top["total"], 1.0), max(top["first"], 0.0)
    change = alternative(most["choice"], most["alternative"])
    return Said(
        f"In {top['year']} {_of_pair(index, lens)} hangs most on {CHOICES[top['choice']]}, which has a part "
        f"in {part:.0%} of the spread of the draws and accounts for {alone:.0%} by itself. The single change that "
        f"moves it most is {change}: {points(most['default'])} becomes {points(most['value'])}."
    )


def alternative(choice: str, name: str) -> str:
    """Put an alternative into words."""
    return f"leaving out {DOMAINS[name]}" if choice == "domain left out" else ALTERNATIVES[name]
