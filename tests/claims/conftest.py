"""Small evidence made by hand for the rules, and verdicts that are shared."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from dyadlens import Lens
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, check, join, make
from dyadlens.measures import describe

verdicts_module = import_module("dyadlens.claims.verdicts")  # the package offers the function of that name

RULES = (
    "rules.arms",
    "rules.trade",
    "rules.energy",
    "rules.words",
    "rules.past",
    "rules.third",
    "rules.threat",
    "positions",
)


def _rows(measure, a, b, values, first):
    """Make rows of one measure: a number is observed, 0 a true zero, None unknown, "out" not covered."""
    names = {None: UNKNOWN, "out": NOT_COVERED, 0: TRUE_ZERO}
    plain = [v[0] if isinstance(v, tuple) else v for v in values]
    ends = [v[1:] if isinstance(v, tuple) else (float("nan"),) * 2 for v in values]
    return check(
        make(
            domain="votes", measure=measure, a=a, b=b, year=list(range(first, first + len(values))),
            value=[v if isinstance(v, int | float) else float("nan") for v in plain],
            low=[low for low, _ in ends], high=[high for _, high in ends],
            percentile=[v if measure == "agreement" and isinstance(v, int | float) else float("nan") for v in plain],
            status=[names.get(v, OBSERVED) for v in plain], source=describe(measure).tables[0],
        )
    )  # fmt: skip


class Told:
    """Evidence by measure and pair, in place of what the tables hold."""

    def __init__(self):
        self.held = {}

    def say(self, measure, a, b, values, *, last=2024):
        """Hold values that end with a year."""
        self.held[measure, a, b] = _rows(measure, a, b, values, last - len(values) + 1)

    def series(self, lens, domain, measure, a, b, *, first=None, one=""):
        """Stand in for the real one; measures without direction answer in either order."""
        if one:
            return self.held.get((measure, one, "WLD"), join([]))
        ways = [(measure, a, b)] + ([] if describe(measure).directed else [(measure, b, a)])
        return next((self.held[w] for w in ways if w in self.held), join([]))


@pytest.fixture
def told(monkeypatch):
    """Rules see only what the test tells them; no case, no aid."""
    tables = Told()
    for name in RULES:
        __import__(f"dyadlens.claims.{name}")
        module = sys.modules[f"dyadlens.claims.{name}"]
        if hasattr(module, "series"):
            monkeypatch.setattr(module, "series", tables.series)
    for name in ("rules.arms", "listing"):
        monkeypatch.setattr(sys.modules[f"dyadlens.claims.{name}"], "case", lambda lens: None)
    monkeypatch.setattr(sys.modules["dyadlens.claims.rules.arms"], "main_item", lambda *_: "")
    monkeypatch.setattr(sys.modules["dyadlens.claims.rules.trade"], "main_item", lambda *_: "")
    monkeypatch.setattr(
        sys.modules["dyadlens.claims.rules.trade"], "totals",
        lambda lens, x, y, m: tables.series(lens, "trade", m, x, y),
    )  # fmt: skip
    return tables


@pytest.fixture(scope="session")
def today():
    """The verdicts on Pakistan and Russia with all that is known."""
    return verdicts_module.verdicts(Lens("PAK-RUS"))


@pytest.fixture(scope="session")
def may_2018():
    """The verdicts on Pakistan and Russia as could be known in May 2018."""
    return verdicts_module.verdicts(Lens("PAK-RUS", as_of="2018-05"))
