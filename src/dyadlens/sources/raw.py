"""The raw source files and the manifest that describes them."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dyadlens.errors import SourceError

# The states whose rows may be published where a source allows only a small extract.
FOCAL = (
    *("PAK", "RUS", "IND", "USA", "CHN", "AFG", "IRN", "TUR", "SAU"),
    *("ARE", "UKR", "BLR", "KAZ", "KGZ", "TJK", "TKM", "UZB"),
)


@dataclass(frozen=True)
class RawFile:
    """One row of the manifest."""

    source: str
    file: str
    sha256: str
    coverage: str
    upstream: str
    citation: str
    licence: str
    tier: str
    known_defects: str


@dataclass(frozen=True)
class Raw:
    """A folder of raw source files with their manifest."""

    directory: Path
    full: bool = False
    _checked: dict[str, Path] = field(default_factory=dict, compare=False, repr=False)

    def keeps_all(self, tier: str) -> bool:
        """Tell whether all rows of a source of this licence tier may be written."""
        return self.full or tier in {"open", "facts"}

    def extract(self, frame: pd.DataFrame, *columns: str, also: Iterable[str] = ()) -> pd.DataFrame:
        """Keep the rows whose columns all hold focal states, or values of ``also``; all rows in a full copy."""
        if self.full:
            return frame
        return frame[frame[list(columns)].isin([*FOCAL, *also]).all(axis=1)]

    def manifest(self) -> dict[str, RawFile]:
        """Read the manifest."""
        path = self.directory / "MANIFEST.csv"
        if not path.is_file():
            raise SourceError(f"no MANIFEST.csv in {self.directory}: --raw must name the folder of raw sources")
        names = RawFile.__dataclass_fields__
        with path.open(newline="", encoding="utf-8") as stream:
            return {row["file"]: RawFile(**{n: row[n] for n in names}) for row in csv.DictReader(stream)}

    def path(self, file: str) -> Path:
        """Return the path of a raw file after checking that it is the one the manifest describes."""
        if file not in self._checked:
            (known,) = self.sources([file])
            path = self.directory / file
            if not path.is_file():
                raise SourceError(f"raw file {file} is missing from {self.directory}")
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != known.sha256:
                raise SourceError(f"raw file {file} has SHA-256 {found[:12]}..., not {known.sha256[:12]}...")
            self._checked[file] = path
        return self._checked[file]

    def sources(self, files: Iterable[str]) -> list[RawFile]:
        """Return the manifest rows of the files, in the order given."""
        wanted = list(files)
        known = self.manifest() if wanted else {}
        unknown = [file for file in wanted if file not in known]
        if unknown:
            raise SourceError(f"{unknown[0]} is not in the manifest of {self.directory}")
        return [known[file] for file in wanted]
