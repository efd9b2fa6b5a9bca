"""The rules by name: which function decides, which of its parameters are thresholds, and what it takes for granted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from dyadlens.claims.finding import Finding
from dyadlens.errors import DataError, unknown_name
from dyadlens.lens import Lens

ROLES = ("A", "B", "C")
# Parameters that say how parts make a verdict, and where they come from; no rule takes them.
LOGIC = {"roles", "supported_at", "partly_at", "contradicted_at", "verdicts", "set_here"}


@dataclass(frozen=True)
class Rule:
    """A rule: its module and function, its thresholds, and what a claim may only state as the rule has it."""

    place: str
    thresholds: tuple[str, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)

    def call(self) -> Callable[..., Finding]:
        """Return the function."""
        module, _, function = self.place.partition(".")
        decide: Callable[..., Finding] = getattr(import_module(f"dyadlens.claims.rules.{module}"), function)
        return decide


_FIXED_KIND = ["head_of_state", "head_of_government", "foreign_minister", "defence_minister", "military_chief"]
_NEAR = ["A or its neighbours", "B or its neighbours"]
_TRADE_FLOW = {"quantity": "two_way_trade", "unit": "million current US$"}
_PPML = {"model": "gravity", "estimator": "ppml", "effects": ["exporter_year", "importer_year"], "interval": 0.9}
_TRIPS = {"levels": _FIXED_KIND, "count": "trip", "interval": 0.9, "beside": "all contacts"}
_WORDS = {"ratio": ["verbal_cooperation", "material_cooperation"]}
_RIVALS = {"rivals": ["A", "C"]}
_RIVALS = {"rivals": ["A", "C"]}
_BEST = {"for": "A", "reference": "best mean of C"}
_LISTED = {"listing_status": ["listed", "announced"]}

RULES = {
    "shared_threat": Rule("threat.shared_threat", ("ratio_min", "threshold_deaths"), {"presence_in": _NEAR}),
    "common_foe": Rule("threat.common_adversary", ("ratio_min",)),
    "contact_rate_ratio": Rule("words.contact_rates", ("ratio_min", "interval_above", "partly_ratio_above"), _TRIPS),
    "military_ties": Rule("arms.military_ties", ("factor",)),
    "third_party_pressure": Rule("third_parties.third_party_pressure", ("aid_ratio_max",), _LISTED),
    "level_near": Rule("trade.level_near", ("value", "tolerance"), _TRADE_FLOW),
    "residual_below": Rule("trade.residual_below", ("factor",), _PPML),
    "energy_need": Rule("energy.energy_need", ("factor", "lng_above_bcm")),
    "not_testable": Rule("past.not_testable"),
    "push_from_third": Rule("third_parties.push_from_third", ("factor", "percentile_max"), {"interval": 0.9}),
    "diversification": Rule("spread.diversification", ("factor",), {"direction": "falls"}),
    "cooling": Rule("third_parties.cooling", ("factor",)),
    "faded_grievance": Rule("past.faded_grievance", ("min_disputes", "quiet_years")),
    "third_party_weight": Rule("trade.third_party_weight", ("arms_ratio_min", "trade_ratio_min"), _RIVALS),
    "thin_stake": Rule("trade.thin_stake", ("share_max",), {"of": ["A", "B"]}),
    "no_substitute": Rule("substitute.no_substitute", ("ratio_max",), _BEST),
    "words_outrun_deeds": Rule("words.words_outrun_deeds", ("percentile_min", "mentions_per_speech_below"), _WORDS),
    "refrains": Rule("arms.refrains", ("share_max",), {"every_year": True}),
    "votes_closer": Rule("past.votes_closer", ("factor",), {"interval": 0.9}),
}


def rule(name: str) -> Rule:
    """Return a rule."""
    if name not in RULES:
        raise unknown_name("rule", name, RULES, show=40)
    return RULES[name]


def run_rule(name: str, lens: Lens, roles: Mapping[str, str], terms: Mapping[str, Any]) -> Finding:
    """Run a rule on a pair."""
    which, takes = rule(name), _parameters(name)
    arguments = {}
    for key, value in terms.items():
        if key in LOGIC:
            continue
        if key in which.stated:
            if value != which.stated[key]:
                raise DataError(f"rule {name} has {key} {which.stated[key]!r}, not {value!r}")
            continue
        arguments[key] = _states(value, roles)
    states = {letter.lower(): roles[letter] for letter in ROLES if letter in roles and letter.lower() in takes}
    needs = {key for key, default in takes.items() if default is Parameter.empty}
    wrong = (set(arguments) - set(takes)) | (needs - set(arguments) - set(states))
    if wrong:
        raise DataError(f"rule {name} and its claim do not fit: {', '.join(sorted(wrong))}")
    return which.call()(lens, **states, **arguments)


def _states(value: Any, roles: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_states(item, roles) for item in value]
    return roles.get(value, value) if isinstance(value, str) else value


def term(name: str, terms: Mapping[str, Any], parameter: str) -> Any:
    """Return a parameter as a claim has it, or else as the rule does; None where neither names one."""
    default = _parameters(name)[parameter]
    return terms.get(parameter, None if default is Parameter.empty else default)


@cache
def _parameters(name: str) -> dict[str, Any]:
    """Return the parameters of a rule, the lens apart, with their defaults."""
    return {key: p.default for key, p in signature(RULES[name].call()).parameters.items() if key != "lens"}
