"""Tables cut to what was out on a day, as the tests of measures cut them."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_MEASURES = spec_from_file_location("cut_tables", Path(__file__).resolve().parents[1] / "measures" / "conftest.py")
_module = module_from_spec(_MEASURES)
sys.modules["cut_tables"] = _module
_MEASURES.loader.exec_module(_module)
without_later_rows = _module.without_later_rows
