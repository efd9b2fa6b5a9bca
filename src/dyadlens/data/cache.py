"""One cache for all that can be made again, keyed by the bytes of the data and of the code that made it."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import dyadlens
from dyadlens.data.catalog import file_hash, require_unchanged, tables

if TYPE_CHECKING:
    import pandas as pd

RUN_FOLDER = "DYADLENS_RUN"  # a run of reports names its own folder here, and removes it at its end
_SAID = "DYADLENS_CACHE_SAID"
_KEPT = 4  # files of one name: those of the present and of the last few states of data and code


def cache_directory() -> Path:
    """Return the cache folder: ``$DYADLENS_CACHE`` or the user's; one of the run's own where that cannot be written."""
    import platformdirs

    given = os.environ.get("DYADLENS_CACHE")
    return _usable(Path(given) if given else Path(platformdirs.user_cache_dir("dyadlens")))


@cache
def _usable(folder: Path) -> Path:
    """Create the folder, or fall back to a temporary one and say so once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        run = os.environ.get(RUN_FOLDER)
        own = Path(run) / "cache" if run else Path(_own_folder().name)
        own.mkdir(parents=True, exist_ok=True)
        # Kernels and workers inherit the mark, so that a run says it once and not once a process.
        if not os.environ.get(_SAID):
            os.environ[_SAID] = "1"
            sys.stderr.write(
                f"the cache folder {folder} cannot be written to ({error.strerror}): results are computed again in "
                "each run; DYADLENS_CACHE names another folder\n"
            )
        return own


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dyadlens-")


@cache
def code_key(*packages: str) -> str:
    """Hash the code and the descriptions in packages of dyadlens."""
    root = Path(dyadlens.__file__).parent
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted(p for p in (root / package).rglob("*") if p.suffix in {".py", ".yml"}):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def data_key(names: Iterable[str] | None = None) -> str:
    """Hash the bytes of some tables as they are now, or of all; one changed since it was curated is refused."""
    chosen = tables() if names is None else {name: tables()[name] for name in names}
    for info in chosen.values():
        require_unchanged(info)
    facts = [f"{name} {file_hash(info.path)}" for name, info in sorted(chosen.items())]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def key() -> str:
    """Return the key of what rests on all tables and on all code below the judgement."""
    whole = data_key() + code_key("states", "data", "stats", "measures", "panel")
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock, so that of several processes that need the same thing one makes it and the others wait."""
    from filelock import FileLock

    with FileLock(cache_directory() / f".{name}.lock"):
        yield


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file whole or not at all, also where two processes write the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path


def discard_old(folder: Path, pattern: str) -> None:
    """Delete all but the newest few files of a pattern; another process may be deleting the same ones."""
    found = []
    for path in folder.glob(pattern):
        try:
            found.append((path.stat().st_mtime, path))
        except FileNotFoundError:
            continue
    for _, path in sorted(found)[:-_KEPT]:
        path.unlink(missing_ok=True)


def cached_table(stem: str, made_from: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return a table from the cache under a name and a key, or make it and keep it there."""
    import pandas as pd
    import pyarrow as pa

    path = cache_directory() / f"{stem}-{made_from}.parquet"
    with one_at_a_time(stem):
        if path.is_file():
            try:
                return pd.read_parquet(path, page_checksum_verification=True)
            except (OSError, ValueError, pa.ArrowException) as error:
                say_rebuilt(path, error)
        found = make()
        write_whole(path, lambda aside: found.to_parquet(aside, index=False, write_page_checksum=True))
        discard_old(path.parent, f"{stem}-{'[0-9a-f]' * 16}.parquet")
        return found


def say_rebuilt(path: Path, why: object) -> None:
    """Tell in one line that a damaged file of the cache is made again."""
    sys.stderr.write(f"cache: {path.name} is damaged ({str(why).splitlines()[0][:80]}) and is made again\n")
