"""What binds and divides a pair: common foes and promises, words and deeds, the past, each in one sentence."""

from __future__ import annotations

from dyadlens.data.evidence import NOT_COVERED, Evidence
from dyadlens.show.answer import Answer
from dyadlens.show.changes import WINDOW
from dyadlens.show.field_words import answer, beyond, in_words, last_of, nothing, said
from dyadlens.show.numbers import listed, number, years
from dyadlens.show.words import capital, who

_PACTS = {"defense_pact": "defence", "nonaggression_pact": "nonaggression", "consultation_pact": "consultation"}


def security_answer(security: Evidence) -> Answer:
    """Say whether a pair has foes in common, and what binds or divides it."""
    rows = security.of("shared_adversaries_5y")
    points = [said(security, name) for name in ("shared_adversary_deaths", "security_ties")]
    rivals = last_of(security.of("rivalry"))
    told = f"{capital(who(rows))} {_foes(rows)}"
    parts = [part for part in (_bound(security),) if part]
    if rivals is not None:
        parts.append(f"they are {'' if rivals['value'] > 0 else 'no '}strategic rivals ({rivals['year']})")
    told += f"; {' and '.join(parts) or 'what binds or divides them is not covered'}"
    return answer(told, points)


def _foes(rows: Evidence) -> str:
    """Say how many foes the two have in common; none on record is said only of years that a source covers."""
    foes = last_of(rows)
    if foes is None:
        if (rows["status"] == NOT_COVERED).all():
            return "may have common foes: no source covers these years"
        return "have no armed group on record as a common foe"
    count, span = int(foes["value"]), f"{foes['year'] - WINDOW + 1}–{foes['year']}"
    return f"have {in_words(count)} armed group{'s as common foes' if count > 1 else ' as a common foe'} ({span})"


def _bound(security: Evidence) -> str:
    """Say which promises of alliance bind a pair in the last year of the record."""
    ties = last_of(security.of("alliance_ties"))
    if ties is None:
        return ""
    if ties["value"] == 0:
        return f"no promise of alliance binds them ({ties['year']})"
    rows = {word: security.of(name) for name, word in _PACTS.items()}
    kinds = [w for w, r in rows.items() if (r.loc[r["year"] == ties["year"], "value"] > 0).any()]
    if len(kinds) < ties["value"]:
        kinds.append("neutrality or offence")
    promise = "a promise" if ties["value"] == 1 else "promises"
    return f"{promise} of {listed(kinds)} bind{'s' if ties['value'] == 1 else ''} them ({ties['year']})"


def diplomacy_answer(diplomacy: Evidence, words: Evidence) -> Answer:
    """Say whether words of cooperation run ahead of deeds."""
    rows = diplomacy.of("say_do_ratio")
    points = [said(diplomacy, "say_do_ratio"), said(words, "speech_similarity")]
    last = last_of(rows)
    if last is None:
        return nothing(f"on words and deeds between {who(rows)}", points)
    ratio = number(last["value"], "index")
    each = f"the news told of {ratio} words of cooperation for each deed in {last['year']}"
    sign, pairs = beyond(last)
    words_ran = f"Words ran {'further' if sign > 0 else 'less far'} ahead of deeds between {who(rows)}"
    told = f"{words_ran} than between {pairs}: {each}" if pairs else f"Between {who(rows)} {each}"
    late = [y for y in rows["year"] if y > last["year"]]
    told += f"; on {years(late)} there is no count" if late else ""
    return answer(told, points)


def history_answer(history: Evidence, long_view: Evidence) -> Answer:
    """Say what lies between a pair, and how long ago."""
    names = who(long_view.of("dispute_burden"))
    points = [said(history, name) for name in ("dispute_burden", "years_since_dispute")]
    since, burden = last_of(long_view.of("years_since_dispute")), last_of(long_view.of("dispute_burden"))
    if burden is None:
        return nothing(f"on disputes between {names}", points)
    if since is None:
        told = f"{capital(names)} have had no militarized dispute on record to {burden['year']}"
    else:
        told = f"{capital(names)} had their last militarized dispute on record in {since['year'] - int(since['value'])}"
        sign, pairs = beyond(burden)
        if pairs:
            weight = "more heavily" if sign > 0 else "less heavily"
            told += f", and past disputes weighed {weight} on them in {burden['year']} than on {pairs}"
    blocs = long_view.of("opposed_blocs").seen
    if (blocs["value"] > 0).any():
        told += "; in the Cold War they stood in opposed blocs"
    elif (long_view.of("same_bloc_cold_war").seen["value"] > 0).any():
        told += "; in the Cold War they stood in the same bloc"
    return answer(told, points)
