#!/bin/sh
# Make .venv from requirements.lock, with this package in it. Called by make; safe to interrupt and to repeat.
# usage: sh scripts/set_up.sh [PYTHON]
#
# Two marks in .venv tell how far a set-up came. `.set-up-running` holds the process that works on it: if that
# process is gone, packages may be half written, so all is made again. `.set-up-done` is written last and holds
# the folder of the checkout: commands in .venv name it, so they fail elsewhere.
set -eu
cd "$(dirname "$0")/.."

here=$(pwd -P)
running=.venv/.set-up-running
finished=.venv/.set-up-done

is_sound() {
    [ ! -e "$running" ] || return 1
    [ ! -e "$finished" ] || [ "$(cat "$finished")" = "$here" ] || return 1
    .venv/bin/python -m pip --version >/dev/null 2>&1
}

if [ -s "$running" ] && kill -0 "$(cat "$running")" 2>/dev/null; then
    echo "set-up: process $(cat "$running") is setting up .venv; wait for it, or end it and try again" >&2
    exit 1
fi

if is_sound; then
    echo "set-up: bringing .venv up to date" >&2
else
    python=$(sh scripts/find_python.sh "${1:-}")
    echo "set-up: making .venv with $python; this takes about a minute and 1.6 GB, once" >&2
    rm -rf .venv
    mkdir .venv
    echo $$ >"$running"
    "$python" -m venv .venv
fi

rm -f "$finished"
echo $$ >"$running"
# The lock names every package that another one needs: none has to be looked for, and in the end none may lack.
pip="-m pip install -qq --disable-pip-version-check --no-input --no-deps"
pinned="--require-hashes -r requirements.lock"

# uv installs and compiles with all processors, in a quarter of pip's time. pip brings it, at the pin of the lock, and
# tells it where packages come from, unless it is told already.
with_uv() {
    awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements.lock >.venv/uv.txt
    .venv/bin/python $pip --require-hashes -r .venv/uv.txt || return 1
    index=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
    .venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode --no-deps $pinned
}

with_uv || {
    echo "set-up: uv cannot install here; pip does, and takes about 2 minutes" >&2
    .venv/bin/python $pip $pinned
}
.venv/bin/python $pip --no-build-isolation -e .
.venv/bin/python -m pip --disable-pip-version-check check >&2
rm "$running"
echo "$here" >"$finished"
echo "set-up: done" >&2
