"""What notebooks and pages need, loaded once in the process that page processes are forked from."""

from __future__ import annotations

import contextlib
import gc
import sys
from importlib import import_module
from pkgutil import walk_packages

# A library far beneath nbformat builds a grammar of international addresses when it is imported, which takes longer
# than many a notebook. No schema here asks for it, and the library above does without where it is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import dyadlens  # noqa: E402
from dyadlens.report.worker import rehearse  # noqa: E402

_OUT_OF_REACH = {"__main__", "cli", "report", "sources"}  # of a notebook

for _found in walk_packages(dyadlens.__path__, "dyadlens.", onerror=lambda _: None):
    if _found.name.split(".")[1] not in _OUT_OF_REACH:
        # A module that does not load is named where a notebook asks for it.
        with contextlib.suppress(Exception):
            import_module(_found.name)

rehearse()

# What is loaded stays: no page process need look through it for what could go, which would copy its memory too.
gc.collect()
gc.freeze()
