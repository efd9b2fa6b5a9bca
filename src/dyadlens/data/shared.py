"""Results that the processes of one run share: each is computed once, by whichever process needs it first."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from dyadlens.data.cache import RUN_FOLDER

P = ParamSpec("P")
T = TypeVar("T")


def shared(maxsize: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember the results of a function, in this process and, within a run, for its other processes too."""

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

        return cast("Callable[P, T]", once)  # lru_cache keeps no parameter types

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
