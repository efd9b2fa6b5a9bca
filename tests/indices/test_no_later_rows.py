"""Both indices of a day are those from a panel built of tables that end on it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.indices.composite import composite, path
from dyadlens.indices.definitions import INDICES

DAY = date(2018, 5, 31)


@pytest.mark.slow
def test_a_panel_of_tables_that_end_on_the_day_gives_the_same_indices(without_later_rows):
    lens = Lens("PAK-RUS", start=2009, end=2011, as_of=DAY)
    before = path(lens), {index: composite(index, DAY) for index in INDICES}
    without_later_rows(DAY)
    for index in INDICES:
        np.testing.assert_array_equal(composite(index, DAY), before[1][index])
    pd.testing.assert_frame_equal(path(lens), before[0], check_exact=True)
