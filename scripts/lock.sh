#!/bin/sh
# Pin every requirement in requirements.lock, with hashes, for all systems and for Python 3.11 and newer.
# usage: sh scripts/lock.sh [PYTHON] [OPTIONS OF uv pip compile]
# Uses the uv on PATH; where there is none, one is put in a throwaway virtual environment.
set -eu
cd "$(dirname "$0")/.."

chosen=${1:-}
[ $# -eq 0 ] || shift

uv=uv
if ! command -v uv >/dev/null 2>&1; then
    python=$(sh scripts/find_python.sh "$chosen")
    borrowed=$(mktemp -d)
    trap 'rm -rf "$borrowed"' EXIT
    trap 'exit 1' INT TERM
    "$python" -m venv "$borrowed"
    "$borrowed/bin/python" -m pip install -qq --disable-pip-version-check --no-input uv
    uv=$borrowed/bin/uv
fi

"$uv" pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock "$@"
