import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from dyadlens.errors import BadParameter
from dyadlens.report.ledger import Ledger, PageData
from dyadlens.report.pool import CAN_FORK, Limits
from dyadlens.report.run import Watcher, run_tasks

PATIENCE = 600  # seconds; a guard against hanging, no measure of speed


def _pages(out):
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*.html"))}


def _leftovers(out):
    known = {".html", ".json", ".ipynb"}
    return [p for p in out.rglob("*") if p.is_file() and p.suffix not in known]


class Started(Watcher):
    def __init__(self):
        self.names = []

    def started(self, task):
        self.names.append(task.name)


def test_same_inputs_give_the_same_bytes(sample_folder, sample_out, tasks_of, tmp_path):
    sets = [{"pair": "AAA-BBB"}, {"pair": "CCC-DDD", "as_of": "2018-05"}]
    run_tasks(tasks_of(sample_folder, *sets), tmp_path / "again", workers=1)
    assert _pages(tmp_path / "again") == _pages(sample_out)


def test_unchanged_pages_are_not_run_and_changed_ones_are(tmp_path, write_notebook, tasks_of, inputs):
    write_notebook(tmp_path / "nb", "brief", "# A", "pair")
    out = tmp_path / "out"
    assert [o.status for o in run_tasks(tasks_of(tmp_path / "nb"), out, workers=1)] == ["made"]
    watcher = Started()
    assert [o.status for o in run_tasks(tasks_of(tmp_path / "nb"), out, workers=1, watcher=watcher)] == ["unchanged"]
    assert watcher.names == []
    other = tasks_of(tmp_path / "nb", inputs=dataclasses.replace(inputs, data="new"))
    assert not Ledger(out).is_current(other[0])
    page = out / "AAA-BBB" / "brief.html"
    page.write_text("edited by hand")
    assert [o.status for o in run_tasks(tasks_of(tmp_path / "nb"), out, workers=1, watcher=watcher)] == ["made"]
    assert watcher.names == ["brief"]
    assert b"edited" not in page.read_bytes()


def test_failure_keeps_the_old_page_and_names_the_cell(tmp_path, write_notebook, tasks_of):
    folder, out = tmp_path / "nb", tmp_path / "out"
    write_notebook(folder, "brief", "# A", "pair")
    write_notebook(folder, "01-other", "# B", "pair")
    run_tasks(tasks_of(folder), out, workers=2)
    old = _pages(out)
    write_notebook(folder, "brief", "# A", "pair", "1 / 0", "pair")
    write_notebook(folder, "01-other", "# B", "pair, 2")
    by_name = {o.task.name: o for o in run_tasks(tasks_of(folder), out, workers=2)}
    assert by_name["01-other"].status == "made"
    failed = by_name["brief"]
    assert failed.status == "failed"
    assert failed.message == "cell 4 of 5: ZeroDivisionError: division by zero"
    assert _pages(out)["AAA-BBB/brief.html"] == old["AAA-BBB/brief.html"]
    assert failed.path == out / "failed" / "AAA-BBB" / "brief.ipynb"
    kept = nbformat.read(failed.path, as_version=4)
    assert any(o.output_type == "error" for c in kept.cells for o in c.get("outputs", []))

    write_notebook(folder, "brief", "# A", "pair", "1 / 1", "pair")
    assert {o.status for o in run_tasks(tasks_of(folder), out, workers=1)} == {"made", "unchanged"}
    assert not (out / "failed").exists()


def test_error_in_a_cell_is_not_tried_again_and_a_dead_process_is_once(tmp_path, write_notebook, tasks_of):
    log = tmp_path / "log"
    note = f"from pathlib import Path\nlog = Path({str(log)!r})\nwith log.open('a') as f: f.write(NAME)\n"
    folder = tmp_path / "nb"
    write_notebook(folder, "01-error", "# A", note.replace("NAME", "'e'") + "raise ValueError('no')")
    write_notebook(folder, "02-dies", "# A", "1", note.replace("NAME", "'d'") + "import os; os._exit(1)")
    once = note.replace("NAME", "'o'") + "import os\nif log.read_text().count('o') < 2: os._exit(1)"
    write_notebook(folder, "03-dies-once", "# A", once)
    outcomes = {o.task.name: o for o in run_tasks(tasks_of(folder), tmp_path / "out", workers=2)}
    assert sorted(log.read_text()) == ["d", "d", "e", "o", "o"]
    assert outcomes["01-error"].message == "cell 3 of 3: ValueError: no"
    assert outcomes["02-dies"].message == "cell 4 of 4: the process that ran it died twice"
    assert outcomes["03-dies-once"].status == "made"


@pytest.mark.parametrize("end", ["raise SystemExit(0)", "import sys; sys.exit()", "exit", "quit()"])
def test_notebook_that_ends_itself_early_is_no_report(tmp_path, write_notebook, tasks_of, end):
    write_notebook(tmp_path / "nb", "brief", "# A", end)
    (outcome,) = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1)
    assert (outcome.status, outcome.message[:23]) == ("failed", "cell 3 of 3: SystemExit")
    assert not (tmp_path / "out" / "AAA-BBB" / "brief.html").exists()


def test_time_limit_ends_a_notebook_and_not_the_others(tmp_path, write_notebook, tasks_of):
    write_notebook(tmp_path / "nb", "01-stuck", "# A", "import time; time.sleep(600)")
    write_notebook(tmp_path / "nb", "02-fine", "# B", "pair")
    outcomes = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1, limits=Limits(seconds=10))
    assert [o.status for o in outcomes] == ["failed", "made"]
    assert outcomes[0].message == "cell 3 of 3: not done within 10 seconds"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("end", ["pair", "1 / 0", "import os; os._exit(1)"])
def test_what_a_cell_started_ends_with_its_page(tmp_path, write_notebook, tasks_of, end):
    log = tmp_path / "log"
    start = (
        f"import subprocess\nwith open({str(log)!r}, 'a') as f: print(subprocess.Popen(['sleep', '600']).pid, file=f)"
    )
    write_notebook(tmp_path / "nb", "brief", "# A", start, end)
    run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1)
    pids = log.read_text().split()
    assert pids
    _wait_for(lambda: not any(map(_alive, pids)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to an amount of memory")
def test_memory_limit_is_an_error_in_the_cell(tmp_path, write_notebook, tasks_of):
    write_notebook(tmp_path / "nb", "brief", "# A", "block = bytearray(3 * 2**30)")
    (outcome,) = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1, limits=Limits(gigabytes=2))
    assert outcome.message.startswith("cell 3 of 3: MemoryError")


def test_braces_in_the_output_path(tmp_path, write_notebook, tasks_of):
    write_notebook(tmp_path / "nb {pair}", "brief", "# A", "pair")
    out = tmp_path / "out {pair} {0}"
    assert [o.status for o in run_tasks(tasks_of(tmp_path / "nb {pair}"), out, workers=1)] == ["made"]
    assert (out / "AAA-BBB" / "brief.html").is_file()


def test_process_is_this_interpreter_with_one_thread_and_no_settings_of_the_user(
    tmp_path, write_notebook, tasks_of, monkeypatch
):
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/bin/false"], "display_name": "x", "language": "python"}))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise_me = 1")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    check = (
        f"import os, sys\nassert sys.executable == {sys.executable!r}, sys.executable\n"
        "assert os.environ['OMP_NUM_THREADS'] == '1'\nassert 'raise_me' not in globals()\n"
        f"assert os.getcwd() == {str((tmp_path / 'nb').resolve())!r}"
    )
    write_notebook(tmp_path / "nb", "brief", "# A", check)
    (outcome,) = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1)
    assert (outcome.status, outcome.message) == ("made", "")


@pytest.mark.skipif(not CAN_FORK, reason="page processes are forked on Linux only")
def test_page_processes_have_the_package_loaded_and_share_nothing_else(tmp_path, write_notebook, tasks_of):
    code = (
        "import sys\nassert 'dyadlens.measures.votes' in sys.modules\nimport dyadlens\n"
        "assert not hasattr(dyadlens, 'left'), 'by another page'\ndyadlens.left = 1"
    )
    for name in ("01-one", "02-two"):
        write_notebook(tmp_path / "nb", name, "# A", code)
    outcomes = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1)
    assert [(o.status, o.message) for o in outcomes] == [("made", "")] * 2


def test_plain_figure_is_shown(tmp_path, write_notebook, tasks_of):
    draw = "import matplotlib.pyplot as plt\n_, axes = plt.subplots()\naxes.plot([1, 2]);"
    write_notebook(tmp_path / "nb", "brief", "# A", draw)
    (outcome,) = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1)
    assert outcome.status == "made"
    assert "data:image/png" in outcome.path.read_text(encoding="utf-8")


def test_planning_does_not_load_what_only_a_worker_needs():
    code = "import dyadlens.report.progress, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dyadlens.report.run" in done.stdout.split()
    assert {"nbformat", "papermill", "nbconvert"} & set(done.stdout.split()) == set()


def test_bad_output_folder_and_workers_are_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadParameter, match="not a folder"):
        run_tasks([], tmp_path / "file")
    with pytest.raises(BadParameter, match="workers must be 1 or more"):
        run_tasks([], tmp_path / "out", workers=0)
    assert not (tmp_path / "out").exists()


def test_damaged_record_is_as_good_as_none(tmp_path, tasks_of, write_notebook):
    write_notebook(tmp_path / "nb", "brief", "# A")
    (task,) = tasks_of(tmp_path / "nb")
    ledger = Ledger(tmp_path / "out")
    ledger.publish(task, b"page", PageData("T"))
    assert ledger.is_current(task)
    (tmp_path / "out" / ".ledger" / "AAA-BBB" / "brief.json").write_text("{")
    assert not ledger.is_current(task)
    assert ledger.records() == []


def test_sweep_removes_only_what_ended_processes_left(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.write(tmp_path / "a", b"a")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    aside = tmp_path / ".ledger" / ".writing"
    (aside / f"{gone.pid}-0").write_text("part")
    (aside / f"{os.getpid()}-99").write_text("mine")
    ledger.sweep()
    assert [p.name for p in aside.iterdir()] == [f"{os.getpid()}-99"]


def _wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _alive(pid):
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def _running_with(temporary):
    """List the processes, of whatever generation, that were given a folder for temporary files."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if _alive(process.name) and str(temporary).encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_ended_run_leaves_no_partial_page_and_the_next_takes_up(tmp_path, write_notebook, how, code):
    folder, out, go, pid = tmp_path / "nb", tmp_path / "out", tmp_path / "go", tmp_path / "pid"
    write_notebook(folder, "01-quick", "# A", "pair")
    wait = (
        f"from pathlib import Path\nimport os, time\nif not Path({str(go)!r}).exists():\n"
        f"    Path({str(pid)!r}).with_suffix('.part').write_text(str(os.getpid()))\n"
        f"    Path({str(pid)!r}).with_suffix('.part').rename({str(pid)!r})\n    time.sleep(600)"
    )
    write_notebook(folder, "02-slow", "# B", wait)
    # A shell that runs the tests in the background has them ignore an interrupt.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heeding}; from dyadlens.cli.main import run; run()", "report", "--json"]
    command += ["--notebooks", str(folder), "--out", str(out), "--workers", "1"]
    temporary = tmp_path / "t"
    temporary.mkdir()
    with_temporary = {**os.environ, "TMPDIR": str(temporary)}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=with_temporary)
    _wait_for(pid.exists)
    child.send_signal(how)
    _, complaint = child.communicate(timeout=PATIENCE)
    assert child.returncode == code, complaint
    assert ("interrupted" in complaint) == (how == signal.SIGINT)
    _wait_for(lambda: not _alive(int(pid.read_text())))
    _wait_for(lambda: not _running_with(temporary))
    assert (out / "PAK-RUS" / "01-quick.html").is_file()
    assert not (out / "PAK-RUS" / "02-slow.html").exists()

    if how == signal.SIGINT:
        assert list(temporary.glob("dyadlens-*")) == []

    go.touch()
    again = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    said = [json.loads(line) for line in again.stdout.splitlines()]
    finished = {s["notebook"]: s["status"] for s in said if s["event"] == "finished"}
    assert finished == {"01-quick": "unchanged", "02-slow": "made"}
    assert _leftovers(out) == []


def test_limits_beyond_what_the_system_counts_are_none(tmp_path, write_notebook, tasks_of):
    write_notebook(tmp_path / "nb", "brief", "# A", "pair")
    (outcome,) = run_tasks(tasks_of(tmp_path / "nb"), tmp_path / "out", workers=1, limits=Limits(1e12, 1e12))
    assert outcome.status == "made", outcome.message
