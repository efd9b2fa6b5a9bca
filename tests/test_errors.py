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


@pytest.mark.parametrize("name", ["", "zzz", None, 5])
def test_nothing_is_suggested_for_what_is_far_from_all(name):
    assert nearest(name, ["agreement", "kappa"]) == ""


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
