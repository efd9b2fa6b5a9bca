"""`dyadlens new`: bad input is one line, and nothing is written."""

import pytest
from typer.testing import CliRunner

from dyadlens.cli.main import app
from dyadlens.paths import project_root


def laid_out():
    """Return the files where a new measure or case would lie."""
    parts = ("src/dyadlens/measures", "tests/measures", "tests/cases", "data/cases")
    return {p for part in parts for p in (project_root() / part).rglob("*.*") if p.suffix in {".py", ".yml", ".csv"}}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("measure", "Big Name", "--domain", "votes"), "'Big Name' is not small letters"),
        (("measure", "kappa", "--domain", "votes"), "already"),
        (("measure", "new_one", "--domain", "vote"), "did you mean 'votes'"),
        (("measure",), "argument 'name'"),
        (("case", "PAK-RUS"), "a case PAK-RUS already"),
        (("case", "PAK-RSU"), "did you mean 'RUS'"),
        (("case", "Congo-PAK"), "may be DR Congo (COD) or Republic of the Congo (COG)"),
        (("novel", "x"), "novel"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_one_line_and_writes_nothing(refused, words, said):
    before = laid_out()
    assert said in refused("new", *words)
    assert laid_out() == before


@pytest.mark.parametrize(("words", "domain"), [((), "votes"), (("--domain", "arms"), "arms")])
def test_a_measure_is_laid_out_in_its_domain(monkeypatch, words, domain):
    laid = {}
    monkeypatch.setattr("dyadlens.cli.new.write_new_files", lambda contents: laid.update(contents) or list(contents))
    done = CliRunner().invoke(app, ["new", "measure", "new_one", *words])
    assert done.exit_code == 0, done.output
    names = [path.relative_to(project_root()).as_posix() for path in laid]
    folder = f"src/dyadlens/measures/{domain}"
    assert names == [f"{folder}/new_one.py", f"{folder}/new_one.yml", "tests/measures/test_new_one.py"]
    assert done.output.splitlines()[:3] == [f"wrote {name}" for name in names]


def test_a_case_that_nobody_laid_out_cannot_be_registered(refused):
    line = refused("data", "register", "IND-RUS")
    assert "unknown case 'IND-RUS'" in line and "dyadlens new case" in line
    assert "built by `dyadlens curate`" in refused("data", "register", "PAK-RUS")
