"""How a sentence names states, directions and measures."""

from __future__ import annotations

from dyadlens.data.evidence import Evidence
from dyadlens.measures.registry import describe
from dyadlens.states import WORLD, all_states


def state_in_text(code: str) -> str:
    """Name a state as it stands inside a sentence."""
    return "the world" if code == WORLD else all_states()[code].in_text


def states_named(rows: Evidence) -> tuple[str, str]:
    """Name the two states of the first row."""
    a, b = rows[["a", "b"]].iloc[0]
    return state_in_text(a), state_in_text(b)


def who(rows: Evidence) -> str:
    """Name the pair, the direction or the state that rows are about."""
    a, b = states_named(rows)
    if rows["b"].iloc[0] == WORLD:
        return a
    what = describe(rows["measure"].iloc[0])
    return what.direction.format(a=a, b=b) if what.directed else f"{a} and {b}"


def capital(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Write a label as it stands inside a sentence; names and abbreviations keep their capital."""
    first = text.split(maxsplit=1)[0]
    named = first.endswith("'s") or not first[1:2].islower()
    return text if named else text[:1].lower() + text[1:]


def label(name: str) -> str:
    """Return a measure's name for a reader; one made for a third state, or for an armed group, names it."""
    return _made_for(name, describe(name).label)


def subject(rows: Evidence) -> str:
    """Name the measure of rows together with its states, as a sentence begins."""
    measure, (a, b) = rows["measure"].iloc[0], states_named(rows)
    noun = describe(measure).noun
    return capital(_made_for(measure, noun).format(a=a, b=b))


def _made_for(name: str, text: str) -> str:
    """Put the third state or the armed group that a measure is made for into its label or noun."""
    other = name.partition(":")[2]
    if not other:
        return text
    named = state_in_text(other) if other in all_states() else other
    if "third states" in text:
        return text.replace("third states", named)
    return f"{text} {named}" if text.endswith(" for") else f"{text}, {named}"
