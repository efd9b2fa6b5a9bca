import pytest

from dyadlens.sources.fetch import raw_sources


def test_the_list_says_where_each_file_comes_from(dyadlens, tmp_path):
    done = dyadlens("fetch", "--to", tmp_path / "raw", "--list")
    assert (done.returncode, done.stderr) == (0, "")
    said = dict(line.split("  ", 1) for line in done.stdout.splitlines())
    assert said == {file: s.address or f"by hand: {s.upstream}" for file, s in raw_sources().items()}
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_the_place_of_the_folder_is_one_line(refused, tmp_path, below):
    file = tmp_path / "raw"
    file.write_text("mine")
    assert "it is not a folder" in refused("fetch", "--to", file / below, "--only", "ideal_points")
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--to", ""), "--to"), (("--only", "macr"), "did you mean 'macro'"), (("--mirror", "ftp://example.org"), "http")],
)
def test_bad_input_is_one_line(refused, tmp_path, words, said):
    assert said in refused("fetch", "--to", tmp_path / "raw", *words)
    assert not (tmp_path / "raw").exists()
