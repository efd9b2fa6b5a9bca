"""A module that adds measures to a domain: one file and one line, and everything finds it."""

import sys
from types import ModuleType

import pandas as pd
import pytest

from dyadlens import Lens, measures
from dyadlens.measures import all_pairs, describe, evidence, measures_for_all_pairs, measures_of
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import rows_of, yearly


def forget():
    for cached in (measures._described, measures.measures_for_all_pairs, measures._homes, measures._computed):
        cached.cache_clear()


@pytest.fixture
def praise(monkeypatch):
    """A module of one measure, added to the domain of history."""
    module = ModuleType("dyadlens.measures.praise")
    module.asked = []
    module.MEASURES = (Measure("praise", "Praise", "words", 0.0, None, "more", ("alliances",), "here", scale="count"),)
    module.ALL_PAIRS = ("praise",)

    def compute(lens):
        module.asked.append(lens)
        return rows_of("history", "praise", *lens.pair, [yearly(y, 3.0) for y in lens.years], "alliances")

    module.compute = compute
    module.all_pairs = lambda measure: pd.DataFrame({"a": ["PAK"], "b": ["RUS"], "year": [2014], "value": [3.0]})
    monkeypatch.setitem(sys.modules, "dyadlens.measures.praise", module)
    monkeypatch.setattr(measures, "ADDED", (("history", "praise"),))
    forget()
    yield module
    monkeypatch.undo()
    forget()


def test_it_stands_beside_the_others_of_its_domain(praise):
    assert measures_of("history")[-1].name == "praise" and describe("praise").label == "Praise"
    whole = evidence(Lens("PAK-RUS", start=2010, end=2012), "history")
    assert whole.of("praise")["value"].tolist() == [3.0] * 3
    assert len(whole.of("years_allied")) == 3


def test_asked_alone_only_its_module_computes(praise, monkeypatch):
    from dyadlens.measures import history

    monkeypatch.setattr(history, "compute", lambda lens: pytest.fail("the whole domain was computed"))
    lens = Lens("PAK-RUS", start=2010, end=2010)
    assert evidence(lens, "history", "praise")["value"].tolist() == [3.0]
    assert praise.asked == [lens]


def test_it_is_computed_for_all_pairs(praise):
    assert measures_for_all_pairs()["praise"] == "history"
    assert all_pairs("praise")["value"].tolist() == [3.0]
    assert len(all_pairs("years_allied")) > 1000


def test_without_the_line_it_is_not_there():
    assert "praise" not in {m.name for m in measures_of("history")}
