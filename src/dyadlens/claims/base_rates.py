"""How many pairs of states would pass a part of a rule: a part that most pass says little about one pair."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.claims.claim import Claim, claims
from dyadlens.claims.rules.arms import name
from dyadlens.claims.windows import ENOUGH, PUBLISHED, end_year, last_years
from dyadlens.data.catalog import known_until, read
from dyadlens.details.naming import naming
from dyadlens.lens import FIRST_YEAR, Lens, as_lens
from dyadlens.measures.registry import describe
from dyadlens.panel.columns import all_values
from dyadlens.states.axis import alive, codes
from dyadlens.stats.ranks import grouped_percentile_ranks, percentile_rank

MOST = 0.5  # a part that a larger share passes tells little
_Z90 = 1.6448536269514722  # as the rule's own interval: the 95th percentile of the normal distribution


@dataclass(frozen=True)
class BaseRate:
    """How many pairs, or states, would pass a part of a claim."""

    id: str
    part: int | None
    passing: int
    asked: int
    of: str
    condition: str
    years: tuple[int, ...]
    source: str
    percentile: float = math.nan

    @property
    def share(self) -> float:
        """Share that passes, 0 to 1."""
        return self.passing / self.asked

    @property
    def telling(self) -> bool:
        """Whether no more than half pass."""
        return self.share <= MOST


def base_rates(lens: Lens | str) -> tuple[BaseRate, ...]:
    """Count how many pairs would pass each part that can be asked of all pairs alike.

    ``share = passing / asked`` over the pairs with values in more than half of the window, from the same measure,
    threshold and length of window as the rule. A claim on a third state is asked of all states. Where the rule goes by
    a table of which only an extract may be shown, another source of the same measure stands in.
    """
    return _counted(as_lens(lens).replace(start=FIRST_YEAR))


@lru_cache(maxsize=32)
def _counted(lens: Lens) -> tuple[BaseRate, ...]:
    found = (rate for claim in claims(lens) if claim.rule in _ASKED for rate in _ASKED[claim.rule](lens, claim))
    return tuple(rate for rate in found if rate.asked)


def _window(lens: Lens, count: int, *tables: str) -> tuple[int, ...]:
    last = min(end_year(lens), *(known_until(table, lens.as_of) for table in tables))
    return tuple(last_years(last, count))


@lru_cache(maxsize=64)
def _means(measure: str, years: tuple[int, ...]) -> pd.Series:
    """Return the mean of a measure by pair, over pairs with a value in more than half of the years."""
    rows = all_values(measure)
    return _averaged(rows[rows["year"].isin(years)], "value", len(years))


def _averaged(rows: pd.DataFrame, column: str, count: int) -> pd.Series:
    found = rows.groupby(["a", "b"], observed=True)[column].agg(["mean", "count"])
    return found.loc[found["count"] > ENOUGH * count, "mean"]


def _with(values: pd.Series, state: str) -> pd.Series:
    """Return the values of pairs that a state is in, by the other state."""
    a, b = (values.index.get_level_values(level).astype(str) for level in ("a", "b"))
    here = values[(a == state) | (b == state)]
    others = [second if first == state else first for first, second in here.index]
    return pd.Series(here.to_numpy(), index=others)


def _of_pair(values: pd.Series, claim: Claim) -> float:
    return float(values.get(tuple(sorted((claim.roles["A"], claim.roles["B"]))), math.nan))


def _gap(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    years = _window(lens, claim.terms.get("latest_years", 3), "gravity", "trade_cow")
    rows = read("gravity")
    rows = rows[(rows["source"] == "cow") & rows["year"].isin(years)]
    upper = _averaged(rows.assign(upper=rows["log_ratio"] + _Z90 * rows["se"]), "upper", len(years))
    gaps = _averaged(rows, "log_ratio", len(years))
    passing, rank = int((upper < claim.terms["bound"]).sum()), percentile_rank(_of_pair(gaps, claim), gaps)
    condition = "trade less than the model expects, the whole interval below it, by importers' figures (COW)"
    yield BaseRate(claim.id, 0, passing, len(upper), "pairs", condition, years, "gravity", rank)


def _thin(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    years = _window(lens, claim.terms["latest_years"], *describe("trade_dependence").tables)
    shares, most = _means("trade_dependence", years), claim.terms["share_max"]
    below = f"below {most:.0%} of its total trade, by importers' figures (COW)"
    condition, passing = f"have trade of the first with the second {below}", int((shares < most).sum())
    for part, ends in enumerate((("A", "B"), ("B", "A"))):
        rank = percentile_rank(shares.get(tuple(claim.roles[end] for end in ends), math.nan), shares)
        yield BaseRate(
            claim.id, part, passing, len(shares), "directed pairs", condition, years, "trade_cow", percentile=rank
        )
    back = shares.reorder_levels([1, 0]).rename_axis(["a", "b"])
    both = pd.concat([shares, back], axis=1).dropna()
    # Each pair stands there once a direction.
    passing, asked = int((both < most).all(axis=1).sum()) // 2, len(both) // 2
    condition = f"have two-way trade on each side {below}"
    yield BaseRate(claim.id, None, passing, asked, "pairs", condition, years, "trade_cow")


def _words(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    yield _pact(lens, claim, 1, has=False)
    years = _window(lens, claim.terms["latest_years"], "debate_speeches")
    times = np.stack([naming(year) for year in years])
    spoken = np.count_nonzero(~np.isnan(times), axis=0)
    means = np.where(spoken > ENOUGH * len(years), np.nansum(times, axis=0) / np.maximum(spoken, 1), np.nan)
    most = np.maximum(means, means.T)[np.triu_indices(len(codes()), 1)]  # NaN where either is
    passing, asked = int((most < claim.terms["mentions_per_speech_below"]).sum()), int((~np.isnan(most)).sum())
    condition = f"name each other fewer than {claim.terms['mentions_per_speech_below']:g} times a speech"
    yield BaseRate(claim.id, 2, passing, asked, "pairs", condition, years, "debate_mentions")


def _pact(lens: Lens, claim: Claim, part: int, *, has: bool) -> BaseRate:
    years = _window(lens, 1, "alliances")
    pacts = _means(f"{claim.terms.get('no_promise', 'defense')}_pact", years)
    passing = int((pacts > 0).sum()) if has else int((pacts == 0).sum())
    condition = f"have {'a' if has else 'no'} pact of that kind"
    return BaseRate(claim.id, part, passing, len(pacts), "pairs", condition, years, "alliances")


def _ties(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    if not claim.terms.get("agreement_level"):
        yield _pact(lens, claim, 2 if claim.terms.get("exercise_years") else 1, has=True)


def _agreement(lens: Lens, count: int) -> tuple[int, ...]:
    return _window(lens, count, *describe("agreement").tables)


def _pressure(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    years = _agreement(lens, claim.terms["aid_latest_years"])
    near, far = (claim.roles[claim.terms[key]] for key in ("votes_nearer_to", "votes_than_to"))
    alike = _means("agreement", years)
    both = pd.concat([_with(alike, state) for state in (near, far)], axis=1, keys=["near", "far"]).dropna()
    passing = int((both["near"] > both["far"]).sum())
    condition = f"agree with {name(near)} in UN votes more than with {name(far)}"
    yield BaseRate(claim.id, 2, passing, len(both), "states", condition, years, "undl_votes")


def _far(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    years = _agreement(lens, claim.terms["latest_years"])
    state, other = (claim.roles[letter] for letter in claim.terms["agreement_between"])
    rows = all_values("agreement")
    rows = rows[rows["year"].isin(years)]
    ranked = rows.assign(rank=grouped_percentile_ranks(rows["value"], rows["year"]))
    ranks = _with(_averaged(ranked, "rank", len(years)), other)
    passing = int((ranks <= claim.terms["percentile_max"]).sum())
    rank = percentile_rank(ranks.get(state, math.nan), ranks)
    condition = f"agree with {name(other)} in UN votes as little as the lowest quarter of all pairs"
    yield BaseRate(claim.id, 1, passing, len(ranks), "states", condition, years, "undl_votes", rank)


def _cooler(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    years, fields = _agreement(lens, claim.terms["latest_years"]), claim.terms["fields"]
    first, last = claim.terms["baseline"]
    if "agreement" not in fields or set(years) & set(range(first, last + 1)):
        return
    state, other = (claim.roles[letter] for letter in claim.terms["pair"])
    now, then = (_with(_means("agreement", w), other) for w in (years, tuple(range(first, last + 1))))
    change = (now / then).dropna()
    at, passing, rank = fields.index("agreement"), int((change < 1).sum()), change.get(state, math.nan)
    condition = f"agree with {name(other)} in UN votes less than in {first}–{last}"
    yield BaseRate(
        claim.id, at, passing, len(change), "states", condition, years, "undl_votes", percentile_rank(rank, change)
    )


def _closer(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    """Ask which pairs came closer, intervals left aside; only once the published estimates were out."""
    if known_until(PUBLISHED, lens.as_of) < known_until(PUBLISHED, None):
        return
    years = _window(lens, claim.terms["latest_years"], PUBLISHED)
    before = tuple(last_years(years[-1] - claim.terms["apart"], claim.terms["baseline_years"]))
    change = (_means("ideal_point_distance", years) - _means("ideal_point_distance", before)).dropna()
    passing, rank = int((change < 0).sum()), percentile_rank(_of_pair(change, claim), change)
    condition = f"stand closer than in {before[0]}–{before[-1]}, intervals left aside"
    yield BaseRate(claim.id, 0, passing, len(change), "pairs", condition, years, PUBLISHED, rank)


def _quiet(lens: Lens, claim: Claim) -> Iterator[BaseRate]:
    years = _window(lens, math.ceil(claim.terms["quiet_years"]), "disputes_gml")
    states = np.array(codes())[alive(years).all(axis=0)]
    rows = read("disputes_gml")
    rows = rows[rows["year"].isin(years) & rows["a"].isin(states) & rows["b"].isin(states)]
    asked = len(states) * (len(states) - 1) // 2
    passing = asked - len(rows[["a", "b"]].drop_duplicates())
    condition = f"had no dispute in {claim.terms['quiet_years']:g} years (Gibler, Miller and Little)"
    yield BaseRate(claim.id, 1, passing, asked, "pairs there all that time", condition, years, "disputes_gml")


_ASKED: dict[str, Callable[[Lens, Claim], Iterator[BaseRate]]] = {
    "residual_below": _gap,
    "thin_stake": _thin,
    "words_outrun_deeds": _words,
    "military_ties": _ties,
    "third_party_pressure": _pressure,
    "push_from_third": _far,
    "cooling": _cooler,
    "votes_closer": _closer,
    "faded_grievance": _quiet,
}
