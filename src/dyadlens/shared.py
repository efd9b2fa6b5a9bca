"""Results that the processes of one run share: each is computed once, by whichever process needs it first."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

RUN_FOLDER = "DYADLENS_RUN"


def shared(maxsize: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember the results of a function, in this process and, within a run, for its other processes too.

    Parameters
    ----------
    maxsize : int
        How many results this process remembers.

    Returns
    -------
    callable
        A decorator. What it makes has ``cache_clear`` like that of :func:`functools.lru_cache`.

    Notes
    -----
    A run names its private folder in ``$DYADLENS_RUN`` and removes it at its end; nothing outlives the run, so that
    no result can be older than the data or the code. Without the variable this is :func:`functools.lru_cache`. The
    arguments must have a ``repr`` that tells them apart, and results must be picklable and treated as constants.

    Examples
    --------
    >>> @shared(maxsize=4)
    ... def square(x: int) -> int:
    ...     return x * x
    >>> square(3)
    9
    """

    def remember(function: Callable[P, T]) -> Callable[P, T]:
        name = f"{function.__module__}.{function.__qualname__}"

        @lru_cache(maxsize=maxsize)
        @wraps(function)
        def once(*args: P.args, **options: P.kwargs) -> T:
            folder = os.environ.get(RUN_FOLDER)
            if not folder:
                return function(*args, **options)
            digest = hashlib.sha256(repr((args, sorted(options.items()))).encode()).hexdigest()[:24]
            return _once_in_run(Path(folder) / f"{name}-{digest}", lambda: function(*args, **options))

        return once

    return remember


def _once_in_run(path: Path, compute: Callable[[], T]) -> T:
    """Read the result of another process, or compute and leave it; who comes meanwhile waits."""
    from filelock import FileLock

    with FileLock(path.with_name(f"{path.name}.lock")):
        if path.is_file():
            return pickle.loads(path.read_bytes())
        found = compute()
        aside = path.with_name(f"{path.name}.part")
        aside.write_bytes(pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))
        aside.replace(path)
        return found
