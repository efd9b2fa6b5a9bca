"""The readable codebook, made from the data package and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MEANS = {
    "true_zero": "a true zero",
    "unknown": "unknown",
    "not_covered": "not covered by this table",
}


def codebook(descriptor: Mapping[str, Any]) -> str:
    """Write the codebook of a data package in Markdown."""
    resources = descriptor["resources"]
    lines = [
        "# Codebook",
        "",
        "Made by `dyadlens curate` from `datapackage.json`; do not edit by hand.",
        "",
        "| table | what it holds | years | rows |",
        "|---|---|---|---:|",
    ]
    for resource in resources:
        own = resource["dyadlens"]
        span = "static" if own["dated_by"] == "static" else f"{own['coverage']['first']}-{own['coverage']['last']}"
        anchor = own["table"].replace("/", "").lower()
        lines.append(f"| [{own['table']}](#{anchor}) | {resource['title']} | {span} | {own['rows']:,} |")
    for resource in resources:
        lines += ["", *_section(resource)]
    return "\n".join(lines) + "\n"


def _section(resource: Mapping[str, Any]) -> list[str]:
    own = resource["dyadlens"]
    cover = own["coverage"]
    lines = [
        f"## {own['table']}",
        "",
        resource["description"],
        "",
        f"- File: `{resource['path']}`, {own['rows']:,} rows",
        f"- Coverage: {cover['first']} to {cover['last']}, {cover['states']}",
        f"- A row that is not there, inside the coverage, means: {_MEANS[own['absent_row_means']]}",
        *(["- Nobody looked in: " + ", ".join(f"{a} to {b}" for a, b in own["gaps"])] if "gaps" in own else []),
        f"- Published {own['published_lag']:g} years after the data: {own['published_lag_note']}",
        f"- Licence: {own['licence']}",
        f"- Cite: {own['citation']}",
    ]
    if not own["complete"]:
        lines.append("- An extract, as the licence asks: rebuild the whole table from the raw files with `--full`.")
    lines += [f"- Known defect: {text}" for text in own["known_defects"]]
    lines += ["", "| column | type | unit | may be empty | what it holds |", "|---|---|---|---|---|"]
    for field in resource["schema"]["fields"]:
        rules = field.get("constraints", {})
        empty = "no" if rules.get("required") else "yes"
        lines.append(
            f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} | {empty} | {field['description']} |"
        )
    return lines
