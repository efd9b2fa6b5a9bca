import subprocess
import sys

import pytest

from dyadlens.data.shared import RUN_FOLDER, shared


@pytest.fixture
def counted():
    calls = []

    @shared(maxsize=8)
    def double(x, *, plus=0):
        calls.append((x, plus))
        return 2 * x + plus

    return double, calls


def test_without_a_run_each_process_remembers_for_itself(counted, monkeypatch):
    monkeypatch.delenv(RUN_FOLDER, raising=False)
    double, calls = counted
    assert [double(2), double(2), double(2, plus=1)] == [4, 4, 5]
    assert calls == [(2, 0), (2, 1)]
    double.cache_clear()
    assert double(2) == 4
    assert len(calls) == 3


def test_within_a_run_a_result_is_computed_once(counted, monkeypatch, tmp_path):
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    double, calls = counted
    assert double(2) == 4
    double.cache_clear()  # as in another process
    assert double(2) == 4
    assert double(3) == 6
    assert double(2, plus=1) == 5
    assert calls == [(2, 0), (3, 0), (2, 1)]


def test_another_run_computes_anew(counted, monkeypatch, tmp_path):
    double, calls = counted
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(RUN_FOLDER, str(tmp_path / name))
        double.cache_clear()
        assert double(2) == 4
    assert calls == [(2, 0)] * 2


def test_half_a_result_of_a_killed_process_counts_for_nothing(counted, monkeypatch, tmp_path):
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    double, calls = counted
    double(2)
    (written,) = [p for p in tmp_path.iterdir() if p.suffix != ".lock"]
    written.rename(f"{written}.part")
    double.cache_clear()
    assert double(2) == 4
    assert len(calls) == 2


def test_error_is_raised_and_not_remembered(monkeypatch, tmp_path):
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    tries = []

    @shared(maxsize=1)
    def fails():
        tries.append(1)
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            fails()
    assert len(tries) == 2


def test_of_processes_at_the_same_time_one_computes(tmp_path):
    (tmp_path / "mine.py").write_text(
        "import os, time\nfrom dyadlens.data.shared import shared\n"
        "@shared(maxsize=1)\ndef slow():\n"
        "    with open('calls', 'a') as f: f.write('x')\n    time.sleep(1)\n    return os.getpid()\n"
    )
    (tmp_path / "run").mkdir()
    command = [sys.executable, "-c", "import sys; sys.path.insert(0, ''); from mine import slow; print(slow())"]
    started = [
        subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={RUN_FOLDER: str(tmp_path / "run")}
        )
        for _ in range(3)
    ]
    said = {process.communicate(timeout=600)[0] for process in started}
    assert len(said) == 1
    assert (tmp_path / "calls").read_text() == "x"
