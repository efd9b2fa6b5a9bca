"""The rules by name: which function decides, which of its parameters are thresholds, and what it takes for granted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from dyadlens.claims.finding import Finding
from dyadlens.errors import DataError, unknown_name
from dyadlens.lens import Lens

ROLES = ("A", "B", "C")
# Parameters that say how parts make a verdict, and whence they come; no rule takes them.
LOGIC = {"roles", "supported_at", "partly_at", "contradicted_at", "verdicts", "set_here"}


@dataclass(frozen=True)
class Rule:
    """A rule by its place in the package."""

    module: str
    function: str
    thresholds: tuple[str, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)

    def call(self) -> Callable[..., Finding]:
        """Return the function."""
        return getattr(import_module(f"dyadlens.claims.{self.module}"), self.function)


_FIXED_KIND = ["head_of_state", "head_of_government", "foreign_minister", "defence_minister", "military_chief"]
_NEAR = ["A or its neighbours", "B or its neighbours"]
_TRADE_FLOW = {"quantity": "two_way_trade", "unit": "million current US$"}
_PPML = {"model": "gravity", "estimator": "ppml", "effects": ["exporter_year", "importer_year"], "interval": 0.9}
_TRIPS = {"levels": _FIXED_KIND, "count": "trip", "interval": 0.9, "beside": "all contacts"}

# One line a rule.
RULES = {
    "shared_threat": Rule("rules.threat", "shared_threat", ("ratio_min", "threshold_deaths"), {"presence_in": _NEAR}),
    "common_foe": Rule("rules.threat", "common_foe", ("ratio_min",)),
    "contact_rate_ratio": Rule(
        "rules.words", "contact_rate_ratio", ("ratio_min", "interval_above", "partly_ratio_above"), _TRIPS
    ),
    "military_ties": Rule("rules.arms", "military_ties", ("factor",)),
    "third_party_pressure": Rule(
        "rules.third", "third_party_pressure", ("aid_ratio_max",), {"listing_status": ["listed", "announced"]}
    ),
    "level_near": Rule("rules.trade", "level_near", ("value", "tolerance"), _TRADE_FLOW),
    "residual_below": Rule("rules.trade", "residual_below", ("factor",), _PPML),
    "energy_need": Rule("rules.energy", "energy_need", ("factor", "lng_above_bcm")),
    "not_testable": Rule("rules.past", "not_testable"),
    "push_from_third": Rule("rules.third", "push_from_third", ("factor", "percentile_max"), {"interval": 0.9}),
    "diversification": Rule("rules.spread", "diversification", ("factor",), {"direction": "falls"}),
    "cooling": Rule("rules.third", "cooling", ("factor",)),
    "faded_grievance": Rule("rules.past", "faded_grievance", ("min_disputes", "quiet_years")),
    "third_party_weight": Rule(
        "rules.trade", "third_party_weight", ("arms_ratio_min", "trade_ratio_min"), {"rivals": ["A", "C"]}
    ),
    "thin_stake": Rule("rules.trade", "thin_stake", ("share_max",), {"of": ["A", "B"]}),
    "no_substitute": Rule(
        "rules.substitute", "no_substitute", ("ratio_max",), {"for": "A", "reference": "best mean of C"}
    ),
    "words_outrun_deeds": Rule(
        "rules.words",
        "words_outrun_deeds",
        ("percentile_min", "mentions_per_speech_below"),
        {"ratio": ["verbal_cooperation", "material_cooperation"]},
    ),
    "refrains": Rule("rules.arms", "refrains", ("share_max",), {"every_year": True}),
    "votes_closer": Rule("rules.past", "votes_closer", ("factor",), {"interval": 0.9}),
}


def rule(name: str) -> Rule:
    """Return a rule."""
    if name not in RULES:
        raise unknown_name("rule", name, RULES, show=40)
    return RULES[name]


def run(name: str, lens: Lens, roles: Mapping[str, str], terms: Mapping[str, Any]) -> Finding:
    """Run a rule on a pair."""
    which = rule(name)
    arguments = {}
    for key, value in terms.items():
        if key in LOGIC:
            continue
        if key in which.stated:
            if value != which.stated[key]:
                raise DataError(f"rule {name} has {key} {which.stated[key]!r}, not {value!r}")
            continue
        arguments[key] = _states(value, roles)
    states = {letter.lower(): roles[letter] for letter in ROLES if letter in roles and letter.lower() in _takes(name)}
    wrong = set(arguments) - _takes(name) | {n for n in _needs(name) if n not in {*arguments, *states}}
    if wrong:
        raise DataError(f"rule {name} and its claim do not fit: {', '.join(sorted(wrong))}")
    return which.call()(lens, **states, **arguments)


def _states(value: Any, roles: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_states(item, roles) for item in value]
    return roles.get(value, value) if isinstance(value, str) else value


def term(name: str, terms: Mapping[str, Any], parameter: str) -> Any:
    """Return a parameter as a claim has it, or else as the rule does; None where neither names one."""
    from inspect import Parameter, signature

    default = signature(rule(name).call()).parameters[parameter].default
    return terms.get(parameter, None if default is Parameter.empty else default)


@cache
def _takes(name: str) -> set[str]:
    from inspect import signature

    return set(signature(RULES[name].call()).parameters) - {"lens"}


@cache
def _needs(name: str) -> set[str]:
    from inspect import Parameter, signature

    found = signature(RULES[name].call()).parameters.values()
    return {p.name for p in found if p.default is Parameter.empty and p.name != "lens"}
