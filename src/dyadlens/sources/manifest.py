"""The manifest of the raw files, as the data package tells it."""

import csv
import json
from pathlib import Path

from dyadlens.errors import BadParameter
from dyadlens.paths import data_directory

# SourceColumn of the manifest: key of a source in the data package.
COLUMNS = {
    "source": "raw_source",
    "file": "raw_file",
    "sha256": "raw_sha256",
    "coverage": "coverage",
    "upstream": "path",
    "citation": "title",
    "licence": "licence",
    "tier": "tier",
    "known_defects": "known_defects",
}


def described_sources() -> dict[str, dict[str, str]]:
    """Return what the data package says of each raw file, by path."""
    package = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
    return {said["raw_file"]: said for resource in package["resources"] for said in resource["sources"]}


def write_manifest(folder: Path) -> Path:
    """Write the manifest that `dyadlens curate` reads, from what the data package says of the raw files."""
    path = folder / "MANIFEST.csv"
    if path.exists():
        return path
    rows = [{name: said[key] for name, key in COLUMNS.items()} for said in described_sources().values()]
    aside = path.with_name(".MANIFEST.csv.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with aside.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(COLUMNS), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return aside.replace(path)
    except OSError as error:
        taken = isinstance(error, FileExistsError | NotADirectoryError)
        why = "it is not a folder" if taken else f"nothing can be made there ({error.strerror})"
        raise BadParameter(f"cannot put raw files in {folder}: {why}") from None
