"""Small evidence made by hand for the rules, and verdicts that are shared."""

from __future__ import annotations

import math
from importlib import import_module

import pytest

from dyadlens import Lens
from dyadlens.claims.verdicts import verdicts
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, check, join, make
from dyadlens.measures.registry import describe

MODULES = ("rules.arms", "rules.trade", "rules.energy", "rules.words", "rules.third_parties", "rules.threat", "windows")


def _rows(measure, a, b, values, first):
    """Make rows of one measure: a number is observed, 0 a true zero, None unknown, "out" not covered."""
    names = {None: UNKNOWN, "out": NOT_COVERED, 0: TRUE_ZERO}
    plain = [v[0] if isinstance(v, tuple) else v for v in values]
    ends = [v[1:] if isinstance(v, tuple) else (math.nan,) * 2 for v in values]
    numbers = [v if isinstance(v, int | float) else math.nan for v in plain]
    return check(
        make(
            domain="votes",
            measure=measure,
            a=a,
            b=b,
            year=list(range(first, first + len(values))),
            value=numbers,
            low=[low for low, _ in ends],
            high=[high for _, high in ends],
            percentile=numbers if measure == "agreement" else math.nan,
            status=[names.get(v, OBSERVED) for v in plain],
            source=describe(measure).tables[0],
        )
    )


class Told:
    """Evidence by measure and pair, in place of what the tables hold."""

    def __init__(self):
        self.rows = {}

    def say(self, measure, a, b, values, *, last=2024):
        """Take values that end with a year."""
        self.rows[measure, a, b] = _rows(measure, a, b, values, last - len(values) + 1)

    def series(self, lens, measure, a, b, *, first=None, one=""):
        """Stand in for the real one; measures without direction answer in either order."""
        if one:
            return self.rows.get((measure, one, "WLD"), join([]))
        orders = [(measure, a, b)] + ([] if describe(measure).directed else [(measure, b, a)])
        return next((self.rows[o] for o in orders if o in self.rows), join([]))

    def trade_totals(self, lens, x, y, measure):
        """Stand in for the real one."""
        return self.series(lens, measure, x, y)


@pytest.fixture
def told(monkeypatch):
    """Rules see only what the test tells them; no case, no aid."""
    tables = Told()
    modules = {name: import_module(f"dyadlens.claims.{name}") for name in MODULES}
    for module in modules.values():
        if hasattr(module, "series"):
            monkeypatch.setattr(module, "series", tables.series)
    for name in ("rules.arms", "rules.third_parties"):
        monkeypatch.setattr(modules[name], "case", lambda lens: None)
    for name in ("rules.arms", "rules.trade"):
        monkeypatch.setattr(modules[name], "main_item", lambda *_: "")
    monkeypatch.setattr(modules["rules.trade"], "trade_totals", tables.trade_totals)
    return tables


@pytest.fixture(scope="session")
def today():
    """The verdicts on Pakistan and Russia with all that is known."""
    return verdicts(Lens("PAK-RUS"))


@pytest.fixture(scope="session")
def may_2018():
    """The verdicts on Pakistan and Russia as could be known in May 2018."""
    return verdicts(Lens("PAK-RUS", as_of="2018-05"))
