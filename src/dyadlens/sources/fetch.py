"""Bring the raw source files from upstream, checked against their hashes."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from dyadlens.errors import BadParameter, SourceError, unknown_name
from dyadlens.sources.manifest import described_sources

_CHUNK = 1 << 16
_TIMEOUT = 30
Progress = Callable[[int, int], None]


@cache
def addresses() -> dict[str, str]:
    """Return the raw files that can be had from a public address, with it."""
    return dict(yaml.safe_load(Path(__file__).with_name("addresses.yml").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Source:
    """A raw file that curated tables are made from."""

    file: str
    sha256: str
    upstream: str
    citation: str

    @property
    def address(self) -> str | None:
        """The address it can be fetched from, or None where it has to be fetched by hand."""
        return addresses().get(self.file)


def raw_sources() -> dict[str, Source]:
    """Return the raw files that the data package names, by path."""
    return {
        file: Source(file, said["raw_sha256"], said["path"], said["title"])
        for file, said in described_sources().items()
    }


class _Resuming:
    """A downloader for pooch that goes on where an earlier attempt was cut off, and asks for nothing that is there.

    What has come so far lies under ``.partial`` in the folder of raw files; the file itself appears only when it is
    whole and its hash is right. The partial file's name is that hash.
    """

    def __init__(self, partial: Path, progress: Progress) -> None:
        self.partial, self.progress = partial, progress

    def __call__(self, url: str, output_file: str, _pooch: object, **_: object) -> None:
        import pooch

        self.partial.parent.mkdir(parents=True, exist_ok=True)
        have = self.partial.stat().st_size if self.partial.exists() else 0
        if not have or pooch.file_hash(str(self.partial)) != self.partial.name:
            self._ask(_resolve(url) if url.startswith("doi:") else url, have)
        shutil.copyfile(self.partial, output_file)
        self.partial.unlink()

    def _ask(self, url: str, have: int) -> None:
        """Ask for what is missing, or for all if what had come earlier is longer than the file."""
        import requests

        headers = {"Range": f"bytes={have}-"} if have else {}
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as answer:
            if have and answer.status_code == requests.codes.requested_range_not_satisfiable:
                self.partial.unlink()
                self._ask(url, 0)
                return
            answer.raise_for_status()
            self._receive(answer, have if answer.status_code == requests.codes.partial_content else 0)

    def _receive(self, answer: Any, have: int) -> None:
        import requests

        whole = have + int(answer.headers.get("Content-Length", 0))
        with self.partial.open("ab" if have else "wb") as stream:
            for chunk in answer.iter_content(_CHUNK):
                stream.write(chunk)
                have += len(chunk)
                self.progress(have, whole)
        if have < whole:
            raise requests.ConnectionError(f"cut off after {have:,} of {whole:,} bytes; run again to go on from there")


def _resolve(url: str) -> str:
    """Ask the archive of a DOI for the address of one of its files."""
    from pooch.downloaders import doi_to_repository
    from pooch.utils import parse_url

    parts = parse_url(url)
    return str(doi_to_repository(parts["netloc"]).download_url(parts["path"].lstrip("/")))


def fetch(source: Source, folder: Path, *, mirror: str | None = None, progress: Progress = lambda *_: None) -> str:
    """Bring one raw file, unless the right one is there."""
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")  # the caller tells of progress
    target = folder / source.file
    if target.is_file() and pooch.file_hash(str(target)) == source.sha256:
        return "there"
    address = f"{mirror.rstrip('/')}/{quote(source.file)}" if mirror else source.address
    if address is None:
        raise SourceError(f"{source.file} has no public address: get it by hand from {source.upstream}")
    partial = folder / ".partial" / source.sha256
    try:
        pooch.retrieve(
            address,
            known_hash=f"sha256:{source.sha256}",
            fname=target.name,
            path=target.parent,
            downloader=_Resuming(partial, progress),
        )
    except requests.HTTPError as error:
        raise SourceError(f"{source.file}: {address} answers {error.response.status_code}") from None
    except (requests.RequestException, OSError) as error:
        raise SourceError(f"{source.file}: {address}: {_reason(error)}") from None
    except ValueError as error:
        wrong = "hash" in str(error).lower()
        reason = "has another SHA-256 than the data package names" if wrong else _reason(error)
        raise SourceError(f"{source.file}: what came from {address} {reason}; nothing was written") from None
    finally:
        if partial.parent.is_dir() and not any(partial.parent.iterdir()):
            partial.parent.rmdir()
    return "fetched"


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def choose(names: list[str] | None) -> list[Source]:
    """Choose raw files by path, by folder, or all."""
    known = raw_sources()
    folders = {file.partition("/")[0] for file in known}
    for name in names or ():
        if name not in known and name not in folders:
            raise unknown_name("raw file", name, {*known, *folders})
    return [s for file, s in known.items() if not names or file in names or file.partition("/")[0] in names]


def check_mirror(mirror: str | None) -> None:
    """Refuse an address that is none."""
    if mirror is not None and not mirror.startswith(("http://", "https://")):
        raise BadParameter(f"mirror {mirror!r} is not an address; it begins with http:// or https://")
