"""The pages of the real notebooks."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_NAME = "real_pages_of_the_tests"


def load_pages():
    """Return the module pages.py, the same one to all who ask, so that the pages are made once."""
    if _NAME not in sys.modules:
        spec = importlib.util.spec_from_file_location(_NAME, Path(__file__).with_name("pages.py"))
        sys.modules[_NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]


def pytest_generate_tests(metafunc):
    """Run a test that takes `folder` and `name` for every page."""
    if {"folder", "name"} <= set(metafunc.fixturenames):
        keys = load_pages().KEYS
        metafunc.parametrize(("folder", "name"), keys, ids=["/".join(key) for key in keys])


@pytest.fixture(scope="session")
def made():
    """The module that makes the pages."""
    return load_pages()


@pytest.fixture(scope="session")
def pages(made, tmp_path_factory):
    return made.real_pages(tmp_path_factory)


@pytest.fixture
def page(pages, folder, name):
    return pages[folder, name]
