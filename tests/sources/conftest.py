"""What the tests of sources share: the raw files, and the tables as committed.

The tables are rebuilt from the raw files once, in `test_runner.py`, which finds them equal to the committed ones byte
for byte. All other tests read the committed tables, so that nothing is built twice.
"""

from functools import cache

import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources.raw import Raw


@pytest.fixture(scope="session")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="session")
def full(raw_directory):
    """The raw files for one's own use: nothing is cut down to an extract."""
    return Raw(raw_directory, full=True)


@cache
def _committed(name: str) -> pd.DataFrame:
    frame = read(name)
    return frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))


@pytest.fixture(scope="session")
def table():
    """Return a function that reads a committed table, with texts as texts."""
    return lambda name: _committed(name).copy()
