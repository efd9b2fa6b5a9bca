"""Errors: one line each, with what is allowed and the nearest name."""

import pytest

from dyadlens import errors
from dyadlens.errors import (
    BadParameter,
    DataError,
    DyadlensError,
    ReportError,
    SourceError,
    UnknownName,
    nearest,
    shown,
    unknown_name,
)

ALL = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]


def test_every_error_has_one_base():
    assert len(ALL) >= 6
    assert all(issubclass(e, DyadlensError) for e in ALL)


def test_a_wrong_parameter_is_a_value_error():
    assert issubclass(UnknownName, BadParameter) and issubclass(BadParameter, ValueError)


def test_a_wrong_source_is_a_data_error():
    assert issubclass(SourceError, DataError)


@pytest.mark.parametrize("error", ALL)
def test_a_notebook_shows_one_line(error):
    """IPython asks an error for its traceback."""
    assert error("what is wrong")._render_traceback_() == [f"{error.__name__}: what is wrong"]


@pytest.mark.parametrize(
    ("error", "code"), [(BadParameter, 2), (UnknownName, 2), (DataError, 1), (SourceError, 1), (ReportError, 1)]
)
def test_exit_codes_part_wrong_use_from_wrong_files(error, code):
    assert error.exit_code == code


def test_the_nearest_name_is_found_whatever_its_case():
    assert nearest("PAKISTEN", ["India", "Pakistan"]) == "; did you mean 'Pakistan'?"


@pytest.mark.parametrize(("wrong", "meant"), [("RSU", "RUS"), ("urs", "RUS"), ("PKA", "PAK"), ("IDN", "IND")])
def test_two_letters_in_the_wrong_order_come_first(wrong, meant):
    assert nearest(wrong, ["SUR", "PRK", "RUS", "PAK", "IND", "LKA"]) == f"; did you mean {meant!r}?"


@pytest.mark.parametrize("name", ["", "zzz", None, 5, "x" * 300])
def test_nothing_is_suggested_for_what_is_far_from_all(name):
    assert nearest(name, ["agreement", "kappa"]) == ""


@pytest.mark.parametrize("name", [None, "None"])
def test_no_name_is_no_slip_of_a_long_one(name):
    assert nearest(name, ["Indonesia", "Norway", "NOR"]) == ""


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("PK", "'PAK' or 'PRK'"),
        ("PAKK", "'PAK'"),  # one letter too many is nearer than two
        ("PAG", "'PAK'"),
        ("agrement", "'agreement'"),
        ("agreemnet", "'agreement'"),
        ("ideal_point", "'ideal_point_distance'"),
    ],
)
def test_equally_near_names_are_all_named_and_a_beginning_is_completed(wrong, meant):
    known = ["PAK", "PRK", "RUS", "agreement", "agreement_nu", "ideal_point_distance"]
    assert nearest(wrong, known) == f"; did you mean {meant}?"


def test_more_than_three_equally_near_names_are_none():
    assert nearest("PAX", ["PAA", "PAB", "PAC"]) == "; did you mean 'PAA' or 'PAB' or 'PAC'?"
    assert nearest("PAX", ["PAA", "PAB", "PAC", "PAD"]) == ""


def test_message_names_kind_name_suggestion_and_all_that_is_allowed():
    error = unknown_name("domain", "vots", ["votes", "arms", "arms"])
    assert str(error) == "unknown domain 'vots'; did you mean 'votes'? (allowed: arms, votes)"
    assert isinstance(error, UnknownName)


def test_a_long_list_is_cut_and_counted():
    message = str(unknown_name("table", "?", [f"t{i:02d}" for i in range(30)], show=3))
    assert message == "unknown table '?' (allowed: t00, t01, t02, ... (30 in all))"


@pytest.mark.parametrize("name", ["a\nb", "x" * 500, "{}", "%s"])
def test_message_stays_one_line(name):
    assert "\n" not in str(unknown_name("state", name, ["PAK"]))


def test_beside_a_near_name_a_long_list_is_left_out():
    names = [f"measure_{i:02d}" for i in range(30)] + ["agreement"]
    near = unknown_name("measure", "agrement", names, listed_by="dyadlens measures")
    assert str(near) == "unknown measure 'agrement'; did you mean 'agreement'? (`dyadlens measures` lists all 31)"
    assert str(unknown_name("measure", "agrement", names)) == "unknown measure 'agrement'; did you mean 'agreement'?"
    assert str(unknown_name("measure", "?", names, listed_by="x")) == "unknown measure '?' (`x` lists all 31)"


def test_a_long_value_is_cut():
    assert shown("Atlantis") == "'Atlantis'"
    assert len(shown("x" * 300)) == 60 and shown("x" * 300).endswith("x...'")
    assert len(str(unknown_name("state", "x" * 300, ["PAK"]))) < 120
