"""The case files: claims, contacts, context events, exercises and listings of one pair."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd

from dyadlens.sources.cases_contacts import CONTACTS
from dyadlens.sources.cases_events import CONTEXT_EVENTS, FATF
from dyadlens.sources.cases_exercises import EXERCISES, EXERCISES_RUSSIA
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

CLAIMS_FILE = "cases/PAK-RUS/claims.csv"
GENERIC_FILE = "cases/generic/claims.csv"
READINGS = {
    "strategic_convergence": "the two move together for good",
    "tactical_hedging": "each keeps the other as one option among several",
    "no_real_change": "ties are what they were",
}
LICENCE = "CC BY 4.0, as the prose of the project: claims are prose"
WEIGHTS = ("consistent", "inconsistent", "silent")


def build_claims(raw: Raw) -> pd.DataFrame:  # noqa: ARG001
    """Build the claims of the case from the file that this project wrote before the data were read."""
    return _written(CLAIMS_FILE)


def build_generic(raw: Raw) -> pd.DataFrame:  # noqa: ARG001
    """Build the claims that are asked of any pair, from the file that this project wrote."""
    return _written(GENERIC_FILE)


def _written(name: str) -> pd.DataFrame:
    with files("dyadlens.sources").joinpath(name).open(encoding="utf-8", newline="") as stream:
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


COLUMNS = (
    Column("id", "string", "Identifier: V for convergence, C for caution, G for a claim asked of any pair."),
    Column("side", "string", "What the claim argues for.", allowed=("convergence", "caution")),
    Column("claim", "string", "The claim in our words."),
    Column("proposition", "string", "What must hold in the data."),
    Column("rule", "string", "Name of the rule that decides."),
    Column(
        "parameters", "string",
        "JSON object of the rule's arguments: the roles A, B and C, thresholds, windows in years, and how many "
        "parts must hold for support (`supported_at`) and part support (`partly_at`).",
    ),
    Column("data", "string", "Tables that the rule reads, parted by semicolons."),
    Column("rival_explanation", "string", "What else would make the same pattern."),
    *(
        Column(name, "string", f"How evidence for the claim bears on the reading that {text}.", allowed=WEIGHTS)
        for name, text in READINGS.items()
    ),
)  # fmt: skip

CLAIMS = Table(
    name="cases/PAK-RUS/claims",
    title="Claims on Pakistan and Russia, spring 2018, with the rule for each",
    description=(
        "What a commentary of about May 2018 argued, in our words, each with a proposition that data can speak to "
        "and the rule that decides it. Thresholds and windows were fixed before any table was read, but for those "
        "named in `set_here` of the parameters, which the first list of rules left open: they were set before any "
        "rule was run, by the nearest rule that names one, except that V4 is part supported at two of three parts, "
        "which was set after the rules had been run. How evidence for a claim bears on the three readings is a "
        "judgement, made before any rule was run."
    ),
    build=build_claims,
    columns=COLUMNS,
    key=("id",),
    files=(),
    first=2018,
    last=2018,
    absent="not_covered",
    published_lag=0,
    lag_note="written by this project; the claims are those of spring 2018",
    dated_by="static",
    states_covered="Pakistan and Russia",
    format="csv",
    licence=LICENCE,
    citation="The dyadlens authors.",
    defects=(
        "one commentary, of one side and one moment",
        "the matrix of readings is our judgement: another scholar may fill cells differently",
        "matrix, rival explanations and `set_here` were written by one who had prepared the tables on arms, contacts, "
        "alliances, disputes and exercises and so had seen them; those on votes, trade, aid, events and speeches not",
    ),
)

GENERIC_CLAIMS = Table(
    name="cases/generic/claims",
    title="Claims asked of any pair, with the rule for each",
    description=(
        "For pairs without a case of their own: the rules of the first case that make sense for any two states, with "
        "the same thresholds and windows. Names of roles in braces stand for states: first and second as the pair is "
        "given, seller the one that has delivered more arms to the other, buyer the other, rival each third state that "
        "is a strategic rival of the buyer. Nobody argued these claims of the pair: they are questions put to every "
        "pair alike."
    ),
    build=build_generic,
    columns=COLUMNS,
    key=("id",),
    files=(),
    first=2018,
    last=2018,
    absent="not_covered",
    published_lag=0,
    lag_note="written by this project",
    dated_by="static",
    states_covered="any pair",
    format="csv",
    licence=LICENCE,
    citation="The dyadlens authors.",
    defects=(
        "nobody has argued these claims of a pair: what is decided is whether its figures reach thresholds that were "
        "set for another one",
        "the matrix of readings is our judgement: another scholar may fill cells differently",
    ),
)

TABLES = (CLAIMS, GENERIC_CLAIMS, CONTACTS, CONTEXT_EVENTS, EXERCISES, EXERCISES_RUSSIA, FATF)
