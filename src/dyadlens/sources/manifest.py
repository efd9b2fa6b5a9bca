"""The manifest of the raw files, as far as the data package tells it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from dyadlens.errors import BadParameter
from dyadlens.paths import data_directory

OF_FILE = "source file: "  # before a defect of a raw file among those of a table


def _resources() -> list[dict[str, Any]]:
    return json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def said_of_sources() -> dict[str, dict[str, str]]:
    """Return what the data package says of each raw file, by path."""
    return {said["raw_file"]: said for resource in _resources() for said in resource["sources"]}


def _defects() -> dict[str, str]:
    """Return the known defect of each raw file, as far as the data package tells it from those of the tables.

    A table lists the defects of its own files in their order, each once, after those that are of the table alone. What
    a file may have is thus in the list of every table made from it.
    """
    made_from = {}
    for resource in _resources():
        made_from[resource["name"]] = [said["raw_file"] for said in resource["sources"]], resource["dyadlens"]
    # The list of states helps to read every source and gives its defects to its own table only.
    helpers = set(made_from["states"][0]) if "states" in made_from else set()
    own = {
        name: ([f for f in files if name == "states" or f not in helpers] or files, _of_files(said["known_defects"]))
        for name, (files, said) in made_from.items()
    }
    common: dict[str, list[str]] = {}
    for files, texts in own.values():
        for file in files:
            common[file] = [text for text in common.get(file, texts) if text in texts]
    found: dict[str, str] = {}
    for files, texts in own.values():
        waiting = list(texts)
        for file in files:
            if waiting and found.get(file, waiting[0]) == waiting[0] and waiting[0] in common[file]:
                found[file] = waiting.pop(0)
    return found


def _of_files(defects: list[str]) -> list[str]:
    return [text.removeprefix(OF_FILE) for text in defects if text.startswith(OF_FILE)]


def write_manifest(folder: Path) -> Path:
    """Write the manifest that `dyadlens curate` reads, from what the data package says of the raw files."""
    path = folder / "MANIFEST.csv"
    if path.exists():
        return path
    names = {
        "source": "raw_source",
        "file": "raw_file",
        "sha256": "raw_sha256",
        "upstream": "path",
        "citation": "title",
    }
    same = ("coverage", "licence", "tier")
    defects = _defects()
    rows = []
    for file, said in said_of_sources().items():
        named = {n: said[key] for n, key in names.items()} | {n: said[n] for n in same}
        rows.append({**named, "known_defects": defects.get(file, "")})
    aside = path.with_name(".MANIFEST.csv.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with aside.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=[*names, *same, "known_defects"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return aside.replace(path)
    except OSError as error:
        taken = isinstance(error, FileExistsError | NotADirectoryError)
        why = "it is not a folder" if taken else f"nothing can be made there ({error.strerror})"
        raise BadParameter(f"cannot keep raw files in {folder}: {why}") from None
