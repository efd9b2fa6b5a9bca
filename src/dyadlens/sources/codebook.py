"""The readable codebook, made from the data package and from nothing else."""

from collections.abc import Mapping
from typing import Any

from dyadlens.sources.table import ABSENT_ROWS


def codebook(descriptor: Mapping[str, Any]) -> str:
    """Write the codebook of a data package in Markdown."""
    resources, own = descriptor["resources"], descriptor["dyadlens"]
    lines = [
        "# Codebook",
        "",
        "Made by `dyadlens curate` from `datapackage.json`; do not edit by hand.",
        "",
        f"The years shown by default are {own['first_year']} to {own['complete_to']}. {own['years_rule']}",
        "",
        "| table | what it contains | years | full to | rows |",
        "|---|---|---|---|---:|",
    ]
    for resource in resources:
        own, cover = resource["dyadlens"], resource["dyadlens"]["coverage"]
        static = own["dated_by"] == "static"
        span = "static | " if static else f"{cover['first']}-{cover['last']} | {own['complete_to']}"
        anchor = own["table"].replace("/", "").lower()
        lines.append(f"| [{own['table']}](#{anchor}) | {resource['title']} | {span} | {own['rows']:,} |")
    for resource in resources:
        lines += ["", *_section(resource)]
    return "\n".join(lines) + "\n"


def _section(resource: Mapping[str, Any]) -> list[str]:
    own = resource["dyadlens"]
    cover = own["coverage"]
    without = "; ".join(f"{state} {years}" for state, years in cover.get("without_rows", {}).items())
    lines = [
        f"## {own['table']}",
        "",
        resource["description"],
        "",
        f"- File: `{resource['path']}`, {own['rows']:,} rows",
        f"- Coverage: {cover['first']} to {cover['last']}, {cover['sentence']}",
        *([f"- States and years without a row: {without}"] if without else []),
        f"- A row that is not there, inside the coverage, means: {ABSENT_ROWS[own['absent_row_means']]}",
        *(["- Nobody looked in: " + ", ".join(f"{a} to {b}" for a, b in own["gaps"])] if "gaps" in own else []),
        f"- Published {own['published_lag']:g} years after the data: {own['published_lag_note']}",
        f"- Licence: {own['licence']}",
        f"- Cite: {own['citation']}",
    ]
    if not own["complete"]:
        lines.append("- An extract, as the licence asks: rebuild the whole table from the raw files with `--full`.")
    lines += [f"- Known defect: {text}" for text in own["known_defects"]]
    lines += ["", "| column | type | unit | may be empty | what it contains |", "|---|---|---|---|---|"]
    for field in resource["schema"]["fields"]:
        empty = "no" if field.get("constraints", {}).get("required") else "yes"
        said = (f"`{field['name']}`", field["type"], field.get("unit", ""), empty, field["description"])
        lines.append(f"| {' | '.join(said)} |")
    return lines
