"""Sentences on the two indices of a pair: where it stands, how each changed, and how sensitive that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES, domains_of
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Answer, Text
from dyadlens.text.names import capital
from dyadlens.text.numbers import MINUS, listed, years

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
    lens = as_lens(lens)
    total = {index: len(domains_of(index)) for index in INDICES}
    parts = []
    for index in INDICES:
        row = last_known(path, index)
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
    return Text(f"{lens.title}. " + " ".join([*parts, *_together(path)]))


def _together(path: pd.DataFrame) -> list[str]:
    """Say where the pair stood in the last year that has both indices, where their own last years differ."""
    own = [row for index in INDICES if (row := last_known(path, index)) is not None]
    if len(own) < len(INDICES) or own[0]["year"] == own[1]["year"]:
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


def index_shift(lens: Lens | str, index: str, found: Shift | None, *, brief: bool = False) -> Text:
    """Say how far an index of a pair moved, and which domain carries it."""
    lens = as_lens(lens)
    if found is None:
        return Text(
            f"For {_of_pair(index, lens)} no two windows of five years rest on the same measures in half of the "
            "domains, so that a shift cannot be told from a change of sources."
        )
    s = found.spans
    spans = f"from {points(found.earlier)} in {s[0]}–{s[1]} to {points(found.recent)} in {s[2]}–{s[3]}"
    said = {"rose": "rose", "fell": "fell", "unclear": "shows no clear change,"}[found.direction]
    if brief:
        return Text(f"{capital(index)} {said} {spans}, carried most by {DOMAINS[found.domains.iloc[0]['domain']]}.")
    text = (
        f"{capital(_of_pair(index, lens))} {said} {spans}, a shift of {in_points(found.value)} (90% interval "
        f"{points(found.low)} to {points(found.high)}), above {share_below(found.percentile)} of the shifts of "
        f"{found.pairs:,} pairs. The direction holds in {found.agreeing:.0%} of the draws. {_carriers(found)}"
    )
    return Text(text)


def _of_pair(index: str, lens: Lens) -> str:
    return f"{index} of {lens.a.in_text} and {lens.b.in_text}"


def _carriers(found: Shift) -> str:
    rows = found.domains
    top = rows.iloc[0]
    rest = [f"{DOMAINS[r['domain']]} {points(r['contribution'])}" for r in rows.iloc[1:].to_dict("records")]
    others = f"; {listed(rest)}" if rest else ""
    return f"Points by domain: {DOMAINS[top['domain']]} {points(top['contribution'])}{others}."


def change_points_text(lens: Lens | str, index: str, found: pd.DataFrame, near: pd.DataFrame | None = None) -> Text:
    """Say when an index of a pair turned, and what else happened then."""
    lens = as_lens(lens)
    if found.empty:
        return Text(f"In no year do both methods find a change of level in {_of_pair(index, lens)}.")
    said = [
        f"{'up' if p['after'] > p['before'] else 'down'} in {p['year']} ({p['first']}–{p['last']}), from "
        f"{points(p['before'])} to {points(p['after'])}"
        for p in found.to_dict("records")
    ]
    span = f"{found['from'].iloc[0]}–{found['to'].iloc[0]}"
    text = f"On the same measures throughout {span}, {_of_pair(index, lens)} went {'; '.join(said)}."
    if near is not None and len(near):
        labels = [f"{row['label']} ({row['date'][:4]})" for row in near.to_dict("records")]
        text += f" In these years too, which is not to say because: {'; '.join(labels)}."
    return Text(text)


def index_sensitivity_text(lens: Lens | str, index: str, shares: pd.DataFrame, anew: pd.DataFrame) -> Text:
    """Say which choice makes most of the uncertainty of an index, and which single change moves it most."""
    lens = as_lens(lens)
    if anew.empty or shares.empty:
        return Text(f"{capital(_of_pair(index, lens))} is not known in any year, so no choice can be tested.")
    top, most = shares.iloc[0], anew.iloc[0]
    change = changed_choice(most["choice"], most["alternative"])
    return Text(
        f"In {top['year']} {min(top['total'], 1.0):.0%} of the uncertainty of {_of_pair(index, lens)} comes from "
        f"{CHOICES[top['choice']]}. The single change that moves it most is {change}: {points(most['default'])} "
        f"becomes {points(most['value'])}."
    )


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
    stands, rest = index_standing(lens, path).text, [*rest, covered(path).text]
    headline = _headline(lens, {index: found[0] for index, found in shifts.items()})
    return Answer(headline, [stands.removeprefix(f"{lens.title}. "), *rest]) if headline else Answer(stands, rest)


def _headline(lens: Lens, shifts: Mapping[str, Shift | None]) -> str:
    """Say which way each index went over the longest span that can be compared; nothing where none can."""
    told, untold = [], []
    for index, found in shifts.items():
        if found is None:
            untold.append(index)
            continue
        first, second = (f"{found.spans[i]}–{found.spans[i + 1]}" for i in (0, 2))
        levels = f"{index} {points(found.earlier)} in {first}, {points(found.recent)} in {second}"
        told.append(f"{_WENT[index][found.direction]} ({levels})")
    if not told:
        return ""
    rest = f"; how {untold[0]} moved cannot be told" if untold else ""
    return f"{lens.title} {' and '.join(told)}{rest}."


def covered(path: pd.DataFrame) -> Text:
    """Say in which years each index is known for the pair, and on how many domains it rests."""
    parts = []
    for index in path["index"].unique():
        seen = path[(path["index"] == index) & path["value"].notna()]
        if seen.empty:
            parts.append(f"{capital(index)} is known in none of these years.")
        else:
            low, high = seen["domains"].min(), seen["domains"].max()
            count = f"{low}" if low == high else f"{low} to {high}"
            parts.append(f"{capital(index)} is known in {years(seen['year'].tolist())}, on {count} domains.")
    return Text(" ".join(parts))


def index_facts(path: pd.DataFrame) -> dict[str, str]:
    """Return the last value of each index for the index of reports."""
    rows = {capital(index): last_known(path, index) for index in INDICES}
    return {name: "–" if row is None else f"{points(row['value'])} ({row['year']})" for name, row in rows.items()}


change_points, index_sensitivity = change_points_text, index_sensitivity_text  # as `text` offers them
