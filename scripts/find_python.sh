#!/bin/sh
# Print the first Python that really runs, is 3.11 or newer, and can make a virtual environment with pip.
# usage: sh scripts/find_python.sh [COMMAND]
# A command that exists may still fail (a version manager leaves stand-ins behind), so each is tried by running it.
set -u

if [ -z "${1:-}" ]; then
    set -- python3.13 python3.12 python3.11 python3
fi
without_venv=
for candidate in "$@"; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 || continue
    if "$candidate" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
    without_venv=${without_venv:-$candidate}
done

if [ -n "$without_venv" ]; then
    echo "set-up: $without_venv lacks venv or pip; add them (on Debian and Ubuntu: apt-get install python3-venv)" >&2
else
    echo "set-up: no Python 3.11 or newer that runs (tried: $*); install one or give make PYTHON=..." >&2
fi
exit 1
