"""The cache folder: what can be made again, each file under a key of what it is made from."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import platformdirs
from filelock import FileLock

import dyadlens
from dyadlens.data.catalog import tables
from dyadlens.errors import DataError

_MADE_FROM = ("panel", "measures", "stats")


def cache_directory() -> Path:
    """Return the folder of what can be made again: ``$DYADLENS_CACHE`` or the user's cache folder."""
    given = os.environ.get("DYADLENS_CACHE")
    return Path(given) if given else Path(platformdirs.user_cache_dir("dyadlens"))


@cache
def key() -> str:
    """Return the key of what all pairs have: the hashes of the data and of the code that computes it."""
    digest = hashlib.sha256()
    for name, info in sorted(tables().items()):
        digest.update(f"{name} {info.sha256}\n".encode())
    root = Path(dyadlens.__file__).parent
    for folder in _MADE_FROM:
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock, so that of several processes that need the same thing one makes it and the others wait."""
    folder = _made(cache_directory())
    with FileLock(folder / f".{name}.lock"):
        yield


def _made(folder: Path) -> Path:
    """Create a folder of the cache, or say in one line why that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"the cache folder {folder} cannot be made ({error.strerror}); DYADLENS_CACHE names another"
        ) from None
    return folder


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file whole or not at all, also where two processes write the same one."""
    _made(path.parent)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path


def discard(paths: Iterable[Path], *, but: Path | None = None) -> None:
    """Delete files and folders, and leave without a word what another process has deleted or holds open."""
    for path in paths:
        if path == but:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
