"""What notebooks import, loaded once: the process that loads this module is forked for one kernel after the other."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from importlib import import_module
from pkgutil import walk_packages

from ipykernel.kernelapp import IPKernelApp

# What a notebook can reach: not the command line, not the curate step, not this floor.
_FLOORS = ("stats", "measures", "atlas", "model", "claims", "show")
for _floor in _FLOORS:
    for _found in walk_packages([*import_module(f"dyadlens.{_floor}").__path__], f"dyadlens.{_floor}."):
        import_module(_found.name)

# What is loaded stays: no kernel need look through it for what could go, which would copy its memory too.
gc.collect()
gc.freeze()


def serve(arguments: Sequence[str], folder: str, environment: dict[str, str]) -> None:
    """Be the kernel of one notebook, until it is asked to shut down."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    IPKernelApp.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
