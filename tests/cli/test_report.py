from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--pair", "PAK-XYZ"), "XYZ"),
        (("--pair", "PAK"), "PAK"),
        (("--pair", "PAK-RUS", "--pair", "RUS-RUS"), "one state twice"),
        (("--notebook", "02-vote"), "did you mean '02-votes'"),
        (("--as-of", "2018-99"), "2018-99"),
        (("--as-of", "1980"), "1980"),
        (("--from", "2020", "--to", "2000"), "empty span"),
        (("--third", "Atlantis"), "Atlantis"),
        (("--workers", "0"), "workers"),
        (("--workers", "two"), "--workers"),
        (("--time-limit", "0"), "--time-limit 0 is not a number of more than 0"),
        (("--time-limit", "nan"), "--time-limit nan is not a number of more than 0"),
        (("--time-limit", "inf"), "--time-limit inf is not a number of more than 0"),
        (("--memory-limit", "-1"), "--memory-limit"),
        (("--memory-limit", "nan"), "--memory-limit nan is not a number of more than 0"),
        (("--memory-limit", "inf"), "--memory-limit inf is not a number of more than 0"),
        (("--pairs", "nowhere.txt"), "nowhere.txt"),
        (("--notebooks", "nowhere"), "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_one_line_and_writes_nothing(refused, tmp_path, words, said):
    out = tmp_path / "out"
    assert said in refused("report", *words, "--out", out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("PAK-RUS\n\nPAK-XYZ\n", "line 3"), ("# none\n\n", "no pair in"), ("PAK RUS\n", "line 1")],
)
def test_a_bad_line_of_a_pairs_file_is_named(refused, tmp_path, text, said):
    file, out = tmp_path / "pairs.txt", tmp_path / "out"
    file.write_text(text)
    line = refused("report", "--pairs", file, "--out", out)
    assert said in line
    assert "pairs.txt" in line
    assert not out.exists()


def test_a_pairs_file_that_is_no_text_is_one_line(refused, tmp_path):
    file = tmp_path / "pairs.txt"
    file.write_bytes(b"\xff\xfe\x00PAK-RUS")
    assert "cannot read" in refused("report", "--pairs", file, "--out", tmp_path / "out")


@pytest.mark.parametrize("option", ["--out", "--notebooks", "--pairs"])
@pytest.mark.parametrize(("text", "said"), [("", "may not be empty"), (" ", "may not be empty"), ("x" * 300, "x...'")])
def test_what_can_be_no_path_is_one_line(refused, option, text, said):
    line = refused("report", option, text)
    assert said in line and option in line and len(line) < 200


@pytest.mark.parametrize("inside", ["x", "x/y", "self"])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_folder_that_nobody_can_write_to_is_one_line_before_anything_runs(refused, inside):
    assert f"cannot write reports to /proc/{inside}: nothing can be made there" in refused(
        "report", "--notebook", "brief", "--out", f"/proc/{inside}"
    )


def test_a_file_in_the_place_of_the_folder_is_one_line(refused, tmp_path):
    file = tmp_path / "out"
    file.write_text("mine")
    for out in (file, file / "below"):
        assert f"{out}: it is not a folder" in refused("report", "--notebook", "brief", "--out", out)
    assert file.read_text() == "mine"
