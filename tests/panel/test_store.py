"""How a measure is built, masked, ranked, kept, and made again."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyadlens.data import catalog
from dyadlens.data.catalog import data_directory
from dyadlens.lens import Lens
from dyadlens.measures.column import Column, Data, empty
from dyadlens.measures.registry import Measure, registry
from dyadlens.panel import store
from dyadlens.panel.evidence import evidence
from dyadlens.panel.grid import exists, pair_number, panel_years, upper
from dyadlens.states.axis import alive, codes, coexisted, positions

STORED = [m.name for m in registry().values() if not m.parameter or m.whole]
PLAIN = {
    "name": "thing",
    "domain": "votes",
    "label": "Thing",
    "unit": "things",
    "higher_means": "more",
    "tables": ("states",),
    "cite": "none",
    "module": "none",
}


@pytest.mark.parametrize("name", STORED)
def test_no_measure_has_a_value_for_states_that_did_not_exist(name):
    found, (i, j) = store.stored(name), upper()
    of_state = found.measure.subject == "state"
    there = alive(panel_years()).T if of_state else exists(found.measure.exists)[:, i, j].T
    for prefix in store.directions(found.measure):
        value, status = found.read(prefix + "value"), found.read(prefix + "status")
        assert np.isnan(value[~there]).all()
        assert (status[~there] == store.NOT_COVERED).all()
        assert (np.isnan(value) == (status >= store.UNKNOWN)).all()
        assert (value[status == store.TRUE_ZERO] == 0).all()


@pytest.mark.parametrize("name", STORED)
def test_values_lie_in_the_range_that_the_measure_states_and_inside_their_interval(name):
    found = store.stored(name)
    for prefix in store.directions(found.measure):
        value = found.read(prefix + "value")
        seen = value[~np.isnan(value)]
        assert found.measure.low is None or (seen >= found.measure.low - 1e-9).all()
        assert found.measure.high is None or (seen <= found.measure.high + 1e-9).all()
        if prefix + "low" in found.columns:
            low, high = found.read(prefix + "low"), found.read(prefix + "high")
            slack = 1e-6 * np.maximum(1, np.abs(value))
            assert not (low > value + slack).any() and not (value > high + slack).any()


@pytest.mark.parametrize("name", [n for n in STORED if registry()[n].subject == "pair"])
def test_a_measure_of_pairs_is_symmetric(name):
    value = np.asarray(store.build_column(registry()[name]).value)
    assert np.array_equal(value, np.swapaxes(value, 1, 2), equal_nan=True)


def _finish(column: Column, **facts: object) -> dict:
    arrays, ranked = store.finish(Measure(**{**PLAIN, **facts}), column)
    return {n: a.to_numpy().reshape(-1, len(panel_years())) for n, a in arrays.items()} | {"ranked": ranked}


def test_status_tells_zero_unknown_and_not_covered_apart():
    years = panel_years()
    i, j, k = positions(["PAK", "RUS", "IND"])
    value = empty(years)
    value[:, i, j] = value[:, j, i] = 0.0
    value[:, i, k] = value[:, k, i] = 2.0
    covered = np.ones((1, len(codes()), len(codes())), dtype=bool)
    covered[:, k, j] = covered[:, j, k] = False
    found = _finish(Column(value, covered=covered), first=1950, last=2000)
    before, within, after = (int(y - years[0]) for y in (1949, 1950, 2001))
    zero, seen, outside = (found["status"][pair_number(*pair)] for pair in ((i, j), (i, k), (j, k)))
    assert (zero[within], seen[within], outside[within]) == (store.TRUE_ZERO, store.OBSERVED, store.NOT_COVERED)
    assert zero[before] == zero[after] == store.NOT_COVERED
    assert found["status"][pair_number(i, positions(["USA"])[0])][within] == store.UNKNOWN
    assert found["ranked"][1950] == 2
    recorded = _finish(Column(value, recorded=np.ones((1, 1, 1), dtype=bool)))
    assert recorded["status"][pair_number(i, j)][within] == store.OBSERVED


@settings(max_examples=15)
@given(shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
def test_ranks_do_not_hang_on_the_scale_and_average_fifty(shift, scale):
    years = panel_years()
    value = empty(years)
    noise = np.random.default_rng(0).normal(size=(len(codes()), len(codes())))
    value[60] = noise + noise.T
    ranks, moved = (_finish(Column(v))["percentile"][:, 60] for v in (value, value * scale + shift))
    assert np.allclose(ranks, moved, atol=0.02, equal_nan=True)
    assert np.nanmean(ranks) == pytest.approx(50, abs=1e-3)


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache of the test's own, with nothing remembered of another."""
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path / "cache"))
    store.stored.cache_clear()
    yield tmp_path / "cache"
    store.stored.cache_clear()


HARM = {
    "cut": lambda whole: whole[: len(whole) // 2],
    "flipped": lambda whole: whole[:40] + bytes(byte ^ 255 for byte in whole[40:-400]) + whole[-400:],
    "empty": lambda _: b"",
    "text": lambda _: b"PAR1 not whole",
}


@pytest.mark.parametrize("harm", [*HARM, "another measure's"])
def test_a_damaged_file_is_made_again_with_one_line(own_cache, capsys, harm):
    lens = Lens("IND-PAK", start=2010, end=2012)
    before = evidence(lens, measure="rivalry")
    (path,) = (own_cache / "panel").glob("rivalry-*")
    if harm in HARM:
        path.write_bytes(HARM[harm](path.read_bytes()))
    else:
        store.stored("violence")
        (other,) = (own_cache / "panel").glob("violence-*")
        shutil.copy(other, path)
    store.stored.cache_clear()
    assert evidence(lens, measure="rivalry").equals(before)
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and "is made again" in said[0]


def test_a_cache_that_cannot_be_written_is_told_once_and_done_without(tmp_path):
    (tmp_path / "file").touch()
    code = (
        "from dyadlens.panel.evidence import evidence\n"
        "print(len(evidence('IND-PAK', measure='rivalry')), len(evidence('IND-RUS', measure='violence')))"
    )
    environment = os.environ | {"DYADLENS_CACHE": str(tmp_path / "file" / "below")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["34", "68"]
    assert done.stderr.count("cannot be written to") == 1 and len(done.stderr.splitlines()) == 1


@pytest.fixture
def own_data(tmp_path, monkeypatch, forget):
    """A copy of the tables that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(data_directory(), folder)
    monkeypatch.setenv("DYADLENS_DATA", str(folder))
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def test_a_table_that_was_changed_is_named_and_nothing_is_computed_from_it(own_data, own_cache):
    path = own_data / "rivalries.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1947", "1948", 1), encoding="utf-8")
    assert text != path.read_text(encoding="utf-8")
    with pytest.raises(
        catalog.DataError, match=r"table rivalries is not the one .*rivalries\.csv was changed"
    ) as error:
        evidence("IND-PAK", measure="rivalry")
    assert "\n" not in str(error.value)


def test_a_cached_measure_does_not_outlive_the_bytes_it_came_from(own_data, own_cache, forget):
    evidence("IND-PAK", measure="rivalry")
    kept = store.measure_key("rivalry"), store.measure_key("agreement")
    path = own_data / "rivalries.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    store.stored.cache_clear()
    store.measure_key.cache_clear()
    with pytest.raises(catalog.DataError, match="table rivalries"):  # in a process that has read the table before
        evidence("IND-PAK", measure="rivalry")
    package = json.loads((own_data / "datapackage.json").read_text(encoding="utf-8"))
    (own,) = (r for r in package["resources"] if r["dyadlens"]["table"] == "rivalries")
    own["hash"] = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    (own_data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    forget()
    assert store.measure_key("rivalry") != kept[0]
    assert store.measure_key("agreement") == kept[1], "a measure rests on its own tables only"


def test_a_measure_reads_only_the_tables_it_names():
    with pytest.raises(LookupError, match="without naming it under `tables`"):
        Data(("states",)).table("rivalries")
    with pytest.raises(LookupError, match="without naming it under `needs`"):
        Data(("states",)).measure("rivalry")


def test_coexistence_is_symmetric_and_excludes_itself():
    together = coexisted(panel_years())
    assert (together == np.swapaxes(together, 1, 2)).all()
    assert not together[:, range(len(codes())), range(len(codes()))].any()
