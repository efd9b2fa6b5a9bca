"""The Makefile and the scripts behind it. Set-up runs with stand-ins for Python, so that nothing is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = sorted(set(re.findall(r"^([a-z][a-z-]*):(?!=)", MAKEFILE, flags=re.MULTILINE)))

# What a set-up asks of Python and of uv, in order: each word stands for one call.
STEPS = ("venv", ".venv/uv.txt", "uv", "-e", "check")
WITHOUT_UV = ("venv", ".venv/uv.txt", "requirements.lock", "-e", "check")

# A Python that writes down what it is asked, makes a .venv with itself in it, and fails where `fail` says so.
STAND_IN = """\
#!/bin/sh
case "$*" in
    *version_info*) exit {too_old} ;;
    *ensurepip*) exit {no_venv} ;;
    "-m pip --version" | *"config get"*) exit 0 ;;
esac
name=$(basename "$0")
echo "$name $*" | sed "s/^python[0-9.]* //" >>calls
case "$*" in
    *uv.txt) cp "$0" .venv/bin/uv ;;
esac
if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; fi
if [ "$name" = uv ]; then echo "$UV_DEFAULT_INDEX" >index; fi
if [ -e fail ] && echo "$name $*" | grep -q -f fail; then exit 1; fi
"""


def run(command: list[str], folder: Path, path: str | None = None) -> subprocess.CompletedProcess:
    """Run a command as from a shell of its own: without what a `make` around this test passes on."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    for name in ("PYTHON", "ARGS", "PAIRS"):
        inherited.pop(name, None)
    return subprocess.run(
        command,
        cwd=folder,
        env=inherited | {"PATH": path or os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def add_python(folder: Path, name: str, *, too_old: int = 0, no_venv: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(STAND_IN.format(too_old=too_old, no_venv=no_venv), encoding="utf-8")
    (folder / name).chmod(0o755)


class Checkout:
    """A folder with the Makefile, its scripts and a stand-in for Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "check out"
        shutil.copytree(ROOT / "scripts", self.folder / "scripts")
        shutil.copy(ROOT / "Makefile", self.folder)
        for name in ("requirements.lock", "pyproject.toml"):
            (self.folder / name).touch()
        add_python(folder / "bin", "python3.13")
        self.path = f"{folder / 'bin'}:/usr/bin:/bin"

    def make(self, *arguments: str) -> subprocess.CompletedProcess:
        return run(["make", *arguments], self.folder, self.path)

    def calls(self) -> list[str]:
        """Return what Python was asked for since the last time, in short."""
        log = self.folder / "calls"
        asked = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [next(word for word in (*STEPS, *WITHOUT_UV) if word in line.split()) for line in asked]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_every_target_has_a_line_in_help():
    done = run(["make"], ROOT)
    assert done.returncode == 0, done.stderr
    listed = re.findall(r"^ +make ([a-z-]+) +\S", done.stdout, flags=re.MULTILINE)
    assert sorted(listed) == TARGETS
    assert {"help", "reports", "test", "lab", "lint", "format", "environment", "lock", "clean"} <= set(TARGETS)


def test_every_target_is_phony():
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)[1].split()
    assert set(TARGETS) <= set(phony)


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["reports"], "dyadlens report"),
        (["reports", "PAIRS=PAK-RUS IND-USA"], "dyadlens report --pair PAK-RUS --pair IND-USA"),
        (
            ["reports", "PAIRS=PAK-RUS", "ARGS=--as-of 2018-05"],
            "dyadlens report --pair PAK-RUS --as-of 2018-05",
        ),
        (["data-check"], "dyadlens data check"),
        (["test", "ARGS=-k votes"], "python -m pytest -n auto --dist loadfile --no-loadscope-reorder -k votes"),
    ],
)
def test_options_are_passed_on(arguments, command):
    done = run(["make", "--dry-run", *arguments], ROOT)
    assert done.stdout.splitlines()[-1].split() == f".venv/bin/{command}".split()


@pytest.mark.parametrize(("user", "told"), [("0", ["--allow-root"]), ("1000", [])])
def test_the_lab_is_told_that_root_may_run_it(tmp_path, user, told):
    (tmp_path / "id").write_text(f"#!/bin/sh\necho {user}\n", encoding="utf-8")
    (tmp_path / "id").chmod(0o755)
    done = run(["make", "--dry-run", "lab"], ROOT, f"{tmp_path}:{os.environ['PATH']}")
    words = done.stdout.splitlines()[-1].split()
    assert words[1:] == ["-m", "jupyterlab", "--ServerApp.root_dir=notebooks", *told]


def test_set_up_runs_once(checkout):
    assert checkout.make("setup").returncode == 0
    assert checkout.calls() == list(STEPS)
    assert checkout.make("setup").returncode == 0
    assert checkout.calls() == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_changed_requirements_are_installed_into_the_same_environment(checkout, name):
    checkout.make("setup")
    checkout.calls()
    later = (checkout.folder / ".venv" / ".set-up-done").stat().st_mtime + 5
    os.utime(checkout.folder / name, (later, later))
    assert checkout.make("setup").returncode == 0
    assert checkout.calls() == list(STEPS[1:])


@pytest.mark.parametrize("step", ["venv", "pip install.*requirements.lock", "no-build-isolation", "check$"])
def test_a_set_up_that_failed_is_made_again(checkout, step):
    (checkout.folder / "fail").write_text(step, encoding="utf-8")
    assert checkout.make("test").returncode != 0
    assert not (checkout.folder / ".venv" / ".set-up-done").exists()
    (checkout.folder / "fail").unlink()
    (checkout.folder / ".venv" / "half-written").touch()
    checkout.calls()
    assert checkout.make("setup").returncode == 0
    assert checkout.calls() == list(STEPS)
    assert not (checkout.folder / ".venv" / "half-written").exists()


@pytest.mark.parametrize("step", ["uv.txt", "^uv "])
def test_where_uv_cannot_install_pip_does(checkout, step):
    (checkout.folder / "fail").write_text(step, encoding="utf-8")
    done = checkout.make("setup")
    assert done.returncode == 0
    assert "pip does" in done.stderr
    assert [call for call in checkout.calls() if call != "uv"] == list(WITHOUT_UV)


def test_uv_takes_packages_from_where_pip_is_told_to(checkout, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "file:///mirror")
    checkout.make("setup")
    assert (checkout.folder / "index").read_text(encoding="utf-8") == "file:///mirror\n"


def test_a_set_up_under_way_is_left_alone(checkout):
    checkout.make("setup")
    checkout.calls()
    (checkout.folder / ".venv" / ".set-up-done").unlink()
    (checkout.folder / ".venv" / ".set-up-running").write_text(f"{os.getpid()}\n", encoding="utf-8")
    done = checkout.make("setup")
    assert done.returncode != 0
    assert f"process {os.getpid()} is setting up" in done.stderr
    assert checkout.calls() == []


def test_a_checkout_that_was_moved_is_set_up_again(checkout):
    checkout.make("setup")
    checkout.calls()
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("elsewhere"))
    assert checkout.make("setup").returncode == 0
    assert checkout.calls() == list(STEPS)


def find_python(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    (folder / "sh").symlink_to("/bin/sh")
    return run(["sh", str(ROOT / "scripts" / "find_python.sh"), *arguments], folder, str(folder))


def test_the_first_python_that_runs_is_found(tmp_path):
    add_python(tmp_path, "python3.13", too_old=127)
    add_python(tmp_path, "python3.12", no_venv=1)
    add_python(tmp_path, "python3")
    assert find_python(tmp_path).stdout == "python3\n"


def test_a_python_that_was_named_is_used_or_refused(tmp_path):
    add_python(tmp_path, "python3.13")
    add_python(tmp_path, "my python")
    assert find_python(tmp_path, "my python").stdout == "my python\n"
    (tmp_path / "sh").unlink()
    refused = find_python(tmp_path, "python9")
    assert refused.returncode == 1
    assert "(tried: python9)" in refused.stderr


@pytest.mark.parametrize(
    ("fault", "message"), [({"too_old": 1}, "no Python 3.11 or newer"), ({"no_venv": 1}, "lacks venv or pip")]
)
def test_without_a_usable_python_the_error_is_one_line(tmp_path, fault, message):
    add_python(tmp_path, "python3", **fault)
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_clean_keeps_reports_and_environment(checkout):
    checkout.make("setup")
    gone = [checkout.folder / name for name in ("build", "src/__pycache__", "notebooks/.ipynb_checkpoints")]
    kept = [checkout.folder / name for name in ("reports/PAK-RUS", ".venv/lib/__pycache__")]
    for folder in [*gone, *kept]:
        folder.mkdir(parents=True)
    assert checkout.make("clean").returncode == 0
    assert [f.exists() for f in gone] == [False] * 3
    assert [f.exists() for f in kept] == [True] * 2
    assert checkout.make("clean-all").returncode == 0
    assert not (checkout.folder / ".venv").exists()


class ContinuousIntegration:
    """A checkout with only `.ci/run`, and stand-ins that write down how they are called for all it calls."""

    def __init__(self, folder: Path, tools: dict[str, str]) -> None:
        self.script = folder / "checkout" / ".ci" / "run"
        self.script.parent.mkdir(parents=True)
        shutil.copy(ROOT / ".ci" / "run", self.script)
        self.tools = folder / "bin"
        self.tools.mkdir()
        for name in ("bash", "dirname"):
            (self.tools / name).symlink_to(shutil.which(name))
        for name, text in tools.items():
            (self.tools / name).write_text(f'#!/bin/sh\necho "{name} $*" >>calls\n{text}\n', encoding="utf-8")
            (self.tools / name).chmod(0o755)

    def run(self) -> tuple[int, list[str]]:
        done = run([str(self.tools / "bash"), str(self.script)], self.script.parent, str(self.tools))
        return done.returncode, (self.script.parents[1] / "calls").read_text(encoding="utf-8").splitlines()


def test_ci_runs_lint_and_then_the_tests(tmp_path):
    code, calls = ContinuousIntegration(tmp_path, {"chromium": "", "make": ""}).run()
    assert (code, calls) == (0, ["make lint", "make test"])


@pytest.mark.parametrize(("given", "seen"), [(None, "1"), ("", "1"), ("true", "true")])
def test_ci_says_that_it_is_ci(tmp_path, monkeypatch, given, seen):
    """Else the browser tests would be skipped, and not fail, where there is no browser."""
    monkeypatch.delenv("CI", raising=False)
    if given is not None:
        monkeypatch.setenv("CI", given)
    _, calls = ContinuousIntegration(tmp_path, {"chromium": "", "make": 'echo "CI=$CI" >>calls'}).run()
    assert calls == ["make lint", f"CI={seen}", "make test", f"CI={seen}"]


def test_ci_stops_at_the_first_failure(tmp_path):
    code, calls = ContinuousIntegration(tmp_path, {"chromium": "", "make": "exit 2"}).run()
    assert (code, calls) == (2, ["make lint"])


@pytest.mark.parametrize(("user", "installs"), [("0", True), ("1000", False)])
def test_ci_installs_a_missing_browser_where_it_may(tmp_path, user, installs):
    tools = {"make": "", "apt-get": "", "id": f"echo {user}"}
    code, calls = ContinuousIntegration(tmp_path, tools).run()
    assert code == 0
    made = [call.split() for call in calls if call.startswith("apt-get")]
    assert [words[1] for words in made] == (["update", "install"] if installs else [])
    assert all("-y" in words and words[-1] == "chromium" for words in made[1:])
    assert calls[-2:] == ["make lint", "make test"]
