import pytest
from typer.testing import CliRunner

from dyadlens.cli.main import app
from dyadlens.cli.report import read_pairs
from dyadlens.errors import BadParameter

runner = CliRunner()


def _report(*arguments):
    return runner.invoke(app, ["report", *map(str, arguments)])


def test_pairs_file_takes_comments_and_blank_lines(tmp_path):
    file = tmp_path / "pairs.txt"
    file.write_text("# pairs\n\nPAK-RUS  # the first\nIndia-Russia\n")
    assert [p["pair"] for p in read_pairs([], file, {})] == ["PAK-RUS", "IND-RUS"]


def test_every_wrong_line_of_a_pairs_file_is_named(tmp_path):
    file = tmp_path / "pairs.txt"
    file.write_text("PAK-RUS\n\nPAK-XYZ\nIND-PAK # fine\nPAK-PAK\n")
    with pytest.raises(BadParameter, match=r"pairs\.txt is a pair: line 3 'PAK-XYZ': .*; line 5 'PAK-PAK': ") as caught:
        read_pairs([], file, {})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["PAK-RUS\nRUS-PAK", "Pakistan-Russia\r\n770-365"])
def test_a_pair_named_twice_is_one_report(tmp_path, text):
    file = tmp_path / "pairs.txt"
    file.write_text(text)
    assert [p["pair"] for p in read_pairs(["PAK-RUS"], file, {})] == ["PAK-RUS"]


def test_third_parties_are_written_by_code():
    assert read_pairs(["Pakistan-Russia"], None, {"third_parties": ["India"], "start": None}) == [
        {"pair": "PAK-RUS", "third_parties": ["IND"]}
    ]


def test_parameter_that_a_notebook_lacks_stops_all(tmp_path, write_notebook):
    write_notebook(tmp_path / "nb", "brief", "# A", "pair")
    write_notebook(tmp_path / "nb", "01-less", "# B", "pair", parameters='pair = "PAK-RUS"')
    result = _report("--notebooks", tmp_path / "nb", "--out", tmp_path / "out", "--from", "2000")
    assert isinstance(result.exception, BadParameter)
    assert "notebook 01-less 'start'" in str(result.exception)
    assert not (tmp_path / "out").exists()


def test_failure_ends_with_1_and_one_line(tmp_path, write_notebook):
    write_notebook(tmp_path / "nb", "brief", "# A", "raise ValueError('two\\nlines')")
    result = _report("--notebooks", tmp_path / "nb", "--out", tmp_path / "out", "--workers", "1")
    assert result.exit_code == 1
    (line,) = [text for text in result.stderr.splitlines() if text.startswith("dyadlens: failed")]
    assert line.startswith("dyadlens: failed PAK-RUS brief, cell 3 of 3: ValueError: two lines (kept at ")
    assert "1 failed" in result.stdout


def test_it_says_what_is_under_way_before_the_first_page(tmp_path, write_notebook):
    write_notebook(tmp_path / "nb", "brief", "# A", "pair")
    arguments = ("--notebooks", tmp_path / "nb", "--out", tmp_path / "out", "--workers", "1")
    first, *rest = _report(*arguments).stderr.splitlines()
    assert first == "making page 1 of 1, PAK-RUS brief; the first takes longest"
    assert rest == ["[1/1] made PAK-RUS brief"]
    assert _report(*arguments).stderr == ""
