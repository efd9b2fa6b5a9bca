"""The codebook: everything of the descriptor, readable, and nothing else."""

import json

import pytest

from dyadlens.paths import data_directory
from dyadlens.sources.codebook import codebook

DESCRIPTOR = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
TEXT = codebook(DESCRIPTOR)


@pytest.mark.parametrize("resource", DESCRIPTOR["resources"], ids=lambda r: r["dyadlens"]["table"])
def test_each_table_has_its_section(resource):
    own = resource["dyadlens"]
    section = TEXT.split(f"\n## {own['table']}\n")[1].split("\n## ")[0]
    assert resource["description"] in section
    assert f"- Licence: {own['licence']}" in section and f"- Cite: {own['citation']}" in section
    assert section.count("- Known defect: ") == len(own["known_defects"])
    assert ("An extract" in section) is not own["complete"]
    for field in resource["schema"]["fields"]:
        assert f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} |" in section


def test_the_table_of_contents_has_one_line_a_table():
    lines = [line for line in TEXT.splitlines() if line.startswith("| [")]
    assert len(lines) == len(DESCRIPTOR["resources"])


def test_a_bar_in_a_text_breaks_no_table():
    for line in TEXT.splitlines():
        if line.startswith("| `"):
            assert line.count("|") == 6, line


def test_it_ends_with_one_newline():
    assert TEXT.endswith("\n") and not TEXT.endswith("\n\n")
