"""The panel of all pairs, the evidence of one, a ranking and the import, against an earlier commit in the same run.

Run: OMP_NUM_THREADS=1 python benchmarks/all_pairs.py [COMMIT]

Each figure is a whole process: its time by the clock, and that of its processors with its children.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "86acf58"  # the last commit of the first version
ROUNDS = 5

# What each version is asked, in its own words.
NOW = {
    "build the panel, cold": "from dyadlens.panel.store import build; build()",
    "evidence of a pair, new process": "from dyadlens.panel.evidence import evidence; evidence('PAK-RUS')",
    "evidence of a pair, warm": (
        "import time; from dyadlens.panel.evidence import evidence; evidence('PAK-RUS'); t = time.perf_counter(); "
        "evidence('IND-RUS'); print(time.perf_counter() - t)"
    ),
    "rank, five lines": "import sys; sys.argv = 'dyadlens rank --measure agreement --year 2018 --top 5'.split(); {cli}",
    "import": "import dyadlens",
}
THEN = {
    "build the panel, cold": "from dyadlens.atlas.build import build; build()",
    "evidence of a pair, new process": "from dyadlens import Lens, evidence; evidence(Lens('PAK-RUS'))",
    "evidence of a pair, warm": (
        "import time; from dyadlens import Lens, evidence; evidence(Lens('PAK-RUS')); t = time.perf_counter(); "
        "evidence(Lens('IND-RUS')); print(time.perf_counter() - t)"
    ),
    "rank, five lines": NOW["rank, five lines"],
    "import": NOW["import"],
}
_CLI = "from dyadlens.cli.main import run; run()"


def timed(code: str, source: Path, cache: Path) -> tuple[float, float]:
    """Run code in a new process; return seconds by the clock and of the processors."""
    environment = os.environ | {"PYTHONPATH": str(source / "src"), "DYADLENS_CACHE": str(cache)}
    environment["DYADLENS_DATA"] = str(source / "data")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    command = [sys.executable, "-c", code.replace("{cli}", _CLI)]
    done = subprocess.run(command, env=environment, cwd=source, check=True, capture_output=True, text=True)
    clock = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    # A warm figure is measured inside the process, which prints it.
    own = done.stdout.strip().splitlines()[-1:] if "perf_counter" in code else []
    return (float(own[0]),) * 2 if own else (clock, processor)


def main() -> None:
    commit = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "before"
        subprocess.run(
            ["git", "-C", str(ROOT), "worktree", "add", "-f", "--detach", str(old), commit],
            check=True,
            capture_output=True,
        )
        try:
            print("| what | before, s (processor) | now, s (processor) | ratio |\n|---|---:|---:|---:|")
            for what, code_now in NOW.items():
                rounds = 1 if "build" in what else ROUNDS
                sides = []
                for code, source, name in ((THEN[what], old, "old"), (code_now, ROOT, "new")):
                    runs = [timed(code, source, Path(folder) / name) for _ in range(rounds)]
                    sides.append([statistics.median(run[at] for run in runs) for at in (0, 1)])
                (before, before_cpu), (now, now_cpu) = sides
                print(
                    f"| {what} | {before:.2f} ({before_cpu:.2f}) | {now:.3f} ({now_cpu:.2f}) | {before / now:.1f} |",
                    flush=True,
                )
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(old)], check=True)


if __name__ == "__main__":
    main()
