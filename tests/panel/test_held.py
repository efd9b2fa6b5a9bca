"""What the sources hold by domain and year: the statuses of the evidence, counted."""

import pandas as pd
import pytest

from dyadlens import Lens, evidence
from dyadlens.data.evidence import STATUSES
from dyadlens.measures import DOMAINS
from dyadlens.panel import held as module
from dyadlens.panel.coverage import held

LENS = Lens("BTN-TUV", third_parties=[], start=2012, end=2016)


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("DYADLENS_CACHE", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


def test_every_row_of_evidence_is_counted_once():
    rows, found = evidence(LENS), held(LENS)
    assert found[list(STATUSES)].to_numpy().sum() == len(rows)
    assert found["domain"].tolist() == [d for d in DOMAINS for _ in LENS.years]
    one = rows[(rows["domain"] == "votes") & (rows["year"] == 2014)]["status"].value_counts()
    cells = found[(found["domain"] == "votes") & (found["year"] == 2014)].iloc[0]
    assert {s: cells[s] for s in STATUSES if cells[s]} == one.to_dict()


def test_the_second_time_it_is_read(monkeypatch):
    first = held(LENS)
    monkeypatch.setattr(module, "evidence", lambda lens: pytest.fail("computed again"))
    pd.testing.assert_frame_equal(held(LENS), first)


def test_another_day_is_another_file():
    later, then = held(LENS), held(LENS.replace(as_of="2014-06"))
    votes = then[(then["domain"] == "votes") & (then["year"] > 2014)]
    assert (votes[["observed", "true_zero", "unknown"]].to_numpy() == 0).all()
    assert not then.equals(later)
