"""What the data package says of itself: the years that a lens may have."""

import json

import pytest

from dyadlens.errors import DataError
from dyadlens.lens import Lens
from dyadlens.paths import complete_to, data_package


def table(last, dated_by="year"):
    return {"dyadlens": {"coverage": {"first": 1946, "last": last}, "dated_by": dated_by}}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return a function that puts another data package in the place of the real one."""
    monkeypatch.setenv("DYADLENS_DATA", str(tmp_path))

    def put(content):
        (tmp_path / "datapackage.json").write_text(content if isinstance(content, str) else json.dumps(content))

    return put


def test_the_real_package_ends_its_complete_years_before_its_last():
    first, complete, last = complete_to()
    assert first == 1946 <= complete <= last and Lens("PAK-RUS").end == complete
    assert len(data_package()["resources"]) > 50


@pytest.mark.parametrize(
    ("own", "years"),
    [
        ({}, (1946, 2024, 2026)),
        ({"complete_to": 2025}, (1946, 2025, 2026)),
        ({"first_year": 1950, "complete_to": 2030, "last_year": 2031}, (1950, 2030, 2031)),
    ],
)
def test_years_are_those_that_the_package_states_or_those_of_its_tables(package, own, years):
    package({"dyadlens": own, "resources": [table(2024), table(2024), table(2026, "date"), table(2099, "static")]})
    assert complete_to() == years


@pytest.mark.parametrize("content", ["{", "[]", "{}", {"resources": 5}, {"resources": []}, {"resources": [{}]}])
def test_a_package_without_years_is_one_line(package, content):
    package(content)
    with pytest.raises(DataError, match=r"datapackage\.json is not a data package of this project") as caught:
        complete_to()
    assert "\n" not in str(caught.value)
