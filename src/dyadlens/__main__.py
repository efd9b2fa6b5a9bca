"""`python -m dyadlens` is the `dyadlens` command."""

from dyadlens.cli.main import run

run()
