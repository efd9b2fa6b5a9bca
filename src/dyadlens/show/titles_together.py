"""Titles of figures that set certain measures side by side: the sentence a person would say of just these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe
from dyadlens.show.numbers import listed, number
from dyadlens.show.words import capital, who
from dyadlens.states import all_states

_NUMBERS = ("no", "one", "two", "three", "four", "five")
_SPEAKERS = {"title_share": "Channel One's", "title_share_rt": "RT's", "title_share_ministry": "the Foreign Ministry's"}
_OTHERWISE = {
    "agreement_ordinary": "without the emergency session on Ukraine",
    "agreement_rollcalls": "by the second source",
}


@dataclass(frozen=True)
class Level:
    """What measures of a pair come to in one year."""

    rows: Evidence
    values: Mapping[str, float]
    year: int

    def of(self, measure: str) -> str:
        """Write the value of a measure."""
        return number(self.values[measure], describe(measure).scale)

    @property
    def pair(self) -> str:
        """Name the pair as a sentence begins with it."""
        return capital(who(self.rows))

    @property
    def states(self) -> tuple[str, str]:
        """Name both states as they stand inside a sentence."""
        a, b = (all_states()[code].in_text for code in self.rows[["a", "b"]].iloc[0])
        return a, b


def together(level: Level) -> str:
    """Say what measures that belong together come to."""
    names = list(level.values)
    if len(names) > 1:
        for known, tell in _TOLD:
            if names[0] == known[0] and set(names) <= set(known):
                return tell(level)
    return ""


def _chance(level: Level) -> str:
    how_many = _NUMBERS[len(level.values)].capitalize()
    values = listed([level.of(name) for name in level.values])
    return f"{how_many} corrections for chance put the agreement of {who(level.rows)} in {level.year} at {values}"


def _agreement(level: Level) -> str:
    others = listed([f"{level.of(name)} {_OTHERWISE[name]}" for name in list(level.values)[1:]])
    return f"{level.pair} cast the same vote in {level.of('agreement')} of the roll calls of {level.year}; {others}"


def _bonds(level: Level) -> str:
    kinds = int(level.values["alliance_ties"])
    ties = f"{_NUMBERS[kinds]} kind{'s' if kinds > 1 else ''} of alliance promise in force"
    return f"{level.pair} in {level.year}: {ties}, and {'a' if level.values['rivalry'] else 'no'} strategic rivalry"


def _deeds(level: Level) -> str:
    words, deeds = level.of("verbal_cooperation"), level.of("material_cooperation")
    return f"Words of cooperation between {who(level.rows)} stood at {words} in {level.year}, deeds at {deeds}"


def _contacts(level: Level) -> str:
    every, top = level.of("contacts_all"), level.of("contacts_fixed")
    return f"{level.pair} had {every} contacts in {level.year}; trips of leaders, ministers and army chiefs: {top}"


def _titles(level: Level) -> str:
    shares = [f"{level.of(name)} of {_SPEAKERS[name]}" for name in level.values]
    return f"In {level.year}, {listed(shares)} titles named {level.states[1]}"


def _outside(level: Level) -> str:
    parts = [f"{level.of('outside_dependence')} of its trade"]
    if "outside_dependence_atlas" in level.values:
        parts[0] += f" ({level.of('outside_dependence_atlas')} by reconciled figures)"
    if "outside_dependence_arms" in level.values:
        parts.append(f"{level.of('outside_dependence_arms')} of its arms trade")
    a, b = level.states
    return f"In {level.year}, {a} had {listed(parts)} with rivals of {b}"


def _blocs(level: Level) -> str:
    where = "neither in opposed blocs nor in one"
    if level.values["opposed_blocs"]:
        where = "in opposed blocs"
    elif level.values["same_bloc_cold_war"]:
        where = "in the same bloc"
    return f"{level.pair} stood {where} in {level.year}"


_TOLD: tuple[tuple[tuple[str, ...], Callable[[Level], str]], ...] = (
    (("kappa", "pi", "pi_weighted"), _chance),
    (("agreement", *_OTHERWISE), _agreement),
    (("alliance_ties", "rivalry"), _bonds),
    (("verbal_cooperation", "material_cooperation"), _deeds),
    (("contacts_fixed", "contacts_all"), _contacts),
    (tuple(_SPEAKERS), _titles),
    (("outside_dependence", "outside_dependence_atlas", "outside_dependence_arms"), _outside),
    (("opposed_blocs", "same_bloc_cold_war"), _blocs),
)
